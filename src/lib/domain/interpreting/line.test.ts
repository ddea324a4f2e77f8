import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from '../basics/days.ts';
import { line, lineState } from './line.ts';
import { lineList } from './line-list.ts';

const phone = { weekdays: [1, 2, 3, 4, 5], opens: '08:30', closes: '17:15' };
const holidays = new Set(['2026-11-23']);
const at = (date: string, time: string) => lineState(phone, instantOf(date, time), holidays);

describe('an interpreter line', () => {
	it.each([
		['2026-11-25', '08:30'],
		['2026-11-25', '17:14']
	])('is open on %s at %s', (date, time) => {
		expect(at(date, time)).toEqual({ state: 'open', until: '17:15' });
	});

	it.each([
		['2026-11-25', '08:29', '2026-11-25'],
		['2026-11-25', '17:15', '2026-11-26'],
		['2026-11-20', '18:00', '2026-11-24'],
		['2026-11-22', '12:00', '2026-11-24'],
		['2026-11-23', '12:00', '2026-11-24'],
		['2026-12-28', '18:00', '2027-01-04']
	])('is closed on %s at %s and opens on %s', (date, time, opens) => {
		expect(at(date, time)).toEqual({ state: 'closed', opens: { date: opens, time: '08:30' } });
	});

	it('without a day or without an hour is closed, and nothing is promised', () => {
		const now = instantOf('2026-11-25', '12:00');
		const never = { state: 'closed', opens: null };
		expect(lineState({ ...phone, weekdays: [] }, now, holidays)).toEqual(never);
		expect(lineState({ ...phone, closes: '08:30' }, now, holidays)).toEqual(never);
	});

	it('opens exactly when it says it will', () => {
		const start = instantOf('2026-01-01', '00:00');
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 365 * 1440 }), (minutes) => {
				const now = start + minutes * 60_000;
				const state = lineState(phone, now, holidays);
				if (state.state === 'open') return;
				const opens = instantOf(state.opens!.date, state.opens!.time);
				expect(opens).toBeGreaterThan(now);
				expect(lineState(phone, opens, holidays).state).toBe('open');
				expect(lineState(phone, opens - 60_000, holidays)).toEqual(state);
			})
		);
	});
});

describe('the lines of the demonstration', () => {
	it('are one for each of the eleven languages and one for sign language', () => {
		expect(lineList.filter((row) => !line.safeParse(row).success)).toEqual([]);
		expect(new Set(lineList.map(({ lineId }) => lineId)).size).toBe(12);
		expect(lineList.filter(({ kind }) => kind === 'phone')).toHaveLength(11);
	});
});
