import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kanaText } from '../basics/personal-text.ts';
import { suggestNamePatterns, tidyName, toHalfWidth } from './name-patterns.ts';

const texts = (name: string, kana: string) =>
	suggestNamePatterns({ name, kana }).map(({ text }) => text);
const kinds = (name: string, kana: string) =>
	suggestNamePatterns({ name, kana }).map(({ kind }) => kind);

describe('patterns for the name index', () => {
	it('writes small kana large, as old records have them', () => {
		expect(texts('田中 京子', 'タナカ キョウコ')).toEqual([
			'タナカ キョウコ',
			'タナカ キヨウコ',
			'キョウコ タナカ',
			toHalfWidth('タナカ キョウコ')
		]);
	});

	it('spells a long vowel out and leaves its mark away', () => {
		expect(texts('大野 優子', 'オーノ ユーコ')).toEqual(
			expect.arrayContaining(['オオノ ユウコ', 'オノ ユコ'])
		);
	});

	it('turns the parts of a foreign name round and leaves the middle one away', () => {
		expect(texts('SILVA MARIA APARECIDA', 'シルバ マリア アパレシーダ').slice(0, 3)).toEqual([
			'シルバ マリア アパレシーダ',
			'シルバ アパレシーダ',
			'マリア アパレシーダ シルバ'
		]);
		expect(kinds('SILVA MARIA APARECIDA', 'シルバ マリア アパレシーダ')).toContain('latin');
	});

	it('works with Latin letters alone, half-width kana and hiragana', () => {
		expect(texts('Nguyen Van An', '')).toEqual(['NGUYEN VAN AN', 'NGUYEN AN', 'VAN AN NGUYEN']);
		expect(texts('', 'ﾀﾅｶ ｷﾞﾝｼﾞ')[0]).toBe('タナカ ギンジ');
		expect(tidyName('たなか・ぎんじ')).toBe('タナカ ギンジ');
		expect(texts('田中', '')).toEqual([]);
	});

	it('is the same each time, without doubles, and fits the field', () => {
		const letters = fc.string({
			unit: fc.constantFrom(...'アカガキャュョッーオノユウコ ・ABcd-'),
			maxLength: 30
		});
		fc.assert(
			fc.property(letters, letters, (name, kana) => {
				const made = texts(name, kana);
				expect(texts(name, kana)).toEqual(made);
				expect(new Set(made).size).toBe(made.length);
				for (const text of made)
					expect(kanaText.safeParse(text.slice(0, 80)).success, text).toBe(true);
			})
		);
	});
});
