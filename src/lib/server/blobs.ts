import { createHash } from 'node:crypto';
import type { Form } from '#lib/domain/intake/form.ts';
import {
	PART_BYTES,
	partsOf,
	type BlobPart,
	type BlobState,
	type OpenBlob
} from '#lib/sync/blobs.ts';
import type { Answer } from './answer.ts';
import type { Caller, Centre } from './centre.ts';
import { inTransaction, sql, type Database, type Tx } from './database.ts';
import { commitRows } from './rows.ts';

type Sender = Pick<Caller, 'deviceId' | 'officeId' | 'personId'>;

const no = (kind: 'not-found' | 'bad-request' | 'hash-differs') =>
	({ ok: false, refusal: { kind } }) as const;

/** The form that a picture belongs to. */
async function formWith(
	db: Database | Tx,
	officeId: string,
	{ formId, hash, bytes }: OpenBlob,
	// Nobody covers the picture while a part of it is being taken.
	lock = sql``
): Promise<Form | undefined> {
	const { rows } = await sql<{ data: Form }>`
		SELECT data FROM form WHERE office_id = ${officeId} AND id = ${formId} ${lock}
	`.execute(db);
	const form = rows[0]?.data;
	const page = form?.pages.find((one) => one.hash === hash && one.bytes === bytes);
	return page && form;
}

/** The same, when its people let the picture leave the device. */
async function sharedForm(...given: Parameters<typeof formWith>): Promise<Form | undefined> {
	const form = await formWith(...given);
	return form?.isShared ? form : undefined;
}

async function stateOf(db: Database | Tx, officeId: string, hash: string): Promise<BlobState> {
	const { rows } = await sql<{ stored: Date | null; parts: number[] | null }>`
		SELECT (SELECT stored_at FROM blob WHERE office_id = ${officeId} AND hash = ${hash}) AS stored,
			(SELECT array_agg(part ORDER BY part) FROM blob_part
				WHERE office_id = ${officeId} AND hash = ${hash}) AS parts
	`.execute(db);
	const { stored, parts } = rows[0]!;
	return { storedAt: stored?.getTime() ?? null, parts: parts ?? [], serverTime: 0 };
}

/** What the centre has of a picture: the tablet goes on from there. */
export async function findBlob(
	centre: Centre,
	sender: Sender,
	wanted: OpenBlob
): Promise<Answer<BlobState>> {
	if (!(await sharedForm(centre.db, sender.officeId, wanted))) return no('not-found');
	const state = await stateOf(centre.db, sender.officeId, wanted.hash);
	if (state.storedAt !== null) await noteStored(centre, sender, wanted, state.storedAt);
	return { ok: true, value: { ...state, serverTime: centre.clock() } };
}

/**
 * Takes one part of a picture, the same part any number of times. The last one makes the whole:
 * it is stored when its SHA-256 is its name, otherwise all parts are dropped (`hash-differs`).
 */
export async function putPart(
	centre: Centre,
	sender: Sender,
	hash: string,
	part: number,
	{ formId, bytes, data }: BlobPart
): Promise<Answer<BlobState>> {
	const wanted = { formId, hash, bytes };
	const chunk = Buffer.from(data, 'base64');
	const count = partsOf(bytes);
	const size = part === count - 1 ? bytes - part * PART_BYTES : PART_BYTES;
	if (part < 0 || part >= count || chunk.length !== size) return no('bad-request');
	const answer = await inTransaction(centre.db, async (tx): Promise<Answer<BlobState>> => {
		if (!(await sharedForm(tx, sender.officeId, wanted, sql`FOR SHARE`))) return no('not-found');
		const at = new Date(centre.clock());
		await sql`
			INSERT INTO blob_part (office_id, hash, part, data, device_id, received_at)
			VALUES (${sender.officeId}, ${hash}, ${part}, ${chunk}, ${sender.deviceId}, ${at})
			ON CONFLICT (office_id, hash, part) DO NOTHING
		`.execute(tx);
		const state = await stateOf(tx, sender.officeId, hash);
		if (state.storedAt !== null || state.parts.length < count)
			return { ok: true, value: { ...state, serverTime: centre.clock() } };
		return (await joinParts(tx, sender, wanted, at))
			? { ok: true, value: { storedAt: at.getTime(), parts: [], serverTime: centre.clock() } }
			: no('hash-differs');
	});
	if (answer.ok && answer.value.storedAt !== null)
		await noteStored(centre, sender, wanted, answer.value.storedAt);
	return answer;
}

