import { beforeEach, describe, expect, it } from 'vitest';
import { vaultOf } from '#lib/local/vault.ts';
import type { CentreProcess } from './support/centre-process.ts';
import { checkInvariants } from './support/invariants.ts';
import { OFFICE, roomySlot, settle, type Seat, useOffice } from './support/office-day.ts';
import { bookAt, freeSlotsOf, PIN, SimulatedDevice } from './support/simulated-tablet.ts';

const office = useOffice(2);
let centre: CentreProcess;
let seats: Seat[];
let a: Seat;
let b: Seat;
beforeEach(() => {
	({ centre, seats } = office);
	[a, b] = seats as [Seat, Seat];
});

const free = (seat: Seat, seatsLeft = 2) => roomySlot(seat, seats, seatsLeft);

const check = () =>
	checkInvariants(
		centre,
		seats.map(({ tablet }) => tablet)
	);

describe('storage', () => {
	it('two tabs of one tablet share numbers, rows and the lock, and send everything once', async () => {
		const second = await a.device.openTab();
		await expect.poll(() => second.phase).toBe('unlocked');
		const slots = freeSlotsOf(a.tablet.desk!, OFFICE);
		const made = await Promise.all(
			Array.from({ length: 10 }, (_, n) => bookAt(n % 2 ? a.tablet : second, slots[n]!))
		);
		const mids = made.flatMap(({ end }) => (end.ok ? [end.mid] : []));
		expect(new Set(mids).size).toBe(10);
		await Promise.all([a.tablet.desk!.syncNow(), second.desk!.syncNow()]);
		await settle(seats);
		await expect
			.poll(() => second.desk!.rows.get('booking', made[0]!.bookingId)?.status)
			.toBe('confirmed');
		await second.lock();
		await expect.poll(() => a.tablet.phase).toBe('locked');
		await second.close();
		expect(await a.tablet.unlock('naito', PIN)).toMatchObject({ ok: true });
		await settle(seats);
		await check();
	});

	it('an idle tab does not lock the one in which a person works', async () => {
		const working = await a.device.openTab({ idleMs: 1500 });
		const idle = await a.device.openTab({ idleMs: 1500 });
		await expect.poll(() => [working.phase, idle.phase]).toEqual(['unlocked', 'unlocked']);
		for (let second = 0; second < 3; second += 1) {
			working.touch();
			await new Promise((resolve) => setTimeout(resolve, 1100));
		}
		expect([working.phase, idle.phase, a.tablet.phase]).toEqual([
			'unlocked',
			'unlocked',
			'unlocked'
		]);
		await expect.poll(() => idle.phase, { timeout: 5000 }).toBe('locked');
		await Promise.all([working.close(), idle.close()]);
		expect(await a.tablet.unlock('naito', PIN)).toMatchObject({ ok: true });
	});

	it('a tab that is closed while it locks writes to its end first', async () => {
		const tab = await a.device.openTab();
		await expect.poll(() => tab.phase).toBe('unlocked');
		const locking = tab.lock(false);
		await tab.close();
		await expect(locking).resolves.toBeUndefined();
	});

	it('10 · a copied profile is found, and what only the copy had goes on under a new name', async () => {
		const twin = new SimulatedDevice(centre, 'twin');
		const copy = await twin.openTab();
		for (const table of a.tablet.db.tables)
			await copy.db.table(table.name).bulkPut(await table.toArray());
		await copy.close();
		const other = await twin.openTab();
		expect(await other.unlock('naito', PIN)).toMatchObject({ ok: true });
		twin.network.shareCookies(a.device.network);
		const [one, two] = [free(a, 3), free(a, 3)];
		const mine = await bookAt(a.tablet, one);
		const doubled = await bookAt(other, two);
		expect(doubled.receiptNo).toBe(mine.receiptNo);
		const theirs = await bookAt(other, two);
		await a.tablet.desk!.syncNow();
		expect((await other.desk!.syncNow()).kind).toBe('done');
		await settle(seats);
		const refused = (await other.desk!.outbox()).filter(({ state }) => state === 'refused');
		expect(refused.map(({ answer }) => answer?.refusal?.kind)).toEqual(['receipt-taken']);
		for (const { bookingId } of [mine, theirs])
			expect(b.tablet.desk!.rows.get('booking', bookingId)?.status).toBe('confirmed');
		await check();
		await other.close();
	});

	it('33 · a full disk is said, and what was typed is not half saved', async () => {
		const add = a.tablet.db.outbox.add;
		const full = Object.assign(new Error('full'), {
			name: 'AbortError',
			inner: { name: 'QuotaExceededError' }
		});
		a.tablet.db.outbox.add = (() => Promise.reject(full)) as unknown as typeof add;
		const { end, bookingId } = await bookAt(a.tablet, free(a));
		a.tablet.db.outbox.add = add;
		expect(end).toEqual({ ok: false, refusal: { kind: 'storage-full' } });
		expect(a.tablet.desk!.rows.get('booking', bookingId)).toBeUndefined();
		expect((await bookAt(a.tablet, free(a))).end.ok).toBe(true);
	});

	it('46 · a row that was altered on the device is found by its sum and fetched again', async () => {
		const { db } = a.tablet;
		const vault = vaultOf(a.tablet.desk!.vault.key);
		const chunk = (await db.chunks.toArray()).find(
			({ table, space, box }) => table === 'booking' && space === OFFICE && box
		)!;
		const content = await vault.open<{ id: string }[]>(chunk.box!);
		await db.chunks.update(chunk.key, { rev: 1e9, box: await vault.seal(content.slice(1)) });
		await a.tablet.desk!.refresh();
		await db.meta.put({ key: 'checkedAt', value: 0 });
		await db.meta.put({ key: 'rev', value: 1e9 });
		await a.tablet.desk!.syncNow();
		await settle(seats);
		await check();
	});

	it('34 · cleared site data is a new, unactivated tablet, not half an old one', async () => {
		const fresh = new SimulatedDevice(centre, 'fresh');
		const tablet = await fresh.openTab();
		expect([tablet.phase, tablet.people, tablet.desk]).toEqual(['unactivated', [], undefined]);
		await tablet.close();
	});
});

