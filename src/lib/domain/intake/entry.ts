import * as z from 'zod/mini';
import { dateAt } from '../basics/days.ts';
import { identifier } from '../basics/ids.ts';
import { holdsMyNumber } from '../basics/my-number.ts';
import { ok, refuse } from '../basics/result.ts';
import type { Decision, RuleContext } from '../basics/rule.ts';
import { firstConfirming, mayConfirm, type Confirming } from './confirming.ts';
import type { Values } from './field-rules.ts';
import {
	isInEntry,
	ownOf,
	VALUE_LENGTH,
	ways,
	writersOf,
	type Entry,
	type Field,
	type FieldDecision,
	type FieldState,
	type Form
} from './form.ts';
import { fieldId, type Template, type TemplateField } from './template.ts';
import { isEqual, normalValue } from './value.ts';

export const intakeRefusals = [
	'form-known',
	'form-unknown',
	'form-closed',
	'form-dates',
	'template-unknown',
	'field-unknown',
	/** The field is past this step. */
	'field-done',
	/** Two operators, or the third person and an earlier one, must be different people. */
	'same-person',
	/** Only who wrote in a field may choose between its values. */
	'not-yours',
	'confirm-not-allowed',
	'fields-open',
	'rule-failed',
	'picture-missing',
	/** Another device put a picture without a My Number in its place meanwhile. */
	'picture-changed'
] as const;
export type IntakeRefusal = (typeof intakeRefusals)[number];

export type FormDecision = Decision<
	{ readonly table: 'form'; readonly row: Form },
	{ readonly kind: IntakeRefusal | 'my-number'; readonly field: string }
>;

/** What the rules of a form's course look at. */
export interface FormFacts {
	readonly form: Form | undefined;
}

/** What the rules of entry look at: the form and the template it was captured with. */
export interface EntryFacts extends FormFacts {
	readonly template: { readonly template: Template } | undefined;
}

interface ConfirmFacts extends EntryFacts {
	readonly confirming: Confirming | undefined;
}

const typed = z.string().check(z.maxLength(VALUE_LENGTH));
const spent = z.int().check(z.minimum(0), z.maximum(86_400_000));
const one = { formId: identifier, fieldId };

export const readArgs = z.object({
	formId: identifier,
	/** What read it: name and version of the engine and its weights. */
	engine: z.string().check(z.maxLength(60)),
	readings: z.record(
		fieldId,
		z.object({ value: typed, p: z.number().check(z.minimum(0), z.maximum(1)) })
	)
});
export const keyArgs = z.object({ ...one, value: typed, ms: spent });
export const chooseArgs = z.object({ ...one, take: z.enum(['own', 'other']), ms: spent });
export const passReasons = ['unreadable', 'unsure', 'rule'] as const;
export const passArgs = z.object({ ...one, reason: z.enum(passReasons) });
export const confirmArgs = z.object({ ...one, ms: spent });

export type ReadArgs = z.infer<typeof readArgs>;
export type KeyArgs = z.infer<typeof keyArgs>;
export type ChooseArgs = z.infer<typeof chooseArgs>;
export type PassArgs = z.infer<typeof passArgs>;
export type ConfirmArgs = z.infer<typeof confirmArgs>;

const no = (kind: IntakeRefusal | 'my-number', at = 'fieldId') => refuse({ kind, field: at });

interface Known {
	readonly form: Form;
	readonly field: Field;
	readonly template: TemplateField;
	readonly whole: Template;
}

/** The form, its field and what the template says of it; or why there is nothing to write in. */
function known(
	{ form, template }: EntryFacts,
	id: string
): { ok: true; value: Known } | ReturnType<typeof no> {
	if (!form) return no('form-unknown', 'formId');
	if (!template) return no('template-unknown', 'formId');
	if (!isInEntry(form)) return no('form-closed', 'formId');
	const field = form.fields[id];
	const shape = template.template.fields.find((item) => item.id === id);
	if (!field || !shape) return no('field-unknown');
	return { ok: true, value: { form, field, template: shape, whole: template.template } };
}

