import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate } from './calendar.ts';
import {
	addDays,
	dateAt,
	daysBetween,
	instantOf,
	minutesOf,
	timeAt,
	timeOf,
	weekdayOf
} from './days.ts';
import { eraYear, warekiDate } from './wareki.ts';

const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1950-01-01', days));

describe('plain dates', () => {
	it('stay in Tokyo whatever the hour', () => {
		expect(dateAt(Date.parse('2026-11-20T15:00:00Z'))).toBe('2026-11-21');
		expect(timeAt(Date.parse('2026-11-20T14:59:00Z'))).toBe('23:59');
		expect(instantOf('2026-11-21', '00:00')).toBe(Date.parse('2026-11-20T15:00:00Z'));
	});

	it('go there and back', () => {
		fc.assert(
			fc.property(day, fc.integer({ min: 0, max: 1439 }), (date, minutes) => {
				const instant = instantOf(date, timeOf(minutes));
				expect([dateAt(instant), minutesOf(timeAt(instant))]).toEqual([date, minutes]);
			})
		);
	});

	it('count days as they add them', () => {
		fc.assert(
			fc.property(
				day,
				fc.integer({ min: -800, max: 800 }),
				(date, days) => daysBetween(date, addDays(date, days)) === days
			)
		);
	});

	it('know weekdays and refuse days that do not exist', () => {
		expect(weekdayOf('2026-11-21')).toBe(6);
		expect(plainDate.safeParse('2026-02-29').success).toBe(false);
		expect(plainDate.safeParse('2028-02-29').success).toBe(true);
		expect(plainDate.safeParse('2026-13-01').success).toBe(false);
	});
});

describe('wareki', () => {
	it.each([
		['2026-11-21', '令和8年11月21日（2026年）'],
		['2019-05-01', '令和元年5月1日（2019年）'],
		['2019-04-30', '平成31年4月30日（2019年）'],
		['1989-01-07', '昭和64年1月7日（1989年）'],
		['1926-12-24', '大正15年12月24日（1926年）']
	])('%s is %s', (date, text) => expect(warekiDate(date)).toBe(text));

	it('has no era before Meiji', () => expect(eraYear('1800-01-01')).toBeUndefined());
});
