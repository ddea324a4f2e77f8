import { loadTexts } from '#lib/i18n/texts.ts';
import type { PageLoad } from './$types';

export const prerender = true;

export const load: PageLoad = async () => ({ english: await loadTexts('en', ['common', 'home']) });
