import { dateAt } from '#lib/domain/basics/days.ts';
import { nearestAlternatives } from '#lib/domain/booking/search.ts';
import { readSlotId, startsAt, type Slot } from '#lib/domain/booking/slot.ts';
import type { OutboxItem } from '#lib/local/desk.ts';

/** How what was made on one day adds up: made = received + waiting + reply + taken back. */
export interface Reckoning {
	readonly date: string;
	readonly made: number;
	readonly received: number;
	readonly waiting: number;
	readonly reply: number;
	readonly withdrawn: number;
}

/** The reckoning of each day the outbox still knows, latest first; today is always there. */
export function reckon(items: readonly OutboxItem[], now: number): Reckoning[] {
	const byDay = Map.groupBy(items, ({ createdAt }) => dateAt(createdAt));
	const days = new Set([dateAt(now), ...byDay.keys()]);
	return [...days]
		.sort()
		.reverse()
		.map((date) => {
			const made = byDay.get(date) ?? [];
			const count = (...states: OutboxItem['state'][]) =>
				made.filter(({ state }) => states.includes(state)).length;
			return {
				date,
				made: made.length,
				received: count('received', 'answered'),
				waiting: count('waiting'),
				reply: count('refused'),
				withdrawn: count('withdrawn')
			};
		});
}

export const addsUp = ({ made, received, waiting, reply, withdrawn }: Reckoning): boolean =>
	made === received + waiting + reply + withdrawn;

/**
 * Up to three other seats for a refused booking: seats of this device first because they are
 * certain, then what the centre proposed; what has passed meanwhile is left out.
 */
export function otherSeats(
	wantedId: string,
	proposed: readonly Slot[],
	leased: readonly Slot[],
	now: number
): Slot[] {
	const wanted = readSlotId(wantedId);
	if (!wanted) return [];
	// A seat of this device is one start time; what is longer comes from the centre's proposals.
	const plain = { isLong: false, line: false };
	const open = leased.map((slot) => ({ ...slot, taken: 0, capacity: Math.max(1, slot.capacity) }));
	const near = nearestAlternatives({ ...wanted, slotId: wantedId }, plain, open, () => 0, now, 2);
	const own = new Set(near.map(({ slotId }) => slotId));
	const others = proposed.filter((slot) => !own.has(slot.slotId) && startsAt(slot) > now);
	const leasedIds = new Set(leased.map(({ slotId }) => slotId));
	const certainFirst = others.sort(
		(a, b) => Number(leasedIds.has(b.slotId)) - Number(leasedIds.has(a.slotId))
	);
	return [...near, ...certainFirst].slice(0, 3);
}
