import { mutation, type Mutation } from '#lib/sync/mutation.ts';
import { MAX_MUTATIONS, PROTOCOL } from '#lib/sync/protocol.ts';
import type { MutationResult } from '#lib/sync/push.ts';
import { fromBase64Url } from '#lib/sync/request-signing.ts';
import {
	rescueFile,
	type Rescued,
	type RescuedItem,
	type RescuedPicture,
	type RescueFile,
	type RescueOrder
} from '#lib/sync/rescue.ts';
import type { Answer } from './answer.ts';
import { storeRescued } from './blobs.ts';
import type { Caller, Centre } from './centre.ts';
import { inTransaction, sql, type Tx } from './database.ts';
import { keepSealed } from './devices.ts';
import { receivePush } from './receive-push.ts';
import { commitRows } from './rows.ts';

const no = (kind: 'not-found' | 'bad-request') => ({ ok: false, refusal: { kind } }) as const;

/** A rescue file whose boxes can be opened. */
interface Opened {
	readonly file: RescueFile;
	readonly mutations: readonly Mutation[];
	readonly unbox: (box: string) => Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Opens what a tablet sealed to the centre (quarantine or a rescue file) with the centre's
 * private key (RSA-OAEP). Undefined when the file is not one of ours or was altered.
 */
export async function openRescue(text: string, openKey: CryptoKey): Promise<Opened | undefined> {
	try {
		const file = rescueFile.parse(JSON.parse(text));
		const rawKey = await crypto.subtle.decrypt(
			{ name: 'RSA-OAEP' },
			openKey,
			fromBase64Url(file.sealedKey)!
		);
		const key = await crypto.subtle.importKey('raw', rawKey, 'AES-GCM', false, ['decrypt']);
		const unbox = async (box: string): Promise<Uint8Array<ArrayBuffer>> => {
			const bytes = fromBase64Url(box)!;
			const iv = bytes.subarray(0, 12);
			return new Uint8Array(
				await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes.subarray(12))
			);
		};
		const mutations = await Promise.all(
			file.items.map(async ({ box }) =>
				mutation.parse(JSON.parse(new TextDecoder().decode(await unbox(box))))
			)
		);
		return { file, mutations, unbox };
	} catch {
		return undefined;
	}
}

interface Row {
	readonly id: string;
	readonly device: string;
	readonly sealed: string;
	readonly at: Date;
}

/** Files are large; more than these wait until some are looked after. */
const MOST_LISTED = 20;

const openRows = async (tx: Tx, officeId: string, quarantineId: string | null): Promise<Row[]> =>
	(
		await sql<Row>`
			SELECT quarantine_id AS id, device_id AS device, sealed, received_at AS at
			FROM quarantine
			WHERE office_id = ${officeId} AND done_at IS NULL
				AND (${quarantineId}::text IS NULL OR quarantine_id = ${quarantineId})
			ORDER BY received_at, quarantine_id LIMIT ${MOST_LISTED}
		`.execute(tx)
	).rows;

/** Writes down who looked at or did something with what a tablet handed over. */
const note = (tx: Tx, centre: Centre, caller: Caller, act: string, subject: string) =>
	commitRows(tx, caller.officeId, [], {
		at: centre.clock(),
		actorId: caller.personId,
		deviceId: caller.deviceId,
		action: `quarantine.${act}`,
		subject
	});

async function itemsOf(tx: Tx, officeId: string, opened: Opened): Promise<RescuedItem[]> {
	const { file, mutations } = opened;
	const { rows } = await sql<{ result: MutationResult }>`
		SELECT result FROM mutation_result
		WHERE office_id = ${officeId} AND client_id = ${file.clientId}
			AND mid = ANY(${mutations.map(({ mid }) => mid)})
	`.execute(tx);
	const results = new Map(rows.map(({ result }) => [result.mid, result]));
	return mutations.map(({ mid, name, actorId, args, occurredAt }) => {
		const result = results.get(mid);
		return {
			...{ mid, name, actorId, args, createdAt: occurredAt, state: result?.status ?? 'open' },
			...(result?.refusal && { refusal: result.refusal })
		};
	});
}

