import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { fromBase64Url, importVerifyKey, signatureAlgorithm } from './request-signing.ts';

/** The form of a pack's content: an app reads its own form and no other. */
export const PACK_FORMAT = 2;

/** A pack as the centre offers it. */
export interface PackEntry {
	readonly lang: LanguageTag;
	readonly format: typeof PACK_FORMAT;
	/** SHA-256 of the file, base64url; also its name. */
	readonly hash: string;
	/** Bytes of the file, and as they travel. */
	readonly bytes: number;
	readonly size: number;
	readonly signature: string;
}

/** The public key that signed, as a JSON web key. */
export interface PackKey {
	readonly kty: 'EC';
	readonly crv: 'P-256';
	readonly x: string;
	readonly y: string;
}

/** `GET /api/packs`: the present pack of every language and the key that signed them. */
export interface PackManifest {
	readonly key: PackKey;
	readonly packs: readonly PackEntry[];
}

const MOST_BYTES = 5_000_000;
const isSize = (value: unknown): boolean =>
	Number.isInteger(value) && (value as number) > 0 && (value as number) <= MOST_BYTES;

const isEntry = (value: unknown): value is PackEntry => {
	const { lang, format, hash, bytes, size, signature } = (value ?? {}) as Partial<PackEntry>;
	return (
		typeof lang === 'string' &&
		format === PACK_FORMAT &&
		/^[A-Za-z0-9_-]{43}$/.test(String(hash)) &&
		isSize(bytes) &&
		isSize(size) &&
		typeof signature === 'string'
	);
};

const isKey = (value: unknown): value is PackKey => {
	const { kty, crv, x, y } = (value ?? {}) as Partial<PackKey>;
	return kty === 'EC' && crv === 'P-256' && typeof x === 'string' && typeof y === 'string';
};

/** Read by hand: pages for residents come without a library of schemas. Undefined: no manifest. */
export function readManifest(value: unknown): PackManifest | undefined {
	const { key, packs } = (value ?? {}) as Partial<PackManifest>;
	return isKey(key) && Array.isArray(packs) && packs.every(isEntry) ? { key, packs } : undefined;
}

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
