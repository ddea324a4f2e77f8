import * as z from 'zod/mini';
import { rightsOf } from '../access/access.ts';
import { plainDate } from '../basics/calendar.ts';
import { identifier, officeId } from '../basics/ids.ts';
import { lineText } from '../basics/personal-text.ts';
import { ok, refuse } from '../basics/result.ts';
import type { Decision, RuleContext } from '../basics/rule.ts';
import { isSame } from '../basics/same.ts';
import {
	bookingIn,
	holderIn,
	personIn,
	reassign,
	slotsOf,
	type PlanFacts,
	type PlanWrite
} from './assignment.ts';
import type { PreparationRefusal } from './preparation.ts';

const side = z.object({
	personId: identifier,
	bookingId: identifier,
	/** The start times of the visit when the swap was proposed. */
	slotIds: z.array(z.string().check(z.maxLength(64))).check(z.minLength(1), z.maxLength(2))
});
export type SwapSide = z.infer<typeof side>;

/** A wish to change visits with a colleague. */
export const swap = z.object({
	swapId: identifier,
	officeId,
	/** The earlier day of both visits: afterwards there is nothing left to change. */
	date: plainDate,
	from: side,
	to: side,
	reason: z.string(),
	state: z.enum(['proposed', 'accepted', 'declined', 'withdrawn']),
	proposedBy: identifier,
	at: z.number(),
	answeredBy: z.nullable(identifier),
	turn: z.int()
});
export type Swap = z.infer<typeof swap>;

export const proposeArgs = z.object({
	swapId: identifier,
	from: side,
	to: side,
	reason: lineText(120),
	/** The person who acts; the rule holds it against the signed author. */
	byId: identifier,
	at: z.number()
});
export type ProposeArgs = z.infer<typeof proposeArgs>;

export const answerArgs = z.object({
	swapId: identifier,
	from: side,
	to: side,
	answer: z.enum(['accepted', 'declined', 'withdrawn']),
	byId: identifier,
	at: z.number()
});
export type AnswerArgs = z.infer<typeof answerArgs>;

type SwapDecision = Decision<
	PlanWrite | { readonly table: 'swap'; readonly row: Swap },
	PreparationRefusal
>;

const swapIn = (facts: PlanFacts, id: string) => facts[`swap/${id}`] as Swap | undefined;

/** Whether the author is one of these people, or somebody who may decide for them. */
function mayAct(byId: string, people: readonly string[], facts: PlanFacts, context: RuleContext) {
	if (byId !== context.actorId) return false;
	const author = personIn(facts, byId);
	return (
		people.includes(byId) || (author !== undefined && rightsOf(author.role).includes('approve'))
	);
}

/** Whether a side still stands as it was seen: the visit at its times, with its person. */
function stands({ personId, bookingId, slotIds }: SwapSide, facts: PlanFacts): boolean {
	const booking = bookingIn(facts, bookingId);
	return (
		booking !== undefined &&
		booking.status !== 'cancelled' &&
		booking.status !== 'missed' &&
		isSame(slotsOf(booking), slotIds) &&
		holderIn(booking, facts) === personId
	);
}

/** `preparation.propose-swap@1`: changes nothing yet; the other person is asked. */
export function proposeSwap(
	args: ProposeArgs,
	facts: PlanFacts,
	context: RuleContext
): SwapDecision {
	if (swapIn(facts, args.swapId)) return ok([]);
	const { from, to } = args;
	if (!mayAct(args.byId, [from.personId], facts, context)) return refuse({ kind: 'not-permitted' });
	const fromBooking = bookingIn(facts, from.bookingId);
	const toBooking = bookingIn(facts, to.bookingId);
	if (!fromBooking || !toBooking) return refuse({ kind: 'booking-unknown', field: 'to' });
	if (from.personId === to.personId || !stands(from, facts) || !stands(to, facts))
		return refuse({ kind: 'stale-version', field: 'to' });
	const row: Swap = {
		swapId: args.swapId,
		officeId: context.officeId,
		date: fromBooking.date < toBooking.date ? fromBooking.date : toBooking.date,
		from,
		to,
		reason: args.reason,
		state: 'proposed',
		proposedBy: context.actorId,
		at: Math.min(args.at, context.now),
		answeredBy: null,
		turn: 1
	};
	return ok([{ table: 'swap', row }]);
}

/**
 * `preparation.answer-swap@1`: the other person or somebody who approves says yes or no, the
 * proposer takes it back. A yes changes both visits at once, or is refused when either is no longer
 * as it was.
 */
export function answerSwap(args: AnswerArgs, facts: PlanFacts, context: RuleContext): SwapDecision {
	const row = swapIn(facts, args.swapId);
	if (!row) return refuse({ kind: 'swap-unknown', field: 'swapId' });
	const { from, to } = row;
	if (!isSame([from, to], [args.from, args.to]))
		return refuse({ kind: 'stale-version', field: 'swapId' });
	const people = args.answer === 'withdrawn' ? [row.proposedBy, from.personId] : [to.personId];
	if (!mayAct(args.byId, people, facts, context)) return refuse({ kind: 'not-permitted' });
	if (row.state === args.answer) return ok([]);
	if (row.state !== 'proposed') return refuse({ kind: 'swap-closed', field: 'swapId' });
	const answered: Swap = {
		...row,
		state: args.answer,
		answeredBy: context.actorId,
		turn: row.turn + 1
	};
	if (args.answer !== 'accepted') return ok([{ table: 'swap', row: answered }]);
	if (!stands(from, facts) || !stands(to, facts))
		return refuse({ kind: 'stale-version', field: 'swapId' });
	const exchanged = reassign(
		[
			{ booking: bookingIn(facts, from.bookingId)!, personId: to.personId, reasons: ['chosen'] },
			{ booking: bookingIn(facts, to.bookingId)!, personId: from.personId, reasons: ['chosen'] }
		],
		args.at,
		facts,
		context
	);
	return exchanged.ok ? ok([...exchanged.value, { table: 'swap', row: answered }]) : exchanged;
}
