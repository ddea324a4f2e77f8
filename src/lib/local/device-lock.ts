import { isWeakPin, PIN_TRIES } from '#lib/domain/access/access.ts';
import { canonical } from '#lib/sync/mutation.ts';
import {
	fromBase64Url,
	importVerifyKey,
	keyAlgorithm,
	verifySignature
} from '#lib/sync/request-signing.ts';
import type { ActivateReply, SessionReply } from '#lib/sync/session.ts';
import {
	getMeta,
	putMeta,
	type DeviceIdentity,
	type LocalDatabase,
	type PersonRow
} from './database.ts';
import {
	makeDataKey,
	sealToCentre,
	unwrapRecovery,
	unwrapWithPin,
	wrapForPin,
	wrapForRecovery
} from './vault.ts';

export type LockRefusal =
	| { kind: 'pin-wrong'; left: number }
	| { kind: 'pin-locked' }
	| { kind: 'pin-weak' }
	| { kind: 'grant-over' }
	| { kind: 'no-pin' }
	| { kind: 'key-lost' };

export type Unlocked = { ok: true; key: CryptoKey } | { ok: false; refusal: LockRefusal };

const refused = (refusal: LockRefusal): Unlocked => ({ ok: false, refusal });

/** The signing key of this device: made once, usable by scripts, readable by nobody. */
export async function makeDeviceKey(
	db: LocalDatabase
): Promise<{ kty: 'EC'; crv: 'P-256'; x: string; y: string }> {
	const pair = (await crypto.subtle.generateKey(keyAlgorithm, false, [
		'sign',
		'verify'
	])) as CryptoKeyPair;
	await db.keys.put({ name: 'sign', key: pair.privateKey });
	const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
	return { kty: 'EC', crv: 'P-256', x: x!, y: y! };
}

export async function rememberDevice(
	db: LocalDatabase,
	reply: ActivateReply
): Promise<DeviceIdentity> {
	const identity: DeviceIdentity = {
		deviceId: reply.deviceId,
		code: reply.code,
		name: reply.name,
		officeId: reply.officeId,
		officeName: reply.officeName,
		verifyKey: reply.centreKeys.verify,
		sealKey: reply.centreKeys.seal,
		activatedAt: reply.serverTime
	};
	await putMeta(db, 'device', identity);
	return identity;
}

/** Whether the centre that activated this tablet signed the grant. */
export async function isGenuineGrant(
	device: DeviceIdentity,
	reply: SessionReply
): Promise<boolean> {
	if (reply.grant.deviceId !== device.deviceId) return false;
	const bytes = new TextEncoder().encode(canonical(reply.grant)) as Uint8Array<ArrayBuffer>;
	return verifySignature(await importVerifyKey(device.verifyKey), reply.grantSignature, bytes);
}

/**
 * Takes up a sign-in: keeps grant and share, forgets wrong PINs. Gives the data key, so that an
 * online sign-in also helps who forgot the PIN; on a new tablet it is made here.
 */
export async function takeUpSession(
	db: LocalDatabase,
	device: DeviceIdentity,
	reply: SessionReply
): Promise<Unlocked> {
	const share = fromBase64Url(reply.vaultShare);
	if (!share || !(await isGenuineGrant(device, reply))) return refused({ kind: 'key-lost' });
	const recovery = await getMeta(db, 'recovery');
	const key = recovery ? await unwrapRecovery(db, recovery, share) : await makeDataKey();
	if (!key) return refused({ kind: 'key-lost' });
	if (!recovery) {
		await putMeta(db, 'recovery', await wrapForRecovery(db, key, share));
		await putMeta(db, 'sealedKey', await sealToCentre(key, device.sealKey));
	}
	const { personId, name, role } = reply.person;
	const before = await db.people.get(personId);
	await db.people.put({
		salt: before?.salt ?? new Uint8Array(16),
		wrapped: before?.wrapped ?? null,
		personId,
		name,
		role,
		share,
		grant: reply.grant,
		grantSignature: reply.grantSignature,
		sessionEndsAt: reply.expiresAt,
		wrongPins: 0
	});
	return { ok: true, key };
}

/** Sets or changes a person's PIN; the tablet must be unlocked. */
export async function setPin(
	db: LocalDatabase,
	personId: string,
	key: CryptoKey,
	pin: string
): Promise<LockRefusal | undefined> {
	if (isWeakPin(pin)) return { kind: 'pin-weak' };
	const person = await db.people.get(personId);
	if (!person?.share) return { kind: 'no-pin' };
	await db.people.update(personId, await wrapForPin(db, key, pin, person.share));
	return undefined;
}

/**
 * Unlocks with a PIN, also without a line, while the offline grant lasts. After five wrong PINs
 * the centre's share is dropped: only an online sign-in opens the tablet again; nothing is lost.
 */
export async function unlock(
	db: LocalDatabase,
	personId: string,
	pin: string,
	now: number
): Promise<Unlocked> {
	const person = (await db.people.get(personId)) as PersonRow | undefined;
	if (!person?.wrapped) return refused({ kind: 'no-pin' });
	if (person.wrongPins >= PIN_TRIES) return refused({ kind: 'pin-locked' });
	if (now >= person.grant.notAfter || !person.share) {
		await db.people.update(personId, { share: null });
		return refused({ kind: 'grant-over' });
	}
	const key = await unwrapWithPin(db, person, pin);
	if (key) {
		await db.people.update(personId, { wrongPins: 0 });
		return { ok: true, key };
	}
	const wrongPins = person.wrongPins + 1;
	const locked = wrongPins >= PIN_TRIES;
	await db.people.update(personId, locked ? { wrongPins, share: null } : { wrongPins });
	return refused(
		locked ? { kind: 'pin-locked' } : { kind: 'pin-wrong', left: PIN_TRIES - wrongPins }
	);
}
