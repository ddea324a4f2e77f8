import { factOn } from '../guidance/fact.ts';
import { factList } from '../guidance/fact-list.ts';
import { choice, outcome, type Answers, type Flow, type OutcomeAmount } from './flow.ts';
import { addYears, fiscalYear } from './dates.ts';
import { figure } from './figure.ts';

export interface Band {
	/** First and last month of the band; the last one has no end. */
	readonly from: number;
	readonly to: number | null;
	/** What the half premium is multiplied by. */
	readonly times: number;
}

const STEP = 6;

/** The bands of months under the present law: 6–11, 12–17 … 60 and more (facts §9). */
export function bands(today: string): Band[] {
	const cap = figure('lumpCapMonths', today);
	return Array.from({ length: cap / STEP }, (_, index) => {
		const from = (index + 1) * STEP;
		return { from, to: from >= cap ? null : from + STEP - 1, times: from };
	});
}

export const bandOf = (months: number, today: string): Band | undefined =>
	bands(today).findLast(({ from }) => months >= from);

/** What a National Pension band pays: half the premium of the year of the last payment, times. */
export function nationalAmount(band: Band, year: number): number | undefined {
	const premium = factOn(factList.npPremium, `${year}-04-01`);
	if (premium.validity !== 'valid') return undefined;
	return (Number(premium.value) / 2) * band.times;
}

const PREMIUM_RATE = 0.183;

/** By what the average pay is multiplied under the Employees' Pension, to one decimal. */
export const employeesRate = (band: Band): number =>
	Math.round(PREMIUM_RATE * 0.5 * band.times * 10) / 10;

/** Fiscal years whose claim can still be in time; their premiums stand in the facts. */
export const paidYears = ['2024', '2025', '2026'] as const;

const nowAbroad = ({ address }: Answers): boolean => address === 'abroad';

/** Months that count: a month paid in part counts with the part that was paid. */
export const countedMonths = ({ npMonths, npThree, npHalf, npQuarter }: Answers): number =>
	Number(npMonths ?? 0) +
	Number(npThree ?? 0) * 0.25 +
	Number(npHalf ?? 0) * 0.5 +
	Number(npQuarter ?? 0) * 0.75;

const months = (name: string) => ({ name, kind: 'number', least: 0, most: 600 }) as const;

