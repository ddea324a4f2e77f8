import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	fieldIds,
	fieldsOf,
	problemOf,
	sample,
	screens,
	type FieldId,
	type Typed
} from './fields.ts';

const TODAY = '2026-11-26';
const check = (field: FieldId, text: string, more: Typed = {}, route: 'key' | 'postcard' = 'key') =>
	problemOf(field, { ...more, [field]: text }, route, TODAY);

describe('fields of the registration', () => {
	it('take the sample on both routes', () => {
		for (const route of ['key', 'postcard'] as const)
			for (const screen of screens)
				for (const field of fieldsOf(screen, route))
					expect([field, problemOf(field, sample, route, TODAY)]).toEqual([field, undefined]);
	});

	it('are asked by route: a key here, an address there', () => {
		const of = (route: 'key' | 'postcard') => screens.flatMap((one) => fieldsOf(one, route));
		expect(fieldIds.filter((id) => !of('key').includes(id))).toEqual(['postcode', 'address']);
		expect(fieldIds.filter((id) => !of('postcard').includes(id))).toEqual(['accessKey']);
	});

	it.each<[FieldId, string, string | undefined]>([
		['accessKey', '1234 5678 9012 3456 7', undefined],
		['accessKey', '1234567890123456', 'key-digits'],
		['accessKey', '１２３４５６７８９０１２３４５６７', 'key-digits'],
		['pensionNumber', '0123456789', undefined],
		['pensionNumber', '012-3456789', 'number-digits'],
		['name', 'NGUYEN VAN A', 'full-width'],
		['name', 'ＮＧＵＹＥＮ　ＶＡＮ　Ａ', undefined],
		['kana', 'ねんきん', 'katakana'],
		['kana', 'ﾈﾝｷﾝ', 'katakana'],
		['kana', 'グエン　ヴァン', undefined],
		['birth', '2026-13-01', 'date'],
		['birth', '2027-01-01', 'future'],
		['postcode', '1680071', undefined],
		['postcode', '168-007', 'postcode'],
		['phone', '00-1111-2222', undefined],
		['phone', '090-1234-5678', undefined],
		['phone', '1234', 'phone'],
		['password', 'abcd123', 'length'],
		['password', 'abcd1234', undefined],
		['password', 'a1'.repeat(10), undefined],
		['password', `${'a1'.repeat(10)}x`, 'length'],
		['password', 'abcdefgh', 'mix'],
		['password', '12345678', 'mix'],
		['password', 'abcd-1234', 'symbol'],
		['password', 'ａｂｃｄ１２３４', 'half-width'],
		['answer', 'POCHI-1.', undefined],
		['answer', 'pochi', 'answer-small'],
		['answer', 'POCHI!', 'answer-letters'],
		['mail', 'a@b', 'mail'],
		['mail', 'あ@b.jp', 'half-width'],
		['mail', `${'a'.repeat(251)}@b.jp`, 'mail-long'],
		['terms', '', 'missing'],
		['sex', 'x', 'missing']
	])('%s %s: %s', (field, text, problem) => {
		expect(check(field, text)).toBe(problem);
	});

	it('take an underscore with a key and an apostrophe without', () => {
		expect(check('answer', 'A_B')).toBeUndefined();
		expect(check('answer', 'A_B', {}, 'postcard')).toBe('answer-letters');
		expect(check('answer', "A'B")).toBe('answer-letters');
		expect(check('answer', "A'B", {}, 'postcard')).toBeUndefined();
	});

	it('compare what is typed twice', () => {
		expect(check('passwordAgain', 'abcd1234', { password: 'abcd1235' })).toBe('differs');
		expect(check('mailAgain', 'a@b.jp', { mail: 'a@b.jp' })).toBeUndefined();
	});

	it('never take a password the real screen refuses', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 30 }), (text) => {
				const fits = /^(?=.*[A-Za-z])(?=.*\d)[A-Za-z0-9]{8,20}$/.test(text);
				return (check('password', text) === undefined) === fits;
			})
		);
	});
});
