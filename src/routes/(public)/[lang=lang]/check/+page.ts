import { languageTags } from '#lib/i18n/languages.ts';
import { loadTexts } from '#lib/i18n/texts.ts';
import type { EntryGenerator, PageLoad } from './$types';

export const entries: EntryGenerator = () => languageTags.map((lang) => ({ lang }));

export const load: PageLoad = async ({ parent, fetch }) => {
	const { lang } = await parent();
	const [words, japanese] = await Promise.all([
		loadTexts(lang, ['checks'], fetch),
		loadTexts('ja', ['checks'], fetch)
	]);
	return { words, japanese };
};
