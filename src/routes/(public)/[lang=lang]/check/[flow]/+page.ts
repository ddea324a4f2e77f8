import { error } from '@sveltejs/kit';
import { flowIds } from '#lib/domain/check/flows.ts';
import { nearest } from '#lib/domain/guidance/search.ts';
import { loadTexts } from '#lib/i18n/texts.ts';
import type { PageLoad } from './$types';

// The answers stand in the address: a form without a script asks the centre, with one the page
// goes on by itself, also without a line.
export const prerender = false;

export const load: PageLoad = async ({ params, parent, fetch }) => {
	const { lang } = await parent();
	const [words, japanese] = await Promise.all([
		loadTexts(lang, ['check', 'guidance', 'documents', 'topics'], fetch),
		loadTexts('ja', ['check', 'guidance', 'documents', 'topics'], fetch)
	]);
	const flow = flowIds.find((id) => id === params.flow);
	if (!flow) {
		const [near] = nearest(flowIds, params.flow);
		error(404, { message: words.check.flows[near!].title, flow: near! });
	}
	return { words, japanese, flow };
};
