import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { hashMutation, type Mutation } from '#lib/sync/mutation.ts';
import { RING_MS } from '#lib/sync/protocol.ts';
import { ensureClient, getMeta, openDatabase, type LocalDatabase } from './database.ts';
import {
	enqueue,
	forgetOld,
	noteAnswers,
	pendingRows,
	renumber,
	resendAfter,
	unsent,
	withdraw
} from './outbox.ts';
import { makeDataKey, vaultOf, type Vault } from './vault.ts';

let db: LocalDatabase;
let vault: Vault;

async function fresh(): Promise<void> {
	db = openDatabase('outbox', { indexedDB: new IDBFactory(), IDBKeyRange });
	await db.open();
	await ensureClient(db);
	vault ??= vaultOf(await makeDataKey());
}
beforeEach(fresh);

const body = (n: number) => ({
	name: 'booking.cancel@1',
	officeId: 'shinjuku',
	args: { bookingId: `b${n}`, reason: 'visitor' },
	occurredAt: n,
	actorId: 'a',
	grantId: 'g'
});
const bookingOf = ({ args }: Mutation): string => (args as { bookingId: string }).bookingId;
const read = async (): Promise<Mutation[]> =>
	Promise.all((await pendingRows(db)).map(({ box }) => vault.open<Mutation>(box)));

describe('outbox', () => {
	it('numbers without holes when many write at once', async () => {
		const made = await Promise.all(
			Array.from({ length: 20 }, (_, n) => enqueue(db, vault, body(n)))
		);
		expect(made.map(({ mutation }) => mutation.mid).sort((x, y) => x - y)).toEqual(
			Array.from({ length: 20 }, (_, n) => n + 1)
		);
		for (const mutation of await read()) expect(await hashMutation(mutation)).toBe(mutation.hash);
	});

	it('keeps a refused mutation until a person takes it back, and a waiting one in any case', async () => {
		await enqueue(db, vault, body(1));
		await enqueue(db, vault, body(2));
		await noteAnswers(db, [
			{ mid: 1, status: 'refused', refusal: { kind: 'slot-taken' }, receivedAt: 1 }
		]);
		expect(await withdraw(db, 2)).toBe(false);
		expect(await forgetOld(db, 1e15)).toBe(0);
		expect(await withdraw(db, 1)).toBe(true);
		expect((await db.outbox.get(1))?.state).toBe('withdrawn');
		expect(await unsent(db)).toEqual({ count: 1, oldest: 2 });
	});

	it('forgets what the centre has received after 72 hours and not before', async () => {
		await enqueue(db, vault, body(1));
		await db.outbox.update(1, {
			state: 'received',
			answer: { mid: 1, status: 'applied', receivedAt: 1000 }
		});
		expect(await forgetOld(db, 1000 + RING_MS - 1)).toBe(0);
		expect(await forgetOld(db, 1001 + RING_MS)).toBe(1);
	});

	it('never loses a mutation that has no receipt, whatever is done to it', async () => {
		const step = fc.oneof(
			fc.record({ do: fc.constant('write' as const) }),
			fc.record({ do: fc.constant('answer' as const), mid: fc.nat(20), applied: fc.boolean() }),
			fc.record({ do: fc.constant('receive' as const), mid: fc.nat(20) }),
			fc.record({ do: fc.constant('withdraw' as const), mid: fc.nat(20) }),
			fc.record({ do: fc.constant('renumber' as const) }),
			fc.record({ do: fc.constant('restore' as const), mid: fc.nat(20) }),
			fc.record({ do: fc.constant('forget' as const) })
		);
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
				await fresh();
				let written = 0;
				const ended = new Set<string>();
				const nameOf = async (mid: number): Promise<string | undefined> => {
					const row = await db.outbox.get(mid);
					return row && bookingOf(await vault.open<Mutation>(row.box));
				};
				for (const action of steps) {
					if (action.do === 'write') await enqueue(db, vault, body((written += 1)));
					else if (action.do === 'answer')
						await noteAnswers(db, [
							{ mid: action.mid, status: action.applied ? 'applied' : 'refused', receivedAt: 1 }
						]);
					else if (action.do === 'receive') {
						const row = await db.outbox.get(action.mid);
						if (row?.state === 'answered')
							await db.outbox.update(action.mid, { state: 'received' });
					} else if (action.do === 'withdraw') {
						const name = await nameOf(action.mid);
						if ((await withdraw(db, action.mid)) && name) ended.add(name);
					} else if (action.do === 'renumber') await renumber(db, vault);
					else if (action.do === 'restore') await resendAfter(db, action.mid);
					else {
						const gone = await db.outbox.where('state').equals('received').toArray();
						for (const row of gone) ended.add(bookingOf(await vault.open<Mutation>(row.box)));
						await forgetOld(db, 1e15);
					}
					const held = await Promise.all(
						(await db.outbox.toArray()).map(async ({ box }) =>
							bookingOf(await vault.open<Mutation>(box))
						)
					);
					const alive = Array.from({ length: written }, (_, n) => `b${n + 1}`).filter(
						(name) => !ended.has(name)
					);
					expect(held).toEqual(expect.arrayContaining(alive));
					const waiting = await pendingRows(db);
					const clientId = await getMeta(db, 'clientId');
					expect(new Set(waiting.map(({ mid }) => mid)).size).toBe(waiting.length);
					expect(waiting.every((row) => row.clientId === clientId)).toBe(true);
				}
			}),
			{ numRuns: 60 }
		);
	});
});
