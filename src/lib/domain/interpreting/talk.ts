import * as z from 'zod/mini';
import { plainDate } from '../basics/calendar.ts';
import { dateAt } from '../basics/days.ts';
import { identifier, officeId } from '../basics/ids.ts';
import { languageTag } from '../basics/languages.ts';
import { lineText } from '../basics/personal-text.ts';
import { ok, refuse } from '../basics/result.ts';
import type { Decision, RuleContext } from '../basics/rule.ts';
import { isSame } from '../basics/same.ts';
import type { Booking } from '../booking/booking.ts';
import { chatSides, phraseOf, quickAnswers } from './phrases.ts';

/** A year, a month or a day: people often know only the first two. */
const partialDate = z.string().check(
	z.regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/),
	z.refine((text) => text.length < 10 || plainDate.safeParse(text).success)
);

const answers = {
	none: z.literal(''),
	date: partialDate,
	number: z.string().check(z.regex(/^\d{1,11}$/)),
	choice: z.string().check(z.regex(/^[A-Za-z]{2,20}$/)),
	/** The visitor's or clerk's own words, as typed. */
	write: lineText(400)
};

export const answerKinds = ['shown', ...quickAnswers, 'date', 'number', 'choice', 'write'] as const;
export type AnswerKind = (typeof answerKinds)[number];

const valueOf = (kind: AnswerKind): z.ZodMiniType<string> =>
	kind in answers ? answers[kind as 'date'] : answers.none;

/** What was shown and what was answered: a phrase by its identifier, never by its words. */
const item = z
	.object({
		itemId: identifier,
		phraseId: identifier,
		kind: z.enum(answerKinds),
		value: z.string(),
		at: z.number()
	})
	.check((context) => {
		const { kind, value } = context.value;
		const read = valueOf(kind).safeParse(value);
		if (read.success && read.data === value) return;
		const isMyNumber = read.error?.issues.some(({ message }) => message === 'my-number');
		context.issues.push({
			code: 'custom',
			input: value,
			path: ['value'],
			message: isMyNumber ? 'my-number' : 'bad-value'
		});
	});
export type TalkAnswer = z.infer<typeof item>;

/** More than two people can point at in the longest consultation. */
export const MOST_ITEMS = 300;

export const talk = z.object({
	talkId: identifier,
	officeId,
	date: plainDate,
	visitId: z.nullable(identifier),
	bookingId: z.nullable(identifier),
	language: languageTag,
	startedAt: z.number(),
	/** The visitor said yes in their language before anything was kept. */
	agreed: z.literal(true),
	items: z.array(
		z.object({
			itemId: identifier,
			phraseId: identifier,
			kind: z.enum(answerKinds),
			value: z.string(),
			at: z.number(),
			by: identifier
		})
	)
});
export type Talk = z.infer<typeof talk>;
export type TalkItem = Talk['items'][number];

export const talkArgs = z.object({
	talkId: identifier,
	visitId: z.nullable(identifier),
	bookingId: z.nullable(identifier),
	language: languageTag,
	startedAt: z.number(),
	agreed: z.boolean(),
	items: z.array(item).check(z.minLength(1), z.maxLength(MOST_ITEMS))
});
export type TalkArgs = z.infer<typeof talkArgs>;

export const talkRefusals = [
	'talk-not-agreed',
	'talk-other',
	'talk-item-kept',
	'talk-full'
] as const;
export interface TalkFacts {
	readonly talk: Talk | undefined;
	readonly booking: Booking | undefined;
}
type TalkDecision = Decision<
	{ readonly table: 'talk'; readonly row: Talk },
	{ readonly kind: (typeof talkRefusals)[number] | 'booking-unknown'; readonly field?: string }
>;

/** By time, then by identifier: the order in which tablets send makes no difference. */
const inOrder = (items: readonly TalkItem[]): TalkItem[] =>
	[...items].sort((a, b) => a.at - b.at || (a.itemId < b.itemId ? -1 : 1));

/** Starts a record or adds to it. What is kept stays as it is, whoever adds. */
export function keepTalk(args: TalkArgs, facts: TalkFacts, context: RuleContext): TalkDecision {
	if (!args.agreed) return refuse({ kind: 'talk-not-agreed', field: 'agreed' });
	if (args.bookingId && !facts.booking)
		return refuse({ kind: 'booking-unknown', field: 'bookingId' });
	const before = facts.talk;
	if (
		before &&
		(before.language !== args.language ||
			before.bookingId !== args.bookingId ||
			before.visitId !== args.visitId)
	)
		return refuse({ kind: 'talk-other', field: 'talkId' });
	const kept = new Map((before?.items ?? []).map((entry) => [entry.itemId, entry]));
	const known = kept.size;
	for (const entry of args.items) {
		const held = kept.get(entry.itemId);
		const made = { ...entry, by: held?.by ?? context.actorId };
		if (held && !isSame(held, made)) return refuse({ kind: 'talk-item-kept', field: 'items' });
		kept.set(entry.itemId, made);
	}
	if (before && kept.size === known) return ok([]);
	if (kept.size > MOST_ITEMS) return refuse({ kind: 'talk-full', field: 'items' });
	const row: Talk = {
		talkId: args.talkId,
		officeId: context.officeId,
		date: before?.date ?? dateAt(args.startedAt),
		visitId: args.visitId,
		bookingId: args.bookingId,
		language: args.language,
		startedAt: before?.startedAt ?? args.startedAt,
		agreed: true,
		items: inOrder([...kept.values()])
	};
	return ok([{ table: 'talk', row }]);
}

/** Whether this version has words for an item; a newer tablet may have kept a newer phrase. */
export const hasWords = (entry: Pick<TalkItem, 'phraseId'>): boolean =>
	phraseOf(entry.phraseId) !== undefined ||
	(chatSides as readonly string[]).includes(entry.phraseId);