const humanEntry = (value: string, ms: number, { actorId, now }: RuleContext): Entry => ({
	by: actorId,
	value,
	at: now,
	ms,
	p: 1
});

/** The form with one field gone on to `state`; throws when there is no such way. */
function step(
	form: Form,
	id: string,
	state: FieldState,
	change: Partial<Omit<Field, 'state'>>
): Form {
	const field = form.fields[id]!;
	if (!ways[field.state].includes(state)) throw new Error(`no way: ${field.state} → ${state}`);
	return {
		...form,
		state: form.state === 'captured' ? 'entry' : form.state,
		fields: { ...form.fields, [id]: { ...field, reason: null, ...change, state } }
	};
}

const decided = (how: FieldDecision, value: string, { actorId, now }: RuleContext) => ({
	value,
	how,
	by: actorId,
	at: now
});

const writes = (row: Form) => ok([{ table: 'form', row }] as const);

/** What follows when the second operator has written: the same, or not the same. */
function compare(
	{ form, field, template }: Known,
	added: Entry,
	context: RuleContext
): ReturnType<typeof writes> {
	const entries = [...field.entries, added];
	const [first, second] = entries as [Entry, Entry];
	if (!isEqual(template, first.value, second.value))
		return writes(step(form, template.id, 'differing', { entries }));
	// Spaces and dashes may differ: a person's way of writing is kept, not the machine's.
	const human = first.by === 'ocr' ? second : first;
	const change = { entries, ...decided('equal', human.value, context) };
	return writes(step(form, template.id, 'agreed', change));
}

/**
 * `intake.read@1`: what OCR read, once, as operator 1. Where a person was quicker, their entry and
 * OCR's are compared; nothing is decided by OCR alone.
 */
export function readForm(args: ReadArgs, facts: EntryFacts, context: RuleContext): FormDecision {
	const { form, template } = facts;
	if (!form) return no('form-unknown', 'formId');
	if (!template) return no('template-unknown', 'formId');
	if (form.state !== 'captured' && form.state !== 'entry') return no('form-closed', 'formId');
	// A second reading, of another tab or device, adds nothing.
	if (Object.values(form.fields).some(({ entries }) => entries.some(({ by }) => by === 'ocr')))
		return ok([]);
	let row = form;
	for (const shape of template.template.fields) {
		const reading = args.readings[shape.id];
		const field = row.fields[shape.id];
		if (!reading || !field || field.entries.length > 1) continue;
		const value = normalValue(shape, reading.value);
		if (holdsMyNumber(value)) continue;
		const entry: Entry = { by: 'ocr', value, at: context.now, ms: 0, p: reading.p };
		if (field.state === 'captured') row = step(row, shape.id, 'read', { entries: [entry] });
		else if (field.state === 'keyed') {
			const [human] = field.entries as [Entry];
			const isSame = isEqual(shape, human.value, value);
			const entries = [human, entry];
			const decision = { value: human.value, how: 'equal', by: human.by, at: context.now } as const;
			row = isSame
				? step(row, shape.id, 'agreed', { entries, ...decision })
				: step(row, shape.id, 'differing', { entries });
		}
	}
	return writes({ ...row, state: form.state });
}

/**
 * `intake.key@1`: a person's own entry. Blind while the field is `captured`, `read` or `keyed`;
 * later it is a retyping: the same value twice, or the other operator's, decides.
 */
export function keyField(args: KeyArgs, facts: EntryFacts, context: RuleContext): FormDecision {
	const found = known(facts, args.fieldId);
	if (!found.ok) return found;
	const { form, field, template } = found.value;
	const value = normalValue(template, args.value);
	if (holdsMyNumber(value)) return no('my-number', 'value');
	const added = humanEntry(value, args.ms, context);
	if (field.state === 'captured')
		return writes(step(form, template.id, 'keyed', { entries: [added] }));
	if (field.state === 'keyed' && field.entries[0]!.by === context.actorId) return no('same-person');
	if (field.state === 'keyed' || field.state === 'read')
		return compare(found.value, added, context);
	if (field.state !== 'differing') return no('field-done');
	return retype(found.value, added, context);
}

