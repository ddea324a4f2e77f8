import {
	choice,
	outcome,
	type Answers,
	type Flow,
	type Outcome,
	type OutcomeDate,
	type Question
} from './flow.ts';
import { addMonths, exemptionYear, fiscalYear } from './dates.ts';
import { figure } from './figure.ts';
import { asksStatus, isContradictory, reliefOf, statuses, type Level } from './household.ts';

const is =
	(name: string, ...values: string[]) =>
	(answers: Answers): boolean =>
		values.includes(answers[name] ?? '');
const income = (name: string): Question['fields'][number] => ({
	name,
	kind: 'number',
	least: 0,
	most: 99_999_999,
	// An income that may lie between the limits has one question more behind it.
	likely: (today) => String(figure('singleParentIncome', today))
});
const people = (name: string): Question['fields'][number] => ({
	name,
	kind: 'number',
	least: 0,
	most: 20,
	likely: () => '0'
});

const retro = (today: string): string => {
	const months = figure('retroYears', today) * 12 + figure('retroMonths', today);
	return addMonths(today.slice(0, 7), -months);
};
const common = {
	where: ['municipality'],
	book: 'exemption'
} as const satisfies Partial<Outcome>;
const thisYear = (today: string): OutcomeDate[] => [
	{ label: 'from', date: exemptionYear(today) },
	{ label: 'until', date: addMonths(exemptionYear(today), 11) }
];

/** Exemption or deferral by the incomes of the household; a job leaver's own counts as none. */
function byIncome(answers: Answers, today: string): Outcome {
	const isJobLoss = answers.situation === 'job-loss';
	if (isContradictory(answers)) return outcome({ key: 'ask', tone: 'ask', ...relief.ask });
	const { level, mayDefer, isLifted } = reliefOf(answers, today);
	const proof = isJobLoss ? ['leaving-work-proof'] : [];
	const rest = {
		...common,
		dates: thisYear(today),
		bring: ['number-document', 'identity-document', ...proof],
		topic: isJobLoss ? ('job-loss' as const) : ('exemption' as const)
	};
	const premium: Record<Level, number> = {
		full: 0,
		'three-quarter': figure('quarterPays', today),
		half: figure('halfPays', today),
		quarter: figure('threeQuarterPays', today)
	};
	const lifted = isLifted ? ['higher-limit'] : [];
	if (level) {
		return outcome({
			...rest,
			key: `exempt-${level}`,
			tone: 'yes',
			todo: ['exemption-request', ...(level === 'full' ? [] : ['pay-the-rest'])],
			amounts: [
				{
					label: 'reduced-premium',
					yen: premium[level],
					isCalculated: level === 'half' || level === 'quarter'
				}
			],
			notes: [
				'office-decides',
				...(level !== 'full' && mayDefer ? ['deferral-too'] : []),
				'other-years',
				...(level === 'full' ? [] : ['unpaid-rest']),
				...lifted
			],
			unsure: level === 'full' ? [] : ['partial-limits']
		});
	}
	if (mayDefer)
		return outcome({
			...rest,
			key: 'deferral',
			tone: 'yes',
			todo: ['exemption-request'],
			amounts: [{ label: 'reduced-premium', yen: 0, isCalculated: false }],
			notes: ['office-decides', 'other-years', 'deferral-no-amount', ...lifted]
		});
	return outcome({
		...rest,
		key: 'no-relief',
		tone: 'ask',
		bring: [],
		dates: [],
		notes: ['special-reasons'],
		unsure: ['partial-limits'],
		where: ['municipality', 'member'],
		topic: isJobLoss ? 'job-loss' : 'not-paying'
	});
}

