import { describe, expect, it } from 'vitest';
import { bookableSeats, distanceKm, startTimes, type Office } from './office.ts';

const openingHours: Office['openingHours'] = {
	weekday: { first: '09:00', last: '16:00' },
	extended: { first: '09:00', last: '18:00' },
	saturday: { first: '10:00', last: '15:00' }
};
const none = new Set<string>();

describe('start times (domain 6-Q1)', () => {
	it.each([
		[
			'2026-11-24',
			'Tuesday after a holiday Monday: first open day of the week',
			['09:00', '18:00'],
			new Set(['2026-11-23'])
		],
		['2026-11-24', 'plain Tuesday', ['09:00', '16:00'], none],
		['2026-11-16', 'Monday: extended', ['09:00', '18:00'], none],
		['2026-11-14', 'second Saturday', ['10:00', '15:00'], none]
	])('%s, %s', (date, _, [first, last], holidays) => {
		const times = startTimes({ openingHours }, date, holidays);
		expect([times[0], times.at(-1)]).toEqual([first, last]);
		expect(times).not.toContain('12:00');
	});

	it.each([
		['2026-11-21', 'third Saturday'],
		['2026-11-22', 'Sunday'],
		['2026-12-29', 'end of the year'],
		['2027-01-03', 'new year'],
		['2026-11-03', 'holiday']
	])('none on %s, %s', (date) => {
		expect(startTimes({ openingHours }, date, new Set(['2026-11-03']))).toEqual([]);
	});
});

describe('capacity (domain §2.5)', () => {
	it.each([
		[6, 4, 100, 4],
		[4, 6, 100, 4],
		[6, 6, 85, 5],
		[3, 0, 100, 0]
	])('%i booths, %i on duty, quota %i %% → %i', (booths, onDuty, quota, seats) =>
		expect(bookableSeats({ booths, quota }, onDuty)).toBe(seats)
	);

	it('measures the way between Shinjuku and Shibuya as about 4 km', () => {
		const km = distanceKm(
			{ latitude: 35.69, longitude: 139.71 },
			{ latitude: 35.66, longitude: 139.7 }
		);
		expect(km).toBeGreaterThan(3);
		expect(km).toBeLessThan(4.5);
	});
});
