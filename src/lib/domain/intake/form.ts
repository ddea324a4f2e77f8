import * as z from 'zod/mini';
import { plainDate } from '../basics/calendar.ts';
import { identifier, officeId, sha256Hex } from '../basics/ids.ts';
import { fieldId } from './template.ts';

/**
 * Where a field stands. OCR is operator 1 (`read`), a person who keys without seeing that value is
 * operator 2 (`003:オペレータ２人のうち１人を AI-OCR のソフトに置き換え`).
 */
export const fieldStates = [
	'captured',
	'read',
	'keyed',
	'agreed',
	'differing',
	'resolved',
	'escalated',
	'verified',
	'submitted',
	'accepted',
	'returned'
] as const;
export type FieldState = (typeof fieldStates)[number];

/** The only ways from one state to another. Nothing leads to `verified` past a person's own entry. */
export const ways: Readonly<Record<FieldState, readonly FieldState[]>> = {
	captured: ['read', 'keyed'],
	read: ['agreed', 'differing'],
	keyed: ['agreed', 'differing'],
	agreed: ['verified', 'escalated'],
	differing: ['differing', 'resolved', 'escalated'],
	resolved: ['verified', 'escalated'],
	escalated: ['resolved'],
	verified: ['submitted'],
	// A value that fits no longer beside one that was sent back needs a third person, too.
	submitted: ['accepted', 'returned', 'escalated'],
	accepted: [],
	returned: ['resolved']
};

/** States in which a field has its value. */
export const decidedStates: readonly FieldState[] = [
	'agreed',
	'resolved',
	'verified',
	'submitted',
	'accepted'
];

/** How a field got its value. */
export const decisions = [
	/** Two operators wrote the same without seeing each other's. */
	'equal',
	/** Operator 2 saw both and took operator 1's. */
	'took-other',
	/** Operator 2 saw both and kept the own value. */
	'kept-own',
	/** Operator 2 wrote the same value twice against operator 1. */
	'typed-twice',
	/** Somebody who had written nothing in this field decided. */
	'third',
	/** A person confirmed what OCR read; only where the office allows it. */
	'confirmed'
] as const;
export type FieldDecision = (typeof decisions)[number];

export const VALUE_LENGTH = 300;
const value = z.string().check(z.maxLength(VALUE_LENGTH));

/** What one operator wrote, and when. `ocr` is operator 1. */
export const entry = z.object({
	by: z.union([z.literal('ocr'), identifier]),
	value,
	at: z.number(),
	/** How long a person had the field before them, ms; 0 for OCR. */
	ms: z.int(),
	/** How sure OCR is, 0–1; 1 for people. */
	p: z.number()
});
export type Entry = z.infer<typeof entry>;

export const field = z.object({
	state: z.enum(fieldStates),
	entries: z.array(entry),
	value: z.nullable(value),
	how: z.nullable(z.enum(decisions)),
	by: z.nullable(identifier),
	at: z.nullable(z.number()),
	/** Why it was passed on or sent back, in a word of the screen. */
	reason: z.nullable(z.string().check(z.maxLength(40)))
});
export type Field = z.infer<typeof field>;

export const formStates = [
	'captured',
	'entry',
	'verified',
	'submitted',
	'accepted',
	'returned',
	/** Captured twice, taken back by the visitor: closed without a decision, with the reason. */
	'dropped'
] as const;
export type FormState = (typeof formStates)[number];

/** Where the sheet lies (`003:届書の所在を細やかに管理`). */
export const places = ['counter', 'entry-desk', 'shelf', 'centre', 'visitor'] as const;
export type Place = (typeof places)[number];

export const dropReasons = ['recaptured', 'duplicate', 'visitor'] as const;
export type DropReason = (typeof dropReasons)[number];

/** A straightened picture of one page; it travels by itself, after the form. */
export const page = z.object({
	hash: sha256Hex,
	bytes: z.int(),
	width: z.int(),
	height: z.int(),
	/** When the centre had all of it and its hash was right, epoch ms. */
	storedAt: z.nullable(z.number()),
	/** Pictures it took the place of, in which a My Number was seen; the centre deleted those. */
	covers: z.optional(z.array(sha256Hex))
});
export type Page = z.infer<typeof page>;

/** One form on its way from the counter to acceptance. */
export const form = z.object({
	formId: identifier,
	officeId,
	templateId: z.string(),
	templateVersion: z.int(),
	state: z.enum(formStates),
	pages: z.array(page),
	/** Whoever captured it; and on which device its picture lies. */
	by: identifier,
	deviceId: identifier,
	at: z.number(),
	receivedOn: plainDate,
	/** The last business day of the standard processing time, counted from the day after receipt. */
	dueOn: plainDate,
	/** Somebody else shall see the picture: it may leave the device. */
	isShared: z.boolean(),
	fields: z.record(fieldId, field),
	custody: z.array(z.object({ place: z.enum(places), by: identifier, at: z.number() })),
	verified: z.nullable(z.object({ by: identifier, at: z.number() })),
	submitted: z.nullable(z.object({ by: identifier, at: z.number() })),
	closed: z.nullable(
		z.object({
			by: identifier,
			at: z.number(),
			on: plainDate,
			reason: z.nullable(z.enum(dropReasons))
		})
	)
});
export type Form = z.infer<typeof form>;

/** The people who wrote something in a field, in the order in which they did. */
export const writersOf = ({ entries }: Field): string[] =>
	entries.map(({ by }) => by).filter((by) => by !== 'ocr');

/** Operator 1's entry; undefined while only one person has written. */
export const firstOf = ({ entries }: Field): Entry | undefined => entries[0];

/** The last thing that this person wrote in a field. */
export const ownOf = ({ entries }: Field, personId: string): Entry | undefined =>
	entries.findLast(({ by }) => by === personId);

/** Whether a form is still on the list of unfinished ones (`003:未完結リスト`). */
export const isOpen = ({ state }: Pick<Form, 'state'>): boolean =>
	state !== 'accepted' && state !== 'dropped';

/** Whether something can still be keyed or decided in a form. */
export const isInEntry = ({ state }: Pick<Form, 'state'>): boolean =>
	state === 'captured' || state === 'entry' || state === 'returned';
