import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateOf, UNKNOWN, type Answers, type FlowState } from './flow.ts';
import { levelOf, levels } from './household.ts';
import { relief } from './relief.ts';

const TODAY = '2026-11-26';

// (n + 1) × 350,000 + 320,000; 880,000 / 1,280,000 / 1,680,000 + 380,000 n from memory.
it.each<[number, number, string | undefined]>([
	[0, 0, 'full'],
	[670_000, 0, 'full'],
	[670_001, 0, 'three-quarter'],
	[880_000, 0, 'three-quarter'],
	[880_001, 0, 'half'],
	[1_280_000, 0, 'half'],
	[1_280_001, 0, 'quarter'],
	[1_680_000, 0, 'quarter'],
	[1_680_001, 0, undefined],
	[1_370_000, 2, 'full'],
	[1_370_001, 2, 'three-quarter'],
	[1_640_001, 2, 'half']
])('%i yen with %i dependants: %s', (yen, dependants, level) => {
	expect(levelOf(yen, dependants, TODAY)).toBe(level);
});

describe('the higher limit with a disability, of single parents and of widows', () => {
	const alone = {
		category: 'first',
		situation: 'income',
		age: 'from50',
		ownIncome: '600000',
		ownDependants: '0',
		spouse: 'no',
		head: 'me'
	};
	const own = (yen: number, dependants = 0): Answers => ({
		...alone,
		ownIncome: String(yen),
		ownDependants: String(dependants)
	});
	const spouse = (yen: number): Answers => ({
		spouse: 'yes',
		spouseIncome: String(yen),
		spouseDependants: '0'
	});
	const head = (yen: number): Answers => ({
		head: 'other',
		headIncome: String(yen),
		headDependants: '0'
	});
	const young = { age: 'under50' };
	const state = (answers: Answers): FlowState => stateOf(relief, answers, TODAY);

	// Above (0 + 1) × 350,000 + 320,000 = 670,000 and with one dependant 1,020,000, up to 1,350,000.
	it.each<[string, Answers, string]>([
		['one yen above the usual limit', own(670_001), 'ownStatus'],
		['equal to the higher limit', own(1_350_000), 'ownStatus'],
		['one dependant, one yen above', own(1_020_001, 1), 'ownStatus'],
		['the spouse between the limits', { ...alone, ...spouse(1_200_000) }, 'spouseStatus'],
		['the head between the limits', { ...alone, ...head(1_200_000) }, 'headStatus'],
		['the head earns too much, but under 50', { ...own(1e6), ...head(5e6), ...young }, 'ownStatus'],
		['a quarter by the head, but under 50', { ...own(1e6), ...head(15e5), ...young }, 'ownStatus'],
		['own and head, first', { ...own(1e6), ...head(1e6) }, 'ownStatus'],
		['own and head, then', { ...own(1e6), ...head(1e6), ownStatus: 'single-parent' }, 'headStatus'],
		// 800,000 is three quarters, 1,000,000 half: without a status of its own the head still decides.
		[
			'three quarters at best, half as it is',
			{ ...own(8e5), ...head(1e6), ownStatus: 'none' },
			'headStatus'
		],
		[
			'a spouse who lives with a job leaver',
			{ ...alone, situation: 'job-loss', leftOn: '2026-10-31', ...spouse(1_200_000) },
			'spouseStatus'
		]
	])('asks: %s', (_, answers, question) => {
		expect(state(answers).question?.id).toBe(question);
	});

	it.each<[string, Answers, string]>([
		['equal to the usual limit', own(670_000), 'exempt-full'],
		['one yen above the higher limit', own(1_350_001), 'exempt-quarter'],
		['two dependants: the usual limit is the higher', own(1_360_000, 2), 'exempt-full'],
		['two dependants, above both', own(1_370_001, 2), 'exempt-three-quarter'],
		['the head earns too much', { ...own(1e6), ...head(5e6) }, 'no-relief'],
		['a quarter by the head anyway', { ...own(1e6), ...head(15e5) }, 'exempt-quarter'],
		[
			'the spouse earns too much',
			{ ...own(1e6), ...spouse(5e6), ...young, head: 'me' },
			'no-relief'
		],
		['half by oneself anyway', { ...own(1e6), ...head(1e6), ownStatus: 'none' }, 'exempt-half'],
		['a spouse nobody has', { ...own(1e6), head: 'spouse' }, 'ask'],
		['a job leaver', { ...own(1e6), situation: 'job-loss', leftOn: '2026-10-31' }, 'exempt-full'],
		['a student', { ...own(1e6), situation: 'student', school: 'listed' }, 'student']
	])('does not ask: %s', (_, answers, key) => {
		const { question, outcome } = state(answers);
		expect([question?.id, outcome?.key]).toEqual([undefined, key]);
		expect(outcome!.notes).not.toContain('higher-limit');
	});

	it.each<[string, Answers, string, number | undefined, boolean]>([
		['a disability', { ...own(670_001), ownStatus: 'disability' }, 'exempt-full', 0, true],
		['nothing of it', { ...own(670_001), ownStatus: 'none' }, 'exempt-three-quarter', 4_480, false],
		['a widow at the limit', { ...own(1_350_000), ownStatus: 'widow' }, 'exempt-full', 0, true],
		[
			'no widow at the limit',
			{ ...own(1_350_000), ownStatus: 'none' },
			'exempt-quarter',
			13_440,
			false
		],
		[
			'a single parent of one child',
			{ ...own(1_020_001, 1), ownStatus: 'single-parent' },
			'exempt-full',
			0,
			true
		],
		[
			'a spouse with a disability',
			{ ...alone, ...spouse(1_200_000), spouseStatus: 'disability' },
			'exempt-full',
			0,
			true
		],
		[
			'a spouse without',
			{ ...alone, ...spouse(1_200_000), spouseStatus: 'none' },
			'exempt-half',
			8_960,
			false
		],
		[
			'a mother who heads the household',
			{ ...alone, ...head(1_200_000), headStatus: 'widow' },
			'exempt-full',
			0,
			true
		],
		[
			'deferral when the head earns too much',
			{ ...own(1e6), ...head(5e6), ...young, ownStatus: 'disability' },
			'deferral',
			0,
			true
		],
		[
			'no deferral without',
			{ ...own(1e6), ...head(5e6), ...young, ownStatus: 'none' },
			'no-relief',
			undefined,
			false
		],
		[
			'the head stays between the limits',
			{ ...own(1e6), ...head(1e6), ownStatus: 'disability', headStatus: 'none' },
			'exempt-half',
			8_960,
			true
		],
		['not known', { ...own(1_200_000), ownStatus: UNKNOWN }, 'ask', undefined, false],
		// Who has a spouse is a widow or single parent only when that spouse is missing.
		[
			'a widow with a husband',
			{ ...own(1_200_000), ...spouse(0), ownStatus: 'widow' },
			'ask',
			undefined,
			false
		]
	])('%s', (_, answers, key, yen, isNoted) => {
		const { outcome } = state(answers);
		expect([outcome?.key, outcome?.amounts[0]?.yen]).toEqual([key, yen]);
		expect(outcome!.notes.includes('higher-limit')).toBe(isNoted);
	});

	it('forgets the status when another income makes it needless', () => {
		const { answers, outcome } = state({ ...own(600_000), ownStatus: 'disability' });
		expect(answers).not.toHaveProperty('ownStatus');
		expect([outcome?.key, outcome?.notes]).toEqual([
			'exempt-full',
			['office-decides', 'other-years']
		]);
	});

	it('gives everybody the level of their own limit, whatever is asked', () => {
		const yen = fc.constantFrom(0, 670_000, 670_001, 900_000, 1_300_000, 1_350_000, 1_350_001, 2e6);
		const person = fc.record({ yen, dependants: fc.nat(3), status: fc.boolean() });
		const most = fc.option(person, { nil: undefined });
		fc.assert(
			fc.property(person, most, most, fc.boolean(), (self, partner, other, isYoung) => {
				const all = { own: self, spouse: partner, head: other };
				let answers: Answers = {
					...alone,
					age: isYoung ? 'under50' : 'from50',
					spouse: partner ? 'yes' : 'no',
					head: other ? 'other' : 'me'
				};
				for (const [who, one] of Object.entries(all))
					answers = {
						...answers,
						[`${who}Income`]: String(one?.yen ?? 0),
						[`${who}Dependants`]: String(one?.dependants ?? 0),
						[`${who}Status`]: one?.status ? 'disability' : 'none'
					};
				const rank = (one: typeof partner): number => {
					if (!one || (one.status && one.yen <= 1_350_000)) return 0;
					const level = levelOf(one.yen, one.dependants, TODAY);
					return level ? levels.indexOf(level) : levels.length;
				};
				const worst = Math.max(rank(self), rank(partner), rank(other));
				const mayDefer = isYoung && rank(self) === 0 && rank(partner) === 0;
				const { outcome } = state(answers);
				expect(outcome?.key).toBe(
					worst < levels.length ? `exempt-${levels[worst]}` : mayDefer ? 'deferral' : 'no-relief'
				);
				expect(outcome!.notes.includes('deferral-too')).toBe(
					mayDefer && worst > 0 && worst < levels.length
				);
			})
		);
	});
});
