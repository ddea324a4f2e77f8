import { loadFonts } from '#lib/i18n/fonts.ts';
import { staffTexts } from './staff-texts.ts';
import type { LayoutLoad } from './$types';

// Staff data is only on the tablet: there is nothing to render at the centre.
export const ssr = false;

export const load: LayoutLoad = async ({ fetch }) => {
	void loadFonts('ja');
	return { texts: await staffTexts(fetch) };
};
