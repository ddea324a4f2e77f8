import { languageTags } from '#lib/i18n/languages.ts';
import { loadTexts } from '#lib/i18n/texts.ts';
import type { EntryGenerator, PageLoad } from './$types';

export const entries: EntryGenerator = () => languageTags.map((lang) => ({ lang }));

export const load: PageLoad = async ({ parent, fetch }) => {
	const { lang } = await parent();
	const easy = lang === 'ja-easy' ? (await import('./easy.ts')).easy : undefined;
	const [words, japanese] = await Promise.all([
		loadTexts(lang, ['checks'], fetch, easy?.form),
		loadTexts('ja', ['checks'], fetch)
	]);
	const ruby = easy && (await loadTexts(lang, ['guidance'], fetch)).guidance.ruby;
	return { words, japanese, easy, ruby };
};
