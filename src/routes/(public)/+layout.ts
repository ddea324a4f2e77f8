import { nearestLanguage } from '#lib/i18n/languages.ts';
import { loadTexts } from '#lib/i18n/texts.ts';
import type { LayoutLoad } from './$types';

/** Texts of the frame in the language of the address, or the nearest one for an unknown address. */
export const load: LayoutLoad = async ({ params, fetch }) => {
	const lang = nearestLanguage(params.lang ?? 'ja') ?? 'en';
	return { lang, texts: await loadTexts(lang, ['common', 'home'], fetch) };
};
