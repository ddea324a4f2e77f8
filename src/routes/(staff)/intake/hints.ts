import type { HTMLInputAttributes } from 'svelte/elements';
import type { Charset, TemplateField } from '#lib/domain/intake/template.ts';
import type { Translate } from '#lib/i18n/setup.svelte.ts';

/** The keyboard that a touch screen shows for a field. */
export const inputModes: Readonly<Record<Charset, HTMLInputAttributes['inputmode']>> = {
	digits: 'numeric',
	roman: 'text',
	katakana: 'text',
	name: 'text',
	japanese: 'text'
};

/** What may be written in a field, and how it is keyed. */
export function hintOf(t: Translate, field: TemplateField): string {
	if (field.kind === 'circle') return t('intake:entry.hint.circle');
	if (field.kind === 'check')
		return t(field.multi ? 'intake:entry.hint.many' : 'intake:entry.hint.one');
	if (field.kind === 'comb' && field.charset === 'digits') {
		const counts = { least: field.minLength, most: field.cells.length };
		const isOne = counts.least === counts.most;
		return t(isOne ? 'intake:entry.hint.digits' : 'intake:entry.hint.digitsRange', counts);
	}
	const keys = {
		katakana: 'intake:entry.hint.katakana',
		roman: 'intake:entry.hint.roman',
		name: 'intake:entry.hint.name',
		japanese: 'intake:entry.hint.text',
		digits: 'intake:entry.hint.text'
	} as const;
	return t(keys[field.charset]);
}

/** The ticks of a field after one of its options was pressed. */
export function toggled(field: TemplateField, value: string, option: string): string {
	if (field.kind !== 'check' || !field.multi) return value === option ? '' : option;
	const picked = value.split(',').filter(Boolean);
	const next = picked.includes(option)
		? picked.filter((one) => one !== option)
		: [...picked, option];
	const order = field.options.map((one) => one.value);
	return order.filter((one) => next.includes(one)).join(',');
}
