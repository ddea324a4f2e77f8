import { error } from '@sveltejs/kit';
import { isLanguageTag } from '#lib/i18n/languages.ts';
import type { LayoutLoad } from './$types';

// `auto` keeps the route on the server too, so that an unknown language gets a helpful 404.
export const prerender = 'auto';

export const load: LayoutLoad = ({ params }) => {
	if (!isLanguageTag(params.lang)) error(404);
	return { lang: params.lang };
};
