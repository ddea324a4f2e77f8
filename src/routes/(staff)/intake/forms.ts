import { templateKey, type Template } from '#lib/domain/intake/template.ts';
import { rightsOf } from '#lib/domain/access/access.ts';
import { hasHand } from '#lib/domain/intake/course.ts';
import { isInEntry, isOpen, type Form } from '#lib/domain/intake/form.ts';
import { faultsOf, tasksOf } from '#lib/domain/intake/task.ts';
import type { TabletState } from '../tablet-state.svelte.ts';

/** The template that a form was captured with. */
export const templateOf = (tablet: TabletState, form: Form): Template | undefined =>
	tablet.get('template', templateKey({ id: form.templateId, version: form.templateVersion }))
		?.template;

/** The templates that new sheets are captured with, in the order of their names. */
export const offeredTemplates = (tablet: TabletState): Template[] =>
	tablet
		.list('template')
		.filter(({ isOffered }) => isOffered)
		.map(({ template }) => template)
		.sort((a, b) => (templateKey(a) < templateKey(b) ? -1 : 1));

/** The name on the form once it is decided: by it people find a form again. */
export const nameOn = (form: Form): string => form.fields.name?.value ?? '';

/** Whether this person may accept a form: the right, and no hand in it. */
export const mayApprove = (tablet: TabletState, form: Form): boolean => {
	const person = tablet.desk?.person;
	if (!person || form.state !== 'submitted') return false;
	return rightsOf(person.role).includes('approve') && !hasHand(form, person.personId);
};

const isMyTurn = (tablet: TabletState, form: Form, today: string): boolean => {
	const template = templateOf(tablet, form);
	const me = tablet.desk?.person.personId;
	if (!template || !me || !isInEntry(form)) return false;
	if (tasksOf(form, template, me).length > 0) return true;
	const open = Object.values(form.fields).some(({ value }) => value === null);
	return !open && faultsOf(form, template, today).size === 0;
};

export const filters = ['open', 'mine', 'approve', 'closed'] as const;
export type Filter = (typeof filters)[number];

/** The forms of a list: unfinished ones by their due date, finished ones by when they ended. */
export function formsFor(tablet: TabletState, filter: Filter, today: string): Form[] {
	const passes: Record<Filter, (form: Form) => boolean> = {
		open: isOpen,
		mine: (form) => isMyTurn(tablet, form, today),
		approve: (form) => mayApprove(tablet, form),
		closed: (form) => !isOpen(form)
	};
	const order = (a: Form, b: Form): number =>
		filter === 'closed'
			? (b.closed?.at ?? 0) - (a.closed?.at ?? 0)
			: a.dueOn.localeCompare(b.dueOn) || a.at - b.at;
	return tablet.list('form').filter(passes[filter]).sort(order);
}
