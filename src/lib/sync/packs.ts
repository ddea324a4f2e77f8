import * as z from 'zod/mini';
import { languageTag } from '#lib/domain/basics/languages.ts';
import { fromBase64Url, importVerifyKey, signatureAlgorithm } from './request-signing.ts';

/** The form of a pack's content: an app reads its own form and no other. */
export const PACK_FORMAT = 1;

const packEntry = z.object({
	lang: languageTag,
	format: z.literal(PACK_FORMAT),
	/** SHA-256 of the file, base64url; also its name. */
	hash: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
	/** Bytes of the file, and as they travel. */
	bytes: z.int().check(z.minimum(1), z.maximum(5_000_000)),
	size: z.int().check(z.minimum(1)),
	signature: z.string()
});
export type PackEntry = z.infer<typeof packEntry>;

const publicKey = z.object({
	kty: z.literal('EC'),
	crv: z.literal('P-256'),
	x: z.string(),
	y: z.string()
});
export type PackKey = z.infer<typeof publicKey>;

/** `GET /api/packs`: the present pack of every language and the key that signed them. */
export const packManifest = z.object({ key: publicKey, packs: z.array(packEntry) });
export type PackManifest = z.infer<typeof packManifest>;

type SignedEntry = Pick<PackEntry, 'lang' | 'format' | 'hash' | 'bytes'>;

/** What the centre signs: for which language which content is meant. */
export const packBytes = ({ lang, format, hash, bytes }: SignedEntry): Uint8Array<ArrayBuffer> =>
	new TextEncoder().encode(['guidance-pack', lang, String(format), hash, String(bytes)].join('\n'));

/** Whether the centre with this key vouches for an entry. */
export async function isSigned(entry: PackEntry, key: PackKey): Promise<boolean> {
	const signature = fromBase64Url(entry.signature);
	if (!signature) return false;
	const verify = await importVerifyKey(key);
	return crypto.subtle.verify(signatureAlgorithm, verify, signature, packBytes(entry));
}

export const packAddress = ({ lang, hash }: Pick<PackEntry, 'lang' | 'hash'>): string =>
	`/api/packs/${lang}/${hash}`;
