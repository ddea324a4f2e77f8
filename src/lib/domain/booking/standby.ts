import * as z from 'zod/mini';
import { plainDate } from '../basics/calendar.ts';
import { dateAt, minutesOf } from '../basics/days.ts';
import { identifier, officeId } from '../basics/ids.ts';
import type { Decision, RuleContext } from '../basics/rule.ts';
import { bookingDetails } from './booking.ts';
import type { Lease } from './lease.ts';
import { needsLine } from './needs-line.ts';
import { hasRoom, type SeatNeed } from './search.ts';
import { startsAt, startsNeeded, type Slot } from './slot.ts';
import { minutesFor, type Topic } from './topic.ts';

export const standbyTimes = ['any', 'morning', 'afternoon'] as const;

export const offer = z.object({
	slotId: z.string(),
	leaseId: identifier,
	extraSlotId: z.nullable(z.string()),
	extraLeaseId: z.nullable(identifier),
	at: z.number(),
	notAfter: z.number()
});
export type Offer = z.infer<typeof offer>;

/** Somebody who waits for a seat that becomes free (キャンセル待ち). */
export const standby = z.object({
	standbyId: identifier,
	officeId,
	receiptNo: z.string(),
	from: plainDate,
	until: plainDate,
	times: z.enum(standbyTimes),
	details: bookingDetails,
	state: z.enum(['waiting', 'offered', 'booked', 'withdrawn']),
	offer: z.nullable(offer),
	/** Start times that were offered and not taken; they are not offered again. */
	passed: z.array(z.string()),
	bookingId: z.nullable(identifier),
	createdAt: z.number(),
	createdBy: identifier
});
export type Standby = z.infer<typeof standby>;

export interface StandbyRefusal {
	readonly kind: 'standby-unknown' | 'standby-closed' | 'booking-exists' | 'slot-past';
	readonly field?: string;
}

export type StandbyWrite =
	| { readonly table: 'standby'; readonly row: Standby }
	| { readonly table: 'slot'; readonly row: Slot }
	| { readonly table: 'lease'; readonly row: Lease };

type StandbyDecision = Decision<StandbyWrite, StandbyRefusal>;

const accept = (...value: StandbyWrite[]): StandbyDecision => ({ ok: true, value });
const refused = (kind: StandbyRefusal['kind'], field?: string) =>
	({ ok: false, refusal: field ? { kind, field } : { kind } }) as const;

export const waitArgs = z.object({
	standbyId: identifier,
	receiptNo: z.string().check(z.maxLength(16)),
	from: plainDate,
	until: plainDate,
	times: z.enum(standbyTimes),
	details: bookingDetails
});
export type WaitArgs = z.infer<typeof waitArgs>;

export interface StandbyFacts {
	readonly standby: Standby | undefined;
}

/** `booking.wait@1`: puts somebody on the waiting list of the office; a repeat changes nothing. */
export function wait(args: WaitArgs, facts: StandbyFacts, context: RuleContext): StandbyDecision {
	if (facts.standby) {
		return facts.standby.receiptNo === args.receiptNo
			? accept()
			: refused('booking-exists', 'standbyId');
	}
	if (args.until < args.from || args.until < dateAt(context.now)) {
		return refused('slot-past', 'until');
	}
	return accept({
		table: 'standby',
		row: {
			...args,
			officeId: context.officeId,
			state: 'waiting',
			offer: null,
			passed: [],
			bookingId: null,
			createdAt: context.now,
			createdBy: context.actorId
		}
	});
}

export interface OfferFacts extends StandbyFacts {
	readonly lease: Lease | undefined;
	readonly extraLease: Lease | undefined;
	readonly slot: Slot | undefined;
	readonly extraSlot: Slot | undefined;
}

/** Gives the seats of an offer back to their start times. */
function giveBackOffer(facts: OfferFacts): StandbyWrite[] {
	const pairs = [
		[facts.lease, facts.slot],
		[facts.extraLease, facts.extraSlot]
	] as const;
	return pairs.flatMap(([lease, slot]): StandbyWrite[] => {
		if (lease?.state !== 'open' || !slot) return [];
		const taken = Math.max(0, slot.taken - 1);
		const linesTaken = Math.max(0, slot.linesTaken - Number(lease.interpreter));
		return [
			{ table: 'lease', row: { ...lease, state: 'returned' } },
			{ table: 'slot', row: { ...slot, taken, linesTaken } }
		];
	});
}

export const declineArgs = z.object({ standbyId: identifier, leaseId: identifier });
export type DeclineArgs = z.infer<typeof declineArgs>;

/**
 * `booking.decline-offer@1`: the person does not want this time and goes on waiting for another;
 * the seat goes to the next. A repeat changes nothing.
 */
export function declineOffer(args: DeclineArgs, facts: OfferFacts): StandbyDecision {
	const { standby } = facts;
	if (!standby) return refused('standby-unknown', 'standbyId');
	if (standby.state === 'booked' || standby.state === 'withdrawn') {
		return refused('standby-closed', 'standbyId');
	}
	if (standby.offer?.leaseId !== args.leaseId) return accept();
	const passed = [...standby.passed, standby.offer.slotId];
	return accept(...giveBackOffer(facts), {
		table: 'standby',
		row: { ...standby, state: 'waiting', offer: null, passed }
	});
}

export const leaveArgs = z.object({ standbyId: identifier });
export type LeaveArgs = z.infer<typeof leaveArgs>;

/** `booking.leave-waiting@1`: takes somebody off the list; a repeat changes nothing. */
export function leaveWaiting(args: LeaveArgs, facts: OfferFacts): StandbyDecision {
	const { standby } = facts;
	if (!standby) return refused('standby-unknown', 'standbyId');
	if (standby.state === 'withdrawn') return accept();
	if (standby.state === 'booked') return refused('standby-closed', 'standbyId');
	return accept(...giveBackOffer(facts), {
		table: 'standby',
		row: { ...standby, state: 'withdrawn', offer: null }
	});
}

/** What somebody on the list needs of a start time. */
export const needOf = (entry: Pick<Standby, 'details'>, topic: Topic): SeatNeed => ({
	isLong: startsNeeded(minutesFor(topic, entry.details.needs)) === 2,
	line: needsLine(entry.details.needs)
});

const NOON = minutesOf('12:00');

/** Whoever is offered a seat must have the time to decide and to come. */
const NOTICE_MS = 2 * 3_600_000;

/**
 * The first free start time that suits somebody on the list, or undefined. `answers` says whether
 * an interpreter of the visitor's language answers then.
 */
export function seatFor(
	entry: Standby,
	topic: Topic,
	slots: readonly Slot[],
	now: number,
	answers: (slot: Slot, minutes: number) => boolean = () => true
): Slot | undefined {
	const byId = new Map(slots.map((slot) => [slot.slotId, slot]));
	const need = needOf(entry, topic);
	const minutes = minutesFor(topic, entry.details.needs);
	const isTime = ({ start }: Slot): boolean =>
		entry.times === 'any' || minutesOf(start) < NOON === (entry.times === 'morning');
	return slots
		.filter(
			(slot) =>
				slot.officeId === entry.officeId &&
				slot.date >= entry.from &&
				slot.date <= entry.until &&
				startsAt(slot) >= now + NOTICE_MS &&
				!entry.passed.includes(slot.slotId) &&
				isTime(slot) &&
				(!need.line || answers(slot, minutes)) &&
				hasRoom(slot, need, (id) => byId.get(id))
		)
		.sort((a, b) => startsAt(a) - startsAt(b))[0];
}
