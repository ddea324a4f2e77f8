import type { Lease } from '#lib/domain/booking/lease.ts';
import type { LeaseReply } from '#lib/sync/lease.ts';
import { hashMutation, type Mutation } from '#lib/sync/mutation.ts';
import { MAX_MUTATIONS, PROTOCOL } from '#lib/sync/protocol.ts';
import type { PullReply } from '#lib/sync/pull.ts';
import type { MutationResult, PushReply } from '#lib/sync/push.ts';
import { receiptNumber } from '#lib/domain/basics/receipt-number.ts';
import { line } from './figures.ts';
import type { Access } from './load.ts';
import type { TabletSeed } from './nation.ts';
import type { Dice } from './random.ts';
import type { Kind, Wire } from './wire.ts';

/** The line did not carry it: the tablet tries again, with the same mutations. */
class LineLost extends Error {}

interface Waiting {
	readonly mutation: Mutation;
	readonly answered?: (result: MutationResult) => void;
}

export interface Tally {
	mutations: number;
	applied: number;
	refused: Record<string, number>;
	lostRequests: number;
	lostReplies: number;
	doubled: number;
	rows: number;
}

export const newTally = (): Tally => ({
	mutations: 0,
	applied: 0,
	refused: {},
	lostRequests: 0,
	lostReplies: 0,
	doubled: 0,
	rows: 0
});

export interface TabletParts {
	readonly wire: Wire;
	readonly dice: Dice;
	readonly tally: Tally;
	/** The simulation's clock, epoch ms. */
	readonly now: () => number;
}

/**
 * A tablet without screens and storage: it numbers, hashes, signs and repeats what it sends as the
 * real one does (`src/lib/local`), keeps its outbox in memory, and follows versions without
 * keeping the rows.
 */
export class LightTablet {
	readonly seed: TabletSeed;
	access: Access;
	/** Does not reach the centre. */
	isOffline = false;
	/** When it loses the line next; minutes of the day. */
	dropsAt = Infinity;
	lane = '';
	tickets = 0;
	leases: Lease[] = [];
	readonly outbox: Waiting[] = [];
	/** Done at the beginning of the next round: what needs an answer before it is booked. */
	readonly chores: (() => Promise<void>)[] = [];
	mid = 0;
	wantsRound = false;
	/** What it holds of each space. */
	cursor: Record<string, number>;
	#epoch: string;
	#afterMid = 0;
	#receipts = 0;
	readonly #parts: TabletParts;

	constructor(
		seed: TabletSeed,
		access: Access,
		cursor: Readonly<Record<string, number>>,
		epoch: string,
		parts: TabletParts
	) {
		this.seed = seed;
		this.access = access;
		this.cursor = { ...cursor };
		this.#epoch = epoch;
		this.#parts = parts;
	}

	get deviceId(): string {
		return this.seed.device.deviceId;
	}

	get officeId(): string {
		return this.seed.device.officeId;
	}

	get personId(): string {
		return this.seed.person.personId;
	}

