import { describe, expect, it } from 'vitest';
import { person, roles } from '#lib/domain/access/access.ts';
import { readReceiptNumber } from '#lib/domain/basics/receipt-number.ts';
import { booking, type Booking } from '#lib/domain/booking/booking.ts';
import { slotId, type Slot } from '#lib/domain/booking/slot.ts';
import { topicList } from '#lib/domain/booking/topic-list.ts';
import { officeList } from '#lib/domain/office/office-list.ts';
import { holiday } from '#lib/domain/office/office.ts';
import { inventBookings, type Diary } from './bookings.ts';
import { holidays } from './reference.ts';
import { demoStaff } from './staff.ts';

const office = officeList.find(({ officeId }) => officeId === 'machikado-shinjuku')!;
const slots = ['09:00', '10:00', '11:00', '13:00'].flatMap((start) =>
	['2026-11-24', '2026-11-25', '2026-12-04'].map((date): Slot => ({
		slotId: slotId(office.officeId, date, start),
		officeId: office.officeId,
		date,
		start,
		minutes: 60,
		capacity: 10,
		taken: 0,
		languages: ['ja'],
		lines: 2,
		linesTaken: 0
	}))
);
const diary: Diary = {
	office,
	slots,
	topics: topicList,
	personIds: ['ueda', 'chen'],
	startDate: '2026-11-24',
	firstNumber: 2000,
	seed: 7
};
const bookingsOf = (made: Diary): Booking[] =>
	inventBookings(made)
		.flat()
		.flatMap((change) => (change.table === 'booking' && change.row ? [change.row as Booking] : []));

describe('demonstration data', () => {
	it('is the same for the same seed and day, and another for another', () => {
		expect(inventBookings(diary)).toEqual(inventBookings(diary));
		expect(bookingsOf(diary)).not.toEqual(bookingsOf({ ...diary, seed: 8 }));
	});

	it('makes bookings that fit the schema, on seats that are counted', () => {
		const last = new Map<string, Slot>();
		for (const { table, row } of inventBookings(diary).flat()) {
			if (table === 'slot') last.set((row as Slot).slotId, row as Slot);
			else expect(booking.safeParse(row).error).toBeUndefined();
		}
		const made = bookingsOf(diary);
		expect(made.some(({ extraSlotId }) => extraSlotId !== null)).toBe(true);
		for (const { slotId, taken, linesTaken } of last.values()) {
			const here = made.filter((row) => [row.slotId, row.extraSlotId].includes(slotId));
			expect(taken).toBe(here.length);
			expect(linesTaken).toBe(here.filter(({ line }) => line).length);
		}
	});

	it('fills the office as offices are filled', () => {
		const share = bookingsOf(diary).length / slots.reduce((sum, { capacity }) => sum + capacity, 0);
		expect(share).toBeGreaterThan(0.55);
		expect(share).toBeLessThan(0.85);
	});

	it('uses numbers that nobody has, and no topic that a centre does not take', () => {
		const made = bookingsOf(diary);
		for (const { visitor, receiptNo, topicId } of made) {
			expect(visitor.phone).toMatch(/^0[39]0?-0000-\d{4}$/);
			if (visitor.pensionNumber) expect(visitor.pensionNumber).toMatch(/^0000-/);
			expect(readReceiptNumber(receiptNo)).toBe(receiptNo);
			expect(topicList.find((topic) => topic.topicId === topicId)!.atCentres).toBe(true);
		}
		expect(new Set(made.map(({ receiptNo }) => receiptNo)).size).toBe(made.length);
	});

	it('has about forty people in known offices, each with an own user ID', () => {
		expect(demoStaff).toHaveLength(41);
		expect(new Set(demoStaff.map(({ personId }) => personId)).size).toBe(41);
		for (const row of demoStaff) {
			expect(person.safeParse(row).error).toBeUndefined();
			expect(officeList.some(({ officeId }) => officeId === row.officeId)).toBe(true);
		}
		expect(new Set(demoStaff.map(({ role }) => role)).size).toBe(roles.length);
	});

	it('knows the holidays of 2024 to 2030', () => {
		const all = holidays();
		for (const row of all) expect(holiday.safeParse(row).error).toBeUndefined();
		expect(all[0]).toEqual({ date: '2024-01-01', name: '元日' });
		expect(all.at(-1)!.date.slice(0, 4)).toBe('2030');
		expect(all.some(({ date }) => date === '2026-11-23')).toBe(true);
	});
});
