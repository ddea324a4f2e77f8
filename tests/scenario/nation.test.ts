import { expect, it } from 'vitest';
import { bookingRate, monthOf } from '../simulate/figures.ts';
import { brokenBy, describe as inWords, holds } from '../simulate/report.ts';
import { simulate } from '../simulate/run.ts';

it('a day of twelve offices loses nothing, sells nothing twice and leaves nobody waiting', async () => {
	const month = 2;
	const report = await simulate({
		seed: 3,
		days: 1,
		month,
		offices: 12,
		devices: 60,
		spotChecks: 2
	});
	expect(brokenBy(report), inWords(report)).toEqual({
		lost: 0,
		double: 0,
		stuck: 0,
		consistent: 0
	});
	expect(holds(report)).toBe(true);
	const [day] = report.figures;
	expect(day!.consultations).toBeGreaterThan(200);
	expect(Math.abs(day!.bookingRate! - 100 * bookingRate(monthOf(month)))).toBeLessThan(3);
	expect(Number.isFinite(day!.meanWait)).toBe(true);
	expect(report.bookingsMade).toBeGreaterThan(150);
	expect(report.tally.lostReplies + report.tally.doubled).toBeGreaterThan(0);
	expect(report.days[0]!.unsent).toBe(0);
	expect(report.complaints).toEqual([]);
}, 600_000);
