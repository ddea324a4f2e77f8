import { officeList } from '#lib/domain/office/office-list.ts';
import { languageTags } from '#lib/i18n/languages.ts';
import { loadTexts } from '#lib/i18n/texts.ts';
import type { EntryGenerator, PageLoad } from './$types';

export const entries: EntryGenerator = () => languageTags.map((lang) => ({ lang }));

/** Offices by prefecture in the order of the list, north to south. */
export const load: PageLoad = async ({ parent, fetch }) => {
	const { lang } = await parent();
	const words = await loadTexts(lang, ['offices'], fetch);
	const prefectures = [...new Set(officeList.map(({ prefecture }) => prefecture))];
	return {
		words,
		groups: prefectures.map((name) => ({
			name,
			offices: officeList.filter(({ prefecture }) => prefecture === name)
		}))
	};
};
