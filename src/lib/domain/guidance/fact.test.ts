import { describe, expect, it } from 'vitest';
import { agreements } from './agreements.ts';
import { factOn, factProblems, type Fact } from './fact.ts';
import { factList } from './fact-list.ts';
import { factSources } from './fact-sources.ts';

const premium = (day: string) => factOn(factList.npPremium, day);

describe('a figure on a day', () => {
	it.each([
		['2025-03-31', 16_980],
		['2025-04-01', 17_510],
		['2026-03-31', 17_510],
		['2026-11-26', 17_920],
		['2027-04-01', 18_290]
	])('is that of the fiscal year: %s', (day, value) => {
		expect(premium(day)).toMatchObject({ value, validity: 'valid', certainty: 'sourced' });
	});

	it('says that it has expired, and keeps the last value', () => {
		expect(premium('2028-04-01')).toMatchObject({
			value: 18_290,
			validity: 'expired',
			until: '2028-03-31'
		});
	});

	it('says that it has only been announced', () => {
		expect(factOn(factList.partTimeSize, '2026-09-30')).toMatchObject({
			value: 51,
			validity: 'announced'
		});
		expect(factOn(factList.partTimeSize, '2027-10-01').value).toBe(36);
	});

	it('tells what was worked out from what was read', () => {
		expect(factOn(factList.halfPays, '2026-04-01').certainty).toBe('calculated');
		expect(factOn(factList.halfPays, '2025-04-01').certainty).toBe('sourced');
	});

	it('keeps the reduced premiums in step with the full one', () => {
		const full = premium('2026-11-26').value as number;
		const of = (name: 'quarterPays' | 'halfPays' | 'threeQuarterPays') =>
			factOn(factList[name], '2026-11-26').value;
		expect([of('quarterPays'), of('halfPays'), of('threeQuarterPays')]).toEqual(
			[1, 2, 3].map((parts) => (full * parts) / 4)
		);
	});
});

describe('the list of figures', () => {
	it('has neither holes nor overlaps nor values of another unit', () => {
		expect(factProblems(factList, factSources)).toEqual([]);
	});

	it('uses every source it names', () => {
		const used = new Set<string>(Object.values(factList).map(({ source }) => source));
		const unused = Object.keys(factSources).filter((source) => !used.has(source));
		expect(unused).toEqual([]);
	});

	it('counts the agreements it lists', () => {
		expect(agreements).toHaveLength(factOn(factList.agreementCount, '2026-11-26').value as number);
	});

	it.each<[string, Fact, string]>([
		[
			'a hole',
			{
				unit: 'yen',
				source: 'premium',
				certainty: 'sourced',
				versions: [
					{ value: 1, from: '2024-04-01', to: '2025-03-31' },
					{ value: 2, from: '2025-05-01' }
				]
			},
			'x: a hole or an overlap after 2025-03-31'
		],
		[
			'another unit',
			{ unit: 'date', source: 'premium', certainty: 'sourced', versions: [{ value: 17 }] },
			'x: 17 is no date'
		],
		[
			'an unknown source',
			{ unit: 'number', source: 'nobody', certainty: 'sourced', versions: [{ value: 1 }] },
			'x names no source'
		]
	])('would find %s', (_, fact, problem) => {
		expect(factProblems({ x: fact }, factSources)).toEqual([problem]);
	});
});
