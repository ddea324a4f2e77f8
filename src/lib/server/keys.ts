import { keyAlgorithm } from '#lib/sync/request-signing.ts';
import type { CentreKeys } from './centre.ts';
import { sql, type Database } from './database.ts';

interface StoredKeys {
	sign: JsonWebKey;
	seal: JsonWebKey;
}

const sealAlgorithm = {
	name: 'RSA-OAEP',
	modulusLength: 3072,
	publicExponent: new Uint8Array([1, 0, 1]),
	hash: 'SHA-256'
} as const;

const { subtle } = globalThis.crypto;

async function makeKeys(): Promise<StoredKeys> {
	const sign = await subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
	const seal = await subtle.generateKey(sealAlgorithm, true, ['encrypt', 'decrypt']);
	return {
		sign: await subtle.exportKey('jwk', sign.privateKey),
		seal: await subtle.exportKey('jwk', seal.privateKey)
	};
}

async function readKeys(db: Database): Promise<StoredKeys | undefined> {
	const { rows } = await sql<{ value: StoredKeys }>`
		SELECT value FROM centre WHERE name = 'keys'
	`.execute(db);
	return rows[0]?.value;
}

/**
 * The centre's keys: P-256 to sign grants, RSA-OAEP-256 (3072 bits) to open what tablets sealed.
 * Made once; when two processes start together, both use what was stored first.
 */
export async function loadKeys(db: Database): Promise<CentreKeys> {
	let stored = await readKeys(db);
	if (!stored) {
		const made = JSON.stringify(await makeKeys());
		await sql`
			INSERT INTO centre (name, value) VALUES ('keys', ${made}::jsonb) ON CONFLICT DO NOTHING
		`.execute(db);
		stored = (await readKeys(db))!;
	}
	return {
		sign: await subtle.importKey('jwk', stored.sign, keyAlgorithm, false, ['sign']),
		open: await subtle.importKey('jwk', stored.seal, sealAlgorithm, false, ['decrypt']),
		publicVerify: { kty: 'EC', crv: 'P-256', x: stored.sign.x!, y: stored.sign.y! },
		publicSeal: { kty: 'RSA', n: stored.seal.n!, e: stored.seal.e! }
	};
}

/** Names this database once and for all; the first of several starting processes wins. */
export async function ensureEpoch(db: Database): Promise<void> {
	const epoch = JSON.stringify({ id: crypto.randomUUID() });
	await sql`
		INSERT INTO centre (name, value) VALUES ('epoch', ${epoch}::jsonb) ON CONFLICT DO NOTHING
	`.execute(db);
}
