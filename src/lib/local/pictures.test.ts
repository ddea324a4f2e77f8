import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { capturedForm } from '#lib/domain/intake/form.fixture.ts';
import type { Form } from '#lib/domain/intake/form.ts';
import { PART_BYTES, partsOf, type BlobState } from '#lib/sync/blobs.ts';
import { fromBase64Url } from '#lib/sync/request-signing.ts';
import {
	ensureClient,
	openDatabase,
	putMeta,
	type DeviceIdentity,
	type LocalDatabase
} from './database.ts';
import { fetchPicture, keepPicture, KEPT_MS, purgePictures, readPicture } from './pictures.ts';
import { makeRescueFile } from './rescue.ts';
import type { Reply, Transport } from './transport.ts';
import { uploadPictures } from './upload.ts';
import { makeDataKey, vaultOf, type Vault } from './vault.ts';

const picture = Uint8Array.from(
	{ length: PART_BYTES * 2 + 1000 },
	(_, at) => (at * 31 + (at >> 8)) & 255
);
let db: LocalDatabase;
let vault: Vault;
let hash: string;

beforeEach(async () => {
	db = openDatabase('madoguchi', { indexedDB: new IDBFactory(), IDBKeyRange });
	vault = vaultOf(await makeDataKey());
	hash = await keepPicture(db, vault, 'form-1', picture, 1000);
});

const formWith = (over: Partial<Form> = {}): Form => ({
	...capturedForm(),
	isShared: true,
	pages: [{ hash, bytes: picture.length, width: 1, height: 1, storedAt: null }],
	...over
});

/** A centre that keeps parts; `lose` answers are lost on the way back. */
class Centre {
	readonly parts = new Map<number, string>();
	asked: string[] = [];
	lose = 0;
	before: () => Promise<void> = async () => undefined;
	#state = (): BlobState => ({
		storedAt: this.parts.size === partsOf(picture.length) ? 5000 : null,
		parts: [...this.parts.keys()],
		serverTime: 5000
	});
	transport: Transport = {
		post: async (path, body) => {
			this.asked.push(path.split('/').at(-1)!);
			if (path !== '/api/blobs/open')
				this.parts.set(Number(path.split('/').at(-1)), (body as { data: string }).data);
			await this.before();
			if (this.lose-- > 0) return { kind: 'no-network', reason: 'timeout' };
			return { kind: 'reply', value: this.#state() } as Reply<never>;
		},
		get: async (path) => {
			const part = Number(path.split('/').at(-1));
			const data = this.parts.get(part);
			if (!data) return { kind: 'refusal', refusal: { kind: 'not-found' }, status: 404 };
			const value = { data, parts: this.parts.size, serverTime: 1 };
			return { kind: 'reply', value } as Reply<never>;
		}
	};
}

const upload = (centre: Centre, form = formWith()) =>
	uploadPictures(
		{
			db,
			vault,
			transport: centre.transport,
			signal: new AbortController().signal,
			progress: () => undefined
		},
		[form]
	);

