import * as z from 'zod/mini';
import { holdsMyNumber } from './my-number.ts';

const noMyNumber = z.refine<string>((text) => !holdsMyNumber(text), { error: 'my-number' });

/** Free text that may be empty; a My Number in it is refused. */
export const freeText = (max: number) =>
	z.string().check(z.trim(), z.maxLength(max, { error: 'too-long' }), noMyNumber);

/** A required line of text. */
export const lineText = (max: number) =>
	z
		.string()
		.check(
			z.trim(),
			z.minLength(1, { error: 'missing' }),
			z.maxLength(max, { error: 'too-long' }),
			noMyNumber
		);

/** A name in katakana, full or half width, Latin letters or spaces as on a residence card. */
export const kanaText = z
	.string()
	.check(
		z.trim(),
		z.maxLength(80, { error: 'too-long' }),
		z.regex(/^[\p{Script=Katakana}ー・\s\u30fb\uff65-\uff9fA-Za-z'.-]*$/u, { error: 'not-kana' }),
		noMyNumber
	);

/** A Japanese telephone number: 0 and nine or ten more digits, hyphens as people write them. */
export const phoneNumber = z.string().check(
	z.overwrite((text) =>
		text
			.normalize('NFKC')
			.replace(/[‐－ー−]/g, '-')
			.replace(/\s/g, '')
	),
	z.refine((text) => text !== '', { error: 'missing', abort: true }),
	z.refine((text) => !holdsMyNumber(text), { error: 'my-number', abort: true }),
	z.regex(/^[\d-]+$/, { error: 'phone-letters', abort: true }),
	z.refine((text) => text.replace(/-/g, '').length >= 10, { error: 'phone-short', abort: true }),
	z.refine((text) => text.replace(/-/g, '').length <= 11, { error: 'phone-long', abort: true }),
	z.regex(/^0/, { error: 'phone-start' })
);

/** 基礎年金番号: ten digits, written 4-6. */
export const pensionNumber = z.string().check(
	z.overwrite((text) => {
		const digits = text.normalize('NFKC').replace(/[\s‐－ー−-]/g, '');
		return /^\d{10}$/.test(digits) ? `${digits.slice(0, 4)}-${digits.slice(4)}` : digits;
	}),
	z.refine((text) => !holdsMyNumber(text), { error: 'my-number', abort: true }),
	z.regex(/^\d{4}-\d{6}$/, { error: 'pension-number' })
);
