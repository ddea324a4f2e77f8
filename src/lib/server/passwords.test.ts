import { argon2Verify } from 'hash-wasm';
import { describe, expect, it, vi } from 'vitest';
import { checkPassword, hashPassword } from './passwords.ts';

vi.mock('hash-wasm', async (original) => {
	const real = await original<typeof import('hash-wasm')>();
	return { ...real, argon2Verify: vi.fn(real.argon2Verify) };
});

describe('passwords', () => {
	it('knows the right one from a wrong one', async () => {
		const hash = await hashPassword('ねんきん-2026');
		expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
		expect(await checkPassword('ねんきん-2026', hash)).toBe(true);
		expect(await checkPassword('ねんきん-2027', hash)).toBe(false);
	});

	it('salts: the same password has two hashes', async () => {
		expect(await hashPassword('abcdefgh')).not.toBe(await hashPassword('abcdefgh'));
	});

	it('takes full-width letters for the same password', async () => {
		expect(await checkPassword('ａｂｃ１２３', await hashPassword('abc123'))).toBe(true);
	});

	it('does the same work for an unknown person', async () => {
		const hash = await hashPassword('abcdefgh');
		vi.mocked(argon2Verify).mockClear();
		expect(await checkPassword('wrong', undefined)).toBe(false);
		expect(await checkPassword('wrong', hash)).toBe(false);
		const [unknown, known] = vi.mocked(argon2Verify).mock.calls.map(([given]) => given.hash);
		const cost = (encoded: string | undefined) => encoded?.split('$').slice(1, 4);
		expect(cost(unknown)).toEqual(cost(known));
	});
});
