import { toBase64 } from './base64.ts';
import { sha256 } from './sha256.ts';

/** Headers of a signed request; the reply echoes the nonce, so a stale or foreign reply is found. */
export const headers = {
	device: 'x-device',
	/** For which of the tablet's people it asks. */
	person: 'x-person',
	time: 'x-time',
	nonce: 'x-nonce',
	signature: 'x-signature'
} as const;

/** How far a tablet's clock may be from the centre's when it signs. */
export const SKEW_MS = 5 * 60_000;

export const signatureAlgorithm = { name: 'ECDSA', hash: 'SHA-256' } as const;
export const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export interface SignedParts {
	method: string;
	path: string;
	body: string;
	time: number;
	nonce: string;
}

/** The bytes that are signed: method, path, body hash, time and nonce, a line each. */
export async function signedBytes({
	method,
	path,
	body,
	time,
	nonce
}: SignedParts): Promise<Uint8Array<ArrayBuffer>> {
	return new TextEncoder().encode(
		[method, path, await sha256(body), String(time), nonce].join('\n')
	);
}

export const toBase64Url = (bytes: ArrayBuffer | Uint8Array): string =>
	toBase64(new Uint8Array(bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
	if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
	try {
		const raw = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
		return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
	} catch {
		return undefined;
	}
}

type Jwk = { kty: string; crv: string; x: string; y: string };

export const importVerifyKey = (jwk: Jwk): Promise<CryptoKey> =>
	crypto.subtle.importKey('jwk', { ...jwk, ext: true }, keyAlgorithm, true, ['verify']);

export async function verifySignature(
	key: CryptoKey,
	signature: string,
	bytes: Uint8Array<ArrayBuffer>
): Promise<boolean> {
	const raw = fromBase64Url(signature);
	return raw?.length === 64 && crypto.subtle.verify(signatureAlgorithm, key, raw, bytes);
}
