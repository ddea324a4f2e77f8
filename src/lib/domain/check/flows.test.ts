import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAnswer, stateOf, UNKNOWN, type Answers, type Flow, type Outcome } from './flow.ts';
import { flowIds, type FlowId } from './flow-ids.ts';
import { openFlow } from './flows.ts';
import { bandOf, bands, employeesRate, lumpTable, nationalAmount } from './lump-sum.ts';
import { oldRoute } from './nenkin-net.ts';

const flows = Object.fromEntries(
	await Promise.all(flowIds.map(async (id) => [id, await openFlow[id]()] as const))
) as Record<FlowId, Flow>;

const TODAY = '2026-11-26';
const outcomeOf = (id: FlowId, answers: Answers, today = TODAY): Outcome => {
	const state = stateOf(flows[id], answers, today);
	expect(state.question?.id).toBeUndefined();
	return state.outcome!;
};

describe('join: do I have to join, and by when?', () => {
	const here = { address: 'yes', stay: 'none', age: '20to59' };
	it.each<[string, Answers, string, string | undefined]>([
		['no address', { address: 'no' }, 'no-address', undefined],
		['a stay for medical care', { address: 'yes', stay: 'medical' }, 'not-covered', undefined],
		['an agreement', { address: 'yes', stay: 'agreement' }, 'agreement-exempt', undefined],
		['19 years', { ...here, age: 'under20' }, 'at-20', undefined],
		['62 years', { ...here, age: '60to64' }, 'voluntary', undefined],
		['67 years', { ...here, age: '65to69' }, 'voluntary-late', undefined],
		['71 years', { ...here, age: '70up' }, 'too-old', undefined],
		['a company', { ...here, work: 'company' }, 'second', undefined],
		['a supporting spouse', { ...here, work: 'spouse' }, 'third', undefined],
		['turned 20', { ...here, work: 'student', event: 'turned-20' }, 'enrolled-at-20', undefined],
		['nothing happened', { ...here, work: 'other', event: 'none' }, 'first-ask', undefined],
		// 14 days: 2026-11-20 + 14 = 2026-12-04.
		[
			'arrived on 20 November',
			{ ...here, work: 'student', event: 'arrived', since: '2026-11-20' },
			'first',
			'2026-12-04'
		],
		// Over the end of a year and a leap day: 2028-02-20 + 14 = 2028-03-05.
		[
			'left a job before a leap day',
			{ ...here, work: 'other', event: 'left-job', since: '2028-02-20' },
			'first',
			'2028-03-05'
		]
	])('%s', (_, answers, key, by) => {
		const found = outcomeOf('join', answers);
		expect([found.key, found.dates[0]?.date]).toEqual([key, by]);
	});

	it('says that a date is over, and what to bring after a job', () => {
		const late = { ...here, work: 'other', event: 'left-job', since: '2026-10-01' };
		const found = outcomeOf('join', late);
		expect(found.notes).toContain('late-join');
		expect(found.bring).toContain('leaving-work-proof');
		expect(outcomeOf('join', late, '2026-10-15').notes).toEqual([]);
	});
});

