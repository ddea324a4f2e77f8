// Scores of the OCR evaluation: what was read against what is true, by kind of field and of page.
import type { Template, TemplateField } from '#lib/domain/intake/template.ts';

/** One picture of the truth file; parts that a set does not know may be missing. */
export interface TruthImage {
	readonly file: string;
	readonly form: string;
	readonly template: string;
	readonly style?: { readonly kind?: string; readonly digitFont?: string | null };
	readonly degradation?: Readonly<Record<string, unknown>>;
	readonly truth: Readonly<Record<string, string>>;
}

export type Prediction = Readonly<Record<string, string>>;

export interface Tally {
	fields: number;
	right: number;
	letters: number;
	wrongLetters: number;
}

const dash = '[‐-―−ーｰ─━–—~～一]';
const afterFigure = new RegExp(`(?<=[0-9])${dash}`, 'gu');
const beforeFigure = new RegExp(`${dash}(?=[0-9])`, 'gu');

/** Text without what does not count: width, blanks, kind of dash beside figures, case. */
export const plain = (text: string | undefined): string =>
	(text ?? '')
		.normalize('NFKC')
		.replace(beforeFigure, '-')
		.replace(afterFigure, '-')
		.replace(/\s+/g, '')
		.toUpperCase();

const options = (text: string | undefined): string => (text ?? '').split(',').sort().join();

/** How many letters must change to get from one text to the other. */
export function distance(one: string, other: string): number {
	const [a, b] = [[...one], [...other]];
	let row = Array.from({ length: b.length + 1 }, (_, at) => at);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++)
			next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + +(a[i - 1] !== b[j - 1]));
		row = next;
	}
	return row[b.length]!;
}

/** The kind of field that the tables speak of. */
export function kindOf(field: TemplateField): string {
	if (field.kind === 'check' || field.kind === 'circle') return 'option';
	if (field.kind === 'comb')
		return { digits: 'digits', katakana: 'kana-comb', roman: 'roman-comb' }[field.charset];
	if (field.charset === 'katakana') return 'kana-free';
	if (field.charset === 'name') return 'name';
	return field.id === 'address' ? 'address' : 'kanji-free';
}

/** One field of one picture, compared; undefined when nothing is there and nothing was read. */
export interface Compared {
	readonly kind: string;
	readonly right: boolean;
	readonly letters: number;
	readonly wrongLetters: number;
}

export function compare(
	field: TemplateField,
	truth: string,
	read: string | undefined
): Compared | undefined {
	const kind = kindOf(field);
	const isOption = kind === 'option';
	const [wanted, got] = isOption ? [options(truth), options(read)] : [plain(truth), plain(read)];
	if (wanted === '' && got === '') return undefined;
	const right = wanted === got;
	const letters = isOption ? 1 : Math.max(1, [...wanted].length);
	const wrongLetters = isOption ? +!right : Math.min(letters, distance(wanted, got));
	return { kind, right, letters, wrongLetters };
}

/** The groups a picture belongs to besides its kinds of fields: form, hand, source and harm. */
export function groupsOf(image: TruthImage): string[] {
	const harm = image.degradation ?? {};
	const number = (name: string): number => Number(harm[name] ?? 0);
	const hand = `${image.style?.kind ?? 'unknown'}${image.style?.digitFont ? '+latinhand' : ''}`;
	return [
		`form ${image.form}`,
		`hand ${hand}`,
		`source ${String(harm.src ?? 'unknown')}`,
		`dpi ${String(harm.dpi ?? '?')}`,
		`blur ${number('blur') >= 1.1 ? '≥ 1.1' : '< 1.1'}`,
		`jpeg ${number('jpeg') < 55 ? '< 55' : '≥ 55'}`,
		...(number('curve') > 0.9 ? ['bow > 0.9 mm'] : []),
		...(number('persp') > 0.035 ? ['perspective > 3.5 %'] : []),
		...(number('shadow') > 0 && number('shadow') < 1 ? ['shadow'] : []),
		...(number('motion') > 0 ? ['motion'] : []),
		...(number('orient') > 0 ? ['turned'] : []),
		...(number('crop') > 0 ? ['cropped side'] : []),
		...(harm.crease ? ['crease'] : []),
		...(Number(harm.hideFid ?? -1) >= 0 ? ['hidden mark'] : [])
	];
}

/** Sums by group. */
export class Score {
	readonly groups = new Map<string, Tally>();
	pages = 0;
	wholePages = 0;

	add(image: TruthImage, template: Template, read: Prediction): void {
		let whole = true;
		for (const field of template.fields) {
			if (!(field.id in image.truth)) continue;
			const one = compare(field, image.truth[field.id]!, read[field.id]);
			if (!one) continue;
			whole &&= one.right;
			for (const group of ['all', `field ${one.kind}`, ...groupsOf(image)]) this.#count(group, one);
		}
		this.pages++;
		this.wholePages += +whole;
	}

	#count(group: string, one: Compared): void {
		const tally = this.groups.get(group) ?? { fields: 0, right: 0, letters: 0, wrongLetters: 0 };
		tally.fields++;
		tally.right += +one.right;
		tally.letters += one.letters;
		tally.wrongLetters += one.wrongLetters;
		this.groups.set(group, tally);
	}

	/** Share of fields that are right in a group, in percent; undefined when it has none. */
	percent(group: string): number | undefined {
		const tally = this.groups.get(group);
		return tally && (100 * tally.right) / tally.fields;
	}
}
