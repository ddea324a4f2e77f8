import { fail } from '@sveltejs/kit';
import { dateAt } from '#lib/domain/basics/days.ts';
import { identifier } from '#lib/domain/basics/ids.ts';
import { readRequest } from '#lib/domain/booking/request-form.ts';
import { emptyRequest, typedFrom, type TypedRequest } from '#lib/domain/booking/request-typed.ts';
import { topicList } from '#lib/domain/booking/topic-list.ts';
import { officeList } from '#lib/domain/office/office-list.ts';
import { readBody } from '#lib/server/answer.ts';
import { receiveRequest } from '#lib/server/public-door.ts';
import { publicSlots } from '#lib/server/public-slots.ts';
import type { Actions, RequestEvent } from './$types';
import type { BookingStage, FormStage } from './answers.ts';

/** More than a filled form needs in any script. */
const MAX_BYTES = 16_384;

interface Sent {
	readonly typed: TypedRequest;
	/** A field that people do not see was filled. */
	readonly isTrap: boolean;
}

async function read(event: RequestEvent): Promise<Sent | undefined> {
	event.setHeaders({ 'cache-control': 'no-store' });
	const body = await readBody(event.request, MAX_BYTES);
	if (!body.ok) return undefined;
	const sent = new URLSearchParams(body.value as string);
	return { typed: typedFrom(sent, event.params.lang), isTrap: (sent.get('website') ?? '') !== '' };
}

const judge = (event: RequestEvent, typed: TypedRequest) =>
	readRequest(typed, {
		today: dateAt(event.locals.centre.clock()),
		offices: officeList,
		topics: topicList
	});

/** Free times for a page without a script; it goes on without them. */
const timesOf = async (event: RequestEvent, { office }: TypedRequest) =>
	office === '' ? undefined : await publicSlots(event.locals.centre, office).catch(() => undefined);

const tooLarge = (event: RequestEvent) =>
	fail(413, {
		stage: 'form',
		typed: emptyRequest(event.params.lang),
		trouble: 'failed'
	} as FormStage);

export const actions: Actions = {
	times: async (event) => {
		const sent = await read(event);
		if (!sent) return tooLarge(event);
		const { typed } = sent;
		return { stage: 'form', typed, times: await timesOf(event, typed) } satisfies BookingStage;
	},
	change: async (event) => {
		const sent = await read(event);
		if (!sent) return tooLarge(event);
		const { typed } = sent;
		return { stage: 'form', typed, times: await timesOf(event, typed) } satisfies BookingStage;
	},
	check: async (event) => {
		const sent = await read(event);
		if (!sent) return tooLarge(event);
		const typed = { ...sent.typed, requestId: sent.typed.requestId || crypto.randomUUID() };
		const reading = judge(event, typed);
		if (reading.ok) return { stage: 'check', typed } satisfies BookingStage;
		const times = await timesOf(event, typed);
		const { problems } = reading;
		return fail(400, { stage: 'form', typed, problems, times } as FormStage);
	},
	send: async (event) => {
		const { centre } = event.locals;
		const sent = await read(event);
		if (!sent) return tooLarge(event);
		const { typed } = sent;
		const reading = judge(event, typed);
		if (!reading.ok) {
			const times = await timesOf(event, typed);
			return fail(400, { stage: 'form', typed, problems: reading.problems, times } as FormStage);
		}
		const wait = await centre.limits.take('public-send', event.getClientAddress());
		if (wait !== undefined) {
			const until = centre.clock() + wait * 1000;
			return fail(429, { stage: 'check', typed, trouble: { until } } as FormStage);
		}
		const isKnownShape = identifier.safeParse(typed.requestId).success;
		const told =
			sent.isTrap || !isKnownShape
				? undefined
				: await receiveRequest(centre, typed.requestId, reading.value);
		if (!told) return fail(400, { stage: 'check', typed, trouble: 'failed' } as FormStage);
		return { stage: 'sent', told, topic: typed.topic } satisfies BookingStage;
	}
};
