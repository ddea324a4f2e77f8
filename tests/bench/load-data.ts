import { createHash, randomBytes } from 'node:crypto';
import { addDays } from '../../src/lib/domain/basics/days.ts';
import { hashMutation, type MutationBody } from '../../src/lib/sync/mutation.ts';
import { PROTOCOL } from '../../src/lib/sync/protocol.ts';
import type { PushRequest } from '../../src/lib/sync/push.ts';
import {
	headers,
	keyAlgorithm,
	signatureAlgorithm,
	signedBytes,
	toBase64Url
} from '../../src/lib/sync/request-signing.ts';
import type { CentreProcess } from '../scenario/support/centre-process.ts';
import { today } from './rows.ts';

/** Offices, each with two tablets and a person signed in on both: nobody waits for a rate limit. */
export const OFFICES = 64;
const DEVICES_PER_OFFICE = 2;
const SLOTS = 480;
const SEATS = 8;

export interface LoadDevice {
	readonly deviceId: string;
	readonly officeId: string;
	readonly personId: string;
	readonly grantId: string;
	readonly token: string;
	readonly key: CryptoKey;
	readonly publicKey: object;
	readonly index: number;
	mid: number;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function makeDevice(index: number): Promise<LoadDevice> {
	const office = `bench-${100 + (index % OFFICES)}`;
	const pair = await crypto.subtle.generateKey(keyAlgorithm, false, ['sign', 'verify']);
	const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
	return {
		index,
		deviceId: `bench-device-${index}`,
		officeId: office,
		personId: `bench-person-${index % OFFICES}`,
		grantId: `bench-grant-${index}`,
		token: `${office}.${toBase64Url(randomBytes(32))}`,
		key: pair.privateKey,
		publicKey: { kty: 'EC', crv: 'P-256', x, y },
		mid: 0
	};
}

const rowsOf = `jsonb_to_recordset($1::jsonb) AS r(office text, id text, data jsonb)`;

async function insertSlots(centre: CentreProcess): Promise<void> {
	await centre.sql(
		`INSERT INTO slot (office_id, id, version, day, data)
		SELECT o, o || '.' || n, 1, $1::date, jsonb_build_object('slotId', o || '.' || n, 'officeId', o,
			'date', $1::text, 'start', '09:00', 'minutes', 60, 'capacity', $2::int, 'taken', 0,
			'languages', '["en", "ne"]'::jsonb)
		FROM generate_series(0, ${OFFICES - 1}) i, LATERAL (SELECT 'bench-' || (100 + i) AS o) q,
			generate_series(0, $3::int - 1) n`,
		[addDays(today(), 30), SEATS, SLOTS]
	);
	await centre.sql(
		`INSERT INTO seat (office_id, slot_id, seat_no)
		SELECT office_id, id, n FROM slot, generate_series(1, $1::int) n WHERE office_id LIKE 'bench-___'`,
		[SEATS]
	);
}

const { stringify } = JSON;

/** Spaces, people and devices: the rows that travel. */
async function insertPeople(centre: CentreProcess, devices: readonly LoadDevice[]): Promise<void> {
	const people = devices.slice(0, OFFICES).map(({ officeId, personId }) => {
		const person = { personId, officeId, name: '試験', kana: 'シケン', role: 'counter' };
		return {
			office: officeId,
			id: personId,
			data: { ...person, booth: 1, languages: [], active: true }
		};
	});
	const tablets = devices.map(({ officeId, deviceId, publicKey, index }) => ({
		office: officeId,
		id: deviceId,
		data: { deviceId, officeId, name: '試験', code: `Z${index}`, state: 'active', publicKey }
	}));
	await centre.sql(`INSERT INTO space (office_id) SELECT office FROM ${rowsOf}`, [
		stringify(people)
	]);
	for (const [table, rows] of [
		['person', people],
		['device', tablets]
	] as const) {
		await centre.sql(
			`INSERT INTO ${table} (office_id, id, version, data) SELECT office, id, 1, data FROM ${rowsOf}`,
			[stringify(rows)]
		);
	}
}

/** A live session and an offline grant for every device. */
async function insertAccess(centre: CentreProcess, devices: readonly LoadDevice[]): Promise<void> {
	const access = devices.map(({ officeId, deviceId, personId, grantId, token }) => ({
		office: officeId,
		id: deviceId,
		data: { personId, grantId, hash: sha256(token) }
	}));
	await centre.sql(
		`INSERT INTO session (office_id, token_hash, person_id, device_id, expires_at)
		SELECT office, data ->> 'hash', data ->> 'personId', id, now() + interval '2 hours' FROM ${rowsOf}`,
		[stringify(access)]
	);
	await centre.sql(
		`INSERT INTO offline_grant (office_id, grant_id, person_id, device_id, issued_at, not_after)
		SELECT office, data ->> 'grantId', data ->> 'personId', id, now(), now() + interval '2 hours'
		FROM ${rowsOf}`,
		[stringify(access)]
	);
}

/** Puts offices, people, signed-in devices, slots and seats into the centre's database. */
export async function insertLoad(centre: CentreProcess): Promise<LoadDevice[]> {
	const indexes = Array.from({ length: OFFICES * DEVICES_PER_OFFICE }, (_, index) => index);
	const devices = await Promise.all(indexes.map(makeDevice));
	await insertPeople(centre, devices);
	await insertAccess(centre, devices);
	await insertSlots(centre);
	await centre.sql('ANALYZE');
	return devices;
}

const taken = new Map<string, number>();

/** The next free seat of an office; the slots from the middle up are pgbench's. */
function nextSlot(officeId: string): string {
	const count = taken.get(officeId) ?? 0;
	taken.set(officeId, count + 1);
	const slot = Math.floor(count / SEATS);
	if (slot >= SLOTS / 2) throw new Error('no slots left: fewer rounds');
	return `${officeId}.${slot}`;
}
export const PGBENCH_FIRST_SLOT = SLOTS / 2;
export const PGBENCH_SEATS = SEATS;

export const detailsOf = (name: string) => ({
	topicId: 'old-age-claim',
	channel: 'counter',
	visitor: { name, kana: 'シケン ハナコ', phone: '03-0000-0000', pensionNumber: null },
	needs: { readingLanguage: 'ne', spokenLanguage: 'ne', supports: ['phone-interpreter'] },
	note: '年金手帳と在留カードを持参。通訳を希望。'
});

/** A device's next push: so many bookings, each on a free seat. */
export async function nextPush(device: LoadDevice, size = 1): Promise<PushRequest> {
	const mutations = [];
	for (let index = 0; index < size; index += 1) {
		device.mid += 1;
		const { mid, officeId, personId: actorId, grantId } = device;
		const body: MutationBody = {
			mid,
			name: 'booking.book@1',
			officeId,
			args: {
				bookingId: crypto.randomUUID(),
				receiptNo: `Z${device.index}-${mid}`,
				slotId: nextSlot(officeId),
				leaseId: null,
				details: detailsOf('試験 花子')
			},
			occurredAt: Date.now(),
			actorId,
			grantId
		};
		mutations.push({ ...body, hash: await hashMutation(body) });
	}
	return { protocol: PROTOCOL, clientId: device.deviceId, epoch: null, mutations };
}

/** A POST as bytes for the wire, signed unless told otherwise. */
export async function requestBytes(
	device: LoadDevice,
	path: string,
	content: unknown,
	signed = true
): Promise<Buffer> {
	const body = JSON.stringify(content);
	const nonce = crypto.randomUUID();
	const time = Date.now();
	const bytes = await signedBytes({ method: 'POST', path, body, time, nonce });
	const signature = await crypto.subtle.sign(signatureAlgorithm, device.key, bytes);
	const lines = [
		`POST ${path} HTTP/1.1`,
		'host: 127.0.0.1',
		'content-type: application/json',
		`content-length: ${Buffer.byteLength(body)}`,
		`${headers.nonce}: ${nonce}`,
		...(signed
			? [
					`${headers.device}: ${device.deviceId}`,
					`${headers.person}: ${device.personId}`,
					`${headers.time}: ${time}`,
					`${headers.signature}: ${toBase64Url(signature)}`,
					`cookie: session-${device.personId}=${device.token}`
				]
			: [])
	];
	return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
