import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { makeTransport } from './transport.ts';

const schema = z.object({ n: z.int() });

/** A transport whose network is one function from request headers to a response. */
const over = (answer: (nonce: string) => Response | Promise<Response>) =>
	makeTransport({
		fetch: async (_, init) => answer(new Headers(init?.headers).get('x-nonce')!),
		origin: '',
		now: () => 0,
		identity: async () => undefined
	});

const json = (body: unknown, nonce: string, status = 200): Response =>
	new Response(JSON.stringify(body), {
		status,
		headers: { 'content-type': 'application/json', 'x-nonce': nonce }
	});

describe('response gate', () => {
	it('lets a true answer through', async () => {
		expect(await over((nonce) => json({ n: 1 }, nonce)).post('/x', {}, schema)).toEqual({
			kind: 'reply',
			value: { n: 1 }
		});
	});

	it.each([
		[
			'a page of a hotel',
			() => new Response('<html>Welcome</html>', { headers: { 'content-type': 'text/html' } })
		],
		[
			'a page that calls itself JSON',
			(nonce: string) =>
				new Response('<html>', {
					headers: { 'content-type': 'application/json', 'x-nonce': nonce }
				})
		],
		['an answer out of a proxy’s cache', () => json({ n: 1 }, 'another')],
		['a body of another shape', (nonce: string) => json({ n: 'one' }, nonce)],
		[
			'a body cut off',
			(nonce: string) =>
				new Response('{"n":', { headers: { 'content-type': 'application/json', 'x-nonce': nonce } })
		],
		['a redirect', () => new Response(null, { status: 302, headers: { location: '/login' } })],
		['an error without a kind', (nonce: string) => json({ error: 'boom' }, nonce, 500)]
	])('takes %s for no network', async (_, answer) => {
		expect(await over(answer).post('/x', {}, schema)).toEqual({
			kind: 'no-network',
			reason: 'portal'
		});
	});

	it('takes a broken line and a restarting server for unreachable', async () => {
		expect(
			await over(() => Promise.reject(new TypeError('failed'))).post('/x', {}, schema)
		).toEqual({ kind: 'no-network', reason: 'unreachable' });
		expect(
			await over(() => new Response('bad gateway', { status: 502 })).post('/x', {}, schema)
		).toEqual({ kind: 'no-network', reason: 'unreachable' });
	});

	it('hands a refusal on with its kind', async () => {
		const reply = await over((nonce) =>
			json({ error: { kind: 'session-needed' } }, nonce, 401)
		).post('/x', {}, schema);
		expect(reply).toEqual({ kind: 'refusal', status: 401, refusal: { kind: 'session-needed' } });
	});
});