	nextReceipt(): string {
		this.#receipts += 1;
		return receiptNumber(this.seed.device.code, this.#receipts);
	}

	/** Puts a mutation into the outbox; `answered` hears the centre's word on it, once. */
	async mutate(
		name: string,
		args: unknown,
		answered?: (result: MutationResult) => void
	): Promise<void> {
		this.mid += 1;
		const body = {
			mid: this.mid,
			name,
			officeId: this.officeId,
			args,
			occurredAt: this.#parts.now(),
			actorId: this.personId,
			grantId: this.access.grantId
		};
		this.wantsRound = true;
		const at = this.outbox.length;
		// The place in the queue is taken before the hash is there, so that the order holds.
		this.outbox.push({ mutation: { ...body, hash: '' }, ...(answered ? { answered } : {}) });
		const entry = this.outbox[at]!;
		const hash = await hashMutation(body);
		(entry.mutation as { hash: string }).hash = hash;
		this.#parts.tally.mutations += 1;
	}

	/** One round as the real tablet makes it: send what waits, then fetch what is new. */
	async round(kind: Kind = 'pull'): Promise<boolean> {
		if (this.isOffline) return false;
		for (let attempt = 0; attempt < 4; attempt += 1) {
			try {
				while (this.chores.length > 0) {
					await this.chores[0]!();
					this.chores.shift();
				}
				await this.#push();
				await this.#pull(kind);
				this.wantsRound = this.outbox.length > 0;
				return true;
			} catch (error) {
				if (!(error instanceof LineLost)) throw error;
			}
		}
		return false;
	}

	async lease(wanted: { hold?: string; holdNext?: boolean; standing?: boolean }) {
		const body = {
			protocol: PROTOCOL,
			hold: wanted.hold ?? null,
			holdNext: wanted.holdNext ?? false,
			interpreter: false,
			standing: wanted.standing ?? false,
			giveBack: []
		};
		const reply = await this.#ask<LeaseReply>('lease', '/api/sync/lease', body);
		this.leases = reply.standing;
		return reply;
	}

	async #push(): Promise<void> {
		while (this.outbox.length > 0) {
			const batch = this.outbox.slice(0, MAX_MUTATIONS).map(({ mutation }) => mutation);
			if (batch.some(({ hash }) => hash === '')) {
				await new Promise((resolve) => setImmediate(resolve));
				continue;
			}
			const kind = batch.some(({ name }) => name.startsWith('booking.book'))
				? 'booking push'
				: 'push';
			const body = {
				protocol: PROTOCOL,
				clientId: this.deviceId,
				epoch: this.#epoch,
				mutations: batch
			};
			const reply = await this.#ask<PushReply>(kind, '/api/sync/push', body);
			for (const result of reply.results) this.#settle(result);
			if (reply.results.length === 0) throw new LineLost();
		}
	}

	#settle(result: MutationResult): void {
		const at = this.outbox.findIndex(({ mutation }) => mutation.mid === result.mid);
		if (at < 0) return;
		const [entry] = this.outbox.splice(at, 1);
		const { tally } = this.#parts;
		if (result.status === 'applied') tally.applied += 1;
		else {
			const kind = `${entry!.mutation.name.split('@')[0]} ${result.refusal?.kind ?? '?'}`;
			tally.refused[kind] = (tally.refused[kind] ?? 0) + 1;
		}
		entry!.answered?.(result);
	}

	async #pull(kind: Kind): Promise<void> {
		for (;;) {
			const body = {
				protocol: PROTOCOL,
				clientId: this.deviceId,
				epoch: this.#epoch,
				cursor: this.cursor,
				afterMid: this.#afterMid,
				check: false,
				unsent: { count: this.outbox.length, oldest: null }
			};
			const reply = await this.#ask<PullReply>(kind, '/api/sync/pull', body);
			this.#epoch = reply.epoch;
			for (const result of reply.results) this.#settle(result);
			this.#afterMid = reply.results.at(-1)?.mid ?? this.#afterMid;
			let more = false;
			for (const [space, page] of Object.entries(reply.spaces)) {
				this.cursor[space] = page.next;
				this.#parts.tally.rows += page.rows.length;
				more ||= page.more;
			}
			if (!more) return;
		}
	}

	/** A request over a line that loses some, loses some answers, and doubles some. */
	async #ask<Value>(kind: Kind, path: string, body: unknown): Promise<Value> {
		const { wire, dice, tally, now } = this.#parts;
		const once = () => wire.post(kind, this.seed, this.access, path, body, now());
		const fate = dice.next();
		if (fate < line.lostRequest) {
			tally.lostRequests += 1;
			throw new LineLost();
		}
		let reply;
		if (fate < line.lostRequest + line.lostReply) {
			await once();
			tally.lostReplies += 1;
			throw new LineLost();
		}
		if (fate < line.lostRequest + line.lostReply + line.doubled) {
			tally.doubled += 1;
			[, reply] = await Promise.all([once(), once()]);
		} else reply = await once();
		if (reply.status === 200) return reply.json as Value;
		wire.complaints.push(`${path} ${reply.status} ${JSON.stringify(reply.json).slice(0, 200)}`);
		throw new LineLost();
	}
}
