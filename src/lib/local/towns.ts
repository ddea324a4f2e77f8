import { sha256 } from '#lib/sync/sha256.ts';
import { townsAddress, townsNote } from '#lib/sync/towns.ts';
import type { Transport } from './transport.ts';

const CACHE = 'towns';
const FILE = '/towns';

/** The hash of the dictionary this device keeps stands in a header of the kept file. */
const HASH = 'x-hash';

let opened: Promise<string> | undefined;

async function unpack(packed: Uint8Array<ArrayBuffer>): Promise<string> {
	const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
	return new Response(stream).text();
}

/**
 * Brings the dictionary of postal codes up to date; a damaged one is not kept. Quiet: it is a help,
 * and nobody waits for it.
 */
export async function bringTowns(transport: Transport): Promise<void> {
	const reply = await transport.get('/api/packs/towns', townsNote);
	const towns = reply.kind === 'reply' ? reply.value.towns : null;
	if (!towns || !('caches' in globalThis)) return;
	const cache = await caches.open(CACHE);
	const kept = await cache.match(FILE);
	if (kept?.headers.get(HASH) === towns.hash) return;
	const response = await fetch(townsAddress(towns.hash)).catch(() => undefined);
	if (!response?.ok) return;
	const packed = new Uint8Array(await response.arrayBuffer());
	if ((await sha256(packed)) !== towns.hash) return;
	const text = await unpack(packed);
	const headers = { [HASH]: towns.hash, 'content-type': 'text/plain;charset=utf-8' };
	await cache.put(FILE, new Response(text, { headers }));
	opened = undefined;
}

/** The lines of the dictionary; '' when this device has none. Read once. */
export function keptTowns(): Promise<string> {
	opened ??= (async () => {
		if (!('caches' in globalThis)) return '';
		const kept = await (await caches.open(CACHE)).match(FILE);
		return kept ? kept.text() : '';
	})().catch(() => '');
	return opened;
}
