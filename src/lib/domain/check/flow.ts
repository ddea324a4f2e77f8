import type { ContactId } from '../guidance/contacts.ts';
import type { TopicSlug } from '../guidance/terms.ts';

export type Field =
	/** One of a few words; `unknown` is always offered besides and leads to the office. */
	| { readonly name: string; readonly kind: 'choice'; readonly choices: readonly string[] }
	| { readonly name: string; readonly kind: 'date'; readonly from: string; readonly to: string }
	| { readonly name: string; readonly kind: 'month'; readonly from: string; readonly to: string }
	| {
			readonly name: string;
			readonly kind: 'number';
			readonly least: number;
			readonly most: number;
			/** The number that leads the longest way, where twelve does not. */
			readonly likely?: (today: string) => string;
	  };

/** What was answered so far, field → answer, as it stands in the address of the page. */
export type Answers = Readonly<Record<string, string>>;

export interface Question {
	/** Key of its words: `check:<flow>.<id>`. */
	readonly id: string;
	readonly fields: readonly Field[];
	/** Whether it is asked, by the answers before it. */
	readonly when?: (answers: Answers, today: string) => boolean;
}

/** A date that follows from the answers. `by`: the last day; `from` and `until` bound a time. */
export interface OutcomeDate {
	readonly label: 'by' | 'from' | 'until';
	/** `YYYY-MM-DD`, or `YYYY-MM` for a whole month. */
	readonly date: string;
}

export interface OutcomeAmount {
	/** Key of its words: `check:amounts.<label>`. */
	readonly label: string;
	readonly yen: number;
	readonly isCalculated: boolean;
}

/** What follows from the answers, in keys: words stand in the texts `check`. */
export interface Outcome {
	/** `check:outcomes.<key>`: what holds, in one phrase, with a sentence. */
	readonly key: string;
	readonly tone: 'yes' | 'no' | 'ask';
	/** `check:todo.<id>`, in the order of doing. */
	readonly todo: readonly string[];
	readonly dates: readonly OutcomeDate[];
	/** `documents:<id>`. */
	readonly bring: readonly string[];
	readonly amounts: readonly OutcomeAmount[];
	/** `check:notes.<id>`. */
	readonly notes: readonly string[];
	/** `check:notes.<id>` that nobody could confirm. */
	readonly unsure: readonly string[];
	readonly where: readonly ContactId[];
	/** The page to read on at. */
	readonly topic: TopicSlug;
	/** What a booking about it is for. */
	readonly book: string | null;
}

export interface Flow {
	readonly id: string;
	readonly questions: readonly Question[];
	/** Only called when every question that is asked has an answer, none of them `unknown`. */
	readonly outcome: (answers: Answers, today: string) => Outcome;
	/** Where somebody is sent who does not know an answer. */
	readonly ask: Pick<Outcome, 'where' | 'topic' | 'book'>;
}

const nothing = {
	todo: [],
	dates: [],
	bring: [],
	amounts: [],
	notes: [],
	unsure: [],
	where: [],
	book: null
} as const;

/** An outcome with everything that is not said left empty. */
export const outcome = (
	said: Pick<Outcome, 'key' | 'tone' | 'topic'> & Partial<Outcome>
): Outcome => ({ ...nothing, ...said });

export const UNKNOWN = 'unknown';

/** Whether a text answers a field. */
export function isAnswer(field: Field, text: string | undefined): text is string {
	if (text === undefined || text === '') return false;
	if (text === UNKNOWN) return true;
	switch (field.kind) {
		case 'choice':
			return field.choices.includes(text);
		case 'date':
			return isDate(text) && text >= field.from && text <= field.to;
		case 'month':
			return isDate(`${text}-01`) && text >= field.from && text <= field.to;
		case 'number': {
			const number = Number(text);
			return /^\d{1,9}$/.test(text) && number >= field.least && number <= field.most;
		}
	}
}

function isDate(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const date = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export interface FlowState {
	/** Questions that are answered, in their order. */
	readonly answered: readonly Question[];
	/** The next question; undefined when there is an outcome. */
	readonly question?: Question;
	/** Fields of the next question that were sent and do not fit. */
	readonly wrong: readonly string[];
	readonly outcome?: Outcome;
	/** Only what belongs to questions that are asked: an answer changed may drop later ones. */
	readonly answers: Answers;
	/** How many questions these answers lead through, as far as can be told. */
	readonly count: number;
}

/** Full-width digits, separators and the sign of yen are how people write a number. */
const meant = (field: Field, text: string | undefined): string | undefined =>
	field.kind === 'number' ? text?.normalize('NFKC').replace(/[,\s¥円]/g, '') : text;

/** Stands for an answer that has not been given yet. */
const LIKELY = { date: '2011-02-28', month: '2027-01', number: '12', choice: '' } as const;
const likelyAnswer = (field: Field, today: string): string =>
	field.kind === 'number' && field.likely ? field.likely(today) : LIKELY[field.kind];

/** How many questions may still come, the longest way: the number only ever gets smaller. */
function longestFrom(
	questions: readonly Question[],
	from: number,
	answers: Answers,
	today: string
): number {
	const question = questions[from];
	if (!question) return 0;
	const next = (more: Answers): number => longestFrom(questions, from + 1, more, today);
	if (question.when && !question.when(answers, today)) return next(answers);
	const likely = Object.fromEntries(
		question.fields.map((field) => [field.name, likelyAnswer(field, today)])
	);
	const [first] = question.fields;
	const tries = first?.kind === 'choice' ? first.choices : [likely[first!.name]!];
	return 1 + Math.max(...tries.map((text) => next({ ...answers, ...likely, [first!.name]: text })));
}

/** Where somebody stands in a flow who gave these answers. */
export function stateOf(flow: Flow, typed: Answers, today: string): FlowState {
	const fields = flow.questions.flatMap((question) => question.fields);
	const sent = Object.fromEntries(
		fields.flatMap((field) => {
			const text = meant(field, typed[field.name]);
			return text === undefined ? [] : [[field.name, text]];
		})
	);
	const answered: Question[] = [];
	let answers: Answers = {};
	for (const question of flow.questions) {
		if (question.when && !question.when(answers, today)) continue;
		const bad = question.fields.filter((field) => !isAnswer(field, sent[field.name]));
		if (bad.length > 0) {
			// A choice of which nothing is chosen sends no field: the form says what it asked.
			const isSent =
				typed.asked === question.id || question.fields.some(({ name }) => sent[name] !== undefined);
			const wrong = isSent ? bad.map(({ name }) => name) : [];
			const ahead = longestFrom(flow.questions, flow.questions.indexOf(question), answers, today);
			return { answered, question, wrong, answers, count: answered.length + ahead };
		}
		answers = {
			...answers,
			...Object.fromEntries(question.fields.map(({ name }) => [name, sent[name]!]))
		};
		answered.push(question);
		if (question.fields.some(({ name }) => sent[name] === UNKNOWN)) {
			const asked = outcome({ key: 'ask', tone: 'ask', ...flow.ask });
			return { answered, wrong: [], answers, outcome: asked, count: answered.length };
		}
	}
	const found = flow.outcome(answers, today);
	return { answered, wrong: [], answers, outcome: found, count: answered.length };
}

/** A choice of one field, the usual question. */
export const choice = (
	id: string,
	choices: readonly string[],
	when?: Question['when']
): Question => ({
	id,
	fields: [{ name: id, kind: 'choice', choices }],
	...(when ? { when } : {})
});
