import * as z from 'zod/mini';
import { identifier } from '../basics/ids.ts';
import type { Holiday } from '../office/office.ts';
import { answersDuring, type Line } from '../interpreting/line.ts';
import type { Decision, RuleContext } from '../basics/rule.ts';
import { isSame } from '../basics/same.ts';
import { allot, allotmentOf, nothing, type Allotment } from './allot.ts';
import {
	bookingDetails,
	cancelReasons,
	isOpen,
	type Booking,
	type BookingDetails,
	type Needs
} from './booking.ts';
import type { Lease } from './lease.ts';
import { needsLine } from './needs-line.ts';
import { nextSlotId, startsAt, startsNeeded, type Slot } from './slot.ts';
import type { Standby } from './standby.ts';
import { minutesFor, type Topic } from './topic.ts';

export const bookingRefusals = [
	'slot-unknown',
	'slot-past',
	'slot-taken',
	'slot-too-short',
	'interpreter-taken',
	'interpreter-closed',
	'lease-expired',
	'receipt-taken',
	'topic-unknown',
	'booking-unknown',
	'booking-closed',
	'booking-exists',
	'stale-version',
	'standby-unknown',
	'standby-closed',
	'offer-over'
] as const;

export interface BookingRefusal {
	readonly kind: (typeof bookingRefusals)[number];
	readonly field?: string;
}

export type BookingWrite =
	| { readonly table: 'booking'; readonly row: Booking }
	| { readonly table: 'slot'; readonly row: Slot }
	| { readonly table: 'lease'; readonly row: Lease }
	| { readonly table: 'standby'; readonly row: Standby };

export type BookingDecision = Decision<BookingWrite, BookingRefusal>;

const accept = (...value: BookingWrite[]): BookingDecision => ({ ok: true, value });
const refused = (kind: BookingRefusal['kind'], field?: string) =>
	({ ok: false, refusal: field ? { kind, field } : { kind } }) as const;

const slotName = z.string().check(z.maxLength(64));

const seatWish = {
	slotId: slotName,
	/** The lease this device booked on; without one the booking is a request. */
	leaseId: z.nullable(identifier),
	/** The next start time and its lease, for a consultation longer than one. */
	extraSlotId: z.nullable(slotName),
	extraLeaseId: z.nullable(identifier)
};

export interface SeatFacts {
	readonly slot: Slot | undefined;
	readonly lease: Lease | undefined;
	readonly extraSlot: Slot | undefined;
	readonly extraLease: Lease | undefined;
	/** The phone line of the visitor's language, where one is needed, and the day's holiday. */
	readonly interpreter?: Line | undefined;
	readonly holiday?: Holiday | undefined;
}

interface SeatWish {
	readonly slotId: string;
	readonly leaseId: string | null;
	readonly extraSlotId: string | null;
	readonly extraLeaseId: string | null;
}

interface SeatChange {
	readonly from: Allotment;
	readonly others: readonly (Slot | undefined)[];
	readonly minutes: number;
	readonly line: boolean;
	readonly standbyId?: string | null;
}

/** What a topic with these needs occupies. */
export type Plan = (topic: Topic, needs: Needs) => { minutes: number; line: boolean };

const plan: Plan = (topic, needs) => ({
	minutes: minutesFor(topic, needs),
	line: needsLine(needs)
});

/** Whether nobody would answer in the visitor's language; unknown hours are no reason to refuse. */
function isClosed(
	{ interpreter, holiday }: Pick<SeatFacts, 'interpreter' | 'holiday'>,
	{ date, start }: Slot,
	minutes: number
): boolean {
	return (
		interpreter !== undefined &&
		!answersDuring(interpreter, { date, start, minutes }, holiday !== undefined)
	);
}

/** Seats for a wish instead of those a booking has: in time, long enough, and free. */
function seatsFor(facts: SeatFacts, wish: SeatWish, change: SeatChange, context: RuleContext) {
	const { slot } = facts;
	if (!slot) return refused('slot-unknown', 'slotId');
	if (startsAt(slot) <= context.now) return refused('slot-past', 'slotId');
	const extra = startsNeeded(change.minutes) === 2 ? nextSlotId(slot) : null;
	if (extra !== wish.extraSlotId) return refused('slot-too-short', 'slotId');
	if (change.line && isClosed(facts, slot, change.minutes)) {
		return refused('interpreter-closed', 'slotId');
	}
	const slotIds = extra ? [slot.slotId, extra] : [slot.slotId];
	const slots = [slot, facts.extraSlot, ...change.others];
	const { from, line, standbyId } = change;
	return allot(
		{
			from,
			to: { slotIds, line },
			slots,
			leases: [facts.lease, facts.extraLease],
			onLease: wish.leaseId !== null,
			...(standbyId ? { standbyId } : {})
		},
		context
	);
}

