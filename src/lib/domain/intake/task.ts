import { checkForm, type RuleFault } from './field-rules.ts';
import { decidedValues } from './course.ts';
import {
	decidedStates,
	firstOf,
	ownOf,
	writersOf,
	type Entry,
	type Field,
	type Form
} from './form.ts';
import type { Template } from './template.ts';

/**
 * What a person can do in a field now. `key`: blind. `choose`: between two values. `decide`: as the
 * third person. `wait`: somebody else has to. `done`: nothing is left to do.
 */
export type Task = 'key' | 'choose' | 'decide' | 'wait' | 'done';

export function taskOf(field: Field, personId: string): Task {
	const hasWritten = writersOf(field).includes(personId);
	switch (field.state) {
		case 'captured':
		case 'read':
			return 'key';
		case 'keyed':
			return hasWritten ? 'wait' : 'key';
		case 'differing':
			return hasWritten ? 'choose' : 'wait';
		case 'escalated':
		case 'returned':
			return hasWritten ? 'wait' : 'decide';
		default:
			return 'done';
	}
}

/** The fields a person can work on, in the order of the sheet; those passed on for now come last. */
export function tasksOf(
	form: Form,
	template: Template,
	personId: string
): { fieldId: string; task: 'key' | 'choose' | 'decide' }[] {
	const tasks = template.fields.flatMap(({ id }) => {
		const field = form.fields[id];
		const task = field ? taskOf(field, personId) : 'done';
		return task === 'wait' || task === 'done' ? [] : [{ fieldId: id, task }];
	});
	const isLater = ({ fieldId, task }: (typeof tasks)[number]): number =>
		Number(task === 'key' && form.fields[fieldId]!.reason !== null);
	return tasks.sort((a, b) => isLater(a) - isLater(b));
}

/** Both values of a differing field as its writer sees them: the own one and the other. */
export function bothOf(field: Field, personId: string): { own: Entry; other: Entry } | undefined {
	const own = ownOf(field, personId);
	const other = field.entries.find(({ by }) => by !== personId) ?? firstOf(field);
	return own && other && own !== other ? { own, other } : undefined;
}

export interface Progress {
	/** Fields with a value. */
	readonly done: number;
	readonly differing: number;
	/** Fields that another person has to see. */
	readonly waiting: number;
	readonly all: number;
}

export function progressOf({ fields }: Form): Progress {
	const states = Object.values(fields).map(({ state }) => state);
	const count = (...wanted: string[]): number =>
		states.filter((state) => wanted.includes(state)).length;
	return {
		done: count(...decidedStates),
		differing: count('differing'),
		waiting: count('escalated', 'returned'),
		all: states.length
	};
}

/** Decided values that break a rule and were not decided by a third person: they need one. */
export function faultsOf(form: Form, template: Template, today: string): Map<string, RuleFault> {
	const faults = checkForm(template, decidedValues(form), today);
	return new Map(
		[...faults].filter(([id]) => {
			const field = form.fields[id];
			return field && field.value !== null && field.how !== 'third';
		})
	);
}

/** No decided value breaks a rule. */
export const noFaults: ReadonlyMap<string, RuleFault> = new Map();

export type Deadline = 'open' | 'today' | 'late';

/** Where a form stands against its standard processing time. */
export const deadlineOf = ({ dueOn }: Pick<Form, 'dueOn'>, today: string): Deadline =>
	dueOn < today ? 'late' : dueOn === today ? 'today' : 'open';
