import * as z from 'zod/mini';
import { plainDate } from '../basics/calendar.ts';
import { addDays, dateAt } from '../basics/days.ts';
import { identifier, sha256Hex } from '../basics/ids.ts';
import { ok, refuse } from '../basics/result.ts';
import type { RuleContext } from '../basics/rule.ts';
import { isSame } from '../basics/same.ts';
import { businessDaysFrom } from '../reporting/business-days.ts';
import type { EntryFacts, FormDecision, FormFacts, IntakeRefusal } from './entry.ts';
import { checkForm, type Values } from './field-rules.ts';
import {
	dropReasons,
	isInEntry,
	isOpen,
	page,
	places,
	writersOf,
	type Field,
	type FieldState,
	type Form
} from './form.ts';
import { fieldId, type Template } from './template.ts';

const pageArgs = z.omit(page, { storedAt: true, covers: true });

export const captureArgs = z.object({
	formId: identifier,
	templateId: z.string(),
	templateVersion: z.int(),
	pages: z.array(pageArgs).check(z.minLength(1), z.maxLength(4)),
	receivedOn: plainDate,
	place: z.enum(places)
});
export const formArgs = z.object({ formId: identifier });
export const coverArgs = z.object({ formId: identifier, hash: sha256Hex, page: pageArgs });
export const moveArgs = z.object({ formId: identifier, place: z.enum(places) });
export const dropArgs = z.object({ formId: identifier, reason: z.enum(dropReasons) });
export const returnReasons = ['wrong-value', 'unreadable', 'not-as-written'] as const;
export const returnArgs = z.object({
	formId: identifier,
	fields: z
		.array(z.object({ fieldId, reason: z.enum(returnReasons) }))
		.check(z.minLength(1), z.maxLength(80))
});
export type CaptureArgs = z.infer<typeof captureArgs>;
export type FormArgs = z.infer<typeof formArgs>;
export type CoverArgs = z.infer<typeof coverArgs>;
export type MoveArgs = z.infer<typeof moveArgs>;
export type DropArgs = z.infer<typeof dropArgs>;
export type ReturnArgs = z.infer<typeof returnArgs>;

/** How far ahead holidays count for a due date. */
export const DUE_DAYS = 30;

interface CaptureFacts extends EntryFacts {
	/** Holidays of the days after receipt, by date; undefined on other days. */
	readonly [holiday: `holiday/${string}`]: { readonly date: string } | undefined;
}

const no = (kind: IntakeRefusal, at = 'formId') => refuse({ kind, field: at });
const writes = (row: Form) => ok([{ table: 'form', row }] as const);

const untouched: Field = {
	state: 'captured',
	entries: [],
	value: null,
	how: null,
	by: null,
	at: null,
	reason: null
};

/**
 * The last business day of the standard processing time (`003:（注）受付日の翌日から…営業日`).
 */
export function dueOn(
	receivedOn: string,
	{ processingDays }: Pick<Template, 'processingDays'>,
	holidays: ReadonlySet<string>
): string {
	return businessDaysFrom(addDays(receivedOn, 1), processingDays, holidays).at(-1)!;
}

/** `intake.capture@1`: a sheet was captured; its picture follows by itself. */
export function captureForm(
	args: CaptureArgs,
	facts: CaptureFacts,
	context: RuleContext
): FormDecision {
	const { now, actorId, deviceId, officeId } = context;
	const pages = args.pages.map((one) => ({ ...one, storedAt: null }));
	if (facts.form) {
		const same = isSame(
			facts.form.pages.map(({ hash }) => hash),
			pages.map(({ hash }) => hash)
		);
		return same ? ok([]) : no('form-known');
	}
	const template = facts.template?.template;
	if (!template) return no('template-unknown', 'templateId');
	const today = dateAt(now);
	if (args.receivedOn > today || args.receivedOn < addDays(today, -366))
		return no('form-dates', 'receivedOn');
	const holidays = new Set(
		Object.entries(facts)
			.filter(([name, row]) => name.startsWith('holiday/') && row)
			.map(([name]) => name.slice('holiday/'.length))
	);
	return writes({
		formId: args.formId,
		officeId,
		templateId: template.id,
		templateVersion: template.version,
		state: 'captured',
		pages,
		by: actorId,
		deviceId,
		at: now,
		receivedOn: args.receivedOn,
		dueOn: dueOn(args.receivedOn, template, holidays),
		isShared: false,
		fields: Object.fromEntries(template.fields.map(({ id }) => [id, untouched])),
		custody: [{ place: args.place, by: actorId, at: now }],
		verified: null,
		submitted: null,
		closed: null
	});
}

/**
 * `intake.cover@1`: a My Number was seen in a picture that was kept already; the picture without it
 * takes its place. My Number (個人番号) is never stored.
 */
export function coverForm({ hash, page: covered }: CoverArgs, { form }: FormFacts): FormDecision {
	if (!form) return no('form-unknown');
	if (form.pages.some((one) => one.hash === covered.hash)) return ok([]);
	if (!isOpen(form)) return no('form-closed');
	if (!form.pages.some((one) => one.hash === hash)) return no('picture-changed', 'hash');
	const pages = form.pages.map((one) =>
		one.hash === hash ? { ...covered, storedAt: null, covers: [...(one.covers ?? []), hash] } : one
	);
	return writes({ ...form, pages });
}

