import { leaseReply } from '#lib/sync/lease.ts';
import type { Mutation } from '#lib/sync/mutation.ts';
import { MAX_BODY_BYTES, MAX_MUTATIONS, PROTOCOL } from '#lib/sync/protocol.ts';
import { pullReply, type PullReply } from '#lib/sync/pull.ts';
import { pushReply } from '#lib/sync/push.ts';
import type { RequestRefusal } from '#lib/sync/refusal.ts';
import { addsUp, applyPull, loadChunks, type GatheredPull } from './apply-pull.ts';
import {
	getMeta,
	putMeta,
	type LocalDatabase,
	type OutboxRow,
	type StagedPage
} from './database.ts';
import { noteAnswers, pendingRows, renumber, resendAfter, unsent } from './outbox.ts';
import { ConfirmedRows } from './rows.ts';
import type { Reply, Transport } from './transport.ts';
import type { TrustedClock } from './trusted-clock.ts';
import type { Vault } from './vault.ts';

export type RoundEnd =
	| { kind: 'done' }
	| { kind: 'no-network'; reason: 'unreachable' | 'timeout' | 'portal' }
	| { kind: 'refused'; refusal: RequestRefusal };

export interface RoundParts {
	db: LocalDatabase;
	vault: Vault;
	transport: Transport;
	clock: TrustedClock;
	signal: AbortSignal;
	/** Runs work on the rows in memory; nothing else touches them meanwhile. */
	alone: <Value>(work: () => Promise<Value>) => Promise<Value>;
	/** Called whenever something moved: the watchdog rests and the screens look again. */
	progress: () => void;
}

class RoundOver extends Error {
	readonly end: RoundEnd;
	constructor(end: RoundEnd) {
		super(end.kind);
		this.end = end;
	}
}

/** How often all rows are compared with the centre by their sums. */
const CHECK_EVERY_MS = 6 * 3_600_000;

async function asked<Value extends { serverTime: number }>(
	parts: RoundParts,
	reply: Promise<Reply<Value>>
): Promise<Value> {
	const answer = await reply;
	if (answer.kind === 'no-network') throw new RoundOver(answer);
	if (answer.kind === 'refusal') {
		const { serverTime } = answer.refusal;
		if (serverTime !== undefined) await parts.clock.follow(parts.db, serverTime);
		throw new RoundOver({ kind: 'refused', refusal: answer.refusal });
	}
	await parts.clock.follow(parts.db, answer.value.serverTime);
	parts.progress();
	return answer.value;
}

/** The oldest waiting mutations that fit into one request of `limit` items. */
function batchOf(rows: readonly OutboxRow[], limit: number): OutboxRow[] {
	const batch: OutboxRow[] = [];
	let bytes = 0;
	for (const row of rows) {
		bytes += row.bytes * 2;
		if (batch.length >= limit || (batch.length > 0 && bytes > MAX_BODY_BYTES / 2)) break;
		batch.push(row);
	}
	return batch;
}

/** Sends everything that waits, oldest first; halves the batch when the centre finds it too large. */
async function push(parts: RoundParts): Promise<void> {
	const { db, vault, transport, signal } = parts;
	let limit = MAX_MUTATIONS;
	let renumbered = false;
	for (;;) {
		const waiting = (await pendingRows(db)).filter(({ state }) => state === 'waiting');
		if (waiting.length === 0) return;
		const batch = batchOf(waiting, limit);
		const mutations = await Promise.all(batch.map(({ box }) => vault.open<Mutation>(box)));
		const [clientId, epoch] = await Promise.all([getMeta(db, 'clientId'), getMeta(db, 'epoch')]);
		const body = { protocol: PROTOCOL, clientId: clientId!, epoch: epoch ?? null, mutations };
		try {
			const reply = await asked(parts, transport.post('/api/sync/push', body, pushReply, signal));
			await noteAnswers(db, reply.results);
			if (reply.results.length === 0) throw new RoundOver({ kind: 'no-network', reason: 'portal' });
		} catch (error) {
			if (!(error instanceof RoundOver) || error.end.kind !== 'refused') throw error;
			const { kind, lastMid } = error.end.refusal;
			if (kind === 'too-large' && limit > 1) limit = Math.ceil(Math.min(limit, batch.length) / 2);
			else if (kind === 'gap' && (await resendAfter(db, lastMid ?? 0)) > 0) continue;
			else if ((kind === 'client-forked' || kind === 'gap') && !renumbered) {
				renumbered = true;
				await renumber(db, vault);
			} else throw error;
		}
	}
}

