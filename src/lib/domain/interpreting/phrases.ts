/**
 * The phrase cards. Only identifiers stand here and in the records; the words of each language are
 * `locales/<tag>/phrases.json` under the same identifiers, which are never given a new meaning.
 */
export const steps = ['start', 'joining', 'payment', 'lump', 'oldage', 'documents', 'end'] as const;
export type Step = (typeof steps)[number];

/** What the visitor is offered to tap; the quick answers are there with every phrase. */
export type Asks = 'nothing' | 'yes-no' | 'date' | 'number' | 'write' | 'choice';

export interface Phrase {
	readonly phraseId: string;
	readonly step: Step;
	readonly asks: Asks;
	/** Texts under `choices.<id>`. */
	readonly choices: readonly string[];
}

const asked: Record<Step, Readonly<Record<string, Asks | readonly string[]>>> = {
	start: {
		hello: ['joining', 'payment', 'lump', 'oldage', 'documents', 'other'],
		wait: 'nothing',
		point: 'nothing',
		interpreter: 'yes-no',
		name: 'write',
		birth: 'date',
		nationality: 'write',
		phone: 'number',
		companion: 'yes-no',
		noMyNumber: 'nothing'
	},
	joining: {
		card: 'nothing',
		arrived: 'date',
		moved: 'date',
		student: 'yes-no',
		working: 'yes-no',
		insured: 'yes-no',
		leftJob: 'date',
		married: 'yes-no',
		spouseWorks: 'yes-no',
		before: 'yes-no'
	},
	payment: {
		slip: 'yes-no',
		paid: 'yes-no',
		hard: 'yes-no',
		income: 'yes-no',
		exemption: 'yes-no',
		studentSpecial: 'yes-no',
		how: ['shop', 'account', 'card', 'smartphone'],
		months: 'number',
		counts: 'nothing'
	},
	lump: {
		leaving: 'date',
		movedOut: 'yes-no',
		months: 'number',
		back: 'yes-no',
		gone: 'nothing',
		bank: ['bankJapan', 'bankAbroad'],
		account: 'yes-no',
		send: 'nothing',
		tax: 'nothing'
	},
	oldage: {
		claimForm: 'yes-no',
		years: 'number',
		abroad: 'yes-no',
		spouse: 'yes-no',
		children: 'number',
		working: 'yes-no',
		when: ['now', 'later', 'undecided'],
		estimate: 'nothing'
	},
	documents: {
		passport: 'nothing',
		pensionNumber: 'yes-no',
		bankbook: 'nothing',
		letter: 'yes-no',
		proxy: 'yes-no',
		copy: 'yes-no',
		address: 'write',
		sign: 'nothing',
		bring: 'nothing'
	},
	end: {
		understood: 'yes-no',
		questions: 'yes-no',
		post: 'nothing',
		weeks: 'nothing',
		again: 'nothing',
		nextDay: 'date',
		finished: 'nothing',
		thanks: 'nothing'
	}
};

export const phrases: readonly Phrase[] = steps.flatMap((step) =>
	Object.entries(asked[step]).map(([name, asks]): Phrase => ({
		phraseId: `${step}.${name}`,
		step,
		asks: typeof asks === 'string' ? asks : 'choice',
		choices: typeof asks === 'string' ? [] : asks
	}))
);

const byId = new Map(phrases.map((phrase) => [phrase.phraseId, phrase]));
export const phraseOf = (phraseId: string): Phrase | undefined => byId.get(phraseId);

export const phrasesOf = (step: Step): Phrase[] => phrases.filter((phrase) => phrase.step === step);

/** Answers that need no more than a tap, under `answers.<id>`. */
export const quickAnswers = ['yes', 'no', 'unknown', 'again', 'interpreter'] as const;
export type QuickAnswer = (typeof quickAnswers)[number];

/** What was typed in the text chat stands in a record under these, in the writer's own words. */
export const chatSides = ['chat.clerk', 'chat.visitor'] as const;

/** The topic a visitor means who points at a choice of the first question. */
export const topicOfChoice = (choice: string): string | null =>
	(
		({
			joining: 'joining',
			payment: 'payment',
			lump: 'lump-sum',
			oldage: 'old-age-claim',
			other: 'other'
		}) as Record<string, string>
	)[choice] ?? null;

/** The step of the phrases that a topic of a booking starts with. */
export const stepOfTopic = (topicId: string | null | undefined): Step =>
	(
		({
			joining: 'joining',
			'address-name': 'joining',
			payment: 'payment',
			exemption: 'payment',
			student: 'payment',
			maternity: 'payment',
			'lump-sum': 'lump',
			'leaving-japan': 'lump',
			'old-age-claim': 'oldage',
			records: 'oldage',
			agreement: 'oldage'
		}) as Record<string, Step>
	)[topicId ?? ''] ?? 'start';
