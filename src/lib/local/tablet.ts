import { activateReply, sessionReply, signInReply, type SignInReply } from '#lib/sync/session.ts';
import * as z from 'zod/mini';
import { dateAt } from '#lib/domain/basics/days.ts';
import { laneOf } from '#lib/domain/reception/lanes.ts';
import { receiptNumber } from '#lib/domain/basics/receipt-number.ts';
import { sealReceipt, type RescueFile, type SealReceipt } from '#lib/sync/rescue.ts';
import type { RequestRefusal } from '#lib/sync/refusal.ts';
import {
	ensureClient,
	getMeta,
	openDatabase,
	putMeta,
	type DeviceIdentity,
	type Farewell,
	type LocalDatabase
} from './database.ts';
import {
	makeDeviceKey,
	rememberDevice,
	setPin,
	takeUpSession,
	unlock,
	type LockRefusal
} from './device-lock.ts';
import { listPeople } from './people.ts';
import { makeRescueFile, sealAll, type SealBody } from './rescue.ts';
import { unsent } from './outbox.ts';
import { takeTicketNumber } from './tickets.ts';
import { askLeases } from './sync-round.ts';
import type { ActivePerson, Phase, TabChannel, TabletParts, TabletPerson } from './tablet-parts.ts';
import type { Desk } from './desk.ts';
import { makeTransport, type Reply, type Transport } from './transport.ts';
import { TrustedClock } from './trusted-clock.ts';

export type DoorRefusal = RequestRefusal | LockRefusal | { kind: 'no-network'; reason: string };
export type Door<Value> = { ok: true; value: Value } | { ok: false; refusal: DoorRefusal };

const opened = <Value>(value: Value): Door<Value> => ({ ok: true, value });
const shut = <Value>(refusal: DoorRefusal): Door<Value> => ({ ok: false, refusal });
const standing = z.object({ state: z.literal('active') });

/** How often a locked tablet asks whether it is still trusted. */
const CONTACT_EVERY_MS = 5 * 60_000;

/**
 * The tablet as the screens know it: whose it is, who works on it, and, while it is unlocked,
 * the desk with rows, outbox and sync.
 */
export class Tablet {
	readonly db: LocalDatabase;
	readonly clock: TrustedClock;
	readonly transport: Transport;
	readonly #parts: TabletParts;
	readonly #channel: TabChannel;
	readonly #listeners = new Set<() => void>();
	#contact: ReturnType<typeof setInterval> | undefined;
	#givingUp = false;
	#idle: ReturnType<typeof setTimeout> | undefined;
	/** What a desk that was locked still writes. */
	#leaving: Promise<void> | undefined;
	#idleSince = 0;
	phase: Phase = 'starting';
	device: DeviceIdentity | undefined;
	people: TabletPerson[] = [];
	/** Whom a sign-in has just identified and who has to choose a PIN before working. */
	pinWanted: ActivePerson | undefined;
	/** The session of the person at the desk, as far as the tablet knows. */
	session: { personId: string; expiresAt: number } | null = null;
	/** Present while unlocked. */
	desk: Desk | undefined;
	/** Set when this device was stopped and has erased itself. */
	farewell: Farewell | undefined;
	#keyForPin: CryptoKey | undefined;

	constructor(parts: TabletParts) {
		this.#parts = parts;
		this.db = openDatabase(parts.name, parts.database);
		this.clock = new TrustedClock(parts.clock);
		this.#channel = parts.channel(parts.name);
		this.transport = makeTransport({
			fetch: parts.fetch,
			origin: parts.origin,
			now: () => this.clock.now(),
			identity: async () => {
				const key = await this.db.keys.get('sign');
				return this.device && key ? { deviceId: this.device.deviceId, key: key.key } : undefined;
			},
			personId: () => this.desk?.person.personId
		});
	}

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	#changed = (): void => {
		for (const listener of this.#listeners) listener();
	};

