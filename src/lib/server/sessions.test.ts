import { describe, expect, it } from 'vitest';
import { sessionCookie, tokenOf } from './sessions.ts';

const asking = (cookie: string, personId?: string): Request =>
	new Request('http://localhost/', {
		headers: personId ? { cookie, 'x-person': personId } : { cookie }
	});

describe('session cookie', () => {
	it('is Secure exactly where the centre has HTTPS', () => {
		expect(sessionCookie('naito', 't', 'https://centre.example.jp', 60)).toBe(
			'session-naito=t; HttpOnly; SameSite=Strict; Path=/; Max-Age=60; Secure'
		);
		expect(sessionCookie('naito', 't', 'http://localhost:3000', 60)).not.toContain('Secure');
	});

	it('is removed by an empty one', () => {
		const removal = sessionCookie('naito', null, 'http://localhost:3000', 60);
		expect(removal).toContain('session-naito=; ');
		expect(removal).toContain('Max-Age=0');
	});

	it('is that of the person who asks, among those of colleagues on the same tablet', () => {
		const cookies = 'a=1; session-naito=shinjuku.abc; session-sakurai=shinjuku.def';
		expect(tokenOf(asking(cookies, 'naito'))).toBe('shinjuku.abc');
		expect(tokenOf(asking(cookies, 'sakurai'))).toBe('shinjuku.def');
		expect(tokenOf(asking(cookies, 'sak'))).toBeUndefined();
		expect(tokenOf(asking(cookies, 'naito=; x'))).toBeUndefined();
		expect(tokenOf(asking(cookies))).toBeUndefined();
		expect(
			tokenOf(new Request('http://localhost/?person=naito', { headers: { cookie: cookies } }))
		).toBe('shinjuku.abc');
	});
});