async function picturesOf(tx: Tx, officeId: string, file: RescueFile): Promise<RescuedPicture[]> {
	const forms = new Map(file.pictures.map(({ hash, formId }) => [hash, formId]));
	const { rows } = await sql<{ hash: string; stored: boolean }>`
		SELECT page ->> 'hash' AS hash, page ->> 'storedAt' IS NOT NULL AS stored
		FROM form, jsonb_array_elements(data -> 'pages') AS page
		WHERE office_id = ${officeId} AND id = ANY(${[...forms.values()]})
	`.execute(tx);
	const known = new Map(rows.map(({ hash, stored }) => [hash, stored]));
	return [...forms].map(([hash, formId]) => {
		const stored = known.get(hash);
		return { hash, formId, state: stored === undefined ? 'no-form' : stored ? 'stored' : 'open' };
	});
}

/** What tablets of the caller's office handed over, opened; every look is noted in the audit log. */
export async function listRescued(centre: Centre, caller: Caller): Promise<Rescued[]> {
	return inTransaction(centre.db, async (tx) => {
		await note(tx, centre, caller, 'view', caller.officeId);
		const list: Rescued[] = [];
		for (const { id, device, sealed, at } of await openRows(tx, caller.officeId, null)) {
			const opened = await openRescue(sealed, centre.keys.open);
			list.push({
				quarantineId: id,
				deviceId: device,
				receivedAt: at.getTime(),
				items: opened ? await itemsOf(tx, caller.officeId, opened) : null,
				pictures: opened ? await picturesOf(tx, caller.officeId, opened.file) : []
			});
		}
		return list;
	});
}

/**
 * Does what the tablet would have done: its waiting mutations in their order and exactly once, then
 * the pictures of forms that the centre knows. Safe to repeat.
 */
async function take(centre: Centre, caller: Caller, quarantineId: string): Promise<Answer<null>> {
	const [row] = await inTransaction(centre.db, async (tx) => {
		await note(tx, centre, caller, 'take', quarantineId);
		return openRows(tx, caller.officeId, quarantineId);
	});
	if (!row) return no('not-found');
	const opened = await openRescue(row.sealed, centre.keys.open);
	if (!opened) return no('bad-request');
	const { file, mutations, unbox } = opened;
	const asTablet = { ...caller, deviceId: row.device };
	const waiting = mutations.filter((_, at) => file.items[at]!.state === 'waiting');
	for (let at = 0; at < waiting.length; at += MAX_MUTATIONS) {
		const some = waiting.slice(at, at + MAX_MUTATIONS);
		const push = { protocol: PROTOCOL, clientId: file.clientId, epoch: null, mutations: some };
		const pushed = await receivePush(centre, asTablet, push);
		if (!pushed.ok) return pushed;
	}
	for (const parts of Map.groupBy(file.pictures, ({ hash }) => hash).values()) {
		const inOrder = parts.toSorted((a, b) => a.part - b.part);
		const bytes = Buffer.concat(await Promise.all(inOrder.map(({ box }) => unbox(box))));
		await storeRescued(centre, asTablet, parts[0]!, bytes);
	}
	return { ok: true, value: null };
}

async function done(centre: Centre, caller: Caller, quarantineId: string): Promise<Answer<null>> {
	await inTransaction(centre.db, async (tx) => {
		await note(tx, centre, caller, 'done', quarantineId);
		await sql`
			UPDATE quarantine SET done_at = ${new Date(centre.clock())}, done_by = ${caller.personId}
			WHERE office_id = ${caller.officeId} AND quarantine_id = ${quarantineId} AND done_at IS NULL
		`.execute(tx);
	});
	return { ok: true, value: null };
}

/** A piece of a file that a tablet of this office wrote out, brought by hand. */
async function bring(centre: Centre, caller: Caller, file: RescueFile): Promise<Answer<null>> {
	const sealed = JSON.stringify(file);
	const { rows } = await sql`
		SELECT 1 FROM device WHERE office_id = ${caller.officeId} AND id = ${file.deviceId}
	`.execute(centre.db);
	if (rows.length === 0) return no('not-found');
	if (!(await openRescue(sealed, centre.keys.open))) return no('bad-request');
	await inTransaction(centre.db, (tx) => note(tx, centre, caller, 'bring', file.deviceId));
	const device = { deviceId: file.deviceId, officeId: caller.officeId };
	await keepSealed(centre, device, { items: file.items.length, sealed });
	return { ok: true, value: null };
}

/** One order of an administrator about what tablets handed over. */
export function orderRescued(
	centre: Centre,
	caller: Caller,
	order: RescueOrder
): Promise<Answer<null>> {
	if (order.kind === 'bring') return bring(centre, caller, order.file);
	const act = order.kind === 'take' ? take : done;
	return act(centre, caller, order.quarantineId);
}
