import type { Topic } from './topic.ts';

/** Every visit: something with the number, and something that shows who one is. */
const always = ['number-document', 'identity-document'];

const entry = (
	topicId: string,
	minutes: 30 | 60,
	documents: readonly string[],
	atCentres = true
): Omit<Topic, 'order'> => ({
	topicId,
	minutes,
	interpreterMinutes: 30,
	documents: [...always, ...documents],
	atCentres
});

/**
 * What people come about and what each usually needs. Street-corner centres take neither joining
 * nor payment of the National Pension.
 */
export const topicList: Topic[] = [
	entry('old-age-claim', 60, [
		'claim-form',
		'family-register',
		'bankbook',
		'spouse-number',
		'employment-insurance-number'
	]),
	entry('disability', 60, ['first-visit-notes', 'medicine-book', 'disability-handbook']),
	entry('survivor', 60, [
		'deceased-number',
		'family-register',
		'death-proof',
		'income-proof',
		'bankbook'
	]),
	entry('unpaid-death', 60, ['deceased-number', 'death-proof', 'relation-proof', 'bankbook']),
	entry('joining', 30, ['residence-card', 'leaving-work-proof'], false),
	entry('records', 60, ['address-history', 'old-handbook', 'pay-slips']),
	entry('payment', 30, ['payment-slips', 'bankbook', 'bank-seal'], false),
	entry('exemption', 30, ['residence-card', 'leaving-work-proof'], false),
	entry('student', 30, ['residence-card', 'student-card'], false),
	entry('maternity', 30, ['mother-child-handbook', 'translation']),
	entry('lump-sum', 60, ['residence-card', 'passport', 'foreign-bank']),
	entry('agreement', 60, ['foreign-insurance-number', 'coverage-certificate', 'passport']),
	entry('leaving-japan', 30, ['residence-card', 'passport']),
	entry('address-name', 30, ['residence-card', 'bankbook']),
	entry('nenkin-net', 30, ['own-email', 'teikibin']),
	entry('other', 30, ['residence-card', 'letters'])
].map((topic, index) => ({ ...topic, order: index + 1 }));
