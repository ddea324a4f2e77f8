import type { Entry, Field, Form } from './form.ts';
import type { Template, TemplateField } from './template.ts';
import { isEqual } from './value.ts';

/** How fields are told apart in the figures: what OCR reads alike well. */
export const fieldTypes = ['digits', 'katakana', 'roman', 'option', 'name', 'text'] as const;
export type FieldType = (typeof fieldTypes)[number];

function typeOf(field: TemplateField): FieldType {
	if (field.kind === 'check' || field.kind === 'circle') return 'option';
	if (field.kind === 'comb') return field.charset;
	return field.charset === 'name' ? 'name' : field.charset === 'katakana' ? 'katakana' : 'text';
}

export interface TypeFigures {
	/** Fields that OCR read and a person keyed blind, with a value decided since. */
	readonly read: number;
	/** Of these, OCR's value was the right one. */
	readonly right: number;
	/** Confirmable readings (`p` at or above the limit) among them, and how many were right. */
	readonly sure: number;
	readonly sureRight: number;
}

export interface IntakeFigures {
	readonly types: Readonly<Record<FieldType, TypeFigures>>;
	/** Forms of which every field has its value. */
	readonly pages: number;
	/** Mean time people spent on such a page, ms; null when there is none. */
	readonly pageMs: number | null;
	/** Share of blind entries that differed from operator 1's; null when there is none. */
	readonly differing: number | null;
}

const none: TypeFigures = { read: 0, right: 0, sure: 0, sureRight: 0 };

/** What a person wrote blind beside operator 1's entry; undefined when a field was confirmed. */
function blindPair({ entries, how }: Field): readonly [Entry, Entry] | undefined {
	const [first, second] = entries;
	return first && second && how !== 'confirmed' ? [first, second] : undefined;
}

const isDone = ({ state }: Form): boolean => state !== 'captured' && state !== 'entry';

/**
 * The running figures of entry: precision of OCR by field type against what people decided, time
 * per page and share of differences. `from`: how sure a reading must be to be confirmable.
 */
export function figuresOf(
	forms: readonly Form[],
	templateOf: (form: Form) => Template | undefined,
	from: number
): IntakeFigures {
	const types = Object.fromEntries(fieldTypes.map((type) => [type, none])) as Record<
		FieldType,
		TypeFigures
	>;
	let [pairs, differing, pages, ms] = [0, 0, 0, 0];
	for (const form of forms) {
		const template = templateOf(form);
		if (!template || form.state === 'dropped') continue;
		if (isDone(form)) {
			pages += 1;
			for (const { entries } of Object.values(form.fields))
				for (const entry of entries) ms += entry.ms;
		}
		for (const shape of template.fields) {
			const field = form.fields[shape.id];
			const pair = field && blindPair(field);
			if (!field || !pair) continue;
			pairs += 1;
			if (!isEqual(shape, pair[0].value, pair[1].value)) differing += 1;
			const reading = field.entries.find(({ by }) => by === 'ocr');
			if (!reading || field.value === null) continue;
			const right = Number(isEqual(shape, reading.value, field.value));
			const sure = Number(reading.p >= from);
			const type = types[typeOf(shape)];
			types[typeOf(shape)] = {
				read: type.read + 1,
				right: type.right + right,
				sure: type.sure + sure,
				sureRight: type.sureRight + sure * right
			};
		}
	}
	return {
		types,
		pages,
		pageMs: pages === 0 ? null : ms / pages,
		differing: pairs === 0 ? null : differing / pairs
	};
}
