import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import Dexie from 'dexie';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Mutation } from '#lib/sync/mutation.ts';
import { getMeta, openDatabase } from './database.ts';
import { pendingRows } from './outbox.ts';
import { readPicture } from './pictures.ts';
import { vaultOf } from './vault.ts';

interface Fixture {
	version: number;
	stores: Record<string, string>;
	/** The data key in the clear: fixtures hold invented work only. */
	key: string;
	rows: Record<string, Record<string, unknown>[]>;
}

const FOLDER = 'tests/fixtures/databases';
const bytes = (text: string): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(Buffer.from(text, 'base64'));

/** Ciphertext stands in the fixtures as `{ base64 }`. */
const revive = (row: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(
		Object.entries(row).map(([name, value]) => {
			const base64 = (value as { base64?: string } | null)?.base64;
			return [name, base64 === undefined ? value : bytes(base64)];
		})
	);

describe('databases of every released version', () => {
	const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

	it('has a fixture for each', () => expect(files.length).toBeGreaterThan(0));

	it.each(files)('%s opens with its outbox intact', async (file) => {
		const fixture = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Fixture;
		const options = { indexedDB: new IDBFactory(), IDBKeyRange };
		const old = new Dexie('madoguchi', options);
		old.version(fixture.version).stores(fixture.stores);
		await old.open();
		for (const [store, rows] of Object.entries(fixture.rows))
			await old.table(store).bulkAdd(rows.map(revive));
		old.close();

		const db = openDatabase('madoguchi', options);
		await db.open();
		const key = await crypto.subtle.importKey('raw', bytes(fixture.key), 'AES-GCM', true, [
			'decrypt',
			'encrypt'
		]);
		const pending = await pendingRows(db);
		expect(pending.map(({ mid }) => mid)).toEqual(
			fixture.rows
				.outbox!.filter(({ state }) => state === 'waiting' || state === 'answered')
				.map(({ mid }) => mid)
		);
		expect(await db.outbox.count()).toBe(fixture.rows.outbox!.length);
		for (const { box, mid } of pending)
			expect((await vaultOf(key).open<Mutation>(box)).mid).toBe(mid);
		expect(await getMeta(db, 'clientId')).toBe('fixture-client');
		// A captured picture is readable in every later version.
		for (const { hash, bytes } of (fixture.rows.pictures ?? []) as {
			hash: string;
			bytes: number;
		}[])
			expect((await readPicture(db, vaultOf(key), hash))?.length).toBe(bytes);
		db.close();
	});
});
