import Dexie, { type DexieOptions, type EntityTable } from 'dexie';
import type { Grant, Role } from '#lib/domain/access/access.ts';
import type { TicketCounter } from '#lib/domain/reception/lanes.ts';
import type { MutationResult } from '#lib/sync/push.ts';
import type { TableName } from '#lib/sync/tables.ts';

/** 96-bit IV and AES-GCM ciphertext. Everything personal on the device is in such a box. */
export type Box = Uint8Array<ArrayBuffer>;

export interface MetaRow {
	key: string;
	value: unknown;
}

export interface KeyRow {
	name: 'sign' | 'mac';
	key: CryptoKey;
}

export interface PersonRow {
	personId: string;
	name: string;
	role: Role;
	salt: Uint8Array<ArrayBuffer>;
	/** The data key, wrapped for this person's PIN; null until a PIN is set. */
	wrapped: Box | null;
	/** The centre's part of the key; dropped after five wrong PINs and when the grant is over. */
	share: Uint8Array<ArrayBuffer> | null;
	grant: Grant;
	grantSignature: string;
	sessionEndsAt: number;
	wrongPins: number;
}

export interface ChunkRow {
	key: string;
	space: string;
	table: TableName;
	group: string;
	/** Counts up with every change on this device, so that a tab reads only what is new. */
	rev: number;
	/** null: the group is empty now. */
	box: Box | null;
}

/**
 * waiting → answered (applied, rows not pulled yet) → received; waiting → refused → withdrawn or
 * replaced. Nothing is ever deleted before the centre's receipt.
 */
export type OutboxState = 'waiting' | 'answered' | 'received' | 'refused' | 'withdrawn';

export interface OutboxRow {
	mid: number;
	clientId: string;
	state: OutboxState;
	name: string;
	actorId: string;
	createdAt: number;
	bytes: number;
	box: Box;
	answer: MutationResult | null;
	/** The mutation that took the place of a refused one. */
	replacedBy: number | null;
}

export interface StagedPage {
	page?: number;
	epoch: string;
	box: Box;
}

export interface DraftRow {
	key: string;
	actorId: string;
	savedAt: number;
	box: Box;
}

/**
 * A captured picture, in parts of the size in which they travel. kept → stored (the centre has it
 * and said so) → gone.
 */
export interface PictureRow {
	hash: string;
	formId: string;
	bytes: number;
	keptAt: number;
	/** When the centre's receipt came, epoch ms. */
	storedAt: number | null;
}

export interface PicturePart {
	/** `<hash>/<part>` */
	key: string;
	hash: string;
	box: Box;
}

export type LocalDatabase = Dexie & {
	pictures: EntityTable<PictureRow, 'hash'>;
	pictureParts: EntityTable<PicturePart, 'key'>;
	meta: EntityTable<MetaRow, 'key'>;
	keys: EntityTable<KeyRow, 'name'>;
	people: EntityTable<PersonRow, 'personId'>;
	chunks: EntityTable<ChunkRow, 'key'>;
	outbox: EntityTable<OutboxRow, 'mid'>;
	staging: EntityTable<StagedPage, 'page'>;
	drafts: EntityTable<DraftRow, 'key'>;
};

/**
 * The versions of the local database. Stores and fields are only ever added; every released
 * version has a fixture that a test opens with its outbox intact.
 */
function defineVersions(db: Dexie): void {
	db.version(1).stores({
		meta: 'key',
		keys: 'name',
		people: 'personId',
		chunks: 'key, rev, space',
		outbox: 'mid, state',
		staging: '++page',
		drafts: 'key'
	});
	db.version(2).stores({ pictures: 'hash, formId', pictureParts: 'key, hash' });
}

/** Opens the tablet's database; commits are flushed to disk before they count (strict). */
export function openDatabase(name: string, options: DexieOptions = {}): LocalDatabase {
	const db = new Dexie(name, { chromeTransactionDurability: 'strict', ...options });
	defineVersions(db);
	return db as LocalDatabase;
}

export interface Meta {
	clientId: string;
	nextMid: number;
	receiptSequence: number;
	tickets: TicketCounter;
	rev: number;
	epoch: string;
	cursor: Record<string, number>;
	/** The highest mutation whose result the device has. */
	afterMid: number;
	fromDay: string;
	clock: { serverTime: number; deviceTime: number };
	device: DeviceIdentity;
	/** The data key sealed to the centre: opens a rescue file when nobody can unlock the tablet. */
	sealedKey: Uint8Array<ArrayBuffer>;
	/** The data key wrapped for an online sign-in on this very device. */
	recovery: Box;
	canary: number;
	checkedAt: number;
	/** What a stopped tablet handed over before it erased itself. */
	farewell: Farewell;
}

export interface Farewell {
	quarantineId: string;
	items: number;
	at: number;
}

export interface DeviceIdentity {
	deviceId: string;
	code: string;
	name: string;
	officeId: string;
	officeName: string;
	verifyKey: { kty: 'EC'; crv: 'P-256'; x: string; y: string };
	sealKey: { kty: 'RSA'; n: string; e: string };
	activatedAt: number;
}

export async function getMeta<Key extends keyof Meta>(
	db: LocalDatabase,
	key: Key
): Promise<Meta[Key] | undefined> {
	return (await db.meta.get(key))?.value as Meta[Key] | undefined;
}

export async function putMeta<Key extends keyof Meta>(
	db: LocalDatabase,
	key: Key,
	value: Meta[Key]
): Promise<void> {
	await db.meta.put({ key, value });
}

/** The client's name and first numbers; a database has exactly one until it is wiped. */
export async function ensureClient(db: LocalDatabase): Promise<string> {
	return db.transaction('rw', db.meta, async () => {
		const known = await getMeta(db, 'clientId');
		if (known) return known;
		const clientId = crypto.randomUUID();
		await putMeta(db, 'clientId', clientId);
		await putMeta(db, 'nextMid', 1);
		await putMeta(db, 'rev', 0);
		await putMeta(db, 'afterMid', 0);
		await putMeta(db, 'canary', 1);
		return clientId;
	});
}