describe('lump-sum withdrawal', () => {
	// Half the premium times the number: 16,980, 17,510 and 17,920 yen (facts §9, table).
	const table: [number, number, number, number, number][] = [
		[6, 50_940, 52_530, 53_760, 0.5],
		[12, 101_880, 105_060, 107_520, 1.1],
		[18, 152_820, 157_590, 161_280, 1.6],
		[24, 203_760, 210_120, 215_040, 2.2],
		[30, 254_700, 262_650, 268_800, 2.7],
		[36, 305_640, 315_180, 322_560, 3.3],
		[42, 356_580, 367_710, 376_320, 3.8],
		[48, 407_520, 420_240, 430_080, 4.4],
		[54, 458_460, 472_770, 483_840, 4.9],
		[60, 509_400, 525_300, 537_600, 5.5]
	];
	it.each(table)('%i months: %i, %i, %i yen, rate %f', (months, y2024, y2025, y2026, rate) => {
		const band = bandOf(months + (months < 60 ? 5 : 100), TODAY)!;
		expect(band.times).toBe(months);
		expect([2024, 2025, 2026].map((year) => nationalAmount(band, year))).toEqual([
			y2024,
			y2025,
			y2026
		]);
		expect(employeesRate(band)).toBe(rate);
	});

	it('has ten bands without a hole, none below six months, and no amount for other years', () => {
		expect(bands(TODAY)).toHaveLength(10);
		expect(bandOf(5, TODAY)).toBeUndefined();
		expect(nationalAmount(bands(TODAY)[0]!, 2019)).toBeUndefined();
	});

	const abroad = {
		nationality: 'other',
		entitled: 'no',
		tenYears: 'no',
		address: 'abroad',
		leftOn: '2026-10-15',
		insured: 'no',
		endedOn: '2024-11-01',
		permit: 'no',
		npMonths: '38',
		npThree: '0',
		npHalf: '0',
		npQuarter: '0',
		epiMonths: '0',
		paidIn: '2026'
	};
	it.each<[string, Answers, string]>([
		['Japanese', { nationality: 'japanese' }, 'lump-japanese'],
		['ever entitled', { ...abroad, entitled: 'yes' }, 'lump-entitled'],
		['ten years', { ...abroad, tenYears: 'yes' }, 'lump-ten-years'],
		['still insured', { ...abroad, insured: 'yes' }, 'lump-insured'],
		['five months', { ...abroad, npMonths: '5' }, 'lump-short'],
		['too late', { ...abroad, leftOn: '2024-11-25' }, 'lump-late'],
		['the last day', { ...abroad, leftOn: '2024-11-26' }, 'lump-claim'],
		[
			'the insurance ended later',
			{ ...abroad, leftOn: '2024-06-01', endedOn: '2024-11-26' },
			'lump-claim'
		],
		[
			'ten years after all',
			{ ...abroad, npMonths: '60', epiMonths: '60', pay: '0' },
			'lump-ten-years'
		],
		['here, but gone', { ...abroad, address: 'japan', leftOn: '2026-11-25' }, 'lump-dates'],
		['abroad, but not yet', { ...abroad, leftOn: '2026-12-15' }, 'lump-after-leaving'],
		['still here', { ...abroad, address: 'japan', leftOn: '2026-12-15' }, 'lump-after-leaving']
	])('%s', (_, answers, key) => {
		expect(outcomeOf('lump-sum', answers).key).toBe(key);
	});

	it('calculates 38 months of 2026 and the last day to claim', () => {
		const found = outcomeOf('lump-sum', { ...abroad, leftOn: '2026-12-15', address: 'japan' });
		expect(found.amounts).toEqual([{ label: 'lump-national', yen: 322_560, isCalculated: true }]);
		expect(found.dates).toEqual([{ label: 'by', date: '2028-12-15' }]);
		expect(found.todo[0]).toBe('move-out-notice');
	});

	it('marks nobody’s row for a year whose premium is not known, and each pension by itself', () => {
		const mine = lumpTable({ ...abroad, npMonths: '6', epiMonths: '40' }, TODAY);
		expect(mine.filter(({ isMine }) => isMine).map(({ from }) => from)).toEqual([6]);
		expect(mine.filter(({ isMyRate }) => isMyRate).map(({ rate }) => rate)).toEqual([3.3]);
		const earlier = lumpTable({ ...abroad, paidIn: 'earlier' }, TODAY);
		expect(earlier.filter(({ isMine, yen }) => isMine || yen !== undefined)).toEqual([]);
	});

	it('weighs months that were paid in part: 4 + 4 × ½ = 6', () => {
		const parts = { ...abroad, npMonths: '4', npHalf: '4', paidIn: '2025' };
		expect(outcomeOf('lump-sum', parts).amounts[0]?.yen).toBe(52_530);
		expect(outcomeOf('lump-sum', { ...parts, npHalf: '3' }).key).toBe('lump-short');
	});

	it('takes the tax from the Employees’ part alone: 250,000 × 2.2 = 550,000', () => {
		const company = { ...abroad, npMonths: '0', epiMonths: '24', pay: '250000' };
		const found = outcomeOf('lump-sum', company);
		expect(found.amounts.map(({ label, yen }) => [label, yen])).toEqual([
			['lump-employees', 550_000],
			// 550,000 × 20.42 %
			['lump-tax', 112_310]
		]);
		expect(found.notes).toContain('tax-back');
	});
});

