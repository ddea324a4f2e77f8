import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { loadFonts } from '#lib/i18n/fonts.ts';
import { translator, type Translate } from '#lib/i18n/setup.svelte.ts';

/** One language of the slip. */
export interface Side {
	readonly lang: LanguageTag;
	readonly t: Translate;
}

const namespaces = ['slip', 'topics', 'documents', 'languages'] as const;

/** Who reads Japanese gets it with easy Japanese: a slip always has two sides. */
export const secondLanguage = (reading: LanguageTag): LanguageTag =>
	reading === 'ja' ? 'ja-easy' : reading;

const side = async (lang: LanguageTag): Promise<Side> => ({
	lang,
	t: await translator(lang, namespaces)
});

/** Japanese and the visitor's language, with their fonts on the way. */
export function slipSides(second: LanguageTag): Promise<[Side, Side]> {
	void loadFonts('ja', second);
	return Promise.all([side('ja'), side(second)]);
}
