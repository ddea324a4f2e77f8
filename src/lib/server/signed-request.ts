import type { Device } from '#lib/domain/access/access.ts';
import { identifier } from '#lib/domain/basics/ids.ts';
import type { RequestRefusal } from '#lib/sync/refusal.ts';
import {
	headers,
	importVerifyKey,
	signedBytes,
	SKEW_MS,
	verifySignature
} from '#lib/sync/request-signing.ts';
import { nonceOf } from './answer.ts';
import { sql, type Database } from './database.ts';

/** How long a device is believed to be what it was; a revocation bites after this at the latest. */
const BELIEVED_MS = 5000;
const MAX_DEVICES = 10_000;
const MAX_NONCES = 400_000;

/** A signature is good from SKEW_MS before the centre's time to SKEW_MS after it. */
const WINDOW_MS = 2 * SKEW_MS;

export interface NonceMemory {
	/** False when the nonce was seen within the window; `full` when nothing more can be kept. */
	readonly remember: (nonce: string, now: number) => boolean | 'full';
}

/** Two generations of nonces: each is kept for one window at least and for two at most. */
export function createNonceMemory(limit = MAX_NONCES): NonceMemory {
	let current = new Set<string>();
	let previous = new Set<string>();
	let since = -Infinity;
	return {
		remember: (nonce, now) => {
			if (now - since >= WINDOW_MS) {
				previous = now - since >= 2 * WINDOW_MS ? new Set() : current;
				current = new Set();
				since = now;
			}
			if (current.has(nonce) || previous.has(nonce)) return false;
			// Forgetting nonces early would let old requests in again, so it waits instead.
			if (current.size >= limit) return 'full';
			current.add(nonce);
			return true;
		}
	};
}

export type Check =
	| { readonly ok: true; readonly device: Device }
	| { readonly ok: false; readonly refusal: RequestRefusal };

export interface RequestGate {
	/**
	 * The device that signed a request. `revokedToo` lets a revoked device in, for what it still
	 * has to hand over.
	 */
	readonly check: (
		request: Request,
		url: URL,
		body: string,
		options?: { revokedToo?: boolean }
	) => Promise<Check>;
	/** The device as it is now (believed for five seconds). */
	readonly find: (deviceId: string) => Promise<Device | undefined>;
	/** Looks the device up again next time. */
	readonly forget: (deviceId: string) => void;
}

interface Known {
	readonly device: Device;
	readonly key: CryptoKey;
	readonly readAt: number;
}

function createDirectory(db: Database) {
	const known = new Map<string, Known>();
	const find = async (deviceId: string): Promise<Known | undefined> => {
		const before = known.get(deviceId);
		if (before && performance.now() - before.readAt < BELIEVED_MS) return before;
		const readAt = performance.now();
		const { rows } = await sql<{ data: Device }>`
			SELECT data FROM device WHERE id = ${deviceId}
		`.execute(db);
		known.delete(deviceId);
		const device = rows[0]?.data;
		if (!device) return undefined;
		const key = before?.key ?? (await importVerifyKey(device.publicKey));
		if (known.size >= MAX_DEVICES) known.delete(known.keys().next().value!);
		known.set(deviceId, { device, key, readAt });
		return known.get(deviceId);
	};
	return { find, forget: (deviceId: string) => known.delete(deviceId) };
}

const no = (refusal: RequestRefusal): Check => ({ ok: false, refusal });

/** Checks the signatures of devices; `clock` gives epoch ms. */
export function createRequestGate(db: Database, clock: () => number): RequestGate {
	const directory = createDirectory(db);
	const nonces = createNonceMemory();
	return {
		find: async (deviceId) => (await directory.find(deviceId))?.device,
		forget: (deviceId) => void directory.forget(deviceId),
		check: async (request, url, body, options = {}) => {
			const deviceId = request.headers.get(headers.device) ?? '';
			const known = identifier.safeParse(deviceId).success
				? await directory.find(deviceId)
				: undefined;
			if (!known) return no({ kind: 'not-activated' });
			const nonce = nonceOf(request);
			const time = Number(request.headers.get(headers.time) ?? Number.NaN);
			if (!nonce || !Number.isSafeInteger(time)) return no({ kind: 'bad-signature' });
			const now = clock();
			if (Math.abs(now - time) > SKEW_MS) return no({ kind: 'clock-skew', serverTime: now });
			const path = url.pathname + url.search;
			const bytes = await signedBytes({ method: request.method, path, body, time, nonce });
			const signature = request.headers.get(headers.signature) ?? '';
			if (!(await verifySignature(known.key, signature, bytes)))
				return no({ kind: 'bad-signature' });
			if (known.device.state === 'revoked' && !options.revokedToo) {
				return no({ kind: 'device-revoked' });
			}
			const fresh = nonces.remember(`${deviceId}/${nonce}`, now);
			if (fresh === 'full') return no({ kind: 'too-many-requests', retryAfter: 60 });
			return fresh ? { ok: true, device: known.device } : no({ kind: 'replayed' });
		}
	};
}