/** Where a booking sits after its seats were found, and how sure that is. */
function placed(
	slot: Slot,
	wish: SeatWish,
	seats: { certain?: boolean; leases?: Lease[] },
	context: RuleContext
) {
	const used = (leaseId: string | null): string | null =>
		seats.leases?.some((lease) => lease.leaseId === leaseId) ? leaseId : null;
	return {
		slotId: slot.slotId,
		extraSlotId: wish.extraSlotId,
		date: slot.date,
		start: slot.start,
		leaseId: used(wish.leaseId),
		extraLeaseId: used(wish.extraLeaseId),
		status: seats.certain || context.place === 'centre' ? 'confirmed' : 'requested'
	} as const;
}

export const bookArgs = z.object({
	bookingId: identifier,
	receiptNo: z.string().check(z.maxLength(16)),
	...seatWish,
	/** The entry of the waiting list whose offer is taken up. */
	standbyId: z.nullable(identifier),
	details: bookingDetails
});
export type BookArgs = z.infer<typeof bookArgs>;

export interface BookFacts extends SeatFacts {
	readonly booking: Booking | undefined;
	readonly topic: Topic | undefined;
	readonly standby: Standby | undefined;
}

/**
 * `booking.book@2`. Capacity is judged by the centre alone (S01); a booking on leases of this
 * device is final on the tablet already, any other is a request until the centre answers. An
 * interpreter makes it longer, takes one of the scarce lines, and may need two start times.
 */
export const book = (args: BookArgs, facts: BookFacts, context: RuleContext): BookingDecision =>
	bookAs(plan, args, facts, context);

/** Books with another idea of what the visit occupies: the one of an earlier version. */
export function bookAs(
	plan: Plan,
	args: BookArgs,
	facts: BookFacts,
	context: RuleContext
): BookingDecision {
	if (facts.booking) {
		const same = facts.booking.receiptNo === args.receiptNo && facts.booking.slotId === args.slotId;
		return same ? accept() : refused('booking-exists', 'bookingId');
	}
	if (!facts.topic) return refused('topic-unknown', 'details.topicId');
	const refusal = standbyRefusal(args, facts.standby);
	if (refusal) return refused(refusal, 'standbyId');
	const { minutes, line } = plan(facts.topic, args.details.needs);
	const { standbyId } = args;
	const change = { from: nothing, others: [], minutes, line, standbyId };
	const seats = seatsFor(facts, args, change, context);
	if (!seats.ok) return seats;
	const slot = facts.slot!;
	const row: Booking = {
		bookingId: args.bookingId,
		officeId: slot.officeId,
		...placed(slot, args, seats, context),
		minutes,
		line,
		receiptNo: args.receiptNo,
		...args.details,
		createdAt: context.now,
		createdBy: context.actorId,
		deviceId: context.deviceId,
		cancelReason: null
	};
	const { standby } = facts;
	const served: BookingWrite[] = standby
		? [{ table: 'standby', row: { ...standby, state: 'booked', bookingId: row.bookingId } }]
		: [];
	return accept(...seats.value, { table: 'booking', row }, ...served);
}

/** Why an entry of the waiting list cannot be served: it is over, or its offer is another one. */
function standbyRefusal(args: BookArgs, standby: Standby | undefined) {
	if (args.standbyId === null) return undefined;
	if (!standby) return 'standby-unknown';
	if (standby.state === 'booked' || standby.state === 'withdrawn') return 'standby-closed';
	return standby.offer && standby.offer.leaseId !== args.leaseId ? 'offer-over' : undefined;
}

export const moveArgs = z.object({ bookingId: identifier, fromSlotId: slotName, ...seatWish });
export type MoveArgs = z.infer<typeof moveArgs>;

export interface MoveFacts extends SeatFacts {
	readonly booking: Booking | undefined;
	readonly fromSlot: Slot | undefined;
	readonly fromExtra: Slot | undefined;
}

/**
 * `booking.move@2`: to another start time of the same office, also after the visit was missed;
 * a repeat changes nothing.
 */
export function move(args: MoveArgs, facts: MoveFacts, context: RuleContext): BookingDecision {
	const { booking } = facts;
	if (!booking) return refused('booking-unknown', 'bookingId');
	if (!isOpen(booking) && booking.status !== 'missed')
		return refused('booking-closed', 'bookingId');
	if (booking.slotId === args.slotId) return accept();
	if (booking.slotId !== args.fromSlotId) return refused('stale-version', 'slotId');
	const { minutes, line } = booking;
	const from = allotmentOf(booking);
	const others = [facts.fromSlot, facts.fromExtra];
	const seats = seatsFor(facts, args, { from, others, minutes, line }, context);
	if (!seats.ok) return seats;
	const row = { ...booking, ...placed(facts.slot!, args, seats, context) };
	return accept(...seats.value, { table: 'booking', row });
}