function retype(
	{ form, field, template }: Known,
	added: Entry,
	context: RuleContext
): FormDecision {
	const before = ownOf(field, context.actorId);
	if (!before) return no('not-yours');
	const entries = [...field.entries, added];
	if (entries.length > MOST_ENTRIES) return no('field-done');
	const others = field.entries.filter(({ by }) => by !== context.actorId);
	const how = isEqual(template, before.value, added.value)
		? 'typed-twice'
		: others.some(({ value }) => isEqual(template, value, added.value))
			? 'took-other'
			: undefined;
	if (!how) return writes(step(form, template.id, 'differing', { entries }));
	const change = { entries, ...decided(how, added.value, context) };
	return writes(step(form, template.id, 'resolved', change));
}

/** Who retypes more often than this passes the field on to somebody else. */
const MOST_ENTRIES = 10;

/** `intake.choose@1`: who wrote in a field sees both values and takes one. */
export function chooseValue(
	args: ChooseArgs,
	facts: EntryFacts,
	context: RuleContext
): FormDecision {
	const found = known(facts, args.fieldId);
	if (!found.ok) return found;
	const { form, field, template } = found.value;
	if (field.state !== 'differing') return no('field-done');
	const own = ownOf(field, context.actorId);
	const other = field.entries.find(({ by }) => by !== context.actorId);
	if (!own || !other) return no('not-yours');
	const how = args.take === 'own' ? 'kept-own' : 'took-other';
	const { value } = args.take === 'own' ? own : other;
	return writes(step(form, template.id, 'resolved', decided(how, value, context)));
}

/**
 * `intake.pass-on@1`: somebody else shall look; from now on they may see the picture. What nobody
 * has keyed yet stays to be keyed, a value that is there is decided by a third person.
 */
export function passOn(args: PassArgs, facts: EntryFacts): FormDecision {
	const found = known(facts, args.fieldId);
	if (!found.ok) return found;
	const { form, field } = found.value;
	if (['captured', 'read', 'keyed'].includes(field.state)) {
		const fields = { ...form.fields, [args.fieldId]: { ...field, reason: args.reason } };
		return writes({ ...form, isShared: true, fields });
	}
	if (!ways[field.state].includes('escalated')) return no('field-done');
	const undone = { value: null, how: null, by: null, at: null };
	const row = step(form, args.fieldId, 'escalated', { ...undone, reason: args.reason });
	return writes({ ...row, isShared: true });
}

/** `intake.decide@1`: the third person, who has written nothing in this field before. */
export function decideField(args: KeyArgs, facts: EntryFacts, context: RuleContext): FormDecision {
	const found = known(facts, args.fieldId);
	if (!found.ok) return found;
	const { form, field, template } = found.value;
	if (field.state !== 'escalated' && field.state !== 'returned') return no('field-done');
	if (writersOf(field).includes(context.actorId)) return no('same-person');
	const value = normalValue(template, args.value);
	if (holdsMyNumber(value)) return no('my-number', 'value');
	const entries = [...field.entries, humanEntry(value, args.ms, context)];
	const change = { entries, ...decided('third', value, context) };
	return writes(step(form, template.id, 'resolved', change));
}

/** The first entry of each field: the values beside which a reading is checked. */
export const firstValues = ({ fields }: Form): Values =>
	Object.fromEntries(
		Object.entries(fields).map(([id, item]) => [id, item.entries[0]?.value ?? ''])
	);

/** `intake.confirm@1`: a person says that OCR read it right, where the office's switch allows it. */
export function confirmField(
	args: ConfirmArgs,
	facts: ConfirmFacts,
	context: RuleContext
): FormDecision {
	const found = known(facts, args.fieldId);
	if (!found.ok) return found;
	const { form, field, template } = found.value;
	const policy = facts.confirming ?? firstConfirming(context.officeId);
	const today = dateAt(context.now);
	if (!mayConfirm(policy, form.formId, template, field, firstValues(form), today))
		return no('confirm-not-allowed');
	const { value } = field.entries[0]!;
	const entries = [...field.entries, humanEntry(value, args.ms, context)];
	const change = { entries, ...decided('confirmed', value, context) };
	return writes(step(form, template.id, 'agreed', change));
}
