import { fail } from '@sveltejs/kit';
import { dateAt } from '#lib/domain/basics/days.ts';
import { readWishes } from '#lib/domain/booking/request-form.ts';
import { typedFrom } from '#lib/domain/booking/request-typed.ts';
import { readBody } from '#lib/server/answer.ts';
import { findRequest, wishAfterwards, type PublicAnswer } from '#lib/server/public-door.ts';
import { publicSlots } from '#lib/server/public-slots.ts';
import type { StatusStage } from '../answers.ts';
import type { Actions, RequestEvent } from './$types';

const MAX_BYTES = 8192;

/** Stands in for whatever was typed as a number that is none: tries are counted all the same. */
const keyOf = (receiptNo: string): string => receiptNo.toUpperCase().replace(/[^0-9A-Z]/g, '');

interface Known {
	readonly sent: URLSearchParams;
	readonly receiptNo: string;
	readonly phone: string;
	readonly told: PublicAnswer;
}

/** Finds the request of receipt number and phone; everything unknown is one and the same answer. */
async function known(
	event: RequestEvent
): Promise<{ ok: true; value: Known } | { ok: false; no: ReturnType<typeof fail<StatusStage>> }> {
	const { centre } = event.locals;
	event.setHeaders({ 'cache-control': 'no-store' });
	const body = await readBody(event.request, MAX_BYTES);
	const sent = new URLSearchParams(body.ok ? (body.value as string) : '');
	const receiptNo = (sent.get('receiptNo') ?? '').slice(0, 40);
	const phone = (sent.get('phone') ?? '').slice(0, 40);
	const no = (status: number, trouble: StatusStage['trouble']) =>
		({
			ok: false,
			no: fail(status, { stage: 'ask', receiptNo, phone, trouble } as StatusStage)
		}) as const;
	const wait =
		(await centre.limits.take('public-look-up', event.getClientAddress())) ??
		(await centre.limits.blockedFor('failed-look-up', keyOf(receiptNo)));
	if (wait !== undefined) return no(429, { until: centre.clock() + wait * 1000 });
	const told = body.ok ? await findRequest(centre, receiptNo, phone) : undefined;
	if (!told) {
		await centre.limits.take('failed-look-up', keyOf(receiptNo));
		return no(404, 'notFound');
	}
	return { ok: true, value: { sent, receiptNo, phone, told } };
}

export const actions: Actions = {
	look: async (event) => {
		const found = await known(event);
		if (!found.ok) return found.no;
		const { receiptNo, phone, told } = found.value;
		return { stage: 'told', receiptNo, phone, told } satisfies StatusStage;
	},
	ask: async (event) => {
		const found = await known(event);
		if (!found.ok) return found.no;
		const { sent, receiptNo, phone, told } = found.value;
		const stage = sent.get('kind') === 'cancel' ? 'cancel' : 'change';
		const times =
			stage === 'change' ? await publicSlots(event.locals.centre, told.officeId) : undefined;
		return { stage, receiptNo, phone, told, times } satisfies StatusStage;
	},
	change: async (event) => {
		const found = await known(event);
		if (!found.ok) return found.no;
		const { centre } = event.locals;
		const { sent, receiptNo, phone, told } = found.value;
		const typed = typedFrom(sent, event.params.lang);
		const reading = readWishes(typed, dateAt(centre.clock()));
		if (!reading.ok) {
			const times = await publicSlots(centre, told.officeId);
			const { problems } = reading;
			const again = { stage: 'change', receiptNo, phone, told, times, typed, problems };
			return fail(400, again as StatusStage);
		}
		const now = await wishAfterwards(centre, receiptNo, phone, 'change', reading.value);
		return { stage: 'told', receiptNo, phone, told: now ?? told } satisfies StatusStage;
	},
	cancel: async (event) => {
		const found = await known(event);
		if (!found.ok) return found.no;
		const { receiptNo, phone, told } = found.value;
		const now = await wishAfterwards(event.locals.centre, receiptNo, phone, 'cancel', null);
		return { stage: 'told', receiptNo, phone, told: now ?? told } satisfies StatusStage;
	}
};