/** Makes one picture of its parts; false when they are not what their name says. */
async function joinParts(tx: Tx, sender: Sender, wanted: OpenBlob, at: Date): Promise<boolean> {
	const { officeId, deviceId } = sender;
	const { rows } = await sql<{ stored: string }>`
		WITH whole AS (
			SELECT string_agg(data, ''::bytea ORDER BY part) AS data FROM blob_part
			WHERE office_id = ${officeId} AND hash = ${wanted.hash}
		)
		INSERT INTO blob (office_id, hash, form_id, data, device_id, stored_at)
		SELECT ${officeId}, ${wanted.hash}, ${wanted.formId}, data, ${deviceId}, ${at} FROM whole
		WHERE encode(sha256(data), 'hex') = ${wanted.hash}
		ON CONFLICT (office_id, hash) DO NOTHING
		RETURNING hash AS stored
	`.execute(tx);
	await sql`
		DELETE FROM blob_part WHERE office_id = ${officeId} AND hash = ${wanted.hash}
	`.execute(tx);
	return rows.length > 0;
}

/**
 * Takes a whole picture out of what a tablet handed over, for a form that names it. Whoever takes it
 * lets it leave the tablet, so it counts as shared.
 */
export async function storeRescued(
	centre: Centre,
	sender: Sender,
	{ formId, hash }: Pick<OpenBlob, 'formId' | 'hash'>,
	data: Buffer
): Promise<void> {
	if (createHash('sha256').update(data).digest('hex') !== hash) return;
	const wanted = { formId, hash, bytes: data.length };
	const at = centre.clock();
	const isStored = await inTransaction(centre.db, async (tx) => {
		const form = await formWith(tx, sender.officeId, wanted, sql`FOR SHARE`);
		if (!form) return false;
		await sql`
			INSERT INTO blob (office_id, hash, form_id, data, device_id, stored_at)
			VALUES (${sender.officeId}, ${hash}, ${formId}, ${data}, ${sender.deviceId}, ${new Date(at)})
			ON CONFLICT (office_id, hash) DO NOTHING
		`.execute(tx);
		return true;
	});
	if (isStored) await noteStored(centre, sender, wanted, at);
}

/** The form's row says that the centre holds the picture: the tablet's receipt. */
async function noteStored(
	centre: Centre,
	{ officeId, personId, deviceId }: Sender,
	{ formId, hash }: OpenBlob,
	storedAt: number
): Promise<void> {
	const isNoted = await inTransaction(centre.db, async (tx) => {
		const { rows } = await sql<{ data: Form }>`
			SELECT data FROM form WHERE office_id = ${officeId} AND id = ${formId} FOR UPDATE
		`.execute(tx);
		const form = rows[0]?.data;
		if (!form?.pages.some((page) => page.hash === hash && page.storedAt === null)) return false;
		const pages = form.pages.map((page) => (page.hash === hash ? { ...page, storedAt } : page));
		await commitRows(tx, officeId, [{ table: 'form', row: { ...form, pages, isShared: true } }], {
			at: centre.clock(),
			actorId: personId,
			deviceId,
			action: 'intake.store',
			subject: formId
		});
		return true;
	});
	if (isNoted) centre.poke(officeId);
}

/** One part of a stored picture for another device of the same office; who looked is written down, for every part. */
export async function readPart(
	centre: Centre,
	{ officeId, personId, deviceId }: Sender,
	hash: string,
	part: number
): Promise<Answer<{ data: string; parts: number; serverTime: number }>> {
	const { rows } = await sql<{ data: Buffer; bytes: number; form_id: string }>`
		SELECT substr(data, ${part * PART_BYTES + 1}, ${PART_BYTES}) AS data, length(data) AS bytes, form_id
		FROM blob WHERE office_id = ${officeId} AND hash = ${hash}
	`.execute(centre.db);
	const found = rows[0];
	if (!found || found.data.length === 0) return no('not-found');
	await inTransaction(centre.db, (tx) =>
		commitRows(tx, officeId, [], {
			at: centre.clock(),
			actorId: personId,
			deviceId,
			action: 'intake.view',
			subject: found.form_id
		})
	);
	const value = {
		data: found.data.toString('base64'),
		parts: partsOf(found.bytes),
		serverTime: centre.clock()
	};
	return { ok: true, value };
}
