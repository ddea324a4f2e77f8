import * as z from 'zod/mini';
import { officeId } from '../basics/ids.ts';
import { ok } from '../basics/result.ts';
import type { Decision, RuleContext } from '../basics/rule.ts';
import { checkField, type Values } from './field-rules.ts';
import type { Field } from './form.ts';
import type { TemplateField } from './template.ts';

/**
 * Whether people may confirm what OCR read instead of keying it: an office's own switch, off until
 * somebody turns it on. A random share is keyed all the same, so that precision stays measured.
 */
export const confirming = z.object({
	officeId,
	isOn: z.boolean(),
	/** How sure OCR must be, 0–1. */
	from: z.number().check(z.minimum(0.8), z.maximum(1)),
	/** Share of confirmable fields that is keyed blind, percent. */
	sample: z.int().check(z.minimum(1), z.maximum(100))
});
export type Confirming = z.infer<typeof confirming>;

export const firstConfirming = (officeId: string): Confirming => ({
	officeId,
	isOn: false,
	from: 0.95,
	sample: 10
});

/** A number below 100 that depends on the text alone: the same on every device and at the centre. */
function lot(text: string): number {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index += 1)
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
	return ((hash ^ (hash >>> 13)) >>> 0) % 100;
}

/** Whether this field of this form was drawn to be keyed blind. */
export const isSampled = (formId: string, fieldId: string, { sample }: Confirming): boolean =>
	lot(`${formId}/${fieldId}`) < sample;

/** Ticks, circles and figures: what OCR reads well enough to be asked "is it this?". */
const isConfirmableKind = (field: TemplateField): boolean =>
	field.kind === 'check' ||
	field.kind === 'circle' ||
	(field.kind === 'comb' && field.charset === 'digits');

/** Whether a person may confirm this reading. `values` are OCR's of the whole form. */
export function mayConfirm(
	policy: Confirming,
	formId: string,
	template: TemplateField,
	field: Field,
	values: Values,
	today: string
): boolean {
	const reading = field.entries[0];
	if (!policy.isOn || field.state !== 'read' || reading?.by !== 'ocr') return false;
	if (!isConfirmableKind(template) || reading.value === '' || reading.p < policy.from) return false;
	if (!checkField(template, values, today).ok) return false;
	return !isSampled(formId, template.id, policy);
}

export const allowArgs = z.pick(confirming, { isOn: true, from: true, sample: true });
export type AllowArgs = z.infer<typeof allowArgs>;

/** `intake.allow-confirming@1`: the office's switch and its limits. */
export const allowConfirming = (
	args: AllowArgs,
	_: { readonly confirming: Confirming | undefined },
	{ officeId }: RuleContext
): Decision<{ readonly table: 'confirming'; readonly row: Confirming }, never> =>
	ok([{ table: 'confirming', row: { officeId, ...args } }]);