function forStudent({ ownIncome, ownDependants, school }: Answers, today: string): Outcome {
	const limit =
		figure('studentBase', today) + Number(ownDependants) * figure('studentPerPerson', today);
	const first = `${fiscalYear(today)}-04`;
	const rest = {
		...common,
		book: 'student',
		topic: 'student' as const,
		dates: [
			{ label: 'from', date: first },
			{ label: 'until', date: addMonths(first, 11) }
		] satisfies OutcomeDate[]
	};
	const limitShown = [{ label: 'student-limit', yen: limit, isCalculated: false }];
	if (school === 'research')
		return outcome({ key: 'research-student', tone: 'ask', ...common, topic: 'exemption' });
	if (Number(ownIncome) > limit)
		return outcome({
			...rest,
			dates: [],
			key: 'student-over',
			tone: 'ask',
			amounts: limitShown,
			notes: ['deductions-may-help']
		});
	return outcome({
		...rest,
		key: 'student',
		tone: 'yes',
		todo: ['student-request', 'student-yearly'],
		bring: ['student-card', 'number-document'],
		amounts: limitShown,
		notes: ['office-decides', 'other-years', 'deferral-no-amount'],
		unsure: school === 'language' ? ['language-school'] : []
	});
}

/** Four months from the month before the birth; six from three months before for twins and more. */
function forBirth({ birthMonth, children }: Answers, today: string): Outcome {
	const isMultiple = children === 'more';
	const lead = figure(isMultiple ? 'maternityLeadMultiple' : 'maternityLead', today);
	const months = figure(isMultiple ? 'maternityMonthsMultiple' : 'maternityMonths', today);
	const earliest = addMonths(birthMonth!, -lead);
	const begins = '2019-04';
	const from = earliest < begins ? begins : earliest;
	return outcome({
		key: 'maternity',
		tone: 'yes',
		topic: 'maternity',
		book: 'maternity',
		where: ['municipality'],
		todo: ['maternity-notice'],
		dates: [
			{ label: 'from', date: from },
			{ label: 'until', date: addMonths(earliest, months - 1) }
		],
		bring: ['number-document', 'identity-document', 'mother-child-handbook'],
		amounts: [{ label: 'reduced-premium', yen: 0, isCalculated: false }],
		notes: ['counts-as-paid', 'childcare-follows'],
		unsure: ['maternity-income']
	});
}

/**
 * From 2026-10 (facts §7): after the maternity exemption the nine months that follow it; for
 * anybody else from the month care begins to the month before the first birthday.
 */
function forChild({ parent, bornOn, since }: Answers, today: string): Outcome {
	const begins = '2026-10';
	const born = bornOn!.slice(0, 7);
	const isMother = parent === 'mother';
	const first = isMother
		? // One child or more: the months after the birth are the same.
			addMonths(born, figure('maternityMonths', today) - figure('maternityLead', today))
		: [born, since!.slice(0, 7)].sort()[1]!;
	const last = isMother
		? addMonths(first, figure('childcareMotherMonths', today) - 1)
		: addMonths(born, 12 * figure('childcareAge', today) - 1);
	const from = first < begins ? begins : first;
	if (last < from)
		return outcome({
			key: 'childcare-over',
			tone: 'no',
			topic: 'childcare',
			where: ['municipality']
		});
	return outcome({
		key: 'childcare',
		tone: 'yes',
		topic: 'childcare',
		book: 'maternity',
		where: ['municipality'],
		todo: ['childcare-notice'],
		dates: [
			{ label: 'from', date: from },
			{ label: 'until', date: last }
		],
		bring: ['number-document', 'identity-document'],
		amounts: [{ label: 'reduced-premium', yen: 0, isCalculated: false }],
		notes: [
			'counts-as-paid',
			isMother ? 'mother-may-skip' : 'others-always-file',
			'foreign-family-proof'
		]
	});
}

/** As long as a month can still be asked for, leaving a job counts for it. */
function forJobLoss(answers: Answers, today: string): Outcome {
	const last = jobLossUntil(answers.leftOn!, today);
	if (last < retro(today))
		return outcome({
			...common,
			key: 'job-loss-over',
			tone: 'ask',
			topic: 'exemption',
			notes: ['income-instead']
		});
	const found = byIncome(answers, today);
	if (found.tone !== 'yes') return found;
	const left = answers.leftOn!.slice(0, 7);
	const first = last < exemptionYear(today) ? retro(today) : exemptionYear(today);
	const until = addMonths(exemptionYear(today), 11);
	return {
		...found,
		dates: [
			{ label: 'from', date: left > first ? left : first },
			{ label: 'until', date: last < until ? last : until }
		]
	};
}

