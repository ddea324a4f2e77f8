import { loadTexts } from '#lib/i18n/texts.ts';
import type { PageLoad } from './$types';

export const prerender = true;

export const load: PageLoad = async ({ fetch }) => ({
	english: await loadTexts('en', ['common', 'home'], fetch)
});
