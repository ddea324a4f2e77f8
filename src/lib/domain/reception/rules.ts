import * as z from 'zod/mini';
import { plainDate } from '../basics/calendar.ts';
import { dateAt, instantOf } from '../basics/days.ts';
import { identifier } from '../basics/ids.ts';
import type { Decision, RuleContext } from '../basics/rule.ts';
import { needs, type Booking } from '../booking/booking.ts';
import { startsAt } from '../booking/slot.ts';
import type { Topic } from '../booking/topic.ts';
import type { Office } from '../office/office.ts';
import { moment, visitAt } from './moment.ts';
import { boothId, defaultPolicy, receptionPolicy, type Booth, type Policy } from './policy.ts';
import {
	boothNumber,
	lane,
	ticketNumber,
	ticketOf,
	visitorName,
	watchKey,
	type StepName,
	type Visit
} from './visit.ts';

export const receptionRefusals = [
	'visit-unknown',
	'visit-over',
	'already-arrived',
	'already-called',
	'not-called',
	'ticket-taken',
	'undo-late',
	'booking-other-day',
	'not-missed-yet',
	'booth-unknown'
] as const;

export interface ReceptionRefusal {
	readonly kind:
		(typeof receptionRefusals)[number] | 'booking-unknown' | 'booking-closed' | 'topic-unknown';
	readonly field?: string;
}

export type ReceptionWrite =
	| { readonly table: 'visit'; readonly row: Visit }
	| { readonly table: 'booking'; readonly row: Booking }
	| { readonly table: 'booth'; readonly row: Booth }
	| { readonly table: 'policy'; readonly row: Policy };

export type ReceptionDecision = Decision<ReceptionWrite, ReceptionRefusal>;

export const accept = (...value: ReceptionWrite[]): ReceptionDecision => ({ ok: true, value });
export const refused = (kind: ReceptionRefusal['kind'], field?: string): ReceptionDecision => ({
	ok: false,
	refusal: field ? { kind, field } : { kind }
});

const ticketArgs = {
	visitId: identifier,
	date: plainDate,
	lane,
	number: ticketNumber,
	watchKey,
	at: z.number()
};

type TicketArgs = Pick<WalkInArgs, 'visitId' | 'date' | 'lane' | 'number' | 'watchKey' | 'at'>;

/**
 * The beginning of a visit. A tablet whose clock runs ahead issues tickets for a day that has not
 * come: they count for today. An arrival lies on the day of its ticket.
 */
function issue(
	args: TicketArgs,
	context: RuleContext,
	step: StepName
): Omit<
	Visit,
	'source' | 'bookingId' | 'bookedStart' | 'receiptNo' | 'name' | 'topicId' | 'needs' | 'simple'
> {
	const today = dateAt(context.now);
	const date = args.date > today ? today : args.date;
	const arrivedAt = moment(args.at, instantOf(date, '00:00'), context.now);
	return {
		visitId: args.visitId,
		officeId: context.officeId,
		date,
		lane: args.lane,
		number: args.number,
		ticket: ticketOf(args.lane, args.number),
		arrivedAt,
		...visitAt(arrivedAt),
		isVoid: false,
		watchKey: args.watchKey,
		deviceId: context.deviceId,
		steps: [args.visitId],
		last: {
			stepId: args.visitId,
			step,
			at: arrivedAt,
			deviceId: context.deviceId,
			before: null
		}
	};
}

export const arriveArgs = z.object({
	...ticketArgs,
	bookingId: identifier,
	/** The walk-in ticket that this booking belongs to, when it was issued before the booking was known. */
	bindTo: z.nullable(identifier)
});
export type ArriveArgs = z.infer<typeof arriveArgs>;

export interface ArriveFacts {
	readonly visit: Visit | undefined;
	readonly bound: Visit | undefined;
	readonly booking: Booking | undefined;
}

/**
 * `reception.arrive@1`: however early somebody comes, the visit belongs to the booking and the
 * booking has arrived, in one step. Of two tablets that do it the second is refused, so that one
 * visit stands; a missed booking whose visitor comes after all has arrived.
 */
export function arrive(
	args: ArriveArgs,
	facts: ArriveFacts,
	context: RuleContext
): ReceptionDecision {
	const { booking, bound } = facts;
	if (facts.visit)
		return facts.visit.bookingId === args.bookingId ? accept() : refused('ticket-taken');
	if (!booking) return refused('booking-unknown', 'bookingId');
	if (booking.status === 'cancelled') return refused('booking-closed', 'bookingId');
	if (bound?.bookingId === args.bookingId) return accept();
	if (booking.status === 'arrived') return refused('already-arrived', 'bookingId');
	const here: Booking = { ...booking, status: 'arrived' };
	const ofBooking = {
		source: 'booking' as const,
		bookingId: booking.bookingId,
		bookedStart: booking.start,
		receiptNo: booking.receiptNo,
		name: booking.visitor.name
	};
	if (args.bindTo !== null) {
		if (!bound) return refused('visit-unknown', 'bindTo');
		if (bound.bookingId !== null) return refused('already-arrived', 'bookingId');
		if (booking.date !== bound.date) return refused('booking-other-day', 'bookingId');
		const row: Visit = { ...bound, ...ofBooking, steps: [...bound.steps, args.visitId] };
		return accept({ table: 'visit', row }, { table: 'booking', row: here });
	}
	const begun = issue(args, context, 'arrive');
	if (booking.date !== begun.date) return refused('booking-other-day', 'bookingId');
	const row: Visit = {
		...begun,
		...ofBooking,
		topicId: booking.topicId,
		needs: booking.needs,
		simple: false
	};
	return accept({ table: 'visit', row }, { table: 'booking', row: here });
}

