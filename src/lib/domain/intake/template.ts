import { z } from 'zod';

/** A rectangle on the sheet in millimetres, origin at the top left corner of the paper. */
export const Box = z.strictObject({
	x: z.number().min(-5).max(500),
	y: z.number().min(-5).max(500),
	w: z.number().positive().max(500),
	h: z.number().positive().max(500)
});
export type Box = z.infer<typeof Box>;

/** What may be written in a field. `name` is Japanese or Latin; `japanese` is free text. */
export const CHARSETS = ['digits', 'katakana', 'roman', 'name', 'japanese'] as const;
export type Charset = (typeof CHARSETS)[number];

/**
 * What a string of digits means. Years are two digits of an era: of the printed 令和, or of the
 * era that another field holds (`era`).
 */
export const FORMATS = [
	'yymmdd',
	'yymm',
	'yy',
	'hhmm',
	'phone',
	'postal',
	'pension-number'
] as const;
export type Format = (typeof FORMATS)[number];

const FieldId = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);
const Label = z.string().trim().min(1).max(60);
const base = { id: FieldId, label: Label, required: z.boolean() };
const Option = z.strictObject({
	value: z.string().regex(/^[A-Za-z0-9-]{1,20}$/),
	label: Label,
	box: Box
});

/** One character per printed cell. */
export const CombField = z.strictObject({
	...base,
	kind: z.literal('comb'),
	charset: z.enum(['digits', 'katakana', 'roman']),
	minLength: z.int().min(0).max(60),
	cells: z.array(Box).min(1).max(60),
	format: z.enum(FORMATS).optional(),
	/** The field that holds the era (M T S H R) of this date; without it the date is of 令和. */
	era: FieldId.optional()
});

/** Free writing in a frame of one or more lines. */
export const TextField = z.strictObject({
	...base,
	kind: z.literal('text'),
	charset: z.enum(['katakana', 'name', 'japanese']),
	lines: z.int().min(1).max(8),
	box: Box
});

/** Boxes to tick. */
export const CheckField = z.strictObject({
	...base,
	kind: z.literal('check'),
	multi: z.boolean(),
	options: z.array(Option).min(1).max(40)
});

/** Printed words of which one is circled, such as the era. */
export const CircleField = z.strictObject({
	...base,
	kind: z.literal('circle'),
	options: z.array(Option).min(2).max(10)
});

export const TemplateField = z.discriminatedUnion('kind', [
	CombField,
	TextField,
	CheckField,
	CircleField
]);
export type CombField = z.infer<typeof CombField>;
export type TextField = z.infer<typeof TextField>;
export type CheckField = z.infer<typeof CheckField>;
export type CircleField = z.infer<typeof CircleField>;
export type TemplateField = z.infer<typeof TemplateField>;

/** The four printed marks: centres in mm; the top left one is a ring with a dot and says what is up. */
export const Marks = z.strictObject({
	size: z.number().min(3).max(20),
	topLeft: z.tuple([z.number(), z.number()]),
	topRight: z.tuple([z.number(), z.number()]),
	bottomRight: z.tuple([z.number(), z.number()]),
	bottomLeft: z.tuple([z.number(), z.number()])
});
export type Marks = z.infer<typeof Marks>;

/**
 * The strip of black and white squares beside the top left mark: start bit, three bits of the
 * form's number, three bits of its version, even parity.
 */
export const Strip = z.strictObject({
	x: z.number(),
	y: z.number(),
	size: z.number().positive(),
	pitch: z.number().positive(),
	number: z.int().min(1).max(7),
	version: z.int().min(1).max(7)
});
export type Strip = z.infer<typeof Strip>;

/**
 * A form as data: where what is written, in millimetres. Templates are never changed, a change is
 * a new version; a draft opens with the version it was captured with.
 */
export const Template = z
	.strictObject({
		id: z.string().regex(/^[A-Z][A-Z0-9-]{1,19}$/),
		version: z.int().min(1).max(7),
		title: z.string().trim().min(1).max(80),
		/** The medium's standard processing time in business days (`003:標準的な処理期間 １日 ２日 ４日`). */
		processingDays: z.union([z.literal(1), z.literal(2), z.literal(4)]),
		page: z.strictObject({
			w: z.number().positive().max(500),
			h: z.number().positive().max(500)
		}),
		/** Sheets without marks or strip (`null`) are aligned by four taps and chosen by hand. */
		marks: Marks.nullable(),
		strip: Strip.nullable(),
		/** Areas that are blacked out before anything is kept: where a My Number may stand. */
		masks: z.array(Box).max(10),
		fields: z.array(TemplateField).min(1).max(80),
		/** Pairs of date fields of which the first may not be after the second. */
		order: z.array(z.strictObject({ first: FieldId, then: FieldId })).max(20)
	})
	.superRefine((template, context) => {
		const ids = template.fields.map((field) => field.id);
		const known = new Set(ids);
		if (known.size !== ids.length) context.addIssue({ code: 'custom', message: 'same-id-twice' });
		const named = [
			...template.order.flatMap((pair) => [pair.first, pair.then]),
			...template.fields.flatMap((field) => (field.kind === 'comb' && field.era ? [field.era] : []))
		];
		for (const id of named)
			if (!known.has(id)) context.addIssue({ code: 'custom', message: `unknown-field:${id}` });
	});
export type Template = z.infer<typeof Template>;

/** The key of one version of a form: `JPSD-A@1`. */
export function templateKey(template: Pick<Template, 'id' | 'version'>): string {
	return `${template.id}@${template.version}`;
}
