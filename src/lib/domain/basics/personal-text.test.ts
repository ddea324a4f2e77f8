import { describe, expect, it } from 'vitest';
import { freeText, kanaText, lineText, pensionNumber, phoneNumber } from './personal-text.ts';

const problem = (
	schema: {
		safeParse: (value: unknown) => { success: boolean; error?: { issues: { message: string }[] } };
	},
	value: unknown
) => schema.safeParse(value).error?.issues[0]?.message;

describe('personal text at the door', () => {
	it.each([
		['080-5521-4821', '080-5521-4821'],
		['０３ー３３５４ー５０４８', '03-3354-5048'],
		['0335545048', '0335545048']
	])('takes the phone number %s as %s', (typed, kept) =>
		expect(phoneNumber.parse(typed)).toBe(kept)
	);

	it.each([
		['', 'missing'],
		['080-55', 'phone-short'],
		['080-5521-48211', 'phone-long'],
		['no phone', 'phone-letters'],
		['1234-5678-9018', 'my-number'],
		['8012345678', 'phone-start']
	])('says what is wrong with the phone number "%s": %s', (typed, kind) =>
		expect(problem(phoneNumber, typed)).toBe(kind)
	);

	it('writes a basic pension number 4-6 and refuses other lengths', () => {
		expect(pensionNumber.parse('１２３４ 567890')).toBe('1234-567890');
		expect(problem(pensionNumber, '12345')).toBe('pension-number');
	});

	it('takes kana of every width and Latin letters of a residence card', () => {
		for (const name of ['グエン・ヴァン・フン', 'ｶﾄｳ ﾊﾅｺ', 'NGUYEN VAN HUNG', ''])
			expect(kanaText.safeParse(name).success).toBe(true);
		expect(problem(kanaText, 'かとう')).toBe('not-kana');
	});

	it('refuses a My Number in any free text and keeps lengths', () => {
		expect(problem(freeText(400), '番号 1234 5678 9018')).toBe('my-number');
		expect(problem(lineText(60), '  ')).toBe('missing');
		expect(problem(lineText(5), 'あいうえおか')).toBe('too-long');
	});
});
