import type { Box, LocalDatabase, PersonRow } from './database.ts';

/** OWASP's figure for Argon2id; about 50 ms on a tablet. */
const ARGON = {
	parallelism: 1,
	iterations: 2,
	memorySize: 19_456,
	hashLength: 32,
	outputType: 'binary'
} as const;

const IV_BYTES = 12;
const utf8 = new TextEncoder();

/** Encrypts and decrypts with the data key; exists only while a person has unlocked the tablet. */
export interface Vault {
	readonly key: CryptoKey;
	seal: (value: unknown) => Promise<Box>;
	open: <Value>(box: Box) => Promise<Value>;
	/** The same for bytes, such as a part of a picture. */
	sealBytes: (bytes: Uint8Array<ArrayBuffer>) => Promise<Box>;
	openBytes: (box: Box) => Promise<Uint8Array<ArrayBuffer>>;
}

async function encrypt(key: CryptoKey, bytes: Uint8Array<ArrayBuffer>): Promise<Box> {
	const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
	const ciphertext = new Uint8Array(
		await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes)
	);
	const box = new Uint8Array(IV_BYTES + ciphertext.length);
	box.set(iv);
	box.set(ciphertext, IV_BYTES);
	return box;
}

const decrypt = (key: CryptoKey, box: Box): Promise<ArrayBuffer> =>
	crypto.subtle.decrypt(
		{ name: 'AES-GCM', iv: box.subarray(0, IV_BYTES) },
		key,
		box.subarray(IV_BYTES)
	);

export function vaultOf(key: CryptoKey): Vault {
	return {
		key,
		seal: (value) => encrypt(key, utf8.encode(JSON.stringify(value)) as Uint8Array<ArrayBuffer>),
		open: async (box) => JSON.parse(new TextDecoder().decode(await decrypt(key, box))),
		sealBytes: (bytes) => encrypt(key, bytes),
		openBytes: async (box) => new Uint8Array(await decrypt(key, box))
	};
}

const importDataKey = (raw: BufferSource): Promise<CryptoKey> =>
	crypto.subtle.importKey('raw', raw, 'AES-GCM', true, ['encrypt', 'decrypt']);

export const makeDataKey = (): Promise<CryptoKey> =>
	crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);

/** The device's part: a MAC by a key that scripts can use but not read. */
async function devicePart(db: LocalDatabase, salt: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
	let row = await db.keys.get('mac');
	if (!row) {
		const key = (await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, [
			'sign'
		])) as CryptoKey;
		row = { name: 'mac', key };
		await db.keys.add(row);
	}
	return new Uint8Array(await crypto.subtle.sign('HMAC', row.key, salt));
}

async function wrappingKey(
	parts: Uint8Array[],
	salt: Uint8Array<ArrayBuffer>,
	purpose: string
): Promise<CryptoKey> {
	const secret = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
	let at = 0;
	for (const part of parts) {
		secret.set(part, at);
		at += part.length;
	}
	const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
	secret.fill(0);
	return crypto.subtle.deriveKey(
		{ name: 'HKDF', hash: 'SHA-256', salt, info: utf8.encode(purpose) },
		base,
		{ name: 'AES-GCM', length: 256 },
		false,
		['encrypt', 'decrypt']
	);
}

async function pinKey(
	db: LocalDatabase,
	pin: string,
	salt: Uint8Array<ArrayBuffer>,
	share: Uint8Array
): Promise<CryptoKey> {
	// Comes when somebody unlocks; the first screen does not wait for it.
	const { argon2id } = await import('hash-wasm');
	const stretched = (await argon2id({ ...ARGON, password: pin, salt })) as Uint8Array;
	return wrappingKey([stretched, await devicePart(db, salt), share], salt, 'madoguchi pin');
}

const recoverySalt = utf8.encode('madoguchi recovery') as Uint8Array<ArrayBuffer>;

const recoveryKey = async (db: LocalDatabase, share: Uint8Array): Promise<CryptoKey> =>
	wrappingKey([await devicePart(db, recoverySalt), share], recoverySalt, 'madoguchi recovery');

const rawOf = async (key: CryptoKey): Promise<Uint8Array<ArrayBuffer>> =>
	new Uint8Array(await crypto.subtle.exportKey('raw', key));

/** Wraps the data key for a person's PIN; needs the centre's share that a sign-in brought. */
export async function wrapForPin(
	db: LocalDatabase,
	dataKey: CryptoKey,
	pin: string,
	share: Uint8Array
): Promise<Pick<PersonRow, 'salt' | 'wrapped'>> {
	const salt = crypto.getRandomValues(new Uint8Array(16));
	const key = await pinKey(db, pin, salt, share);
	return { salt, wrapped: await encrypt(key, await rawOf(dataKey)) };
}

/** The data key, or undefined when the PIN is wrong. */
export async function unwrapWithPin(
	db: LocalDatabase,
	person: PersonRow,
	pin: string
): Promise<CryptoKey | undefined> {
	if (!person.wrapped || !person.share) return undefined;
	try {
		const key = await pinKey(db, pin, person.salt, person.share);
		return await importDataKey(await decrypt(key, person.wrapped));
	} catch {
		return undefined;
	}
}

export const wrapForRecovery = async (
	db: LocalDatabase,
	dataKey: CryptoKey,
	share: Uint8Array
): Promise<Box> => encrypt(await recoveryKey(db, share), await rawOf(dataKey));

/** After an online sign-in: the data key by the device's and the centre's parts alone. */
export async function unwrapRecovery(
	db: LocalDatabase,
	recovery: Box,
	share: Uint8Array
): Promise<CryptoKey | undefined> {
	try {
		return await importDataKey(await decrypt(await recoveryKey(db, share), recovery));
	} catch {
		return undefined;
	}
}

/** The data key, readable only for the centre: what a rescue file is opened with. */
export async function sealToCentre(
	dataKey: CryptoKey,
	sealKey: { kty: 'RSA'; n: string; e: string }
): Promise<Uint8Array<ArrayBuffer>> {
	const key = await crypto.subtle.importKey(
		'jwk',
		{ ...sealKey, alg: 'RSA-OAEP-256', ext: true },
		{ name: 'RSA-OAEP', hash: 'SHA-256' },
		false,
		['encrypt']
	);
	return new Uint8Array(
		await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, key, await rawOf(dataKey))
	);
}
