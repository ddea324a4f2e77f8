import type { TemplateField } from './template.ts';

const hiragana = /[\u3041-\u3096]/g;
const toKatakana = (text: string): string =>
	text.replace(hiragana, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60));
const dashes = /[‐‑‒–—―−ｰ─━~〜～]/g;
const spaces = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The letters by which an era is keyed: 昭 or s or 5 for 昭和, as on the forms of the field. */
const eraKeys: Readonly<Record<string, string>> = {
	明: 'M',
	大: 'T',
	昭: 'S',
	平: 'H',
	令: 'R',
	'1': 'M',
	'3': 'T',
	'5': 'S',
	'7': 'H',
	'9': 'R'
};

function normalOption(field: TemplateField & { kind: 'check' | 'circle' }, typed: string): string {
	const wanted = new Set(
		typed
			.normalize('NFKC')
			.split(/[,、\s]+/)
			.filter(Boolean)
			.map((part) => {
				const isKnown = field.options.some(({ value }) => value === part);
				if (isKnown || field.kind === 'check') return part;
				return eraKeys[part[0]!] ?? part.toUpperCase();
			})
	);
	const known = field.options.filter(({ value }) => wanted.has(value)).map(({ value }) => value);
	const unknown = [...wanted].filter((part) => !known.includes(part));
	return [...known, ...unknown].join(',');
}

/**
 * The one way in which a value is kept, whoever wrote it: digits without separators, katakana in
 * full width, Latin capitals, options in the order of the form, lines of a text joined by a space.
 */
export function normalValue(field: TemplateField, typed: string): string {
	if (field.kind === 'check' || field.kind === 'circle') return normalOption(field, typed);
	const text = typed.normalize('NFKC');
	if (field.charset === 'digits')
		return text.replace(dashes, '-').replace(/[\s\-ー./:年月日時分]/g, '');
	if (field.charset === 'katakana')
		return spaces(toKatakana(text).replace(dashes, '-').replaceAll('-', 'ー'));
	if (field.charset === 'roman') return spaces(text.toUpperCase().replace(dashes, '-'));
	return spaces(text);
}

/** A dash beside a figure is a hyphen, whichever of the many lines was written or read. */
const betweenFigures = /(?<=\d)[‐-―−ーｰ─━—~〜～-](?=\d)/gu;

/**
 * What counts when two operators are compared (エントリー・ベリファイ): spaces in free text and the
 * kind of dash between figures do not.
 */
function comparable(field: TemplateField, value: string): string {
	const normal = normalValue(field, value);
	if (field.kind !== 'text') return normal;
	return normal.replace(betweenFigures, '-').replace(/\s/g, '').toUpperCase();
}

/** Whether two operators wrote the same. */
export const isEqual = (field: TemplateField, one: string, other: string): boolean =>
	comparable(field, one) === comparable(field, other);
