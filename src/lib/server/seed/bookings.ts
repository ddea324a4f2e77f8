import { addDays, daysBetween, instantOf } from '#lib/domain/basics/days.ts';
import { receiptNumber } from '#lib/domain/basics/receipt-number.ts';
import type { Booking } from '#lib/domain/booking/booking.ts';
import { book } from '#lib/domain/booking/rules.ts';
import { nextSlotId, startsNeeded, type Slot } from '#lib/domain/booking/slot.ts';
import { minutesFor, offersTopic, type Topic } from '#lib/domain/booking/topic.ts';
import type { Office } from '#lib/domain/office/office.ts';
import { DEMO_DEVICE_CODE } from '../devices.ts';
import type { RowChange } from '../rows.ts';
import { createRandom, seedOf, type Random } from './random.ts';
import { inventDetails } from './visitors.ts';

export const DEMO_DEVICE = 'demo-tablet';

export interface Diary {
	readonly office: Office;
	/** Slots as they are, in order. */
	readonly slots: readonly Slot[];
	readonly topics: readonly Topic[];
	/** Who took the bookings. */
	readonly personIds: readonly string[];
	/** First day of the demonstration. */
	readonly startDate: string;
	/** The office's share of the running numbers of the demonstration's device. */
	readonly firstNumber: number;
	readonly seed: number;
}

/** An office of the demonstration where bookings are hard to get: nothing free for three weeks. */
export const CROWDED_OFFICE = 'tennoji';

/** Near days are fuller than far ones: 85 % of the seats today, 55 % in a fortnight. */
function wantedSeats(random: Random, slot: Slot, startDate: string): number {
	if (slot.officeId === CROWDED_OFFICE) return slot.capacity;
	const share = 0.85 - 0.3 * Math.min(1, daysBetween(startDate, slot.date) / 13);
	const exact = slot.capacity * Math.min(0.9, Math.max(0.5, share + (random.next() - 0.5) * 0.2));
	return Math.floor(exact) + (random.next() < exact % 1 ? 1 : 0);
}

/** When a booking was made: on one of the days before, between nine and five. */
function madeAt(random: Random, slot: Slot): number {
	const day = addDays(slot.date, -1 - random.below(12));
	return instantOf(day, '09:00') + random.below(8 * 60) * 60_000;
}

/**
 * The bookings of an office as its staff would have made them, by the same rule. One group of
 * changes for each start time: the slot and its bookings.
 */
export function inventBookings(diary: Diary): RowChange[][] {
	const { office, slots, startDate, personIds } = diary;
	const random = createRandom(seedOf(`${office.officeId}/${startDate}`, diary.seed));
	const topics = diary.topics.filter((topic) => offersTopic(office, topic));
	const known = new Map(topics.map((topic) => [topic.topicId, topic]));
	let number = diary.firstNumber;
	// A long visit sits in the next start time too, so the slots change as the day fills.
	const current = new Map(slots.map((slot) => [slot.slotId, slot]));
	return slots.map(({ slotId }) => {
		const touched = new Set<string>();
		const bookings: Booking[] = [];
		const slotNow = (): Slot => current.get(slotId)!;
		const wanted = wantedSeats(random, slotNow(), startDate) - slotNow().taken;
		// Where it is crowded somebody else takes the seat that one could not use.
		let others = office.officeId === CROWDED_OFFICE ? 40 : 0;
		for (let count = wanted; count > 0; count -= 1) {
			const details = inventDetails(random, topics, office.officeId.includes('hama') ? 22 : 14);
			number += 1;
			const topic = known.get(details.topicId)!;
			const isLong = startsNeeded(minutesFor(topic, details.needs)) === 2;
			const extraSlotId = isLong ? nextSlotId(slotNow()) : null;
			const args = {
				bookingId: `demo-${office.officeId}-${number}`,
				receiptNo: receiptNumber(DEMO_DEVICE_CODE, number),
				slotId,
				leaseId: null,
				extraSlotId,
				extraLeaseId: null,
				standbyId: null,
				details
			};
			const facts = {
				slot: slotNow(),
				lease: undefined,
				extraSlot: extraSlotId === null ? undefined : current.get(extraSlotId),
				extraLease: undefined,
				booking: undefined,
				standby: undefined,
				topic
			};
			const now = madeAt(random, slotNow());
			const actorId = random.pick(personIds);
			const { officeId } = office;
			const context = { now, actorId, deviceId: DEMO_DEVICE, officeId, place: 'centre' } as const;
			const decision = book(args, facts, context);
			// The day's last hour, or no interpreter left: this visitor takes another day.
			if (!decision.ok) {
				if (others > 0) count += 1;
				others -= 1;
				continue;
			}
			for (const write of decision.value) {
				if (write.table === 'slot') {
					current.set(write.row.slotId, write.row);
					touched.add(write.row.slotId);
				}
				if (write.table === 'booking') bookings.push(write.row);
			}
		}
		const slotRows = [...touched].map((id): RowChange => ({
			table: 'slot',
			row: current.get(id)!
		}));
		return [...slotRows, ...bookings.map((row): RowChange => ({ table: 'booking', row }))];
	});
}