describe('a captured picture', () => {
	it('lies encrypted in the database and comes back whole', async () => {
		expect(await readPicture(db, vault, hash)).toEqual(picture);
		const parts = await db.pictureParts.toArray();
		expect(parts).toHaveLength(3);
		const plain = Buffer.from(picture.subarray(0, 64));
		for (const { box } of parts) expect(Buffer.from(box).includes(plain)).toBe(false);
	});

	it('is missing rather than wrong when a part is damaged', async () => {
		await db.pictureParts.delete(`${hash}/1`);
		expect(await readPicture(db, vault, hash)).toBeUndefined();
	});

	it('stays on the device until somebody says that it may leave', async () => {
		const centre = new Centre();
		expect(await upload(centre, formWith({ isShared: false }))).toBe('sent');
		expect(centre.asked).toEqual([]);
	});

	it('goes on where a dropped line left it, and sends no part twice', async () => {
		const centre = new Centre();
		centre.before = async () => {
			if (centre.asked.at(-1) === '1') centre.lose = 1;
		};
		expect(await upload(centre)).toBe('later');
		centre.before = async () => undefined;
		expect(await upload(centre)).toBe('sent');
		expect(centre.asked).toEqual(['open', '0', '1', 'open', '2']);
		expect((await db.pictures.get(hash))!.storedAt).toBe(5000);
		const end = await fetchPicture(centre.transport, hash);
		expect(end.kind === 'picture' && end.picture).toEqual(picture);
	});

	it('lets what was written meanwhile go first', async () => {
		const centre = new Centre();
		centre.before = async () => {
			if (centre.asked.at(-1) !== '0') return;
			const box = await vault.seal({});
			const row = { clientId: 'c', name: 'intake.key@1', actorId: 'a', createdAt: 1, bytes: 2 };
			await db.outbox.put({
				...row,
				mid: 1,
				state: 'waiting',
				box,
				answer: null,
				replacedBy: null
			});
		};
		expect(await upload(centre)).toBe('overtaken');
		expect(centre.asked).toEqual(['open', '0']);
		await db.outbox.clear();
		expect(await upload(centre)).toBe('sent');
		expect(centre.asked.slice(2)).toEqual(['open', '1', '2']);
	});

	it('is refused when what the centre gives back is not what its name says', async () => {
		const centre = new Centre();
		await upload(centre);
		centre.parts.set(0, Buffer.from('another picture').toString('base64'));
		expect((await fetchPicture(centre.transport, hash)).kind).toBe('damaged');
		centre.parts.clear();
		expect((await fetchPicture(centre.transport, hash)).kind).toBe('elsewhere');
	});

	it('goes into the rescue file of a tablet that is stopped, while the centre lacks it', async () => {
		await ensureClient(db);
		await putMeta(db, 'device', { deviceId: 'tablet-1' } as DeviceIdentity);
		await putMeta(db, 'sealedKey', new Uint8Array([1]));
		const file = await makeRescueFile(db);
		expect(file!.pictures.map(({ part }) => part)).toEqual([0, 1, 2]);
		const boxes = file!.pictures.map(({ box }) => fromBase64Url(box)!);
		const parts = await Promise.all(boxes.map((box) => vault.openBytes(box)));
		expect(Buffer.concat(parts)).toEqual(Buffer.from(picture));
		await db.pictures.update(hash, { storedAt: 5000 });
		expect((await makeRescueFile(db))!.pictures).toEqual([]);
	});

	it('goes when another one without a My Number took its place, or it was to take one and did not', async () => {
		const [page] = formWith().pages;
		const pages = [{ ...page!, hash: 'c'.repeat(64), covers: [hash] }];
		await purgePictures(db, () => formWith({ pages }), 2000);
		expect(await db.pictures.count()).toBe(0);
		await keepPicture(db, vault, 'form-1', picture, 1000);
		const others = [{ ...page!, hash: 'c'.repeat(64) }];
		await purgePictures(db, () => formWith({ pages: others }), 2000);
		expect(await db.pictures.count()).toBe(1);
		await purgePictures(db, () => formWith({ pages: others }), 1001 + KEPT_MS);
		expect(await db.pictures.count()).toBe(0);
	});

	it('goes with the receipt of a submitted form, after 72 hours, or never', async () => {
		const left = async (form: Form | undefined, now: number) => {
			await purgePictures(db, () => form, now);
			return db.pictures.count();
		};
		const stored = [{ ...formWith().pages[0]!, storedAt: 5000 }];
		expect(await left(formWith({ state: 'submitted' }), KEPT_MS * 9)).toBe(1);
		expect(await left(undefined, KEPT_MS * 9)).toBe(1);
		expect(await left(formWith({ state: 'entry', pages: stored }), 6000)).toBe(1);
		expect(await left(formWith({ state: 'submitted', pages: stored }), 6000)).toBe(0);
		await keepPicture(db, vault, 'form-1', picture, 1000);
		expect(await left(formWith({ state: 'entry', pages: stored }), 5001 + KEPT_MS)).toBe(0);
		await keepPicture(db, vault, 'form-1', picture, 1000);
		expect(await left(formWith({ state: 'dropped' }), 6000)).toBe(0);
		expect(await db.pictureParts.count()).toBe(0);
	});
});