const situations = ['student', 'job-loss', 'birth', 'child', 'aid', 'income'] as const;
const byHousehold = is('situation', 'income', 'job-loss');

/** Which exemption or deferral can I ask for? (facts §4–7) */
export const relief: Flow = {
	id: 'relief',
	questions: [
		choice('category', ['first', 'company', 'spouse']),
		choice('situation', situations, is('category', 'first')),
		choice('school', ['listed', 'language', 'research'], is('situation', 'student')),
		{
			id: 'leftOn',
			fields: [{ name: 'leftOn', kind: 'date', from: '2015-01-01', to: '2099-12-31' }],
			when: is('situation', 'job-loss')
		},
		choice('age', ['under50', 'from50'], byHousehold),
		{
			id: 'own',
			fields: [income('ownIncome'), people('ownDependants')],
			when: (answers) =>
				is('situation', 'income')(answers) || is('school', 'listed', 'language')(answers)
		},
		choice('spouse', ['yes', 'no'], byHousehold),
		{
			id: 'spouseIncome',
			fields: [income('spouseIncome'), people('spouseDependants')],
			when: is('spouse', 'yes')
		},
		choice('head', ['me', 'spouse', 'other'], byHousehold),
		{
			id: 'headIncome',
			fields: [income('headIncome'), people('headDependants')],
			when: is('head', 'other')
		},
		choice('ownStatus', [...statuses, 'none'], asksStatus('own')),
		choice('spouseStatus', ['disability', 'none'], asksStatus('spouse')),
		choice('headStatus', [...statuses, 'none'], asksStatus('head')),
		choice('parent', ['mother', 'other'], is('situation', 'child')),
		choice('children', ['one', 'more'], is('situation', 'birth')),
		{
			id: 'birthMonth',
			fields: [{ name: 'birthMonth', kind: 'month', from: '2019-02', to: '2099-12' }],
			when: is('situation', 'birth')
		},
		{
			id: 'bornOn',
			fields: [{ name: 'bornOn', kind: 'date', from: '2024-01-01', to: '2099-12-31' }],
			when: is('situation', 'child')
		},
		{
			id: 'since',
			fields: [{ name: 'since', kind: 'date', from: '2024-01-01', to: '2099-12-31' }],
			when: is('parent', 'other')
		}
	],
	outcome: (answers, today) => {
		if (answers.category !== 'first')
			return outcome({
				key: answers.category === 'company' ? 'relief-company' : 'relief-spouse',
				tone: 'no',
				topic: answers.category === 'company' ? 'leaving-job' : 'spouse'
			});
		switch (answers.situation) {
			case 'student':
				return forStudent(answers, today);
			case 'birth':
				return forBirth(answers, today);
			case 'child':
				return forChild(answers, today);
			case 'aid':
				return outcome({
					...common,
					key: 'statutory',
					tone: 'yes',
					topic: 'exemption',
					todo: ['statutory-notice'],
					bring: ['number-document', 'identity-document'],
					amounts: [{ label: 'reduced-premium', yen: 0, isCalculated: false }]
				});
			case 'job-loss':
				return forJobLoss(answers, today);
			default:
				return byIncome(answers, today);
		}
	},
	ask: { where: ['municipality', 'member'], topic: 'exemption', book: 'exemption' }
};

/** The last month for which leaving a job counts: June of the second year after the day after it. */
export function jobLossUntil(leftOn: string, today: string): string {
	const dayAfter = new Date(Date.parse(`${leftOn}T00:00:00Z`) + 86_400_000).toISOString();
	const year = Number(dayAfter.slice(0, 4)) + figure('jobLossYears', today);
	return `${year}-${String(figure('jobLossLastMonth', today)).padStart(2, '0')}`;
}
