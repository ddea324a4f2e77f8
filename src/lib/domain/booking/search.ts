import { daysBetween, minutesOf } from '../basics/days.ts';
import { freeLines, freeSeats, nextSlotId, startsAt, type Slot } from './slot.ts';

/** What a visit needs of a start time besides a seat. */
export interface SeatNeed {
	/** It goes on over the next start time. */
	readonly isLong: boolean;
	/** It takes an interpreter line. */
	readonly line: boolean;
}

/** Whether a start time, and the next one for a long visit, has what is needed. */
export function hasRoom(
	slot: Slot,
	need: SeatNeed,
	slotOf: (slotId: string) => Slot | undefined
): boolean {
	const parts = need.isLong ? [slot, slotOf(nextSlotId(slot))] : [slot];
	return parts.every((part) => part && freeSeats(part) > 0 && (!need.line || freeLines(part) > 0));
}

export interface SlotWish {
	readonly officeIds: ReadonlySet<string>;
	readonly from: string;
	readonly minutes: number;
	/** A language that staff on duty must speak themselves; null when an interpreter will do. */
	readonly language: string | null;
	readonly now: number;
}

const suits = (slot: Slot, wish: SlotWish): boolean =>
	freeSeats(slot) > 0 &&
	slot.date >= wish.from &&
	slot.minutes >= wish.minutes &&
	wish.officeIds.has(slot.officeId) &&
	startsAt(slot) > wish.now &&
	(wish.language === null || slot.languages.includes(wish.language));

/** The free slots that suit a wish, earliest first. */
export function freeSlots(slots: readonly Slot[], wish: SlotWish): Slot[] {
	return slots
		.filter((slot) => suits(slot, wish))
		.sort((a, b) => a.slotId.localeCompare(b.slotId))
		.sort((a, b) => startsAt(a) - startsAt(b));
}

/** A way of one kilometre weighs as much as twelve minutes of another time. */
const MINUTES_PER_KM = 12;
/** The next day weighs as much as a working day. */
const MINUTES_PER_DAY = 480;

/**
 * The free slots nearest to one that could not be had, in time and way, nearest first.
 * `kmTo` gives the way from the wanted office in kilometres.
 */
export function nearestAlternatives(
	wanted: Pick<Slot, 'slotId' | 'date' | 'start'>,
	need: SeatNeed,
	slots: readonly Slot[],
	kmTo: (officeId: string) => number,
	now: number,
	count = 3
): Slot[] {
	const cost = (slot: Slot): number =>
		Math.abs(daysBetween(wanted.date, slot.date)) * MINUTES_PER_DAY +
		Math.abs(minutesOf(slot.start) - minutesOf(wanted.start)) +
		kmTo(slot.officeId) * MINUTES_PER_KM;
	const byId = new Map(slots.map((slot) => [slot.slotId, slot]));
	return slots
		.filter(
			(slot) =>
				slot.slotId !== wanted.slotId &&
				startsAt(slot) > now &&
				hasRoom(slot, need, (id) => byId.get(id))
		)
		.map((slot) => ({ slot, cost: cost(slot) }))
		.sort((a, b) => a.cost - b.cost || a.slot.slotId.localeCompare(b.slot.slotId))
		.slice(0, count)
		.map(({ slot }) => slot);
}
