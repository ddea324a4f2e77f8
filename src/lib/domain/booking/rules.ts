import * as z from 'zod/mini';
import { identifier } from '../basics/ids.ts';
import type { Decision, RuleContext } from '../basics/rule.ts';
import { isSame } from '../basics/same.ts';
import { bookingDetails, cancelReasons, type Booking, type BookingDetails } from './booking.ts';
import { isUsable, type Lease } from './lease.ts';
import { freeSeats, startsAt, type Slot } from './slot.ts';
import type { Topic } from './topic.ts';

export const bookingRefusals = [
	'slot-unknown',
	'slot-past',
	'slot-taken',
	'lease-expired',
	'receipt-taken',
	'topic-unknown',
	'booking-unknown',
	'booking-closed',
	'booking-exists',
	'stale-version'
] as const;

export interface BookingRefusal {
	readonly kind: (typeof bookingRefusals)[number];
	readonly field?: string;
}

export type BookingWrite =
	| { readonly table: 'booking'; readonly row: Booking }
	| { readonly table: 'slot'; readonly row: Slot }
	| { readonly table: 'lease'; readonly row: Lease };

type BookingDecision = Decision<BookingWrite, BookingRefusal>;

const accept = (...value: BookingWrite[]): BookingDecision => ({ ok: true, value });
const refused = (kind: BookingRefusal['kind'], field?: string): BookingDecision => ({
	ok: false,
	refusal: field ? { kind, field } : { kind }
});

const seatWish = {
	slotId: z.string().check(z.maxLength(64)),
	/** The lease this device booked on; without one the booking is a request. */
	leaseId: z.nullable(identifier)
};

export const bookArgs = z.object({
	bookingId: identifier,
	receiptNo: z.string().check(z.maxLength(16)),
	...seatWish,
	details: bookingDetails
});
export type BookArgs = z.infer<typeof bookArgs>;

export interface SeatFacts {
	readonly slot: Slot | undefined;
	readonly lease: Lease | undefined;
}

/** Takes one seat: on this device's lease it is certain, otherwise only while one is free. */
function takeSeat(
	facts: SeatFacts,
	wanted: { slotId: string; leaseId: string | null },
	context: RuleContext
): Decision<BookingWrite, BookingRefusal> & { readonly certain?: boolean } {
	const { slot, lease } = facts;
	if (!slot) return refused('slot-unknown', 'slotId');
	if (startsAt(slot) <= context.now) return refused('slot-past', 'slotId');
	if (
		wanted.leaseId &&
		lease?.slotId === slot.slotId &&
		isUsable(lease, context.deviceId, context.now)
	) {
		return { ...accept({ table: 'lease', row: { ...lease, state: 'used' } }), certain: true };
	}
	if (freeSeats(slot) > 0) {
		return accept({ table: 'slot', row: { ...slot, taken: slot.taken + 1 } });
	}
	return refused(wanted.leaseId ? 'lease-expired' : 'slot-taken', 'slotId');
}

export interface BookFacts extends SeatFacts {
	readonly booking: Booking | undefined;
	readonly topic: Topic | undefined;
}

/**
 * `booking.book@1`. Capacity is judged by the centre alone (S01); a booking on a lease of this
 * device is final on the tablet already, any other is a request until the centre answers.
 */
export function book(args: BookArgs, facts: BookFacts, context: RuleContext): BookingDecision {
	if (facts.booking) {
		const same = facts.booking.receiptNo === args.receiptNo && facts.booking.slotId === args.slotId;
		return same ? accept() : refused('booking-exists', 'bookingId');
	}
	if (!facts.topic) return refused('topic-unknown', 'details.topicId');
	const seat = takeSeat(facts, args, context);
	if (!seat.ok) return seat;
	const { slot } = facts as { slot: Slot };
	const row: Booking = {
		bookingId: args.bookingId,
		officeId: slot.officeId,
		slotId: slot.slotId,
		date: slot.date,
		start: slot.start,
		minutes: facts.topic.minutes,
		status: seat.certain || context.place === 'centre' ? 'confirmed' : 'requested',
		receiptNo: args.receiptNo,
		leaseId: seat.certain ? args.leaseId : null,
		...args.details,
		createdAt: context.now,
		createdBy: context.actorId,
		deviceId: context.deviceId,
		cancelReason: null
	};
	return accept(...seat.value, { table: 'booking', row });
}

/** Gives the seat of a booking back to its slot. */
const releaseSeat = (slot: Slot | undefined): BookingWrite[] =>
	slot ? [{ table: 'slot', row: { ...slot, taken: Math.max(0, slot.taken - 1) } }] : [];

export const moveArgs = z.object({
	bookingId: identifier,
	fromSlotId: z.string().check(z.maxLength(64)),
	...seatWish
});
export type MoveArgs = z.infer<typeof moveArgs>;

export interface MoveFacts extends SeatFacts {
	readonly booking: Booking | undefined;
	readonly fromSlot: Slot | undefined;
}

/** `booking.move@1`: to another start time of the same office; a repeat changes nothing. */
export function move(args: MoveArgs, facts: MoveFacts, context: RuleContext): BookingDecision {
	const { booking } = facts;
	if (!booking) return refused('booking-unknown', 'bookingId');
	if (booking.status === 'cancelled') return refused('booking-closed', 'bookingId');
	if (booking.slotId === args.slotId) return accept();
	if (booking.slotId !== args.fromSlotId) return refused('stale-version', 'slotId');
	const seat = takeSeat(facts, args, context);
	if (!seat.ok) return seat;
	const slot = facts.slot!;
	const certain = seat.certain === true || context.place === 'centre';
	return accept(...seat.value, ...releaseSeat(facts.fromSlot), {
		table: 'booking',
		row: {
			...booking,
			slotId: slot.slotId,
			date: slot.date,
			start: slot.start,
			leaseId: seat.certain ? args.leaseId : null,
			status: certain ? 'confirmed' : 'requested'
		}
	});
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
}

/**
 * `booking.amend@1`: a field that somebody else changed meanwhile is never overwritten in
 * silence; the whole amendment is refused and names the field.
 */
export function amend(args: AmendArgs, facts: AmendFacts, _context: RuleContext): BookingDecision {
	const { booking, topic } = facts;
	if (!booking) return refused('booking-unknown', 'bookingId');
	if (booking.status === 'cancelled') return refused('booking-closed', 'bookingId');
	for (const field of Object.keys(args.to) as (keyof BookingDetails)[]) {
		if (isSame(booking[field], args.to[field])) continue;
		if (!isSame(booking[field], args.from[field])) return refused('stale-version', field);
	}
	if (args.to.topicId !== undefined && !topic) return refused('topic-unknown', 'topicId');
	const minutes = args.to.topicId !== undefined ? topic!.minutes : booking.minutes;
	return accept({ table: 'booking', row: { ...booking, ...args.to, minutes } });
}

export const cancelArgs = z.object({ bookingId: identifier, reason: z.enum(cancelReasons) });
export type CancelArgs = z.infer<typeof cancelArgs>;

export interface CancelFacts {
	readonly booking: Booking | undefined;
	readonly slot: Slot | undefined;
}

/** `booking.cancel@1`: frees the seat; a repeat changes nothing. */
export function cancel(
	args: CancelArgs,
	facts: CancelFacts,
	_context: RuleContext
): BookingDecision {
	const { booking } = facts;
	if (!booking) return refused('booking-unknown', 'bookingId');
	if (booking.status === 'cancelled') return accept();
	return accept(...releaseSeat(facts.slot), {
		table: 'booking',
		row: { ...booking, status: 'cancelled', cancelReason: args.reason }
	});
}
