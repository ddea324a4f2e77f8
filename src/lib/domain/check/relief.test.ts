import { describe, expect, it } from 'vitest';
import { stateOf, type Answers, type Outcome } from './flow.ts';
import { incomeYear } from './dates.ts';
import { jobLossUntil, relief } from './relief.ts';

const TODAY = '2026-11-26';
const outcomeOf = (answers: Answers, today = TODAY): Outcome => {
	const state = stateOf(relief, answers, today);
	expect(state.question?.id).toBeUndefined();
	return state.outcome!;
};

describe('relief: which exemption can I ask for?', () => {
	const first = { category: 'first' };
	const poor = {
		...first,
		situation: 'income',
		age: 'from50',
		ownIncome: '600000',
		ownDependants: '0',
		spouse: 'no',
		head: 'me'
	};
	it.each<[string, Answers, string, number | undefined]>([
		['a company', { category: 'company' }, 'relief-company', undefined],
		['a spouse', { category: 'spouse' }, 'relief-spouse', undefined],
		['little income', poor, 'exempt-full', 0],
		[
			'the head earns some',
			{ ...poor, head: 'other', headIncome: '900000', headDependants: '0', headStatus: 'none' },
			'exempt-half',
			8_960
		],
		[
			'the spouse earns some',
			{ ...poor, spouse: 'yes', spouseIncome: '1500000', spouseDependants: '0' },
			'exempt-quarter',
			13_440
		],
		[
			'three quarters',
			{ ...poor, ownIncome: '800000', ownStatus: 'none' },
			'exempt-three-quarter',
			4_480
		],
		[
			'the head earns much',
			{ ...poor, head: 'other', headIncome: '5000000', headDependants: '0' },
			'no-relief',
			undefined
		],
		[
			'the head earns much, but under 50',
			{ ...poor, age: 'under50', head: 'other', headIncome: '5000000', headDependants: '0' },
			'deferral',
			0
		],
		['too much oneself', { ...poor, age: 'under50', ownIncome: '3000000' }, 'no-relief', undefined],
		[
			'a student',
			{
				...first,
				situation: 'student',
				school: 'listed',
				ownIncome: '1280000',
				ownDependants: '0'
			},
			'student',
			1_280_000
		],
		[
			'a student above the limit',
			{
				...first,
				situation: 'student',
				school: 'listed',
				ownIncome: '1280001',
				ownDependants: '0'
			},
			'student-over',
			1_280_000
		],
		[
			'a student with a child',
			{
				...first,
				situation: 'student',
				school: 'language',
				ownIncome: '1660000',
				ownDependants: '1'
			},
			'student',
			1_660_000
		],
		[
			'a research student',
			{ ...first, situation: 'student', school: 'research' },
			'research-student',
			undefined
		],
		['livelihood assistance', { ...first, situation: 'aid' }, 'statutory', 0]
	])('%s', (_, answers, key, yen) => {
		const found = outcomeOf(answers);
		expect([found.key, found.amounts[0]?.yen]).toEqual([key, yen]);
	});

	it('asks for the months of one form: July to June, or a fiscal year of a student', () => {
		const dates = (found: Outcome): string[] => found.dates.map(({ date }) => date);
		expect(dates(outcomeOf(poor))).toEqual(['2026-07', '2027-06']);
		expect(dates(outcomeOf(poor, '2027-06-30'))).toEqual(['2026-07', '2027-06']);
		expect(dates(outcomeOf(poor, '2027-07-01'))).toEqual(['2027-07', '2028-06']);
		const student = {
			...first,
			situation: 'student',
			school: 'listed',
			ownIncome: '0',
			ownDependants: '0'
		};
		expect(dates(outcomeOf(student, '2027-03-31'))).toEqual(['2026-04', '2027-03']);
	});

	it.each([
		['income', '2026-11-26', 2025],
		['income', '2027-01-31', 2025],
		['income', '2027-06-30', 2025],
		['income', '2027-07-01', 2026],
		['student', '2027-03-31', 2025],
		['student', '2027-04-01', 2026]
	])('%s on %s: the income of %i', (situation, day, year) => {
		expect(incomeYear({ situation }, day)).toBe(year);
	});

	it('does not guess when a spouse nobody has heads the household', () => {
		expect(outcomeOf({ ...poor, head: 'spouse' }).key).toBe('ask');
	});

	it('counts the own income of who lost a job as none, until June of the second year', () => {
		const lost = {
			...first,
			situation: 'job-loss',
			leftOn: '2026-10-31',
			age: 'under50',
			spouse: 'no',
			head: 'me'
		};
		const found = outcomeOf(lost);
		expect(found.key).toBe('exempt-full');
		expect(found.dates.map(({ date }) => date)).toEqual(['2026-10', '2027-06']);
		// Over for the months to come, but months of the past can still be asked for.
		const past = outcomeOf({ ...lost, leftOn: '2023-05-10' });
		expect(past.dates.map(({ date }) => date)).toEqual(['2024-10', '2025-06']);
		// The day after 31 December lies in the next year.
		expect(jobLossUntil('2025-12-31', TODAY)).toBe('2028-06');
		expect(jobLossUntil('2025-12-30', TODAY)).toBe('2027-06');
		expect(outcomeOf({ ...lost, leftOn: '2022-03-31' }).key).toBe('job-loss-over');
	});

	it.each<[string, Answers, string, string]>([
		// One child due in May: April to July. Twins: February to July.
		['one child', { birthMonth: '2027-05', children: 'one' }, '2027-04', '2027-07'],
		['twins', { birthMonth: '2027-05', children: 'more' }, '2027-02', '2027-07'],
		['before the law', { birthMonth: '2019-02', children: 'one' }, '2019-04', '2019-04'],
		['over the year', { birthMonth: '2027-01', children: 'one' }, '2026-12', '2027-03']
	])('maternity, %s', (_, answers, from, until) => {
		const found = outcomeOf({ ...first, situation: 'birth', ...answers });
		expect(found.dates.map(({ date }) => date)).toEqual([from, until]);
	});

	it.each<[string, Answers, string, string]>([
		// The examples of the source (facts §7).
		[
			'the mother, born 2026-01-01',
			{ parent: 'mother', bornOn: '2026-01-01' },
			'2026-10',
			'2026-12'
		],
		[
			'the father, born 2027-05-01',
			{ parent: 'other', bornOn: '2027-05-01', since: '2027-05-01' },
			'2027-05',
			'2028-04'
		],
		[
			'the mother, born 2027-05-10',
			{ parent: 'mother', bornOn: '2027-05-10' },
			'2027-08',
			'2028-04'
		],
		[
			'adopted later',
			{ parent: 'other', bornOn: '2027-05-01', since: '2027-09-15' },
			'2027-09',
			'2028-04'
		]
	])('childcare, %s', (_, answers, from, until) => {
		const found = outcomeOf({ ...first, situation: 'child', ...answers });
		expect(found.dates.map(({ date }) => date)).toEqual([from, until]);
	});

	it('has nothing to give for a child of one year when the law began', () => {
		const old = {
			...first,
			situation: 'child',
			parent: 'other',
			bornOn: '2025-09-30',
			since: '2025-09-30'
		};
		expect(outcomeOf(old).key).toBe('childcare-over');
	});
});
