import { dateIn } from '#lib/domain/intake/field-rules.ts';
import type { TemplateField } from '#lib/domain/intake/template.ts';
import { warekiDate } from '#lib/domain/basics/wareki.ts';

/** A value as people read it: the labels of options, digits in their groups. */
export function shownValue(field: TemplateField, value: string): string {
	if (field.kind === 'check' || field.kind === 'circle')
		return value
			.split(',')
			.filter(Boolean)
			.map((one) => field.options.find((option) => option.value === one)?.label ?? one)
			.join('、');
	if (field.kind !== 'comb') return value;
	if (field.format === 'postal') return value.replace(/^(\d{3})(\d+)/, '$1-$2');
	if (field.format === 'pension-number') return value.replace(/^(\d{4})(\d+)/, '$1-$2');
	if (field.format === 'hhmm') return value.replace(/^(\d{2})(\d{2})$/, '$1:$2');
	if (field.format === 'yymmdd') return value.replace(/^(\d{2})(\d{2})(\d{2})$/, '$1年$2月$3日');
	if (field.format === 'yymm') return value.replace(/^(\d{2})(\d{2})$/, '$1年$2月');
	return value;
}

/** What a date means in both calendars; nothing for other fields and impossible dates. */
export function meaningOf(
	field: TemplateField,
	value: string,
	others: Readonly<Record<string, string>>
): string {
	if (field.kind !== 'comb' || field.format !== 'yymmdd') return '';
	const date = dateIn(field, { ...others, [field.id]: value });
	return date === undefined || date === 'unknown' ? '' : warekiDate(date);
}

export interface Piece {
	readonly text: string;
	readonly differs: boolean;
}

/** Two values letter by letter, each cut into what they share and what they do not. */
export function piecesOf(one: string, other: string): [Piece[], Piece[]] {
	const [a, b] = [[...one], [...other]];
	// Longest common subsequence: values are short.
	const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
	for (let i = a.length - 1; i >= 0; i -= 1)
		for (let j = b.length - 1; j >= 0; j -= 1)
			table[i]![j] =
				a[i] === b[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
	const left: Piece[] = [];
	const right: Piece[] = [];
	const add = (list: Piece[], text: string, differs: boolean): void => {
		const last = list.at(-1);
		if (last?.differs === differs) list[list.length - 1] = { text: last.text + text, differs };
		else list.push({ text, differs });
	};
	let [i, j] = [0, 0];
	while (i < a.length || j < b.length) {
		if (i < a.length && j < b.length && a[i] === b[j]) {
			add(left, a[i++]!, false);
			add(right, b[j++]!, false);
		} else if (j >= b.length || (i < a.length && table[i + 1]![j]! >= table[i]![j + 1]!))
			add(left, a[i++]!, true);
		else add(right, b[j++]!, true);
	}
	return [left, right];
}
