import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { languageTags } from '#lib/domain/basics/languages.ts';
import {
	drift,
	flatten,
	packStamps,
	stampOf,
	stampsIn,
	type PackedStamps,
	type Tree
} from '#lib/i18n/text-stamps.ts';

const locales = new URL('../../locales/', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, locales), 'utf8'));
const kept = read('../tests/fixtures/text-stamps.json') as PackedStamps;

describe('texts and the Japanese they were translated from', () => {
	// Brought up to date? node src/scripts/stamp-texts.ts <language> --renew <namespace>:<key>
	it.each(languageTags.filter((tag) => tag !== 'ja'))('%s: none has been left behind', (tag) => {
		const names = readdirSync(new URL(`${tag}/`, locales)).filter((name) => name.endsWith('.json'));
		const sources = names.flatMap((name) =>
			Object.entries(flatten(read(`ja/${name}`) as Tree)).map(([key, text]) => [
				`${name.replace('.json', '')}:${key}`,
				text
			])
		);
		expect(drift(Object.fromEntries(sources), stampsIn(kept, tag))).toEqual([]);
	});

	it('names what has changed, what is new and what is gone', () => {
		const before = { 'a:same': stampOf('同じ'), 'a:old': stampOf('前の文'), 'a:gone': 'x' };
		const now = { 'a:same': '同じ', 'a:old': '今の文', 'a:new': '新しい文' };
		expect(drift(now, before)).toEqual(['a:old', 'a:new', 'a:gone']);
	});

	it('keeps what differs between languages, and nothing twice', () => {
		const en = { 'a:one': '1', 'a:two': '2', 'staff:x': '3' };
		const my = { 'a:one': '1', 'a:two': '9' };
		const packed = packStamps([
			['en', en],
			['my', my]
		]);
		expect(packed).toEqual({ 'a:one': '1', 'a:two': { en: '2', my: '9' }, 'staff:x': { en: '3' } });
		expect([stampsIn(packed, 'en'), stampsIn(packed, 'my')]).toEqual([en, my]);
	});
});
