import { describe, expect, it } from 'vitest';
import { instantOf } from '../basics/days.ts';
import { freeSlots, nearestAlternatives } from './search.ts';
import { slotId, type Slot } from './slot.ts';

const slot = (
	officeId: string,
	date: string,
	start: string,
	free: number,
	languages: string[] = []
): Slot => ({
	slotId: slotId(officeId, date, start),
	officeId,
	date,
	start,
	minutes: 60,
	capacity: 5,
	taken: 5 - free,
	languages,
	lines: 1,
	linesTaken: 0
});
const now = instantOf('2026-11-24', '12:00');

describe('next free', () => {
	const slots = [
		slot('a', '2026-11-25', '10:00', 1),
		slot('a', '2026-11-24', '13:00', 1, ['vi']),
		slot('a', '2026-11-24', '11:00', 4),
		slot('b', '2026-11-24', '14:00', 2),
		slot('a', '2026-11-24', '15:00', 0)
	];
	const wish = { officeIds: new Set(['a']), from: '2026-11-24', minutes: 60, language: null, now };

	it('is sorted by time and leaves out the past, the full and other offices', () => {
		expect(freeSlots(slots, wish).map(({ slotId }) => slotId)).toEqual([
			'a.2026-11-24.1300',
			'a.2026-11-25.1000'
		]);
	});

	it('can ask for staff who speak the language themselves', () => {
		expect(freeSlots(slots, { ...wish, language: 'vi' })).toHaveLength(1);
		expect(freeSlots(slots, { ...wish, language: 'th' })).toHaveLength(0);
	});
});

describe('nearest alternatives', () => {
	const wanted = slot('a', '2026-11-25', '11:00', 0);
	const km = (officeId: string): number => ({ a: 0, b: 6, c: 40 })[officeId] ?? Infinity;

	it('weighs time against the way and gives three', () => {
		const offers = nearestAlternatives(
			wanted,
			{ isLong: false, line: false },
			[
				wanted,
				slot('a', '2026-11-26', '11:00', 1),
				slot('a', '2026-11-25', '13:00', 1),
				slot('b', '2026-11-25', '11:00', 1),
				slot('c', '2026-11-25', '11:00', 1),
				slot('a', '2026-11-25', '09:00', 0)
			],
			km,
			now
		);
		expect(offers.map(({ slotId }) => slotId)).toEqual([
			'b.2026-11-25.1100',
			'a.2026-11-25.1300',
			'a.2026-11-26.1100'
		]);
	});

	it('is empty when nothing is left', () => {
		expect(
			nearestAlternatives(
				wanted,
				{ isLong: false, line: false },
				[wanted, slot('a', '2026-11-25', '12:00', 0)],
				km,
				now
			)
		).toEqual([]);
	});
});
