import {
	template,
	type Box,
	type Charset,
	type Format,
	type Template,
	type TemplateField
} from './template.ts';

/** A field while its form is being drawn: everything a kind could need, used or not. */
export interface DraftField {
	id: string;
	label: string;
	kind: TemplateField['kind'];
	required: boolean;
	charset: Charset;
	/** Cells of a comb, the frame of a text, or one box for each option. */
	boxes: Box[];
	/** For each box of a choice: what it is called, and the value it stands for. */
	options: { label: string; value: string }[];
	multi: boolean;
	lines: number;
	minLength: number;
	format: Format | '';
	era: string;
}

/** A form while it is being drawn. */
export interface TemplateDraft {
	id: string;
	version: number;
	title: string;
	processingDays: 1 | 2 | 4;
	page: { w: number; h: number };
	/** Whether the sheet carries the four marks and the strip; the strip's number. */
	hasMarks: boolean;
	number: number;
	masks: Box[];
	fields: DraftField[];
	order: { first: string; then: string }[];
}

export const A4 = { w: 210, h: 297 } as const;

const MARK_MM = 13.5;

/** Where marks and strip stand on sheets that are made for this product. */
function standardMarks({ w, h }: Template['page']): NonNullable<Template['marks']> {
	const [right, bottom] = [w - MARK_MM, h - MARK_MM];
	return {
		size: 7,
		topLeft: [MARK_MM, MARK_MM],
		topRight: [right, MARK_MM],
		bottomRight: [right, bottom],
		bottomLeft: [MARK_MM, bottom]
	};
}

export const emptyDraft = (): TemplateDraft => ({
	id: '',
	version: 1,
	title: '',
	processingDays: 4,
	page: { ...A4 },
	hasMarks: false,
	number: 4,
	masks: [],
	fields: [],
	order: []
});

export const emptyField = (at: number): DraftField => ({
	id: `field${at}`,
	label: '',
	kind: 'comb',
	required: true,
	charset: 'digits',
	boxes: [],
	options: [],
	multi: false,
	lines: 1,
	minLength: 1,
	format: '',
	era: ''
});

const round = (mm: number): number => Math.round(mm * 10) / 10;

/** A drawn box in tenths of a millimetre, on the sheet. */
export function tidyBox({ x, y, w, h }: Box, page: Template['page']): Box {
	const left = Math.max(0, Math.min(page.w - 1, Math.min(x, x + w)));
	const top = Math.max(0, Math.min(page.h - 1, Math.min(y, y + h)));
	return {
		x: round(left),
		y: round(top),
		w: round(Math.max(1, Math.min(page.w - left, Math.abs(w)))),
		h: round(Math.max(1, Math.min(page.h - top, Math.abs(h))))
	};
}

/** A row of equal cells. */
export const cellsOf = ({ x, y, w, h }: Box, count: number): Box[] =>
	Array.from({ length: count }, (_, at) => ({
		x: round(x + (w * at) / count),
		y,
		w: round(x + (w * (at + 1)) / count) - round(x + (w * at) / count),
		h
	})).map((cell) => ({ ...cell, w: round(cell.w) }));

function toField(field: DraftField, ids: readonly string[]): unknown {
	const base = { id: field.id, label: field.label, required: field.required };
	const { kind, charset, boxes } = field;
	if (kind === 'text') return { ...base, kind, charset, lines: field.lines, box: boxes[0] };
	if (kind === 'comb')
		return {
			...base,
			kind,
			charset,
			minLength: Math.min(field.minLength, boxes.length),
			cells: boxes,
			...(field.format && charset === 'digits' ? { format: field.format } : {}),
			...(field.era && ids.includes(field.era) ? { era: field.era } : {})
		};
	const options = boxes.map((box, at) => ({ ...field.options[at], box }));
	return kind === 'check'
		? { ...base, kind, multi: field.multi, options }
		: { ...base, kind, options };
}

/** What keeps a draft from being a template. */
export const draftFaults = [
	'key',
	'title',
	'no-fields',
	'same-id',
	'id',
	'label',
	'boxes',
	'option-label',
	'option-value',
	'count',
	'masks',
	'other'
] as const;
export interface DraftFault {
	readonly kind: (typeof draftFaults)[number];
	/** The label or name of the field at fault, if it is one of a field. */
	readonly field: string;
	/** Which option of the field, from 1. */
	readonly option?: number;
}

const faultKinds: Readonly<Record<string, DraftFault['kind']>> = {
	id: 'key',
	title: 'title',
	fields: 'no-fields',
	masks: 'masks',
	'fields.id': 'id',
	'fields.label': 'label',
	'fields.cells': 'boxes',
	'fields.box': 'boxes',
	'fields.options': 'boxes',
	'fields.options.label': 'option-label',
	'fields.options.value': 'option-value',
	'fields.minLength': 'count',
	'fields.lines': 'count'
};

/** A fault of the schema in the words of who draws. */
function toFault(
	{ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string },
	fields: readonly DraftField[]
): DraftFault {
	const at = path[0] === 'fields' && typeof path[1] === 'number' ? fields[path[1]] : undefined;
	const twice = /^same-id (.+)$/.exec(message)?.[1];
	if (twice !== undefined) return { kind: 'same-id', field: twice };
	const names = path.filter((part) => typeof part === 'string').join('.');
	const option = path[2] === 'options' && typeof path[3] === 'number' ? path[3] + 1 : undefined;
	return {
		kind: faultKinds[names] ?? 'other',
		field: at?.label || at?.id || '',
		...(option !== undefined && { option })
	};
}

/** The template that a draft describes, or where it is not one yet. */
export function toTemplate(
	draft: TemplateDraft
): { ok: true; value: Template } | { ok: false; faults: DraftFault[] } {
	const { hasMarks, number, fields, order, ...rest } = draft;
	const ids = fields.map(({ id }) => id);
	const strip = { x: 22, y: 11.5, size: 3, pitch: 4.5, number, version: draft.version };
	const parsed = template.safeParse({
		...rest,
		marks: hasMarks ? standardMarks(draft.page) : null,
		strip: hasMarks ? strip : null,
		fields: fields.map((field) => toField(field, ids)),
		// An order of fields that are no more is none.
		order: order.filter(({ first, then }) => ids.includes(first) && ids.includes(then))
	});
	if (parsed.success) return { ok: true, value: parsed.data };
	return { ok: false, faults: parsed.error.issues.map((issue) => toFault(issue, fields)) };
}

function fromField(field: TemplateField): DraftField {
	const base = { ...emptyField(0), id: field.id, label: field.label, required: field.required };
	if (field.kind === 'text')
		return {
			...base,
			kind: 'text',
			charset: field.charset,
			lines: field.lines,
			boxes: [field.box]
		};
	if (field.kind === 'comb')
		return {
			...base,
			kind: 'comb',
			charset: field.charset,
			minLength: field.minLength,
			boxes: [...field.cells],
			format: field.format ?? '',
			era: field.era ?? ''
		};
	return {
		...base,
		kind: field.kind,
		multi: field.kind === 'check' && field.multi,
		boxes: field.options.map(({ box }) => box),
		options: field.options.map(({ label, value }) => ({ label, value }))
	};
}

/** A known form as the beginning of its next version. */
export const nextVersion = (from: Template): TemplateDraft => ({
	id: from.id,
	version: Math.min(7, from.version + 1),
	title: from.title,
	processingDays: from.processingDays,
	page: { ...from.page },
	hasMarks: from.marks !== null,
	number: from.strip?.number ?? 4,
	masks: [...from.masks],
	fields: from.fields.map(fromField),
	order: [...from.order]
});
