import { hashMutation, type Mutation } from '#lib/sync/mutation.ts';
import type { MutationResult } from '#lib/sync/push.ts';
import { RING_MS } from '#lib/sync/protocol.ts';
import { getMeta, putMeta, type LocalDatabase, type OutboxRow } from './database.ts';
import type { Vault } from './vault.ts';

export type NewMutation = Pick<
	Mutation,
	'name' | 'officeId' | 'args' | 'occurredAt' | 'actorId' | 'grantId'
>;

/** The number and client that the next mutation will most likely have; checked before it counts. */
export interface Guess {
	mid: number;
	clientId: string;
}

async function readGuess(db: LocalDatabase): Promise<Guess> {
	const [mid, clientId] = await db.meta.bulkGet(['nextMid', 'clientId']);
	return { mid: mid!.value as number, clientId: clientId!.value as string };
}

/**
 * Writes a mutation to the outbox under the next number, in one durable transaction. The
 * ciphertext is made before, because a transaction of IndexedDB does not wait for it; when
 * another tab took the number meanwhile, it starts over. Gives the next guess, which saves the
 * next call a look into the database.
 */
export async function enqueue(
	db: LocalDatabase,
	vault: Vault,
	body: NewMutation,
	{ replaces = null, guess }: { replaces?: number | null; guess?: Guess } = {}
): Promise<{ mutation: Mutation; guess: Guess }> {
	for (let expected = guess; ; expected = undefined) {
		expected ??= await readGuess(db);
		const { mid, clientId } = expected;
		const full = { mid, ...body };
		const mutation: Mutation = { ...full, hash: await hashMutation(full) };
		const box = await vault.seal(mutation);
		const row: OutboxRow = {
			mid,
			clientId,
			state: 'waiting',
			name: body.name,
			actorId: body.actorId,
			createdAt: body.occurredAt,
			bytes: box.length,
			box,
			answer: null,
			replacedBy: null
		};
		const written = await db.transaction('rw', db.meta, db.outbox, async () => {
			const now = await readGuess(db);
			if (now.mid !== mid || now.clientId !== clientId) return false;
			await Promise.all([putMeta(db, 'nextMid', mid + 1), db.outbox.add(row)]);
			if (replaces !== null) {
				await db.outbox.update(replaces, { state: 'withdrawn', replacedBy: mid });
			}
			return true;
		});
		if (written) return { mutation, guess: { mid: mid + 1, clientId } };
	}
}

/** Mutations whose effect is not yet among the confirmed rows, in order. */
export async function pendingRows(db: LocalDatabase): Promise<OutboxRow[]> {
	return (await db.outbox.where('state').anyOf('waiting', 'answered').sortBy('mid')) as OutboxRow[];
}

export interface Unsent {
	count: number;
	oldest: number | null;
}

export async function unsent(db: LocalDatabase): Promise<Unsent> {
	const rows = await db.outbox.where('state').equals('waiting').toArray();
	return {
		count: rows.length,
		oldest: rows.length > 0 ? Math.min(...rows.map(({ createdAt }) => createdAt)) : null
	};
}

/**
 * Notes the centre's answers on mutations that are in one of the given states: a refusal ends the
 * effect, an application goes to the state `applied`.
 */
export async function noteAnswers(
	db: LocalDatabase,
	results: readonly MutationResult[],
	applied: 'answered' | 'received' = 'answered'
): Promise<void> {
	await db.transaction('rw', db.outbox, async () => {
		const rows = await db.outbox.bulkGet(results.map(({ mid }) => mid));
		const changed = rows.flatMap((row, index): OutboxRow[] => {
			const answer = results[index]!;
			const isOpen =
				row?.state === 'waiting' || (row?.state === 'answered' && applied === 'received');
			if (!isOpen) return [];
			return [{ ...row, answer, state: answer.status === 'applied' ? applied : 'refused' }];
		});
		await db.outbox.bulkPut(changed);
	});
}

/** A person takes a refused mutation back; a waiting one can be taken back until it is sent. */
export async function withdraw(db: LocalDatabase, mid: number): Promise<boolean> {
	return db.transaction('rw', db.outbox, async () => {
		const row = await db.outbox.get(mid);
		if (row?.state !== 'refused') return false;
		await db.outbox.update(mid, { state: 'withdrawn' });
		return true;
	});
}

/** Forgets received mutations after 72 hours; only the centre's receipt made them forgettable. */
export async function forgetOld(db: LocalDatabase, now: number): Promise<number> {
	return db.outbox
		.where('state')
		.anyOf('received', 'withdrawn')
		.filter((row) => row.answer !== null && row.answer.receivedAt < now - RING_MS)
		.delete();
}

/**
 * A fork (the profile was copied) or a hole in the numbers: everything not received goes on
 * under a new client name with new numbers, in the old order. Repeats change nothing at the
 * centre, because ids are part of the arguments.
 */
export async function renumber(db: LocalDatabase, vault: Vault): Promise<number> {
	const expected = await getMeta(db, 'nextMid');
	const rows = await pendingRows(db);
	const clientId = crypto.randomUUID();
	const kept = await db.outbox.where('state').anyOf('refused', 'withdrawn', 'received').toArray();
	let mid = 0;
	const renewed: OutboxRow[] = [];
	for (const row of rows) {
		const { hash: _hash, ...body } = await vault.open<Mutation>(row.box);
		mid += 1;
		const full = { ...body, mid };
		const box = await vault.seal({ ...full, hash: await hashMutation(full) });
		renewed.push({ ...row, mid, clientId, box, bytes: box.length, state: 'waiting', answer: null });
	}
	const parked = kept.map((row, index) => ({ ...row, mid: -(index + 1) - Date.now() }));
	const done = await db.transaction('rw', db.meta, db.outbox, async () => {
		if ((await getMeta(db, 'nextMid')) !== expected) return false;
		await db.outbox.clear();
		await db.outbox.bulkAdd([...renewed, ...parked]);
		await putMeta(db, 'clientId', clientId);
		await putMeta(db, 'nextMid', mid + 1);
		await putMeta(db, 'afterMid', 0);
		return true;
	});
	return done ? mid : renumber(db, vault);
}

/** After a failover the centre may know less than it has acknowledged: those are sent again. */
export async function resendAfter(db: LocalDatabase, lastMid: number): Promise<number> {
	return db.transaction('rw', db.outbox, db.meta, async () => {
		const lost = await db.outbox
			.where('mid')
			.above(lastMid)
			.filter((row) => row.state === 'received' || row.state === 'answered')
			.toArray();
		for (const row of lost) await db.outbox.update(row.mid, { state: 'waiting', answer: null });
		const afterMid = (await getMeta(db, 'afterMid')) ?? 0;
		if (afterMid > lastMid) await putMeta(db, 'afterMid', lastMid);
		return lost.length;
	});
}
