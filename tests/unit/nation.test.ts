import { describe, expect, it } from 'vitest';
import { startTimes } from '#lib/domain/office/office.ts';
import { office } from '#lib/domain/office/office.ts';
import { topicList } from '#lib/domain/booking/topic-list.ts';
import { datesOf } from '../simulate/run.ts';
import {
	bookingRate,
	consultationsADay,
	demand,
	months,
	nation,
	service,
	topicWeights
} from '../simulate/figures.ts';
import { makeNation, officesOf } from '../simulate/nation.ts';
import { diceOf, logNormal, share } from '../simulate/random.ts';
import { minutesAtBooth } from '../simulate/visitors.ts';

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

describe('the nation', () => {
	const offices = officesOf(7);
	it('has 309 branches with 1,694 booths and 80 centres, each a valid office', () => {
		const branches = offices.filter(({ kind }) => kind === 'branch');
		expect(branches).toHaveLength(nation.branches);
		expect(sum(branches.map(({ booths }) => booths))).toBe(1694);
		expect(offices).toHaveLength(389);
		expect(new Set(offices.map(({ officeId }) => officeId)).size).toBe(389);
		for (const row of offices) expect(office.safeParse(row).success).toBe(true);
	});

	it('says of every synthetic site that it is one', () => {
		const synthetic = offices.filter(({ officeId }) => officeId.startsWith('sim-'));
		expect(synthetic).toHaveLength(389 - 47);
		for (const { name } of synthetic) expect(name).toContain('模擬');
	});

	it('is the same for the same seed, and another for another', () => {
		expect(officesOf(7)).toEqual(offices);
		expect(officesOf(8)).not.toEqual(offices);
	});

	it('gives each office at least two tablets, each with a code of its own', () => {
		const { sites, share: part } = makeNation(7, { offices: 389, devices: 5000 });
		const tablets = sites.flatMap((site) => site.tablets);
		expect(tablets).toHaveLength(5000);
		expect(part).toBe(1);
		expect(new Set(tablets.map(({ device }) => device.code)).size).toBe(5000);
		expect(Math.min(...sites.map((site) => site.tablets.length))).toBeGreaterThanOrEqual(2);
		const stand = tablets.filter(({ duty }) => duty === 'booth').length;
		expect(stand).toBe(sum(offices.map(({ booths }) => booths)));
	});
});

describe('the figures of 003 別表９', () => {
	it('give the yearly booking rate of 91.9 %, and the dip of February', () => {
		const booked = sum(months.map((month) => month.booked));
		const all = sum(months.map((month) => month.consultations));
		expect([booked, all]).toEqual([2_472_031, 2_689_359]);
		expect(((100 * booked) / all).toFixed(1)).toBe('91.9');
		const rates = months.map((month) => ({ month: month.month, rate: bookingRate(month) }));
		const lowest = rates.sort((a, b) => a.rate - b.rate)[0]!;
		expect(lowest.month).toBe(2);
		expect((100 * lowest.rate).toFixed(1)).toBe('88.3');
	});

	it('make about 11,100 consultations a day', () => {
		const mean = sum(months.map(consultationsADay)) / 12;
		expect(mean).toBeGreaterThan(11_000);
		expect(mean).toBeLessThan(11_150);
	});
});

describe('draws', () => {
	it('share out whole numbers exactly', () => {
		expect(sum(share(1694, [1, 2, 3, 4.5]))).toBe(1694);
		expect(share(3, [1, 1])).toEqual([2, 1]);
		expect(share(5, [0, 0])).toEqual([0, 0]);
	});

	it('serve 45 minutes on average', () => {
		const dice = diceOf(1, 'test');
		const drawn = Array.from({ length: 20_000 }, () => logNormal(dice, 45, service.sigma));
		expect(Math.abs(sum(drawn) / drawn.length - 45)).toBeLessThan(1);
		const needs = { readingLanguage: 'ja', spokenLanguage: 'ja', supports: [] } as const;
		expect(minutesAtBooth(dice, { ...needs, supports: [] }, true)).toBe(service.simple);
	});

	it('know every topic, and days on which offices are open', () => {
		for (const { topicId } of topicList) expect(topicWeights[topicId]).toBeGreaterThan(0);
		expect(demand.walkInByHalfHour).toHaveLength(17);
		for (const { month } of months) {
			const [date] = datesOf(month, 1);
			expect(Number(date!.slice(5, 7))).toBe(month);
			expect(startTimes(officesOf(1)[0]!, date!, new Set())).toContain('09:00');
		}
	});
});
