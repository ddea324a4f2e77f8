import type { Mutation } from '#lib/sync/mutation.ts';
import type { MutationName } from '#lib/sync/mutators.ts';
import type { MutationRefusal } from '#lib/sync/refusal.ts';
import type { MutationResult } from '#lib/sync/push.ts';
import { isUsable, type Lease } from '#lib/domain/booking/lease.ts';
import { writeReceiptCode, type ReceiptCode } from '#lib/sync/receipt-code.ts';
import { loadChunks } from './apply-pull.ts';
import type { DeviceIdentity, LocalDatabase, OutboxState } from './database.ts';
import { draftKeys, readDraft, removeDraft, saveDraft } from './drafts.ts';
import { enqueue, forgetOld, pendingRows, unsent, withdraw, type Guess } from './outbox.ts';
import {
	dropPicture,
	fetchPicture,
	keepPicture,
	purgePictures,
	readPicture,
	type Picture,
	type PictureEnd
} from './pictures.ts';
import { ConfirmedRows, type RowView } from './rows.ts';
import { isStorageFull } from './storage-health.ts';
import { SyncLoop } from './sync-loop.ts';
import { askLeases, syncRound, type RoundEnd } from './sync-round.ts';
import type { ActivePerson, SyncStatus, TabletParts } from './tablet-parts.ts';
import type { Transport } from './transport.ts';
import type { TrustedClock } from './trusted-clock.ts';
import { uploadPictures } from './upload.ts';
import { vaultOf, type Vault } from './vault.ts';
import { View } from './view.ts';

export interface DeskParts {
	parts: TabletParts;
	db: LocalDatabase;
	clock: TrustedClock;
	transport: Transport;
	device: DeviceIdentity;
	key: CryptoKey;
	person: ActivePerson;
	grantId: string;
	changed: () => void;
	/** The centre has stopped this tablet. */
	stopped: () => void;
	/** Tells the other tabs that the database has changed. */
	tell: () => void;
}

export type MutateEnd =
	{ ok: true; mid: number } | { ok: false; refusal: MutationRefusal | { kind: 'storage-full' } };

/** An entry of the outbox as the screen shows it; `mutation` only for its own author. */
export interface OutboxItem {
	mid: number;
	state: OutboxState;
	name: string;
	actorId: string;
	createdAt: number;
	answer: MutationResult | null;
	replacedBy: number | null;
	mutation: Mutation | undefined;
	/** What the tablet itself foresees the centre will refuse. */
	doubt: MutationRefusal | undefined;
}

const LEASE_EVERY_MS = 10 * 60_000;

/** Everything that needs the key: rows, outbox, sync. Lives from unlock to lock. */
export class Desk {
	readonly vault: Vault;
	readonly person: ActivePerson;
	readonly #p: DeskParts;
	readonly #rows = new ConfirmedRows();
	readonly #view: View;
	readonly #loop: SyncLoop;
	readonly #opened = new Map<string, Mutation>();
	#stopListening: (() => void) | undefined;
	#leasesAskedAt = -Infinity;
	#last: Promise<unknown> = Promise.resolve();
	#guess: Guess | undefined;
	status: SyncStatus;

