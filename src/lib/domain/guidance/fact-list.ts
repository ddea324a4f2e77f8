import type { Certainty, Fact, FactUnit, FactVersion } from './fact.ts';
import type { FactSourceId } from './fact-sources.ts';

const fact = (
	unit: FactUnit,
	source: FactSourceId,
	value: number | string | readonly FactVersion[],
	certainty: Certainty = 'sourced'
): Fact => ({
	unit,
	versions: typeof value === 'object' ? value : [{ value }],
	source,
	certainty
});
const count = (source: FactSourceId, value: number, certainty: Certainty = 'sourced'): Fact =>
	fact('number', source, value, certainty);

/** A version that holds for the fiscal years `from` to `to`, each April to March. */
const years = (
	from: number,
	value: number | string,
	certainty: Certainty = 'sourced',
	to = from
): FactVersion => ({ value, from: `${from}-04-01`, to: `${to + 1}-03-31`, certainty });

/**
 * Every figure a guidance text refers to as `{{name}}`, with the time for which it holds. Nothing
 * else may write a number. `uncertain`: from memory, or sources disagree.
 */
export const factList = {
	// Joining
	ageFrom: count('joining', 20),
	ageLast: count('joining', 59),
	notifyDays: count('joining', 14),
	voluntaryFrom: count('voluntary', 60),
	voluntaryTo: count('voluntary', 64),
	voluntaryLateFrom: count('voluntary', 65),
	voluntaryLateTo: count('voluntary', 69),
	employeeAgeTo: count('joining', 70),
	partTimeHours: count('partTime', 20),
	partTimeSize: fact('number', 'partTime', [
		{ value: 51, from: '2026-10-01', to: '2027-09-30' },
		{ value: 36, from: '2027-10-01', to: '2029-09-30' },
		{ value: 21, from: '2029-10-01', to: '2032-09-30' },
		{ value: 11, from: '2032-10-01', to: '2035-09-30' }
	]),
	spouseIncome: fact('yen', 'memory', 1_300_000, 'uncertain'),
	spouseIncomeOlder: fact('yen', 'memory', 1_800_000, 'uncertain'),
	spouseOlderAge: count('memory', 60, 'uncertain'),

	// Premium and payment
	npPremium: fact('yen', 'premium', [
		years(2024, 16_980),
		years(2025, 17_510),
		years(2026, 17_920),
		years(2027, 18_290)
	]),
	quarterPays: fact('yen', 'reduced', [years(2025, 4_380), years(2026, 4_480)]),
	halfPays: fact('yen', 'reduced', [years(2025, 8_760), years(2026, 8_960, 'calculated')]),
	threeQuarterPays: fact('yen', 'reduced', [
		years(2025, 13_130),
		years(2026, 13_440, 'calculated')
	]),
	additionalPremium: fact('yen', 'premium2024', 400),
	additionalRaise: fact('yen', 'premium2024', 200),
	advanceSixTransfer: fact('yen', 'premium', [years(2026, 1_220)]),
	advanceYearTransfer: fact('yen', 'premium', [years(2026, 4_510)]),
	advanceTwoYearTransfer: fact('yen', 'premium', [years(2026, 17_370)]),
	advanceSixCash: fact('yen', 'premium', [years(2026, 870)]),
	advanceYearCash: fact('yen', 'premium', [years(2026, 3_820)]),
	advanceTwoYearCash: fact('yen', 'premium', [years(2026, 16_010)]),
	slipLimit: fact('yen', 'apps', 300_000),
	arrearsYears: count('payment', 2),

	// Exemption, deferral, student, job loss
	fullPerPerson: fact('yen', 'exemptionLimits', 350_000),
	fullBase: fact('yen', 'exemptionLimits', 320_000),
	threeQuarterBase: fact('yen', 'memory', 880_000, 'uncertain'),
	halfBase: fact('yen', 'memory', 1_280_000, 'uncertain'),
	quarterBase: fact('yen', 'memory', 1_680_000, 'uncertain'),
	singleParentIncome: fact('yen', 'exemptionLimits', 1_350_000),
	deferralAge: count('exemption', 50),
	retroYears: count('exemption', 2),
	retroMonths: count('exemption', 1),
	exemptionFirstMonth: fact('monthOfYear', 'memory', 7, 'uncertain'),
	exemptionLastMonth: fact('monthOfYear', 'memory', 6, 'uncertain'),
	resultMonthsLeast: count('student', 2),
	resultMonthsMost: count('student', 3),
	shareFull: fact('share', 'exemptionEffect', '1/2'),
	shareThreeQuarter: fact('share', 'exemptionEffect', '5/8'),
	shareHalf: fact('share', 'exemptionEffect', '6/8'),
	shareQuarter: fact('share', 'exemptionEffect', '7/8'),
	backPaymentYears: count('backPayment', 10),
	backPaymentSurchargeYear: count('backPayment', 3),
	studentBase: fact('yen', 'student', 1_280_000),
	studentPerPerson: fact('yen', 'student', 380_000),
	studentFirstMonth: fact('monthOfYear', 'student', 4),
	studentLastMonth: fact('monthOfYear', 'student', 3),
	studentCourseYears: count('student', 1),
	jobLossYears: count('jobLoss', 2),
	jobLossLastMonth: fact('monthOfYear', 'jobLoss', 6),

	// Maternity and childcare
	maternityMonths: count('maternity', 4),
	maternityMonthsMultiple: count('maternity', 6),
	maternityLead: count('maternity', 1),
	maternityLeadMultiple: count('maternity', 3),
	maternityPregnancyDays: count('maternity', 85),
	maternityFileMonths: count('maternity', 6),
	childcareFrom: fact('date', 'childcare', '2026-10-01'),
	childcareMotherMonths: count('childcare', 9),
	childcareMonths: count('childcare', 12),
	childcareAge: count('childcare', 1),

	// Benefits
	oldAgeYears: count('oldAge', 10),
	oldAgeMonths: count('oldAge', 120),
	oldAgeFrom: count('memory', 65, 'uncertain'),
	oldAgeEarlyFrom: count('memory', 60, 'uncertain'),
	oldAgeLateTo: count('memory', 75, 'uncertain'),
	oldAgeFullMonths: count('oldAge', 480),
	oldAgeFullMonth: fact('yen', 'oldAge', [years(2026, 70_608)]),
	oldAgeFullYear: fact('yen', 'oldAge', [years(2026, 847_300)]),
	disabilityFirst: fact('yen', 'disability', [years(2026, 1_059_125)]),
	disabilitySecond: fact('yen', 'disability', [years(2026, 847_300)]),
	disabilityYears: count('disability', 1),
	disabilityMonths: count('disability', 6),
	disabilityPaidShare: fact('share', 'disability', '2/3'),
	disabilityRecentMonths: count('disability', 12),
	disabilityEasyUntil: fact('date', 'disability', '2036-03-31'),
	childAddition: fact('yen', 'disability', [years(2026, 243_800)]),
	childAdditionThird: fact('yen', 'disability', [years(2026, 81_300)]),
	survivorBasic: fact('yen', 'memory', [years(2026, 847_300)], 'uncertain'),
	childAge: count('memory', 18, 'uncertain'),
	childAgeDisabled: count('memory', 20, 'uncertain'),

	// Lump-sum withdrawal payment, agreements, leaving
	lumpMonthsLeast: count('lumpSum', 6),
	lumpClaimYears: count('lumpSum', 2),
	lumpCapMonths: count('lumpSum', 60),
	lumpCapYears: count('lumpSum', 5),
	lumpCapYearsLater: count('lumpSumReform', 8),
	lumpReformYears: count('lumpSumReform', 4),
	lumpTax: fact('percent', 'lumpSumTax', 20.42),
	lumpRefundYears: count('memory', 5, 'uncertain'),
	agreementCount: count('agreements', 24),
	agreementYears: count('agreements', 5),
	moveInDays: count('memory', 14, 'uncertain'),
	moveOutDays: count('movingOut', 14),
	residenceCheckFrom: fact('month', 'residence', '2027-06', 'uncertain'),

	// Number, ねんきんネット, 定期便
	numberDigits: count('nenkinNet', 10),
	numberNoticeFrom: fact('date', 'number', '2022-04-01'),
	accessKeyDigits: count('nenkinNet', 17),
	accessKeyMonths: count('nenkinNet', 3),
	mailHours: count('nenkinNet', 24),
	postcardDays: count('nenkinNet', 5),
	passwordLeast: count('nenkinNet', 8),
	passwordMost: count('nenkinNet', 20),
	letterAgeFirst: count('nenkinNet', 35),
	letterAgeSecond: count('nenkinNet', 45),
	letterAgeThird: count('nenkinNet', 59),
	oldServiceFirstEnd: fact('date', 'oldService', '2011-02-13'),
	oldServiceSecondFrom: fact('date', 'oldService', '2011-02-14'),
	oldServiceSecondEnd: fact('date', 'oldService', '2011-02-24'),
	oldServiceMerged: fact('month', 'oldService', '2011-03'),

	// Booking, offices, interpreters
	bookingPhone: fact('phone', 'offices', '0570-05-4890'),
	bookingPhoneOther: fact('phone', 'offices', '03-6631-7521'),
	dialPhone: fact('phone', 'dial', '0570-05-1165'),
	dialPhoneOther: fact('phone', 'dial', '03-6700-1165'),
	memberPhone: fact('phone', 'offices', '0570-003-004'),
	netPhone: fact('phone', 'offices', '0570-058-555'),
	netPhoneOther: fact('phone', 'memory', '03-6700-1144', 'uncertain'),
	opensAt: fact('time', 'offices', '08:30'),
	closesAt: fact('time', 'offices', '17:15'),
	lateClosesAt: fact('time', 'offices', '19:00'),
	saturdayOpensAt: fact('time', 'dial', '09:30'),
	saturdayClosesAt: fact('time', 'dial', '16:00'),
	firstStart: fact('time', 'offices', '09:00'),
	lastStart: fact('time', 'offices', '16:00'),
	webOpensAt: fact('time', 'offices', '08:00'),
	webClosesAt: fact('time', 'offices', '23:30'),
	interpreterLanguages: count('report', 11),
	centreCount: count('offices', 80)
} as const satisfies Record<string, Fact>;

export type FactName = keyof typeof factList;

export const isFactName = (name: string): name is FactName => Object.hasOwn(factList, name);
