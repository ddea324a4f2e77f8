import { languageTags } from '#lib/i18n/languages.ts';
import { loadTexts } from '#lib/i18n/texts.ts';
import type { EntryGenerator, PageLoad } from './$types';

export const entries: EntryGenerator = () => languageTags.map((lang) => ({ lang }));

/** The Japanese words stand beside the visitor's: they are what one points at at the counter. */
export const load: PageLoad = async ({ parent, fetch }) => {
	const { lang } = await parent();
	const [words, japanese] = await Promise.all([
		loadTexts(lang, ['topics', 'documents', 'languages'], fetch),
		loadTexts('ja', ['topics', 'documents'], fetch)
	]);
	return { words, japanese };
};