describe('history', () => {
	it.each([
		['a future that a restore undid', 'UPDATE space SET horizon = 0', 1e6],
		['before the horizon of gone rows', 'UPDATE space SET horizon = version', -1]
	])('45 · a cursor from %s starts the space anew, without leftovers', async (_, set, shift) => {
		const { db } = a.tablet;
		const row = { ...a.tablet.desk!.rows.list('booking')[0]!, bookingId: 'leftover' };
		await centre.sql(set);
		const vault = vaultOf(a.tablet.desk!.vault.key);
		const chunk = (await db.chunks.toArray()).find(
			({ table, group, space }) => table === 'booking' && group === row.date && space === OFFICE
		)!;
		const content = await vault.open<object[]>(chunk.box!);
		const rev = ((await db.meta.get('rev'))!.value as number) + 1;
		await db.chunks.update(chunk.key, {
			rev,
			box: await vault.seal([...content, { id: 'leftover', version: 1, row }])
		});
		await db.meta.put({ key: 'rev', value: rev });
		const cursor = (await db.meta.get('cursor'))!.value as Record<string, number>;
		await db.meta.put({ key: 'cursor', value: { ...cursor, [OFFICE]: cursor[OFFICE]! + shift } });
		await a.tablet.desk!.refresh();
		expect(a.tablet.desk!.rows.get('booking', 'leftover')).toBeDefined();
		await settle(seats);
		expect(a.tablet.desk!.rows.get('booking', 'leftover')).toBeUndefined();
		await centre.sql('UPDATE space SET horizon = 0');
		await check();
	});

	it('48 · after a restore the centre knows less: acknowledged work is sent again', async () => {
		const { bookingId, slotId } = await bookAt(a.tablet, free(a, 3));
		await settle(seats);
		const { clientId, mid } = {
			clientId: (await a.tablet.db.meta.get('clientId'))!.value as string,
			mid: (await a.tablet.db.outbox.orderBy('mid').last())!.mid
		};
		await centre.sql(`DELETE FROM booking WHERE id = $1`, [bookingId]);
		await centre.sql(`UPDATE seat SET booking_id = NULL WHERE booking_id = $1`, [bookingId]);
		await centre.sql(
			`UPDATE slot SET data = jsonb_set(data, '{taken}', to_jsonb(taken - 1)) WHERE id = $1`,
			[slotId]
		);
		await centre.sql(`DELETE FROM mutation_result WHERE client_id = $1 AND mid = $2`, [
			clientId,
			mid
		]);
		await centre.sql(`UPDATE client SET last_mid = $2 WHERE client_id = $1`, [clientId, mid - 1]);
		await centre.sql(
			`UPDATE centre SET value = jsonb_set(value, '{id}', '"restored"') WHERE name = 'epoch'`
		);
		await settle(seats);
		for (const { tablet } of seats)
			expect(tablet.desk!.rows.get('booking', bookingId)?.status).toBe('confirmed');
		await check();
	});

	it('51 · two commits that end in reverse order are both seen by a puller between them', async () => {
		const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
		const slot = free(a, 3);
		// A foreign transaction holds the office's counter while a tablet's push waits for it.
		const slow = centre.sql(`DO $$ BEGIN
			PERFORM commit_rows('${OFFICE}', '[]', now(), 'test', 'test', 'test.slow', '');
			PERFORM pg_sleep(0.6); END $$`);
		await sleep(150);
		const booked = await bookAt(a.tablet, slot);
		const push = a.tablet.desk!.syncNow();
		await sleep(100);
		await b.tablet.desk!.syncNow();
		await Promise.all([slow, push]);
		await settle(seats);
		expect(b.tablet.desk!.rows.get('booking', booked.bookingId)?.status).toBe('confirmed');
		await check();
	});
});
