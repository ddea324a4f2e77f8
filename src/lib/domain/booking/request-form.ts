import { holdsMyNumber } from '../basics/my-number.ts';
import type { Office } from '../office/office.ts';
import { isWishable, requestForm, wishes, type RequestForm, type Wishes } from './request.ts';
import type { TypedRequest, TypedWishes } from './request-typed.ts';
import { offersTopic, type Topic } from './topic.ts';

/** What is wrong at a field; each kind has a text in every language. */
export interface FormProblem {
	readonly field: string;
	readonly kind: string;
}

export type FormReading<Value> =
	| { readonly ok: true; readonly value: Value }
	| { readonly ok: false; readonly problems: readonly FormProblem[] };

export interface FormContext {
	/** The date in Tokyo. */
	readonly today: string;
	readonly offices: readonly Pick<Office, 'officeId' | 'kind'>[];
	readonly topics: readonly Topic[];
}

/** The field of the page that a path of the form belongs to, in the order of the page. */
const fields: readonly (readonly [path: RegExp, field: string])[] = [
	[/^officeId/, 'office'],
	[/^topicId/, 'topic'],
	[/^needs\.reading/, 'reading'],
	[/^needs\.spoken/, 'spoken'],
	[/^needs\.supports/, 'supports'],
	[/^wishes/, 'wish'],
	[/^contact\.name/, 'name'],
	[/^contact\.phone/, 'phone'],
	[/^contact\.mail/, 'mail'],
	[/^consent/, 'consent']
];
const order = fields.map(([, field]) => field);
const fieldOf = (path: string): string => fields.find(([known]) => known.test(path))?.[1] ?? '';

const kinds = [
	'missing',
	'too-long',
	'my-number',
	'phone-letters',
	'phone-short',
	'phone-long',
	'phone-start',
	'mail-shape',
	'sms-mobile',
	'wish-missing',
	'wish-many',
	'wish-days',
	'topic-not-here'
] as const;
export type ProblemKind = (typeof kinds)[number];

const wished = ({ wish, part, from }: TypedWishes): unknown => ({
	slots: wish.map((text) => ({ date: text.slice(0, 10), start: text.slice(11) })),
	any: part === '' ? null : { from, part }
});

/** Reads wishes alone, for a change that is asked for afterwards. */
export function readWishes(typed: TypedWishes, today: string): FormReading<Wishes> {
	const parsed = wishes.safeParse(wished(typed));
	const no = (kind: ProblemKind): FormReading<Wishes> => ({
		ok: false,
		problems: [{ field: 'wish', kind }]
	});
	if (!parsed.success) {
		const { message } = parsed.error.issues[0]!;
		return no(kinds.find((kind) => kind === message) ?? 'wish-days');
	}
	return isWishable(parsed.data, today) ? { ok: true, value: parsed.data } : no('wish-days');
}

/**
 * Reads the form as it was typed, with a script on the visitor's device or without one at the
 * centre: one problem a field, in the order of the page.
 */
export function readRequest(typed: TypedRequest, context: FormContext): FormReading<RequestForm> {
	const { name, phone, mail } = typed;
	const found = new Map<string, string>();
	const note = (field: string, kind: string): void => {
		if (!found.has(field)) found.set(field, kind);
	};
	const office = context.offices.find(({ officeId }) => officeId === typed.office);
	const topic = context.topics.find(({ topicId }) => topicId === typed.topic);
	if (!office) note('office', 'missing');
	if (!topic) note('topic', 'missing');
	else if (office && !offersTopic(office, topic)) note('topic', 'topic-not-here');
	if (holdsMyNumber(mail)) note('mail', 'my-number');
	const read = readWishes(typed, context.today);
	if (!read.ok) note('wish', read.problems[0]!.kind);
	const parsed = requestForm.safeParse({
		officeId: typed.office,
		topicId: typed.topic,
		needs: {
			readingLanguage: typed.reading,
			spokenLanguage: typed.spoken,
			supports: [...new Set(typed.supports)]
		},
		wishes: wished(typed),
		contact: { name, phone, mail: mail.trim() === '' ? null : mail },
		consent: typed.consent
	});
	for (const { path, message } of parsed.error?.issues ?? []) {
		note(fieldOf(path.join('.')), kinds.find((kind) => kind === message) ?? 'missing');
	}
	if (parsed.success && found.size === 0) return { ok: true, value: parsed.data };
	const problems = [...found].map(([field, kind]) => ({ field, kind }));
	problems.sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
	return { ok: false, problems };
}