describe('ねんきんネット', () => {
	it.each<[string, boolean, string]>([
		['2011-02-13', true, 'old-id'],
		['2011-02-14', true, 'mailed-id'],
		['2011-02-24', true, 'mailed-id'],
		['2011-02-25', true, 'new-registration'],
		['2011-02-28', true, 'new-registration'],
		['2011-02-13', false, 'new-registration'],
		['2011-02-20', false, 'new-registration']
	])('applied on %s, id valid: %s → %s', (day, valid, route) => {
		expect(oldRoute(day, valid)).toBe(route);
	});

	const fresh = { old: 'no', card: 'no', number: 'yes', mail: 'yes' };
	it.each<[string, Answers, string]>([
		['old id', { old: 'yes', appliedOn: '2010-05-01', idValid: 'yes' }, 'net-old-id'],
		['mailed id', { old: 'yes', appliedOn: '2011-02-20', idValid: 'yes' }, 'net-mailed-id'],
		[
			'id run out, card',
			{ old: 'yes', appliedOn: '2010-05-01', idValid: 'no', card: 'yes' },
			'net-mynaportal'
		],
		['card', { old: 'no', card: 'yes' }, 'net-mynaportal'],
		['key', { ...fresh, key: 'valid' }, 'net-key'],
		['key run out', { ...fresh, key: 'expired' }, 'net-postcard'],
		['no key', { ...fresh, key: 'none' }, 'net-postcard'],
		['no number', { ...fresh, key: 'valid', number: 'no' }, 'net-number'],
		['no mail address', { ...fresh, key: 'valid', mail: 'no' }, 'net-mail']
	])('%s', (_, answers, key) => {
		expect(outcomeOf('nenkin-net', answers).key).toBe(key);
	});
});

describe('bring', () => {
	it('lists the papers of the topic, of a proxy, and translations', () => {
		const mine = outcomeOf('bring', { about: 'student', who: 'me', papers: 'no' });
		expect(mine.bring).toEqual([
			'number-document',
			'identity-document',
			'residence-card',
			'student-card'
		]);
		expect(mine.notes).toEqual(['not-at-centres']);
		const proxy = outcomeOf('bring', { about: 'maternity', who: 'proxy', papers: 'yes' });
		expect(proxy.bring.slice(-2)).toEqual(['proxy-letter', 'translation']);
	});
});

describe('any flow', () => {
	// On both sides of the limits of relief.
	const incomes = [700_000, 1_000_000, 1_350_000, 1_500_000];
	it.each(flowIds)('%s: whatever is answered, it ends, and asks nothing twice', (id) => {
		const flow = flows[id];
		fc.assert(
			fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
				let answers: Answers = {};
				const asked: string[] = [];
				let most = Infinity;
				for (let turn = 0; turn < 40; turn += 1) {
					const { question, outcome, count } = stateOf(flow, answers, TODAY);
					// "Question 3 of 6" never becomes "of 7".
					expect(count).toBeLessThanOrEqual(most);
					most = count;
					if (!question) return outcome !== undefined;
					expect(asked).not.toContain(question.id);
					asked.push(question.id);
					for (const field of question.fields) {
						const number = numbers.next().value;
						const texts =
							field.kind === 'choice'
								? field.choices
								: field.kind === 'number'
									? [field.least, Math.min(field.most, number), ...incomes]
											.filter((some) => some <= field.most)
											.map(String)
									: field.kind === 'date'
										? [field.from, field.to < '2030' ? field.to : '2026-11-01']
										: [field.from, '2027-05'];
						answers = { ...answers, [field.name]: texts[number % texts.length]! };
					}
				}
				return false;
			})
		);
	});

	it.each(flowIds)('%s: who does not know an answer is sent to somebody who does', (id) => {
		const [first] = flows[id].questions;
		const found = outcomeOf(id, { [first!.fields[0]!.name]: UNKNOWN });
		expect(found.key).toBe('ask');
		expect(found.where.length).toBeGreaterThan(0);
	});

	it('leaves out answers that nobody is asked for any more', () => {
		const state = stateOf(flows.join, { address: 'no', work: 'company', junk: '1' }, TODAY);
		expect(state.answers).toEqual({ address: 'no' });
	});

	it('takes numbers as people write them', () => {
		const typed = {
			category: 'first',
			situation: 'student',
			school: 'listed',
			ownIncome: '１，２８０，０００円',
			ownDependants: ' 0'
		};
		expect(outcomeOf('relief', typed).key).toBe('student');
	});

	it('says so when nothing was chosen', () => {
		expect(stateOf(flows.join, {}, TODAY).wrong).toEqual([]);
		expect(stateOf(flows.join, { asked: 'address' }, TODAY).wrong).toEqual(['address']);
	});

	it('names the fields that do not fit and asks again', () => {
		const state = stateOf(
			flows.join,
			{
				address: 'yes',
				stay: 'none',
				age: '20to59',
				work: 'other',
				event: 'arrived',
				since: '2026-02-30'
			},
			TODAY
		);
		expect([state.question?.id, state.wrong]).toEqual(['since', ['since']]);
	});

	it.each([
		['2026-02-29', false],
		['2028-02-29', true],
		['2026-13-01', false],
		['26-1-1', false],
		['', false]
	])('%s is a date: %s', (text, ok) => {
		const field = { name: 'on', kind: 'date', from: '2000-01-01', to: '2099-12-31' } as const;
		expect(isAnswer(field, text)).toBe(ok);
	});
});
