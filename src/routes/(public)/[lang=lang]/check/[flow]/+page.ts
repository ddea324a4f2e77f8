import { error } from '@sveltejs/kit';
import { stateOf } from '#lib/domain/check/flow.ts';
import { flowIds } from '#lib/domain/check/flow-ids.ts';
import { openFlow } from '#lib/domain/check/flows.ts';
import { loadTexts } from '#lib/i18n/texts.ts';
import { tokyoDate } from '#lib/i18n/today.ts';
import type { PageLoad } from './$types';

// The answers stand in the address: a form without a script asks the centre, with one the page
// goes on by itself, also without a line.
export const prerender = false;

export const load: PageLoad = async ({ params, parent, fetch, url }) => {
	const { lang } = await parent();
	const easy = lang === 'ja-easy' ? (await import('../easy.ts')).easy : undefined;
	const [words, japanese] = await Promise.all([
		loadTexts(lang, ['check', 'checks', 'guidance', 'documents', 'topics'], fetch, easy?.form),
		loadTexts('ja', ['check', 'guidance', 'documents', 'topics'], fetch)
	]);
	const flow = flowIds.find((id) => id === params.flow);
	if (!flow) {
		const { nearest } = await import('#lib/domain/guidance/search.ts');
		const [near] = nearest(flowIds, params.flow);
		const { checks } = await loadTexts(lang, ['checks'], fetch);
		error(404, { message: checks.flows[near!].title, flow: near! });
	}
	const day = tokyoDate(Date.now());
	const answers = Object.fromEntries(url.searchParams);
	const state = stateOf(await openFlow[flow](), answers, day);
	// What shows a result comes with the result.
	const Result = state.outcome && (await import('./Result.svelte')).default;
	return { words, japanese, flow, day, state, easy, Result };
};
