import { describe, expect, it } from 'vitest';
import { checkPassword, hashPassword } from './passwords.ts';

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

	it('works as long for an unknown person', async () => {
		const hash = await hashPassword('abcdefgh');
		await checkPassword('x', undefined);
		const time = async (stored: string | undefined): Promise<number> => {
			const from = performance.now();
			for (let round = 0; round < 5; round += 1) await checkPassword('wrong', stored);
			return performance.now() - from;
		};
		const ratio = (await time(undefined)) / (await time(hash));
		expect(ratio).toBeGreaterThan(0.3);
		expect(ratio).toBeLessThan(3);
		expect(await checkPassword('wrong', undefined)).toBe(false);
	});
});
