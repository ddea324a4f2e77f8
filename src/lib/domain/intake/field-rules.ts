import { holdsMyNumber } from '../basics/my-number.ts';
import { dateOfEra } from '../basics/wareki.ts';
import type { CombField, Template, TemplateField } from './template.ts';

/** What can be wrong with a value by itself or beside the others; each has a text (`intake.rule`). */
export const ruleFaults = [
	'missing',
	'too-short',
	'too-long',
	'letters',
	'date',
	'future',
	'time',
	'phone',
	'postal',
	'one-tick',
	'option',
	'order',
	'my-number'
] as const;
export type RuleFault = (typeof ruleFaults)[number];

export type Check =
	{ readonly ok: true } | { readonly ok: false; readonly kind: RuleFault; readonly field?: string };

const good: Check = { ok: true };
const wrong = (kind: RuleFault): Check => ({ ok: false, kind });

export type Values = Readonly<Record<string, string>>;

const letters = {
	digits: /^\d*$/,
	katakana: /^[ァ-ヶー・ ]*$/,
	roman: /^[A-Z '.-]*$/,
	name: /^[^\p{Cc}\d]*$/u,
	japanese: /^[^\p{Cc}]*$/u
} as const;

const eraOf = (field: CombField, values: Values): string | undefined =>
	field.era === undefined ? 'R' : values[field.era];

/** Two digits each, from the start of a value. */
const pairs = (value: string): number[] => (value.match(/../g) ?? []).map(Number);

/**
 * The date that a comb holds, YYYY-MM-DD; of a month or a year, its first day. Undefined when there
 * is no such date in its era, `unknown` while its era is not known.
 */
export function dateIn(field: CombField, values: Values): string | undefined | 'unknown' {
	const era = eraOf(field, values);
	if (!era) return 'unknown';
	const [year = 0, month = 0, day = 1] = pairs(values[field.id] ?? '');
	if (field.format === 'yymmdd') return dateOfEra(era, year, month, day);
	// A month in which the era changes counts as a month of both.
	if (field.format === 'yymm')
		return [1, 28].map((some) => dateOfEra(era, year, month, some)).find(Boolean);
	return ['01', '12'].map((some) => dateOfEra(era, year, Number(some), 31)).find(Boolean);
}

function checkPhone(value: string): Check {
	if (/^0[5789]0/.test(value)) return value.length === 11 ? good : wrong('phone');
	return /^0\d{9}$/.test(value) ? good : wrong('phone');
}

function checkFormat(field: CombField, values: Values, today: string): Check {
	const value = values[field.id] ?? '';
	if (field.format === 'phone') return checkPhone(value);
	if (field.format === 'postal') return /^\d{7}$/.test(value) ? good : wrong('postal');
	if (field.format === 'hhmm') return /^([01]\d|2[0-3])[0-5]\d$/.test(value) ? good : wrong('time');
	if (field.format !== 'yymmdd' && field.format !== 'yymm' && field.format !== 'yy') return good;
	const date = dateIn(field, values);
	if (date === undefined) return wrong('date');
	// A birthday is the date whose era is circled: it cannot lie ahead.
	return field.era !== undefined && date !== 'unknown' && date > today ? wrong('future') : good;
}

function checkComb(field: CombField, values: Values, today: string): Check {
	const value = values[field.id] ?? '';
	if (!letters[field.charset].test(value)) return wrong('letters');
	if ([...value].length > field.cells.length) return wrong('too-long');
	if ([...value].length < field.minLength) return wrong('too-short');
	return checkFormat(field, values, today);
}

/** Checks one value in its normal form; `values` are those of the other fields as far as known. */
export function checkField(field: TemplateField, values: Values, today: string): Check {
	const value = values[field.id] ?? '';
	if (value === '') return field.required ? wrong('missing') : good;
	if (field.kind === 'comb') return checkComb(field, values, today);
	if (field.kind === 'text') {
		if (holdsMyNumber(value)) return wrong('my-number');
		return letters[field.charset].test(value) ? good : wrong('letters');
	}
	const ticked = value.split(',');
	if (ticked.some((one) => !field.options.some((option) => option.value === one)))
		return wrong('option');
	const isMany = field.kind === 'check' && field.multi;
	return ticked.length > 1 && !isMany ? wrong('one-tick') : good;
}

/** Checks the pairs of dates that a template orders; names the later field. */
function checkOrder(template: Template, values: Values): Map<string, RuleFault> {
	const faults = new Map<string, RuleFault>();
	const comb = (id: string): CombField | undefined => {
		const field = template.fields.find((one) => one.id === id);
		return field?.kind === 'comb' ? field : undefined;
	};
	for (const pair of template.order) {
		const [first, then] = [comb(pair.first), comb(pair.then)];
		if (!first || !then || !values[first.id] || !values[then.id]) continue;
		const [from, to] = [dateIn(first, values), dateIn(then, values)];
		if (from === undefined || to === undefined || from === 'unknown' || to === 'unknown') continue;
		if (from > to) faults.set(then.id, 'order');
	}
	return faults;
}

/** Every field whose value breaks a rule, with the first rule it breaks. `today`: YYYY-MM-DD. */
export function checkForm(
	template: Template,
	values: Values,
	today: string
): Map<string, RuleFault> {
	const faults = checkOrder(template, values);
	for (const field of template.fields) {
		const check = checkField(field, values, today);
		if (!check.ok) faults.set(field.id, check.kind);
	}
	return faults;
}