	/** Opens the database, takes up the clock, and asks other tabs whether they are unlocked. */
	async start(): Promise<void> {
		this.#channel.heard((message) => {
			if (message.kind === 'changed') void this.desk?.refresh();
			else if (message.kind === 'locked') void this.lock(false);
			else if (message.kind === 'active') this.#rest();
			else if (message.kind === 'who-is-unlocked' && this.desk) {
				this.#channel.post({
					kind: 'unlocked',
					key: this.desk.vault.key,
					personId: this.desk.person.personId
				});
			} else if (message.kind === 'unlocked' && this.phase === 'locked') {
				const person = this.people.find(({ personId }) => personId === message.personId);
				if (person) void this.#open(message.key, person, false);
			} else if (message.kind === 'wiped') globalThis.location?.reload();
		});
		await this.db.open();
		await ensureClient(this.db);
		await this.clock.restore(this.db);
		this.device = await getMeta(this.db, 'device');
		this.farewell = await getMeta(this.db, 'farewell');
		this.phase = this.device ? 'locked' : 'unactivated';
		await this.readPeople();
		this.#channel.post({ kind: 'who-is-unlocked' });
		if (!this.#parts.autoSync) return;
		this.#contact = setInterval(() => void this.contact(), CONTACT_EVERY_MS);
		void this.contact();
	}

	/** A locked tablet has no key and cannot sync, but it learns when it was stopped. */
	async contact(): Promise<void> {
		if (this.phase !== 'locked') return;
		const answer = await this.#askTwice(() =>
			this.transport.post('/api/device/standing', {}, standing)
		);
		if (!answer.ok && answer.refusal.kind === 'device-revoked') await this.giveUp();
	}

	/**
	 * The centre has stopped this tablet: what is unsent goes there sealed, and only with the
	 * centre's receipt for all of it the device erases itself. Without one everything stays, and
	 * the next contact tries again.
	 */
	async giveUp(): Promise<void> {
		if (this.#givingUp || !this.device) return;
		this.#givingUp = true;
		try {
			await this.lock();
			const receipt = await this.#seal();
			if (!receipt.ok) return;
			const { quarantineId, items, receivedAt } = receipt.value;
			const left = await this.db.outbox.where('state').anyOf('waiting', 'refused').count();
			if (left !== items) return;
			this.db.close();
			await this.db.delete();
			await this.db.open();
			await ensureClient(this.db);
			this.farewell = { quarantineId, items, at: receivedAt };
			await putMeta(this.db, 'farewell', this.farewell);
			this.device = undefined;
			this.phase = 'unactivated';
			await this.readPeople();
			this.#channel.post({ kind: 'wiped' });
		} finally {
			this.#givingUp = false;
		}
	}

	/** Who can unlock this tablet, and what of theirs waits; needs no key. */
	async readPeople(): Promise<void> {
		this.people = await listPeople(this.db, this.clock.now());
		this.#changed();
	}

	async #ask<Value>(reply: Promise<Reply<Value>>): Promise<Door<Value>> {
		const answer = await reply;
		if (answer.kind === 'reply') return opened(answer.value);
		if (answer.kind === 'no-network') return shut({ kind: 'no-network', reason: answer.reason });
		if (answer.refusal.serverTime !== undefined)
			await this.clock.follow(this.db, answer.refusal.serverTime);
		return shut(answer.refusal);
	}

	/** The tablet's own clock may be wrong at the first contact: then it asks once more. */
	async #askTwice<Value>(ask: () => Promise<Reply<Value>>): Promise<Door<Value>> {
		const first = await this.#ask(ask());
		return !first.ok && first.refusal.kind === 'clock-skew' ? this.#ask(ask()) : first;
	}

	/** Binds this device to an office with a one-time code of an administrator. */
	async activate(code: string, name: string): Promise<Door<DeviceIdentity>> {
		const publicKey = await makeDeviceKey(this.db);
		const answer = await this.#ask(
			this.transport.post('/api/device/activate', { code, name, publicKey }, activateReply)
		);
		if (!answer.ok) return answer;
		await this.clock.follow(this.db, answer.value.serverTime);
		this.device = await rememberDevice(this.db, answer.value);
		this.phase = 'locked';
		this.#changed();
		return opened(this.device);
	}

	/** First step of a sign-in: the centre sends a one-time password to the person's mailbox. */
	signIn(personId: string, password: string): Promise<Door<SignInReply>> {
		return this.#askTwice(() =>
			this.transport.post('/api/session/start', { personId, password }, signInReply)
		);
	}

	/**
	 * Second step. Opens the desk, or asks for a PIN when the person has none on this tablet yet
	 * or wants a new one.
	 */
	async confirm(
		challengeId: string,
		oneTimePassword: string,
		newPin = false
	): Promise<Door<{ pinWanted: boolean }>> {
		const answer = await this.#askTwice(() =>
			this.transport.post('/api/session/confirm', { challengeId, oneTimePassword }, sessionReply)
		);
		if (!answer.ok) return answer;
		const { value } = answer;
		await this.clock.follow(this.db, value.serverTime);
		const taken = await takeUpSession(this.db, this.device!, value);
		if (!taken.ok) return shut(taken.refusal);
		await this.readPeople();
		const person = this.people.find(({ personId }) => personId === value.person.personId)!;
		const pinWanted = newPin || !person.hasPin;
		if (pinWanted) {
			this.#keyForPin = taken.key;
			this.pinWanted = person;
		} else if (this.desk?.person.personId === person.personId) {
			this.session = { personId: person.personId, expiresAt: value.expiresAt };
			this.desk.soon();
		} else await this.#open(taken.key, person, true);
		this.#changed();
		return opened({ pinWanted });
	}

	/** Sets the PIN of whom a sign-in identified, then opens the desk. */
	async choosePin(pin: string): Promise<Door<true>> {
		if (!this.pinWanted || !this.#keyForPin) return shut({ kind: 'no-pin' });
		const refusal = await setPin(this.db, this.pinWanted.personId, this.#keyForPin, pin);
		if (refusal) return shut(refusal);
		await this.#open(this.#keyForPin, this.pinWanted, true);
		this.pinWanted = undefined;
		this.#keyForPin = undefined;
		await this.readPeople();
		return opened(true);
	}

	async unlock(personId: string, pin: string): Promise<Door<true>> {
		const result = await unlock(this.db, personId, pin, this.clock.now());
		await this.readPeople();
		if (!result.ok) return shut(result.refusal);
		await this.#open(
			result.key,
			this.people.find((person) => person.personId === personId)!,
			true
		);
		return opened(true);
	}

	async #open(key: CryptoKey, person: ActivePerson, tell: boolean): Promise<void> {
		await this.desk?.close();
		// The locked screen does not wait for what only an unlocked tablet needs.
		const [{ Desk }, row] = await Promise.all([
			import('./desk.ts'),
			this.db.people.get(person.personId)
		]);
		const desk = new Desk({
			parts: this.#parts,
			db: this.db,
			clock: this.clock,
			transport: this.transport,
			device: this.device!,
			key,
			person: { personId: person.personId, name: person.name, role: person.role },
			grantId: row!.grant.grantId,
			changed: this.#changed,
			stopped: () => void this.giveUp(),
			tell: () => this.#channel.post({ kind: 'changed' })
		});
		this.session = { personId: person.personId, expiresAt: row!.sessionEndsAt };
		this.desk = desk;
		await desk.open();
		this.phase = 'unlocked';
		this.touch();
		if (tell) this.#channel.post({ kind: 'unlocked', key, personId: person.personId });
		this.#changed();
	}

	/** Locks at once: the key leaves memory, the outbox stays. */
	async lock(tell = true): Promise<void> {
		if (this.phase !== 'unlocked') return;
		clearTimeout(this.#idle);
		this.phase = 'locked';
		const desk = this.desk;
		this.desk = undefined;
		if (tell) this.#channel.post({ kind: 'locked' });
		this.#changed();
		this.#leaving = this.#leave(desk);
		await this.#leaving;
	}

	async #leave(desk: Desk | undefined): Promise<void> {
		await desk?.close();
		await this.clock.note(this.db);
		await this.readPeople();
	}

	/** A person did something: the tablet stays unlocked for another while, in every tab. */
	touch(): void {
		const now = this.#parts.clock.monotonic();
		if (this.#idle && now - this.#idleSince < 1000) return;
		this.#idleSince = now;
		this.#rest();
		this.#channel.post({ kind: 'active' });
	}

	#rest(): void {
		clearTimeout(this.#idle);
		if (this.phase !== 'unlocked') return;
		this.#idle = setTimeout(() => void this.lock(), this.#parts.idleMs);
	}

	/** One seat of a slot (and of the next) while a form is filled; needs the line. */
	hold(slotId: string, wish: { holdNext: boolean; interpreter: boolean }) {
		return this.#ask(askLeases(this.transport, { hold: slotId, ...wish }));
	}

	giveBack(leaseIds: string[]) {
		return this.#ask(askLeases(this.transport, { giveBack: leaseIds }));
	}

	/** The next receipt number of this device; a number that is not used is simply missing. */
	async nextReceiptNumber(): Promise<string> {
		return this.db.transaction('rw', this.db.meta, async () => {
			const sequence = ((await getMeta(this.db, 'receiptSequence')) ?? 0) + 1;
			await putMeta(this.db, 'receiptSequence', sequence);
			return receiptNumber(this.device!.code, sequence);
		});
	}

	/** Number and lane of the next ticket of this device for a day. */
	async nextTicket(date: string): Promise<{ lane: string; number: number }> {
		const { rows, status } = this.desk!;
		const { deviceId, officeId } = this.device!;
		const ofDay = rows.list('visit').filter((visit) => visit.date === date);
		const devices = rows.list('device').filter((device) => device.officeId === officeId);
		const lane = laneOf(devices, deviceId, ofDay);
		const seen = ofDay.filter((visit) => visit.lane === lane).map(({ number }) => number);
		const heard = status.lastContact;
		const isConfirmed = heard !== null && dateAt(heard) === date;
		const highest = Math.max(0, ...seen);
		return { lane, number: await takeTicketNumber(this.db, date, isConfirmed, highest) };
	}

	rescueFile = (): Promise<RescueFile | undefined> => makeRescueFile(this.db);

	/** Sends what is unsent to the centre's quarantine; it stays here until the wipe. */
	async sealToCentre(): Promise<Door<true>> {
		const end = await this.#seal();
		return end.ok ? opened(true) : end;
	}

	async #seal(): Promise<Door<SealReceipt>> {
		const post = (body: SealBody) => this.transport.post('/api/device/seal', body, sealReceipt);
		const file = await this.rescueFile();
		return file
			? sealAll(file, (body) => this.#askTwice(() => post(body)))
			: shut({ kind: 'key-lost' });
	}

	/** Erases the device. Refuses (with the number) while something unsent is not sealed away. */
	async wipe(isSealed: boolean): Promise<{ ok: true } | { ok: false; unsent: number }> {
		const waiting = await unsent(this.db);
		const refused = await this.db.outbox.where('state').equals('refused').count();
		if (!isSealed && waiting.count + refused > 0)
			return { ok: false, unsent: waiting.count + refused };
		await this.lock();
		this.db.close();
		await this.db.delete();
		this.#channel.post({ kind: 'wiped' });
		return { ok: true };
	}

	async close(): Promise<void> {
		clearTimeout(this.#idle);
		clearInterval(this.#contact);
		await this.desk?.close();
		await this.#leaving?.catch(() => undefined);
		this.#channel.close();
		this.db.close();
	}
}
