import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PACK_FORMAT, packBytes, type PackKey } from '#lib/sync/packs.ts';
import { keyAlgorithm, signatureAlgorithm, toBase64Url } from '#lib/sync/request-signing.ts';
import { keptNote, keptPack } from './kept-pack.ts';
import { bringPack, refreshPacks } from './packs.ts';

/** As much of the browser's cache as packs use. */
class MemoryCache {
	readonly kept = new Map<string, Response>();
	match = async (address: string) => this.kept.get(address)?.clone();
	put = async (address: string, response: Response) => void this.kept.set(address, response);
	keys = async () => [...this.kept.keys()].map((path) => ({ url: `https://centre${path}` }));
	delete = async ({ url }: { url: string }) => this.kept.delete(new URL(url).pathname);
}

interface Centre {
	readonly key: PackKey;
	readonly sign: CryptoKey;
}
async function newCentre(): Promise<Centre> {
	const pair = await crypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
	const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
	return { key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, sign: pair.privateKey };
}

/** What a centre offers, and a change of it on the way. */
async function offer({ key, sign }: Centre, content: unknown, harm?: 'file' | 'format' | 'half') {
	const file = new TextEncoder().encode(JSON.stringify(content));
	const hash = toBase64Url(await crypto.subtle.digest('SHA-256', file));
	const unsigned = { lang: 'my', format: PACK_FORMAT, hash, bytes: file.length } as const;
	const signed = await crypto.subtle.sign(signatureAlgorithm, sign, packBytes(unsigned));
	const entry = { ...unsigned, size: file.length, signature: toBase64Url(signed) };
	const sent = harm === 'half' ? file.slice(0, 3) : file.slice();
	if (harm === 'file') sent[1] = 65;
	const packs = [harm === 'format' ? { ...entry, format: PACK_FORMAT + 1 } : entry];
	vi.stubGlobal('fetch', async (address: string) =>
		address === '/api/packs' ? Response.json({ key, packs }) : new Response(sent)
	);
}

let caches: Record<string, MemoryCache>;
beforeEach(() => {
	caches = {};
	vi.stubGlobal('caches', { open: async (name: string) => (caches[name] ??= new MemoryCache()) });
});
afterEach(() => vi.unstubAllGlobals());
const bring = (asked: boolean) => bringPack('my', () => 7, asked);

describe('a pack on this device', () => {
	it('is kept, read, and not fetched again while it is the present one', async () => {
		const centre = await newCentre();
		await offer(centre, [{ slug: 'joining' }]);
		expect((await bring(true)).kind).toBe('kept');
		expect(await keptPack('my')).toEqual([{ slug: 'joining' }]);
		expect((await bring(false)).kind).toBe('same');
		await offer(centre, [{ slug: 'spouse' }]);
		expect((await bring(false)).kind).toBe('kept');
		expect(await keptPack('my')).toEqual([{ slug: 'spouse' }]);
	});

	it.each(['file', 'half', 'format'] as const)(
		'stays when the new one is harmed: %s',
		async (harm) => {
			const centre = await newCentre();
			await offer(centre, ['old']);
			await bring(true);
			await offer(centre, ['new'], harm);
			expect((await bring(true)).kind).toBe('bad');
			expect(await keptPack('my')).toEqual(['old']);
		}
	);

	it('of another centre is taken only when somebody asks', async () => {
		await offer(await newCentre(), ['old']);
		await bring(true);
		await offer(await newCentre(), ['new']);
		expect((await bring(false)).kind).toBe('bad');
		expect(await keptPack('my')).toEqual(['old']);
		expect((await bring(true)).kind).toBe('kept');
		expect(await keptPack('my')).toEqual(['new']);
	});

	it('comes only when somebody asks for it', async () => {
		await offer(await newCentre(), ['new']);
		expect((await bring(false)).kind).toBe('none');
		expect(await keptNote('my')).toBeUndefined();
	});

	it('waits for a line', async () => {
		vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no line')));
		expect((await bring(true)).kind).toBe('no-line');
		expect(await keptNote('my')).toBeUndefined();
	});

	it('makes the worker forget older copies of single topics', async () => {
		const copies = (caches.guidance = new MemoryCache());
		await copies.put('/api/guidance/my/joining.json', new Response('[]'));
		await copies.put('/api/guidance/en/joining.json', new Response('[]'));
		await offer(await newCentre(), ['new']);
		await bring(true);
		expect([...copies.kept.keys()]).toEqual(['/api/guidance/en/joining.json']);
	});
});

describe('packs in the background', () => {
	const DAY = 86_400_000;
	const asked = (): number => vi.mocked(fetch).mock.calls.length;

	it('are looked after once a day, and only where one is kept', async () => {
		const centre = await newCentre();
		await offer(centre, ['old']);
		const count = vi.fn(fetch);
		vi.stubGlobal('fetch', count);
		await refreshPacks(() => DAY);
		expect([asked(), await keptNote('my')]).toEqual([0, undefined]);
		await bring(true);
		await offer(centre, ['new']);
		await refreshPacks(() => 2 * DAY);
		expect(await keptPack('my')).toEqual(['new']);
		await offer(centre, ['newest']);
		await refreshPacks(() => 2 * DAY + 1000);
		expect(await keptPack('my')).toEqual(['new']);
		await refreshPacks(() => 3 * DAY);
		expect(await keptPack('my')).toEqual(['newest']);
	});

	it('are looked for again where there was no line', async () => {
		const centre = await newCentre();
		await offer(centre, ['old']);
		await bring(true);
		vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no line')));
		await refreshPacks(() => 2 * DAY);
		await offer(centre, ['new']);
		await refreshPacks(() => 2 * DAY + 1000);
		expect(await keptPack('my')).toEqual(['new']);
	});
});