/** The values that are decided so far; fields without one are missing. */
export const decidedValues = ({ fields }: Pick<Form, 'fields'>): Values =>
	Object.fromEntries(
		Object.entries(fields).flatMap(([id, { value }]) => (value === null ? [] : [[id, value]]))
	);

/**
 * Why a form cannot be verified yet: the first field without a value, or the first whose value
 * breaks a rule and was not decided by a third person. Undefined when nothing is in the way.
 */
function obstacle(
	form: Form,
	template: Template,
	today: string
): { kind: 'fields-open' | 'rule-failed'; field: string } | undefined {
	const ready: readonly FieldState[] = ['agreed', 'resolved', 'submitted'];
	const open = template.fields.find(({ id }) => !ready.includes(form.fields[id]!.state));
	if (open) return { kind: 'fields-open', field: open.id };
	const faults = checkForm(template, decidedValues(form), today);
	const failed = template.fields.find(
		({ id }) => faults.has(id) && form.fields[id]!.how !== 'third'
	);
	return failed && { kind: 'rule-failed', field: failed.id };
}

/** Every field in one of `from` goes on to `to`. */
const allTo = (form: Form, from: readonly FieldState[], to: FieldState): Form['fields'] =>
	Object.fromEntries(
		Object.entries(form.fields).map(([id, field]) => [
			id,
			from.includes(field.state) ? { ...field, state: to } : field
		])
	);

/** `intake.verify@1`: every field has its value by the rules of two operators. */
export function verifyForm(args: FormArgs, facts: EntryFacts, context: RuleContext): FormDecision {
	const { form, template } = facts;
	if (!form) return no('form-unknown');
	if (!template) return no('template-unknown');
	if (!isInEntry(form)) return form.state === 'verified' ? ok([]) : no('form-closed');
	const inTheWay = obstacle(form, template.template, dateAt(context.now));
	if (inTheWay) return no(inTheWay.kind, inTheWay.field);
	const fields = allTo(form, ['agreed', 'resolved'], 'verified');
	const verified = { by: context.actorId, at: context.now };
	return writes({ ...form, state: 'verified', fields, verified });
}

/** `intake.submit@1`: form and picture go to the centre. */
export function submitForm(
	args: FormArgs,
	{ form }: FormFacts,
	context: RuleContext
): FormDecision {
	if (!form) return no('form-unknown');
	if (form.state === 'submitted') return ok([]);
	if (form.state !== 'verified') return no('fields-open');
	const fields = allTo(form, ['verified'], 'submitted');
	const submitted = { by: context.actorId, at: context.now };
	return writes({ ...form, state: 'submitted', isShared: true, fields, submitted });
}

/** Whether a person wrote in a form, verified or submitted it: then somebody else approves it. */
export const hasHand = (form: Form, personId: string): boolean =>
	[form.submitted?.by, form.verified?.by].includes(personId) ||
	Object.values(form.fields).some((field) => writersOf(field).includes(personId));

/** S23: approver ≠ drafter. */
function approver(form: Form, { actorId }: RuleContext): IntakeRefusal | undefined {
	if (form.state !== 'submitted') return 'form-closed';
	return hasHand(form, actorId) ? 'same-person' : undefined;
}

/** `intake.accept@1`: the approver, once the centre holds the picture. */
export function acceptForm(
	args: FormArgs,
	{ form }: FormFacts,
	context: RuleContext
): FormDecision {
	if (!form) return no('form-unknown');
	if (form.state === 'accepted') return ok([]);
	const refusal = approver(form, context);
	if (refusal) return no(refusal);
	if (form.pages.some(({ storedAt }) => storedAt === null)) return no('picture-missing');
	const fields = allTo(form, ['submitted'], 'accepted');
	const { actorId: by, now: at } = context;
	return writes({
		...form,
		state: 'accepted',
		fields,
		closed: { by, at, on: dateAt(at), reason: null }
	});
}

/** `intake.return@1`: only the named fields come back, each for a person new to it. */
export function returnForm(
	args: ReturnArgs,
	{ form }: FormFacts,
	context: RuleContext
): FormDecision {
	if (!form) return no('form-unknown');
	const refusal = approver(form, context);
	if (refusal) return no(refusal);
	const fields = { ...form.fields };
	for (const { fieldId: id, reason } of args.fields) {
		const field = fields[id];
		if (!field) return no('field-unknown', id);
		fields[id] = { ...field, state: 'returned', value: null, how: null, reason };
	}
	return writes({ ...form, state: 'returned', fields, verified: null, submitted: null });
}

/** `intake.move@1`: where the sheet lies now. */
export function moveForm(args: MoveArgs, { form }: FormFacts, context: RuleContext): FormDecision {
	if (!form) return no('form-unknown');
	if (form.custody.at(-1)?.place === args.place) return ok([]);
	const moved = { place: args.place, by: context.actorId, at: context.now };
	return writes({ ...form, custody: [...form.custody, moved] });
}

/** `intake.drop@1`: closed without a decision, before it was submitted, with the reason. */
export function dropForm(args: DropArgs, { form }: FormFacts, context: RuleContext): FormDecision {
	if (!form) return no('form-unknown');
	if (form.state === 'dropped') return ok([]);
	if (!isInEntry(form) && form.state !== 'verified') return no('form-closed');
	const { actorId: by, now: at } = context;
	const closed = { by, at, on: dateAt(at), reason: args.reason };
	return writes({ ...form, state: 'dropped', closed });
}
