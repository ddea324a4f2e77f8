import { loadTexts } from '#lib/i18n/texts.ts';
import type { PageLoad } from './$types';

// A page with a form is answered by the centre; without a line the worker's shell starts it.
export const prerender = false;

/** Nothing but texts: so the form opens from the device's own copy too. */
export const load: PageLoad = async ({ parent, fetch }) => {
	const { lang } = await parent();
	const [words, japanese] = await Promise.all([
		loadTexts(
			lang,
			['request', 'topics', 'documents', 'languages', 'supports', 'fields', 'offices', 'slip'],
			fetch
		),
		loadTexts('ja', ['topics', 'documents'], fetch)
	]);
	return { words, japanese };
};
