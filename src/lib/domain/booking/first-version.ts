import * as z from 'zod/mini';
import { identifier } from '../basics/ids.ts';
import type { RuleContext } from '../basics/rule.ts';
import { firstDetails } from './booking.ts';
import {
	amendAs,
	bookAs,
	move,
	type AmendFacts,
	type BookArgs,
	type BookFacts,
	type BookingDecision,
	type MoveFacts,
	type Plan
} from './rules.ts';
import { nextSlotId, startsNeeded } from './slot.ts';

/*
 * Mutations of the first version lie in outboxes of tablets that were away. They are read as
 * what their authors would have made today; whatever did not exist then gets its plain value.
 */
const slotName = z.string().check(z.maxLength(64));

export const firstBookArgs = z.object({
	bookingId: identifier,
	receiptNo: z.string().check(z.maxLength(16)),
	slotId: slotName,
	leaseId: z.nullable(identifier),
	details: firstDetails
});
export type FirstBookArgs = z.infer<typeof firstBookArgs>;

/** A visit of the first version took one start time and counted no interpreter line. */
const plainPlan: Plan = ({ minutes }) => ({ minutes, line: false });

/** The same booking in today's words. */
export const upcastBook = (args: FirstBookArgs): BookArgs => ({
	...args,
	extraSlotId: null,
	extraLeaseId: null,
	standbyId: null,
	details: {
		...args.details,
		origin: 'counter',
		proxy: null,
		nonDisclosure: false,
		held: [],
		consent: 'none'
	}
});

/** `booking.book@1`. */
export const firstBook = (
	args: FirstBookArgs,
	facts: BookFacts,
	context: RuleContext
): BookingDecision => bookAs(plainPlan, upcastBook(args), facts, context);

export const firstMoveArgs = z.object({
	bookingId: identifier,
	fromSlotId: slotName,
	slotId: slotName,
	leaseId: z.nullable(identifier)
});
export type FirstMoveArgs = z.infer<typeof firstMoveArgs>;

/** `booking.move@1`. */
export const firstMove = (
	args: FirstMoveArgs,
	facts: MoveFacts,
	context: RuleContext
): BookingDecision => {
	const isLong = facts.booking !== undefined && startsNeeded(facts.booking.minutes) === 2;
	const extraSlotId = isLong && facts.slot ? nextSlotId(facts.slot) : null;
	return move({ ...args, extraSlotId, extraLeaseId: null }, facts, context);
};

const amendable = z.partial(firstDetails);

export const firstAmendArgs = z.object({ bookingId: identifier, from: amendable, to: amendable });
export type FirstAmendArgs = z.infer<typeof firstAmendArgs>;

/** `booking.amend@1`: a visit that has a line or two start times keeps them. */
export const firstAmend = (
	args: FirstAmendArgs,
	facts: AmendFacts,
	context: RuleContext
): BookingDecision => {
	const { booking } = facts;
	const keep: Plan = ({ minutes }) => ({
		minutes: booking?.extraSlotId ? booking.minutes : minutes,
		line: booking?.line ?? false
	});
	return amendAs(keep, args, facts, context);
};
