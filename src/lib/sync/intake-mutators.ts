import { addDays } from '#lib/domain/basics/days.ts';
import {
	acceptForm,
	captureArgs,
	captureForm,
	coverArgs,
	coverForm,
	dropArgs,
	dropForm,
	DUE_DAYS,
	formArgs,
	moveArgs,
	moveForm,
	returnArgs,
	returnForm,
	submitForm,
	verifyForm
} from '#lib/domain/intake/course.ts';
import {
	chooseArgs,
	chooseValue,
	confirmArgs,
	confirmField,
	decideField,
	keyArgs,
	keyField,
	passArgs,
	passOn,
	readArgs,
	readForm
} from '#lib/domain/intake/entry.ts';
import type { Form } from '#lib/domain/intake/form.ts';
import { allowArgs, allowConfirming } from '#lib/domain/intake/confirming.ts';
import { templateKey } from '#lib/domain/intake/template.ts';
import { defineMutator, type Known, type Read, type Reads } from './mutator.ts';

const ofForm = ({ formId }: { formId: string }): string => formId;
const formOnly = ({ formId }: { formId: string }) => ({ form: ['form', formId] }) as const;

/** The form, and then the template with which it was captured. */
function withTemplate(args: { formId: string }, known: Known) {
	const form = known.form as Form | undefined;
	const key = form && templateKey({ id: form.templateId, version: form.templateVersion });
	const template: Read = key === undefined ? null : ['template', key];
	return { form: ['form', args.formId] as Read, template };
}

const holidaysAfter = (date: string): Reads =>
	Object.fromEntries(
		Array.from({ length: DUE_DAYS }, (_, index) => {
			const day = addDays(date, index + 1);
			return [`holiday/${day}`, ['holiday', day]];
		})
	);

const entry = { right: 'intake', subject: ofForm, first: formOnly, reads: withTemplate } as const;
const course = { right: 'intake', subject: ofForm, reads: formOnly } as const;
const approval = { right: 'approve', subject: ofForm, reads: formOnly } as const;

export const intakeMutators = {
	'intake.capture@1': defineMutator({
		right: 'intake',
		args: captureArgs,
		subject: ofForm,
		reads: ({ formId, templateId: id, templateVersion: version, receivedOn }) => ({
			form: ['form', formId],
			template: ['template', templateKey({ id, version })],
			...holidaysAfter(receivedOn)
		}),
		decide: captureForm
	}),
	'intake.read@1': defineMutator({ ...entry, args: readArgs, decide: readForm }),
	'intake.key@1': defineMutator({ ...entry, args: keyArgs, decide: keyField }),
	'intake.choose@1': defineMutator({ ...entry, args: chooseArgs, decide: chooseValue }),
	'intake.pass-on@1': defineMutator({ ...entry, args: passArgs, decide: passOn }),
	'intake.decide@1': defineMutator({ ...entry, args: keyArgs, decide: decideField }),
	'intake.confirm@1': defineMutator({
		...entry,
		args: confirmArgs,
		reads: (args, known, officeId) => ({
			...withTemplate(args, known),
			confirming: ['confirming', officeId] as Read
		}),
		decide: confirmField
	}),
	'intake.verify@1': defineMutator({ ...entry, args: formArgs, decide: verifyForm }),
	'intake.submit@1': defineMutator({ ...course, args: formArgs, decide: submitForm }),
	'intake.move@1': defineMutator({ ...course, args: moveArgs, decide: moveForm }),
	'intake.cover@1': defineMutator({ ...course, args: coverArgs, decide: coverForm }),
	'intake.drop@1': defineMutator({ ...course, args: dropArgs, decide: dropForm }),
	'intake.accept@1': defineMutator({ ...approval, args: formArgs, decide: acceptForm }),
	'intake.return@1': defineMutator({ ...approval, args: returnArgs, decide: returnForm }),
	'intake.allow-confirming@1': defineMutator({
		right: 'administration',
		args: allowArgs,
		subject: () => 'confirming',
		reads: (_, __, officeId) => ({ confirming: ['confirming', officeId] as Read }),
		decide: allowConfirming
	})
};