interface Staged extends GatheredPull {
	epochAsked: string | null;
}

/** Pages of a pull that was cut off: it goes on behind them. */
async function staged(db: LocalDatabase, vault: Vault): Promise<PullReply[]> {
	const rows = (await db.staging.orderBy('page').toArray()) as StagedPage[];
	return Promise.all(rows.map(({ box }) => vault.open<PullReply>(box)));
}

async function gather(parts: RoundParts, check: boolean): Promise<Staged> {
	const { db, vault, transport, signal } = parts;
	const known = await getMeta(db, 'epoch');
	const since = (await getMeta(db, 'cursor')) ?? {};
	let pages = await staged(db, vault);
	for (;;) {
		const epoch = pages[0]?.epoch ?? known ?? null;
		const cursor = { ...(epoch === known ? since : {}) };
		for (const page of pages)
			for (const [space, { next }] of Object.entries(page.spaces)) cursor[space] = next;
		const waiting = await unsent(db);
		const request = {
			protocol: PROTOCOL,
			clientId: (await getMeta(db, 'clientId'))!,
			epoch,
			cursor,
			afterMid: (await getMeta(db, 'afterMid')) ?? 0,
			check,
			unsent: waiting
		};
		const reply = await asked(parts, transport.post('/api/sync/pull', request, pullReply, signal));
		if (pages.length > 0 && reply.epoch !== pages[0]!.epoch) {
			await db.staging.clear();
			pages = [];
		}
		pages.push(reply);
		const more = Object.values(reply.spaces).some((page) => page.more);
		if (!more)
			return {
				epoch: reply.epoch,
				pages,
				since: reply.epoch === known ? since : {},
				epochAsked: known ?? null
			};
		await db.staging.add({ epoch: reply.epoch, box: await vault.seal(reply) });
	}
}

/** Fetches and applies what is new; `rows` is the tab's memory and is brought up to date first. */
export async function pull(parts: RoundParts, rows: ConfirmedRows): Promise<void> {
	const { db, vault, clock } = parts;
	const checkedAt = (await getMeta(db, 'checkedAt')) ?? 0;
	const check = clock.now() - checkedAt > CHECK_EVERY_MS;
	const gathered = await gather(parts, check);
	await parts.alone(async () => {
		await loadChunks(db, vault, rows);
		await applyPull(db, vault, rows, gathered);
		await loadChunks(db, vault, rows);
	});
	const last = gathered.pages.at(-1)!;
	if (gathered.epochAsked !== null && gathered.epochAsked !== gathered.epoch)
		await resendAfter(db, last.lastMid);
	if (check) await compare(parts, rows, last);
}

/** Rows that do not add up were damaged on this device: their space is fetched again, once. */
async function compare(
	{ db, clock }: RoundParts,
	rows: ConfirmedRows,
	last: PullReply
): Promise<void> {
	const cursor = { ...((await getMeta(db, 'cursor')) ?? {}) };
	const damaged = Object.entries(last.spaces).filter(
		([space, { sum }]) => sum && !addsUp(rows, space, sum)
	);
	for (const [space] of damaged) delete cursor[space];
	if (damaged.length > 0) await putMeta(db, 'cursor', cursor);
	await putMeta(db, 'checkedAt', clock.now());
}

/** One round: send what waits, then fetch what is new. Runs in one tab at a time. */
export async function syncRound(parts: RoundParts, rows: ConfirmedRows): Promise<RoundEnd> {
	try {
		await push(parts);
		await pull(parts, rows);
		// What a new epoch brought back, or a person wrote meanwhile.
		if ((await unsent(parts.db)).count > 0) {
			await push(parts);
			await pull(parts, rows);
		}
		return { kind: 'done' };
	} catch (error) {
		if (error instanceof RoundOver) return error.end;
		throw error;
	}
}

export interface LeaseWish {
	hold?: string;
	holdNext?: boolean;
	interpreter?: boolean;
	standing?: boolean;
	giveBack?: string[];
}

/** Asks for seats of this device; undefined without a line. */
export const askLeases = (transport: Transport, wish: LeaseWish) =>
	transport.post(
		'/api/sync/lease',
		{
			protocol: PROTOCOL,
			hold: wish.hold ?? null,
			holdNext: wish.holdNext ?? false,
			interpreter: wish.interpreter ?? false,
			standing: wish.standing ?? false,
			giveBack: wish.giveBack ?? []
		},
		leaseReply
	);