const amendable = z.partial(bookingDetails);

/** Each amended field with the value the author saw and the value it shall have. */
export const amendArgs = z.object({
	bookingId: identifier,
	from: amendable,
	to: amendable
});
export type AmendArgs = z.infer<typeof amendArgs>;

export interface AmendFacts {
	readonly booking: Booking | undefined;
	readonly topic: Topic | undefined;
	readonly slot: Slot | undefined;
	readonly interpreter?: Line | undefined;
	readonly holiday?: Holiday | undefined;
	/** The start time after it, where a consultation that became longer goes on. */
	readonly extraSlot: Slot | undefined;
}

/**
 * `booking.amend@2`: a field that somebody else changed meanwhile is never overwritten in
 * silence; the whole amendment is refused and names the field. Another topic or an interpreter
 * changes what the booking occupies.
 */
export const amend = (args: AmendArgs, facts: AmendFacts, context: RuleContext): BookingDecision =>
	amendAs(plan, args, facts, context);

/** Amends with another idea of what the visit occupies: the one of an earlier version. */
export function amendAs(
	plan: Plan,
	args: AmendArgs,
	facts: AmendFacts,
	context: RuleContext
): BookingDecision {
	const { booking, topic, slot } = facts;
	if (!booking) return refused('booking-unknown', 'bookingId');
	if (!isOpen(booking)) return refused('booking-closed', 'bookingId');
	for (const field of Object.keys(args.to) as (keyof BookingDetails)[]) {
		if (isSame(booking[field], args.to[field])) continue;
		if (!isSame(booking[field], args.from[field])) return refused('stale-version', field);
	}
	const isSeatChanged = args.to.topicId !== undefined || args.to.needs !== undefined;
	if (!isSeatChanged) return accept({ table: 'booking', row: { ...booking, ...args.to } });
	if (!topic) return refused('topic-unknown', 'topicId');
	const { minutes, line } = plan(topic, args.to.needs ?? booking.needs);
	if (line && !booking.line && slot && isClosed(facts, slot, minutes)) {
		return refused('interpreter-closed', 'needs');
	}
	const extraSlotId = startsNeeded(minutes) === 2 && slot ? nextSlotId(slot) : null;
	const slotIds = extraSlotId ? [booking.slotId, extraSlotId] : [booking.slotId];
	const seats = allot(
		{
			from: allotmentOf(booking),
			to: { slotIds, line },
			slots: [slot, facts.extraSlot],
			leases: [],
			onLease: false
		},
		context
	);
	if (!seats.ok) {
		// The day's last start time, or one before lunch, cannot be made longer.
		return seats.refusal.kind === 'slot-unknown' ? refused('slot-too-short', 'topicId') : seats;
	}
	const isOpenQuestion = !seats.certain && context.place === 'tablet';
	const row: Booking = {
		...booking,
		...args.to,
		minutes,
		line,
		extraSlotId,
		status: isOpenQuestion ? 'requested' : booking.status
	};
	return accept(...seats.value, { table: 'booking', row });
}

export const cancelArgs = z.object({ bookingId: identifier, reason: z.enum(cancelReasons) });
export type CancelArgs = z.infer<typeof cancelArgs>;

export interface CancelFacts {
	readonly booking: Booking | undefined;
	readonly slot: Slot | undefined;
	readonly extraSlot: Slot | undefined;
}

/** `booking.cancel@1`: frees seats and line; a repeat changes nothing. */
export function cancel(
	args: CancelArgs,
	facts: CancelFacts,
	context: RuleContext
): BookingDecision {
	const { booking } = facts;
	if (!booking) return refused('booking-unknown', 'bookingId');
	if (booking.status === 'cancelled') return accept();
	if (booking.status === 'arrived') return refused('booking-closed', 'bookingId');
	const freed = allot(
		{
			from: allotmentOf(booking),
			to: nothing,
			slots: [facts.slot, facts.extraSlot],
			leases: [],
			onLease: false
		},
		context
	);
	if (!freed.ok) return freed;
	return accept(...freed.value, {
		table: 'booking',
		row: { ...booking, status: 'cancelled', cancelReason: args.reason }
	});
}

export const viewArgs = z.object({ bookingId: identifier });
export type ViewArgs = z.infer<typeof viewArgs>;

/** `booking.view@1` (R5): a look at a booking with a non-disclosure mark; only the log grows. */
export const view = (_args: ViewArgs, facts: { booking: Booking | undefined }): BookingDecision =>
	facts.booking ? accept() : refused('booking-unknown', 'bookingId');
