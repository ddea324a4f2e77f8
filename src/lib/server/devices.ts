import { createHash, randomBytes } from 'node:crypto';
import type { Device } from '#lib/domain/access/access.ts';
import { PUBLIC_DOOR_CODE } from '#lib/domain/booking/request.ts';
import { deviceCode } from '#lib/domain/basics/receipt-number.ts';
import { importVerifyKey } from '#lib/sync/request-signing.ts';
import type { ActivateReply } from '#lib/sync/session.ts';
import type { Answer } from './answer.ts';
import type { Caller, Centre } from './centre.ts';
import { inTransaction, sql, type Tx } from './database.ts';
import { serveLeases } from './leases.ts';
import { PROTOCOL } from '#lib/sync/protocol.ts';
import { commitRows, readFacts } from './rows.ts';

const CODE_MS = 24 * 3_600_000;
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Receipt numbers of the demonstration data begin with this; no device gets it. */
export const DEMO_DEVICE_CODE = 'DEM0';

// Device codes must differ between all offices, so one activation at a time chooses one.
const ACTIVATION_LOCK = 0x6d616463;

/** A fresh activation code like ABCD-EFGH-JK: ten letters of Crockford's alphabet, 50 bits. */
export function newActivationCode(random: Uint8Array = randomBytes(10)): string {
	const text = [...random].map((byte) => letters[byte % 32]).join('');
	return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8, 10)}`;
}

/** The letters of a code as somebody typed it, or undefined when it cannot be one. */
export function readActivationCode(typed: string): string | undefined {
	const text = typed
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[\s‐－ー-]/g, '')
		.replace(/O/g, '0')
		.replace(/[IL]/g, '1');
	return /^[0-9A-HJKMNP-TV-Z]{10}$/.test(text) ? text : undefined;
}

const hashOfCode = (code: string): string => createHash('sha256').update(code).digest('hex');

/** Issues a code that activates one device of the office within 24 hours; only its hash is kept. */
export async function issueActivationCode(
	centre: Pick<Centre, 'db' | 'clock'>,
	officeId: string,
	issuedBy: string
): Promise<{ code: string; officeId: string; expiresAt: number }> {
	const code = newActivationCode();
	const expiresAt = centre.clock() + CODE_MS;
	await sql`
		INSERT INTO activation_code (office_id, code_hash, issued_by, issued_at, expires_at)
		VALUES (${officeId}, ${hashOfCode(readActivationCode(code)!)}, ${issuedBy},
			${new Date(centre.clock())}, ${new Date(expiresAt)})
	`.execute(centre.db);
	return { code, officeId, expiresAt };
}

async function freeDeviceCode(tx: Tx): Promise<string> {
	await sql`SELECT pg_advisory_xact_lock(${ACTIVATION_LOCK})`.execute(tx);
	for (;;) {
		const code = deviceCode(randomBytes(4));
		const { rows } = await sql`SELECT 1 FROM device WHERE code = ${code}`.execute(tx);
		if (rows.length === 0 && code !== DEMO_DEVICE_CODE && code !== PUBLIC_DOOR_CODE) return code;
	}
}

interface Activation {
	readonly code: string;
	readonly name: string;
	readonly publicKey: Device['publicKey'];
}

async function useCode(
	tx: Tx,
	now: number,
	code: string,
	deviceId: string
): Promise<string | undefined> {
	const { rows } = await sql<{ office_id: string }>`
		UPDATE activation_code SET used_by = ${deviceId}
		WHERE code_hash = ${hashOfCode(code)} AND used_by IS NULL AND expires_at > ${new Date(now)}
		RETURNING office_id
	`.execute(tx);
	return rows[0]?.office_id;
}

/**
 * Binds a device and its public key to the office of a code. Refuses with `code-unknown` when
 * the code is wrong, used or over, with `bad-request` when the key is none.
 */
export async function activateDevice(
	centre: Centre,
	given: Activation
): Promise<Answer<ActivateReply>> {
	const code = readActivationCode(given.code);
	if (!code) return { ok: false, refusal: { kind: 'code-unknown' } };
	const isKey = await importVerifyKey(given.publicKey).then(
		() => true,
		() => false
	);
	if (!isKey) return { ok: false, refusal: { kind: 'bad-request' } };
	const { kty, crv, x, y } = given.publicKey;
	const deviceId = randomBytes(10).toString('hex');
	const device = await inTransaction(centre.db, async (tx): Promise<Device | undefined> => {
		const officeId = await useCode(tx, centre.clock(), code, deviceId);
		if (!officeId) return undefined;
		const row: Device = {
			deviceId,
			officeId,
			name: given.name,
			code: await freeDeviceCode(tx),
			state: 'active',
			publicKey: { kty, crv, x, y }
		};
		await commitRows(tx, officeId, [{ table: 'device', row }], {
			at: centre.clock(),
			actorId: 'centre',
			deviceId,
			action: 'device.activate',
			subject: deviceId
		});
		return row;
	});
	if (!device) return { ok: false, refusal: { kind: 'code-unknown' } };
	centre.poke(device.officeId);
	return { ok: true, value: await describeDevice(centre, device) };
}

async function describeDevice(centre: Centre, device: Device): Promise<ActivateReply> {
	const { deviceId, code, name, officeId } = device;
	const { rows } = await sql<{ name: string }>`
		SELECT data ->> 'name' AS name FROM office WHERE office_id = 'ref' AND id = ${officeId}
	`.execute(centre.db);
	return {
		deviceId,
		code,
		name,
		officeId,
		officeName: rows[0]?.name ?? officeId,
		centreKeys: { verify: centre.keys.publicVerify, seal: centre.keys.publicSeal },
		serverTime: centre.clock()
	};
}

async function giveSeatsBack(centre: Centre, device: Device, actorId: string): Promise<void> {
	const { rows } = await sql<{ id: string }>`
		SELECT id FROM lease WHERE device_id = ${device.deviceId} AND state = 'open'
	`.execute(centre.db);
	if (rows.length === 0) return;
	const { deviceId, officeId } = device;
	await serveLeases(
		centre,
		{ deviceId, officeId, personId: actorId, role: 'chief' },
		{
			protocol: PROTOCOL,
			hold: null,
			holdNext: false,
			interpreter: false,
			standing: false,
			giveBack: rows.map(({ id }) => id)
		}
	);
}

/**
 * Revokes a lost device of the caller's office: its sessions end, its seats go back, it is let
 * in no more except to hand over its sealed outbox. A repeat changes nothing.
 */
export async function revokeDevice(
	centre: Centre,
	caller: Caller,
	deviceId: string
): Promise<Answer<Device>> {
	const { officeId, personId } = caller;
	const device = await inTransaction(centre.db, async (tx): Promise<Device | undefined> => {
		const facts = await readFacts(tx, officeId, { device: ['device', deviceId] });
		const before = facts.device as Device | undefined;
		if (!before || before.state === 'revoked') return before;
		const row: Device = { ...before, state: 'revoked' };
		await sql`DELETE FROM session WHERE office_id = ${officeId} AND device_id = ${deviceId}`.execute(
			tx
		);
		await commitRows(tx, officeId, [{ table: 'device', row }], {
			at: centre.clock(),
			actorId: personId,
			deviceId: caller.deviceId,
			action: 'device.revoke',
			subject: deviceId
		});
		return row;
	});
	if (!device) return { ok: false, refusal: { kind: 'not-found' } };
	await giveSeatsBack(centre, device, personId);
	centre.poke(officeId);
	return { ok: true, value: device };
}

export interface QuarantineReceipt {
	readonly quarantineId: string;
	readonly items: number;
	readonly receivedAt: number;
	readonly serverTime: number;
}

/** Keeps what a device sealed to the centre's key; the same content again is one entry. */
export async function keepSealed(
	centre: Pick<Centre, 'db' | 'clock'>,
	device: Pick<Device, 'deviceId' | 'officeId'>,
	given: { items: number; sealed: string }
): Promise<QuarantineReceipt> {
	const quarantineId = createHash('sha256')
		.update(`${device.deviceId}\n${given.sealed}`)
		.digest('hex');
	const at = new Date(centre.clock());
	const { rows } = await sql<{ received_at: Date; items: number }>`
		INSERT INTO quarantine (office_id, quarantine_id, device_id, items, sealed, received_at)
		VALUES (${device.officeId}, ${quarantineId}, ${device.deviceId}, ${given.items}, ${given.sealed}, ${at})
		ON CONFLICT (office_id, quarantine_id) DO UPDATE SET items = quarantine.items
		RETURNING received_at, items
	`.execute(centre.db);
	return {
		quarantineId,
		items: rows[0]!.items,
		receivedAt: rows[0]!.received_at.getTime(),
		serverTime: centre.clock()
	};
}
