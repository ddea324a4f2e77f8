import * as z from 'zod/mini';

const millimetre = z.number().check(z.minimum(-5), z.maximum(500));
const extent = z.number().check(z.positive(), z.maximum(500));

/** A rectangle on the sheet in millimetres, origin at the top left corner of the paper. */
export const box = z.strictObject({ x: millimetre, y: millimetre, w: extent, h: extent });
export type Box = z.infer<typeof box>;

/** What may be written in a field. `name` is Japanese or Latin; `japanese` is free text. */
export const charsets = ['digits', 'katakana', 'roman', 'name', 'japanese'] as const;
export type Charset = (typeof charsets)[number];

/**
 * What a string of digits means. Years are two digits of an era: of the printed 令和, or of the
 * era that another field holds (`era`).
 */
export const formats = [
	'yymmdd',
	'yymm',
	'yy',
	'hhmm',
	'phone',
	'postal',
	'pension-number'
] as const;
export type Format = (typeof formats)[number];

export const fieldId = z.string().check(z.regex(/^[a-z][A-Za-z0-9]{0,39}$/));
const label = z.string().check(z.trim(), z.minLength(1), z.maxLength(60));
const base = { id: fieldId, label, required: z.boolean() };
const count = (least: number, most: number) => z.int().check(z.minimum(least), z.maximum(most));
const list = <Item extends z.ZodMiniType>(item: Item, least: number, most: number) =>
	z.array(item).check(z.minLength(least), z.maxLength(most));
const option = z.strictObject({
	value: z.string().check(z.regex(/^[A-Za-z0-9-]{1,20}$/)),
	label,
	box
});

/** One character per printed cell. */
export const combField = z.strictObject({
	...base,
	kind: z.literal('comb'),
	charset: z.enum(['digits', 'katakana', 'roman']),
	minLength: count(0, 60),
	cells: list(box, 1, 60),
	format: z.optional(z.enum(formats)),
	/** The field that holds the era (M T S H R) of this date; without it the date is of 令和. */
	era: z.optional(fieldId)
});

/** Free writing in a frame of one or more lines. */
export const textField = z.strictObject({
	...base,
	kind: z.literal('text'),
	charset: z.enum(['katakana', 'name', 'japanese']),
	lines: count(1, 8),
	box
});

/** Boxes to tick. */
export const checkField = z.strictObject({
	...base,
	kind: z.literal('check'),
	multi: z.boolean(),
	options: list(option, 1, 40)
});

/** Printed words of which one is circled, such as the era. */
export const circleField = z.strictObject({
	...base,
	kind: z.literal('circle'),
	options: list(option, 2, 10)
});

export const templateField = z.discriminatedUnion('kind', [
	combField,
	textField,
	checkField,
	circleField
]);
export type CombField = z.infer<typeof combField>;
export type TextField = z.infer<typeof textField>;
export type CheckField = z.infer<typeof checkField>;
export type CircleField = z.infer<typeof circleField>;
export type TemplateField = z.infer<typeof templateField>;

const centre = z.tuple([millimetre, millimetre]);

/** The four printed marks: centres in mm; the top left one is a ring with a dot and says what is up. */
export const marks = z.strictObject({
	size: z.number().check(z.minimum(3), z.maximum(20)),
	topLeft: centre,
	topRight: centre,
	bottomRight: centre,
	bottomLeft: centre
});
export type Marks = z.infer<typeof marks>;

/**
 * The strip of black and white squares beside the top left mark: start bit, three bits of the
 * form's number, three bits of its version, even parity.
 */
export const strip = z.strictObject({
	x: millimetre,
	y: millimetre,
	size: extent,
	pitch: extent,
	number: count(1, 7),
	version: count(1, 7)
});
export type Strip = z.infer<typeof strip>;

const shape = z.strictObject({
	id: z.string().check(z.regex(/^[A-Z][A-Z0-9-]{1,19}$/)),
	version: count(1, 7),
	title: z.string().check(z.trim(), z.minLength(1), z.maxLength(80)),
	/** The standard processing time in business days (`003:標準的な処理期間の目標 １日 ２日 ４日`). */
	processingDays: z.literal([1, 2, 4]),
	page: z.strictObject({ w: extent, h: extent }),
	/** Sheets without marks or strip (`null`) are aligned by four taps and chosen by hand. */
	marks: z.nullable(marks),
	strip: z.nullable(strip),
	/** Areas that are blacked out before anything is kept: where a My Number may stand. */
	masks: list(box, 0, 10),
	fields: list(templateField, 1, 80),
	/** Pairs of date fields of which the first may not be after the second. */
	order: list(z.strictObject({ first: fieldId, then: fieldId }), 0, 20)
});

/** What a template says that cannot be: `same-id` or `unknown-field`, with the id at fault. */
function faultOf({ fields, order }: z.infer<typeof shape>): string | undefined {
	const ids = fields.map(({ id }) => id);
	const twice = ids.find((id, index) => ids.indexOf(id) !== index);
	if (twice !== undefined) return `same-id ${twice}`;
	const eras = fields.flatMap((field) => (field.kind === 'comb' && field.era ? [field.era] : []));
	const named = [...order.flatMap(({ first, then }) => [first, then]), ...eras];
	const lost = named.find((id) => !ids.includes(id));
	return lost === undefined ? undefined : `unknown-field ${lost}`;
}

/**
 * A form as data: where what is written, in millimetres. Templates are never changed, a change is
 * a new version; a draft opens with the version it was captured with.
 */
export const template = shape.check((context) => {
	const fault = faultOf(context.value);
	if (fault)
		context.issues.push({ code: 'custom', message: fault, input: context.value, path: ['fields'] });
});
export type Template = z.infer<typeof template>;

/** The key of one version of a form: `JPSD-A.1`. */
export const templateKey = ({ id, version }: Pick<Template, 'id' | 'version'>): string =>
	`${id}.${version}`;
