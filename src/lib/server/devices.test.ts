import { describe, expect, it } from 'vitest';
import { newActivationCode, readActivationCode } from './devices.ts';

describe('activation codes', () => {
	it('look like ABCD-EFGH-JK and differ', () => {
		const codes = Array.from({ length: 200 }, () => newActivationCode());
		for (const code of codes)
			expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{2}$/);
		expect(new Set(codes).size).toBe(200);
	});

	it.each([
		['abcd-efgh-jk', 'ABCDEFGHJK'],
		['ＡＢＣＤ－ＥＦＧＨ－ＪＫ', 'ABCDEFGHJK'],
		[' abcd efgh jk ', 'ABCDEFGHJK'],
		['O123-I567-L9', '0123156719'],
		['ABCD-EFGH-J', undefined],
		['ABCD-EFGH-JU', undefined],
		['', undefined]
	])('are read as people type them: %s', (typed, letters) => {
		expect(readActivationCode(typed)).toBe(letters);
	});
});
