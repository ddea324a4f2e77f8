import { timeAt } from '#lib/domain/basics/days.ts';
import { formatTime } from '#lib/i18n/format.ts';
import { loadTexts } from '#lib/i18n/texts.ts';
import { isLanguageTag } from '#lib/i18n/languages.ts';
import { officeList } from '#lib/domain/office/office-list.ts';
import { watchTicket } from '#lib/server/tickets.ts';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const prerender = false;

/** How a ticket stands, for whoever holds its address: no name, no topic, nothing stored on the way. */
export const load: PageServerLoad = async ({
	params,
	locals,
	getClientAddress,
	setHeaders,
	depends,
	fetch
}) => {
	if (!isLanguageTag(params.lang)) error(404);
	depends('ticket:state');
	setHeaders({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
	const { ticket: words } = await loadTexts(params.lang, ['ticket'], fetch);
	const { ticket: japanese } = await loadTexts('ja', ['ticket'], fetch);
	const { centre } = locals;
	const wait = await centre.limits.take('ticket', getClientAddress());
	const found =
		wait === undefined ? await watchTicket(centre, params.office, params.key) : undefined;
	return {
		words,
		japanese,
		office: officeList.find(({ officeId }) => officeId === params.office)?.name ?? '',
		isBusy: wait !== undefined,
		found: found ?? null,
		time: formatTime(timeAt(centre.clock()))
	};
};
