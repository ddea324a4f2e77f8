import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isSigned, readManifest, type PackKey } from '#lib/sync/packs.ts';
import { keyAlgorithm } from '#lib/sync/request-signing.ts';
import type { CentreKeys } from './centre.ts';
import { Packs } from './packs.ts';

async function keys(): Promise<CentreKeys> {
	const pair = await crypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
	const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
	return {
		sign: pair.privateKey,
		publicVerify: { kty: 'EC', crv: 'P-256', x: x!, y: y! }
	} as CentreKeys;
}

describe('packs', async () => {
	const content = (tag: string) => [{ slug: 'joining', words: `${tag} `.repeat(500) }];
	const packs = new Packs(await keys(), content);
	const { key, packs: entries } = readManifest(
		JSON.parse(JSON.stringify(await packs.manifest(['ja', 'my'])))
	)!;
	const [ja, my] = entries as [(typeof entries)[0], (typeof entries)[0]];

	it('hold the content under its hash, compressed', async () => {
		const file = brotliDecompressSync((await packs.file('my', my.hash))!);
		expect(JSON.parse(file.toString())).toEqual(content('my'));
		expect([file.length, my.size < my.bytes]).toEqual([my.bytes, true]);
		expect(await packs.file('my', ja.hash)).toBeUndefined();
	});

	it('are signed: not for another language, content, size or by another centre', async () => {
		const other: PackKey = (await keys()).publicVerify;
		expect(await isSigned(my, key)).toBe(true);
		expect(await isSigned({ ...my, lang: 'ja' }, key)).toBe(false);
		expect(await isSigned({ ...my, hash: ja.hash }, key)).toBe(false);
		expect(await isSigned({ ...my, bytes: my.bytes + 1 }, key)).toBe(false);
		expect(await isSigned({ ...my, signature: 'no signature!' }, key)).toBe(false);
		expect(await isSigned({ ...my, signature: ja.signature }, key)).toBe(false);
		expect(await isSigned(my, other)).toBe(false);
	});
});
