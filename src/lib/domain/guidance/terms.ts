/** Guidance by situation; the same word is file name and address, and never changes its meaning. */
export const topicSlugs = [
	'joining',
	'moving-in',
	'turning-20',
	'leaving-job',
	'spouse',
	'premium',
	'exemption',
	'student',
	'job-loss',
	'maternity',
	'childcare',
	'back-payment',
	'not-paying',
	'pension-number',
	'benefits',
	'lump-sum',
	'agreements',
	'leaving-japan',
	'address-name',
	'consultation',
	'interpreter',
	'nenkin-net',
	'old-service',
	'scams',
	'e-application',
	'offices'
] as const;
export type TopicSlug = (typeof topicSlugs)[number];

export const topicGroups = ['join', 'pay', 'relief', 'benefit', 'leave', 'service'] as const;
/** S19: the audiences of the questions and answers, as far as residents are meant. */
export const audiences = ['beneficiary', 'insured', 'abroad'] as const;
export const contacts = ['dial', 'booking', 'member', 'net', 'municipality'] as const;

/** In the order in which a page shows them. */
export const blockKinds = [
	'title',
	'lead',
	'text',
	'step',
	'deadline',
	'bring',
	'amount',
	'warning',
	'link',
	'contact'
] as const;

/** Names of the figures a text refers to. */
export const factsIn = (text: string): string[] =>
	[...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!);
