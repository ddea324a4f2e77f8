import { addDays, daysBetween, instantOf } from '#lib/domain/basics/calendar.ts';
import { receiptNumber } from '#lib/domain/basics/receipt-number.ts';
import type { Booking } from '#lib/domain/booking/booking.ts';
import { book } from '#lib/domain/booking/rules.ts';
import type { Slot } from '#lib/domain/booking/slot.ts';
import { offersTopic, type Topic } from '#lib/domain/booking/topic.ts';
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

/** Near days are fuller than far ones: 85 % of the seats today, 55 % in a fortnight. */
function wantedSeats(random: Random, slot: Slot, startDate: string): number {
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
	return slots.map((before) => {
		let slot = before;
		const bookings: Booking[] = [];
		for (let count = wantedSeats(random, slot, startDate); count > 0; count -= 1) {
			const details = inventDetails(random, topics, office.officeId.includes('hama') ? 22 : 14);
			number += 1;
			const args = {
				bookingId: `demo-${office.officeId}-${number}`,
				receiptNo: receiptNumber(DEMO_DEVICE_CODE, number),
				slotId: slot.slotId,
				leaseId: null,
				details
			};
			const facts = {
				slot,
				lease: undefined,
				booking: undefined,
				topic: known.get(details.topicId)
			};
			const now = madeAt(random, slot);
			const actorId = random.pick(personIds);
			const decision = book(args, facts, { now, actorId, deviceId: DEMO_DEVICE, place: 'centre' });
			if (!decision.ok) break;
			for (const write of decision.value) {
				if (write.table === 'slot') slot = write.row;
				if (write.table === 'booking') bookings.push(write.row);
			}
		}
		const rows = bookings.map((row): RowChange => ({ table: 'booking', row }));
		return bookings.length === 0 ? [] : [{ table: 'slot', row: slot }, ...rows];
	});
}