	constructor(parts: DeskParts) {
		this.#p = parts;
		this.vault = vaultOf(parts.key);
		this.person = parts.person;
		this.#view = new View(this.#rows, parts.device.deviceId);
		this.status = {
			line: 'unknown',
			since: parts.clock.now(),
			sending: false,
			unsent: 0,
			oldest: null,
			needReply: 0,
			lastContact: null
		};
		this.#loop = new SyncLoop({
			round: (signal) => this.#round(signal),
			ended: (end) => this.#ended(end),
			random: parts.parts.random,
			monotonic: parts.parts.clock.monotonic
		});
	}

	get rows(): RowView {
		return this.#view;
	}

	async open(): Promise<void> {
		await this.refresh();
		if (!this.#p.parts.autoSync) return;
		this.#loop.start();
		this.#stopListening = this.#p.parts.listen(this.person.personId, () => this.#loop.soon());
	}

	async close(): Promise<void> {
		this.#stopListening?.();
		await this.#loop.stop();
		await this.#last;
	}

	/** Takes up what this or another tab wrote: new chunks, the outbox, counts. */
	refresh(): Promise<void> {
		return this.#alone(() => this.#refresh());
	}

	#alone = <Value>(work: () => Promise<Value>): Promise<Value> => {
		const mine = this.#last.then(work);
		this.#last = mine.catch(() => undefined);
		return mine;
	};

	async #refresh(): Promise<void> {
		const { db } = this.#p;
		await loadChunks(db, this.vault, this.#rows);
		const rows = await pendingRows(db);
		const pending: Mutation[] = [];
		for (const { mid, box, clientId } of rows) {
			const mutation =
				this.#opened.get(`${clientId}/${mid}`) ?? (await this.vault.open<Mutation>(box));
			this.#opened.set(`${clientId}/${mid}`, mutation);
			pending.push(mutation);
		}
		this.#view.rebase(pending);
		await this.#count();
	}

	async #count(): Promise<void> {
		const { db } = this.#p;
		const [waiting, needReply] = await Promise.all([
			unsent(db),
			db.outbox.where('state').equals('refused').count()
		]);
		this.status = { ...this.status, unsent: waiting.count, oldest: waiting.oldest, needReply };
		this.#p.changed();
	}

	/**
	 * Does something on this device: the rule runs at once, its effect shows, and the intent lies
	 * durably in the outbox when this resolves. `replaces` names a refused mutation it stands for.
	 */
	async mutate(
		name: MutationName,
		officeId: string,
		args: unknown,
		replaces: number | null = null
	): Promise<MutateEnd> {
		const { db, clock, grantId, tell } = this.#p;
		const body = {
			name,
			officeId,
			args,
			occurredAt: clock.now(),
			actorId: this.person.personId,
			grantId
		};
		const decision = this.#view.decide(body);
		if (!decision.ok) return decision;
		try {
			const mutation = await this.#alone(async () => {
				const written = await enqueue(db, this.vault, body, { replaces, guess: this.#guess });
				this.#guess = written.guess;
				this.#view.apply(written.mutation);
				return written.mutation;
			});
			this.status = {
				...this.status,
				unsent: this.status.unsent + 1,
				oldest: this.status.oldest ?? mutation.occurredAt
			};
			if (replaces !== null) await this.#count();
			this.#p.changed();
			tell();
			this.#loop.soon();
			return { ok: true, mid: mutation.mid };
		} catch (error) {
			if (isStorageFull(error)) return { ok: false, refusal: { kind: 'storage-full' } };
			throw error;
		}
	}

	/** A seat of this device for a slot that an offline booking may use for certain. */
	usableLease(slotId: string): Lease | undefined {
		const user = { now: this.#p.clock.now(), deviceId: this.#p.device.deviceId };
		return this.#view
			.list('lease')
			.find((lease) => lease.slotId === slotId && isUsable(lease, user));
	}

	async outbox(): Promise<OutboxItem[]> {
		const rows = await this.#p.db.outbox.toArray();
		return Promise.all(
			rows.map(async ({ mid, state, name, actorId, createdAt, answer, replacedBy, box }) => ({
				mid,
				state,
				name,
				actorId,
				createdAt,
				answer,
				replacedBy,
				mutation:
					actorId === this.person.personId ? await this.vault.open<Mutation>(box) : undefined,
				doubt: this.#view.doubtful.get(mid)
			}))
		);
	}

	/** Takes a refused mutation back; it stays readable for 72 hours. */
	async withdraw(mid: number): Promise<boolean> {
		const gone = await withdraw(this.#p.db, mid);
		await this.#count();
		this.#p.tell();
		return gone;
	}

	signReceipt(code: Omit<ReceiptCode, 'deviceId'>): Promise<string> {
		const { db, device } = this.#p;
		return db.keys
			.get('sign')
			.then((row) => writeReceiptCode({ ...code, deviceId: device.deviceId }, row!.key));
	}

	saveDraft = (key: string, value: unknown): Promise<void> =>
		saveDraft(
			this.#p.db,
			this.vault,
			{ key, actorId: this.person.personId, savedAt: this.#p.clock.now() },
			value
		);
	readDraft = <Value>(key: string): Promise<Value | undefined> =>
		readDraft<Value>(this.#p.db, this.vault, key, this.person.personId);
	draftKeys = (prefix: string): Promise<string[]> =>
		draftKeys(this.#p.db, this.person.personId, prefix);
	removeDraft = (key: string): Promise<void> => removeDraft(this.#p.db, key);

	/** Keeps a captured picture, encrypted; gives its SHA-256, or says that there is no room. */
	async keepPicture(formId: string, picture: Picture): Promise<string | 'storage-full'> {
		try {
			return await keepPicture(this.#p.db, this.vault, formId, picture, this.#p.clock.now());
		} catch (error) {
			if (isStorageFull(error)) return 'storage-full';
			throw error;
		}
	}

	dropPicture = (hash: string): Promise<void> => dropPicture(this.#p.db, hash);

	/** A form's picture: this device's own, or the centre's. */
	async picture(hash: string): Promise<PictureEnd> {
		const own = await readPicture(this.#p.db, this.vault, hash);
		return own ? { kind: 'picture', picture: own } : fetchPicture(this.#p.transport, hash);
	}

	soon(): void {
		this.#loop.soon();
	}

	/** A round at once; resolves when it is over. */
	async syncNow(): Promise<RoundEnd> {
		if (this.#p.parts.autoSync) await this.#loop.now();
		else {
			const end = await this.#round(new AbortController().signal);
			if (end) this.#ended(end);
			return end ?? { kind: 'done' };
		}
		return { kind: 'done' };
	}

	#round(signal: AbortSignal): Promise<RoundEnd | undefined> {
		const { parts, db, clock, transport, tell } = this.#p;
		return parts.exclusively(`${parts.name}-sync`, async () => {
			this.status = { ...this.status, sending: true };
			this.#p.changed();
			const progress = (): void => {
				this.#loop.progress();
				if (this.status.line !== 'online') this.#line('online');
			};
			const round = {
				db,
				vault: this.vault,
				transport,
				clock,
				signal,
				progress,
				alone: this.#alone
			};
			const end = await syncRound(round, this.#rows);
			if (end.kind === 'done') {
				await this.#standingLeases();
				await forgetOld(db, clock.now());
			}
			await this.refresh();
			tell();
			if (end.kind === 'done') await this.#pictures(signal, progress);
			return end;
		});
	}

	/** After everything small: pictures go, or make room for what was written meanwhile. */
	async #pictures(signal: AbortSignal, progress: () => void): Promise<void> {
		const { db, transport, clock } = this.#p;
		const parts = { db, vault: this.vault, transport, signal, progress };
		const end = await uploadPictures(parts, this.#view.list('form'));
		if (end === 'overtaken') this.#loop.soon();
		// What was written meanwhile is not the centre's word yet.
		if ((await unsent(db)).count > 0) return;
		await purgePictures(db, (formId) => this.#view.get('form', formId), clock.now());
	}

	async #standingLeases(): Promise<void> {
		const now = this.#p.parts.clock.monotonic();
		if (now - this.#leasesAskedAt < LEASE_EVERY_MS) return;
		const answer = await askLeases(this.#p.transport, { standing: true });
		if (answer.kind !== 'reply') return;
		this.#leasesAskedAt = now;
		const missing = answer.value.standing.some(({ leaseId }) => !this.#view.get('lease', leaseId));
		if (missing) this.#loop.soon();
	}

	#line(line: SyncStatus['line']): void {
		if (this.status.line !== line)
			this.status = { ...this.status, line, since: this.#p.clock.now() };
	}

	#ended(end: RoundEnd): void {
		this.status = { ...this.status, sending: false };
		if (end.kind === 'done') {
			this.#line('online');
			this.status = { ...this.status, lastContact: this.#p.clock.now() };
		} else if (end.kind === 'no-network') {
			this.#line(end.reason === 'portal' ? 'portal' : 'offline');
		} else {
			const { kind } = end.refusal;
			if (kind === 'session-needed') this.#line('sign-in');
			else if (kind === 'device-revoked' || kind === 'not-activated') this.#line('revoked');
			else if (kind === 'client-too-old' || kind === 'server-too-old') this.#line('update-needed');
			else if (kind === 'starting' || kind === 'unavailable') this.#line('offline');
			else this.#line('online');
			if (kind === 'device-revoked') this.#p.stopped();
		}
		this.#p.changed();
	}
}