/** Lump-sum withdrawal: am I eligible, how much, what to do before leaving? (facts §9) */
export const lumpSum: Flow = {
	id: 'lump-sum',
	questions: [
		choice('nationality', ['other', 'japanese']),
		choice('entitled', ['no', 'yes'], ({ nationality }) => nationality === 'other'),
		choice('tenYears', ['no', 'yes'], ({ entitled }) => entitled === 'no'),
		choice('address', ['japan', 'abroad'], ({ tenYears }) => tenYears === 'no'),
		{
			id: 'leftOn',
			fields: [{ name: 'leftOn', kind: 'date', from: '2015-01-01', to: '2099-12-31' }],
			when: ({ address }) => address !== undefined
		},
		choice('insured', ['no', 'yes'], nowAbroad),
		{
			id: 'endedOn',
			fields: [{ name: 'endedOn', kind: 'date', from: '2015-01-01', to: '2099-12-31' }],
			when: (answers) => nowAbroad(answers) && answers.insured === 'no'
		},
		choice('permit', ['no', 'yes'], ({ address }) => address !== undefined),
		{
			id: 'months',
			fields: [
				months('npMonths'),
				months('npThree'),
				months('npHalf'),
				months('npQuarter'),
				months('epiMonths')
			],
			when: ({ permit, insured }) => permit !== undefined && insured !== 'yes'
		},
		choice('paidIn', [...paidYears, 'earlier'], (answers) => countedMonths(answers) >= 6),
		{
			id: 'pay',
			fields: [{ name: 'pay', kind: 'number', least: 0, most: 2_000_000 }],
			when: ({ epiMonths }) => Number(epiMonths ?? 0) >= 6
		}
	],
	outcome: (answers, today) => {
		const { nationality, entitled, tenYears, leftOn, endedOn, insured, permit } = answers;
		const { epiMonths, paidIn, pay } = answers;
		const topic = 'lump-sum' as const;
		if (nationality === 'japanese') return outcome({ key: 'lump-japanese', tone: 'no', topic });
		if (entitled === 'yes')
			return outcome({ key: 'lump-entitled', tone: 'no', topic: 'benefits', where: ['dial'] });
		if (tenYears === 'yes')
			return outcome({ key: 'lump-ten-years', tone: 'no', topic: 'benefits', where: ['dial'] });
		if (insured === 'yes')
			return outcome({ key: 'lump-insured', tone: 'no', topic, where: ['dial'] });
		const least = figure('lumpMonthsLeast', today);
		const national = countedMonths(answers);
		const employees = Number(epiMonths);
		if (national < least && employees < least)
			return outcome({ key: 'lump-short', tone: 'no', topic: 'agreements', where: ['dial'] });
		if (national + employees >= figure('oldAgeMonths', today))
			return outcome({ key: 'lump-ten-years', tone: 'no', topic: 'benefits', where: ['dial'] });
		const isHere = answers.address === 'japan' || leftOn! > today;
		if (answers.address === 'japan' && leftOn! < today)
			return outcome({ key: 'lump-dates', tone: 'ask', ...lumpSum.ask });
		// Two years from the loss of the address, or from the end of the insurance when that is later.
		const since = endedOn && endedOn > leftOn! ? endedOn : leftOn!;
		const until = addYears(since, figure('lumpClaimYears', today));
		if (until < today)
			return outcome({ key: 'lump-late', tone: 'no', topic: 'agreements', where: ['dial'] });
		const amounts: OutcomeAmount[] = [];
		const nationalBand = national >= least ? bandOf(Math.floor(national), today) : undefined;
		const yen = nationalBand && nationalAmount(nationalBand, Number(paidIn));
		if (yen !== undefined)
			amounts.push({ label: 'lump-national', yen, isCalculated: paidIn !== '2025' });
		const employeesBand = employees >= least ? bandOf(employees, today) : undefined;
		if (employeesBand && Number(pay) > 0) {
			const gross = Math.floor(Number(pay) * employeesRate(employeesBand));
			amounts.push({ label: 'lump-employees', yen: gross, isCalculated: true });
			const tax = Math.floor((gross * figure('lumpTax', today)) / 100);
			amounts.push({ label: 'lump-tax', yen: tax, isCalculated: true });
		}
		return outcome({
			key: isHere ? 'lump-after-leaving' : 'lump-claim',
			tone: 'yes',
			topic,
			todo: [...(isHere ? ['move-out-notice'] : []), 'lump-form', 'lump-post'],
			dates: [{ label: 'by', date: until }],
			bring: ['passport', 'foreign-bank', 'number-document'],
			amounts,
			notes: [
				'lump-erases',
				...(permit === 'yes' ? ['permit-now'] : []),
				...(employeesBand ? ['tax-back'] : [])
			],
			unsure: paidIn === 'earlier' ? ['old-premium'] : [],
			where: ['dial'],
			book: 'lump-sum'
		});
	},
	ask: { where: ['dial', 'booking'], topic: 'lump-sum', book: 'lump-sum' }
};

/** The whole table for a year, with the rows in which somebody stands who answered so. */
export function lumpTable(answers: Answers, today: string) {
	const isKnown = answers.paidIn !== 'earlier';
	const year = Number(answers.paidIn) || fiscalYear(today);
	const national = bandOf(Math.floor(countedMonths(answers)), today);
	const employees = bandOf(Number(answers.epiMonths ?? 0), today);
	return bands(today).map((band) => ({
		...band,
		year,
		yen: isKnown ? nationalAmount(band, year) : undefined,
		rate: employeesRate(band),
		isMine: isKnown && national?.from === band.from,
		isMyRate: employees?.from === band.from
	}));
}
