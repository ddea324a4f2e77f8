import { describe, expect, it } from 'vitest';
import { SKEW_MS } from '#lib/sync/request-signing.ts';
import { createNonceMemory } from './signed-request.ts';

const MINUTE = 60_000;

describe('nonce memory', () => {
	it('knows a nonce again for as long as its signature is good', () => {
		for (const start of [0, 7 * MINUTE, 9.99 * MINUTE]) {
			const memory = createNonceMemory();
			memory.remember('first', 0);
			expect(memory.remember('n', start)).toBe(true);
			for (let later = 0; later < 2 * SKEW_MS; later += MINUTE) {
				expect(memory.remember('n', start + later), `${start}+${later}`).toBe(false);
			}
		}
	});

	it('forgets when the signature is too old to be accepted', () => {
		const memory = createNonceMemory();
		memory.remember('n', 0);
		expect(memory.remember('n', 5 * SKEW_MS)).toBe(true);
	});

	it('stays within its bound and lets nothing in twice for that', () => {
		const memory = createNonceMemory(2);
		expect(memory.remember('a', 0)).toBe(true);
		expect(memory.remember('b', 0)).toBe(true);
		expect(memory.remember('c', 0)).toBe('full');
		expect(memory.remember('a', 0)).toBe(false);
		expect(memory.remember('c', 2 * SKEW_MS)).toBe(true);
	});
});
