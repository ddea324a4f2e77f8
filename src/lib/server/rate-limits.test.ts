import { describe, expect, it } from 'vitest';
import { createRateLimits } from './rate-limits.ts';

describe('rate limits', () => {
	it('says how long to wait when the points of a key are used up', async () => {
		const limits = createRateLimits();
		for (let count = 0; count < 10; count += 1) {
			expect(await limits.take('activation', '192.0.2.1')).toBeUndefined();
		}
		const wait = await limits.take('activation', '192.0.2.1');
		expect(wait).toBeGreaterThan(0);
		expect(wait).toBeLessThanOrEqual(60);
		expect(await limits.take('activation', '192.0.2.2')).toBeUndefined();
	});

	it('blocks a person after five failures and forgets them after a success', async () => {
		const limits = createRateLimits();
		for (let count = 0; count < 5; count += 1) {
			expect(await limits.blockedFor('failed-sign-in', 'naito')).toBeUndefined();
			await limits.take('failed-sign-in', 'naito');
		}
		expect(await limits.blockedFor('failed-sign-in', 'naito')).toBeGreaterThan(0);
		await limits.reset('failed-sign-in', 'naito');
		expect(await limits.blockedFor('failed-sign-in', 'naito')).toBeUndefined();
	});
});