export const walkInArgs = z.object({
	...ticketArgs,
	topicId: z.string().check(z.minLength(1, { error: 'missing' }), z.maxLength(40)),
	needs,
	name: visitorName,
	simple: z.boolean(),
	/** A slip whose booking this tablet does not know yet; the booking joins when it is here. */
	receiptNo: z.nullable(z.string().check(z.regex(/^[0-9A-Z]{4}-\d{4,7}-[0-9A-Z]$/)))
});
export type WalkInArgs = z.infer<typeof walkInArgs>;

export interface WalkInFacts {
	readonly visit: Visit | undefined;
	readonly topic: Topic | undefined;
}

/** `reception.walk-in@1`: a ticket for somebody without a booking. */
export function walkIn(
	args: WalkInArgs,
	facts: WalkInFacts,
	context: RuleContext
): ReceptionDecision {
	if (facts.visit) {
		const same = facts.visit.ticket === ticketOf(args.lane, args.number);
		return same ? accept() : refused('ticket-taken');
	}
	if (!facts.topic) return refused('topic-unknown', 'topicId');
	const row: Visit = {
		...issue(args, context, 'walk-in'),
		source: 'walk-in',
		bookingId: null,
		bookedStart: null,
		receiptNo: args.receiptNo,
		name: args.name,
		topicId: args.topicId,
		needs: args.needs,
		simple: args.simple
	};
	return accept({ table: 'visit', row });
}

export const missArgs = z.object({ bookingId: identifier, at: z.number() });
export type MissArgs = z.infer<typeof missArgs>;

export interface MissFacts {
	readonly booking: Booking | undefined;
	readonly policy: Policy | undefined;
}

/** `reception.miss@1`: nobody came, said only after the booked time and the tolerance. */
export function miss(args: MissArgs, facts: MissFacts, context: RuleContext): ReceptionDecision {
	const { booking } = facts;
	if (!booking) return refused('booking-unknown', 'bookingId');
	if (booking.status === 'cancelled') return refused('booking-closed', 'bookingId');
	if (booking.status === 'arrived') return refused('already-arrived', 'bookingId');
	if (booking.status === 'missed') return accept();
	const { lateTolerance } = facts.policy?.reception ?? defaultPolicy;
	const at = moment(args.at, 0, context.now);
	if (at < startsAt(booking) + lateTolerance * 60_000)
		return refused('not-missed-yet', 'bookingId');
	return accept({ table: 'booking', row: { ...booking, status: 'missed' } });
}

/** `reception.unmiss@1`: takes a missed booking back; one that has arrived stays so. */
export function unmiss(
	_args: MissArgs,
	facts: Pick<MissFacts, 'booking'>,
	_context: RuleContext
): ReceptionDecision {
	const { booking } = facts;
	if (!booking) return refused('booking-unknown', 'bookingId');
	if (booking.status === 'cancelled') return refused('booking-closed', 'bookingId');
	if (booking.status !== 'missed') return accept();
	return accept({ table: 'booking', row: { ...booking, status: 'confirmed' } });
}

export const boothArgs = z.object({
	number: boothNumber,
	isOpen: z.boolean(),
	personId: z.nullable(identifier),
	at: z.number()
});
export type BoothArgs = z.infer<typeof boothArgs>;

export interface BoothFacts {
	readonly booth: Booth | undefined;
	readonly office: Office | undefined;
}

/** `reception.booth@1`: who sits where; what was said earlier never overrides what was said later. */
export function setBooth(
	args: BoothArgs,
	facts: BoothFacts,
	context: RuleContext
): ReceptionDecision {
	if (!facts.office || args.number > facts.office.booths) return refused('booth-unknown', 'number');
	const since = moment(args.at, 0, context.now);
	if (facts.booth && facts.booth.since >= since) return accept();
	const row: Booth = {
		boothId: boothId(context.officeId, args.number),
		officeId: context.officeId,
		number: args.number,
		isOpen: args.isOpen,
		personId: args.isOpen ? args.personId : null,
		since,
		deviceId: context.deviceId
	};
	return accept({ table: 'booth', row });
}

export const policyArgs = z.object({ reception: receptionPolicy });
export type PolicyArgs = z.infer<typeof policyArgs>;

/** `reception.policy@1`: how this office orders its queue. */
export const setPolicy = (
	args: PolicyArgs,
	_facts: { readonly policy: Policy | undefined },
	context: RuleContext
): ReceptionDecision =>
	accept({
		table: 'policy',
		row: { officeId: context.officeId, reception: args.reception }
	});
