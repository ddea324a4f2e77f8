import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { loadFonts } from '#lib/i18n/fonts.ts';
import { staffNamespaces } from '#lib/i18n/resources.ts';
import { loadTexts } from '#lib/i18n/texts.ts';

const onPaper = ['slip', 'topics', 'documents', 'supports', 'languages', 'common'] as const;
/** What visitors read on the screen, besides. */
const onScreen = ['interpreter', 'phrases', 'refusals'] as const;

/** Fonts that come in slices; those of the other scripts are kept whole by the worker. */
const sliced: readonly { tag: LanguageTag; family: string }[] = [
	{ tag: 'zh', family: 'Noto Sans SC Variable' },
	{ tag: 'ko', family: 'Noto Sans KR Variable' }
];

const fetchSlices = async (family: string, texts: string): Promise<void> => {
	const letters = [...new Set(texts)].join('');
	await document.fonts.load(`16px '${family}'`, letters).catch(() => undefined);
};

/**
 * Fetches the slices of fonts that screens and slips need, so that the worker keeps them: what is
 * first opened without a line then has all of its letters. `names` are texts out of the rows:
 * offices, addresses, people.
 */
export async function warmFonts(names = ''): Promise<void> {
	await loadFonts('ja', ...sliced.map(({ tag }) => tag));
	const texts = await loadTexts('ja', [...staffNamespaces, ...onPaper, ...onScreen, 'fields']);
	await fetchSlices('Noto Sans JP Variable', JSON.stringify(texts) + names);
	for (const { tag, family } of sliced) {
		await fetchSlices(family, JSON.stringify(await loadTexts(tag, [...onPaper, ...onScreen])));
	}
}
