import { loadTexts } from '#lib/i18n/texts.ts';
import type { PageLoad } from './$types';

export const prerender = false;

export const load: PageLoad = async ({ parent, fetch }) => {
	const { lang } = await parent();
	return { words: await loadTexts(lang, ['request', 'fields', 'offices', 'slip'], fetch) };
};
