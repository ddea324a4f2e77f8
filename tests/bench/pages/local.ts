import type { Booking } from '../../../src/lib/domain/booking/booking.ts';
import {
	ensureClient,
	getMeta,
	openDatabase,
	type DeviceIdentity,
	type LocalDatabase
} from '../../../src/lib/local/database.ts';
import { Desk } from '../../../src/lib/local/desk.ts';
import { makeDeviceKey } from '../../../src/lib/local/device-lock.ts';
import { ConfirmedRows } from '../../../src/lib/local/rows.ts';
import { enqueue } from '../../../src/lib/local/outbox.ts';
import { pull } from '../../../src/lib/local/sync-round.ts';
import { hashMutation } from '../../../src/lib/sync/mutation.ts';
import { browserParts } from '../../../src/lib/local/tablet-parts.ts';
import { makeTransport, type Transport } from '../../../src/lib/local/transport.ts';
import { systemClock, TrustedClock } from '../../../src/lib/local/trusted-clock.ts';
import { makeDataKey, vaultOf } from '../../../src/lib/local/vault.ts';

interface Opened {
	db: LocalDatabase;
	key: CryptoKey;
	clock: TrustedClock;
	transport: Transport;
}
let here: Opened;

/** An activated tablet's database (strict), keys and transport; nothing in it is a stand-in. */
export async function open(): Promise<void> {
	const db = openDatabase('ours');
	await db.open();
	await ensureClient(db);
	await makeDeviceKey(db);
	const signing = (await db.keys.get('sign'))!.key;
	const clock = new TrustedClock(systemClock);
	const transport = makeTransport({
		fetch: (...args) => fetch(...args),
		origin: '',
		now: () => clock.now(),
		identity: () => Promise.resolve({ deviceId: 'bench-device', key: signing }),
		personId: () => 'bench'
	});
	here = { db, key: await makeDataKey(), clock, transport };
}

/** The tablet's own pull: signed, checked, staged, encrypted, summed, committed. */
export async function firstSync(): Promise<{ ms: number; rows: number; parts: object }> {
	const { db, key, clock, transport } = here;
	const rows = new ConfirmedRows();
	const asking = { ms: 0 };
	const timed: Transport = {
		...transport,
		post: async (...args) => {
			const from = performance.now();
			const answer = await transport.post(...args);
			asking.ms += performance.now() - from;
			return answer;
		}
	};
	const round = {
		db,
		vault: vaultOf(key),
		transport: timed,
		clock,
		signal: new AbortController().signal,
		alone: <Value>(work: () => Promise<Value>): Promise<Value> => work(),
		progress: () => {}
	};
	const from = performance.now();
	await pull(round, rows);
	const ms = performance.now() - from;
	const held = ['office', 'topic', 'slot', 'booking'] as const;
	const count = held.reduce((sum, table) => sum + rows.of(table).size, 0);
	return { ms, rows: count, parts: { askedAndChecked: asking.ms, rest: ms - asking.ms } };
}

function deskOf({ db, key, clock, transport }: Opened, officeId: string): Desk {
	return new Desk({
		parts: { ...browserParts(), name: 'ours', autoSync: false },
		db,
		clock,
		transport,
		device: { deviceId: 'bench-device', officeId, code: 'BNCH' } as DeviceIdentity,
		key,
		person: { personId: 'bench', name: '試験', role: 'counter' },
		grantId: 'bench-grant',
		stopped: () => {},
		changed: () => {},
		tell: () => {}
	});
}

/** Books one after the other: rule, hash, encryption, outbox; durable when the promise resolves. */
export async function save(bookings: Booking[]): Promise<number[]> {
	const desk = deskOf(here, bookings[0]!.officeId);
	await desk.open();
	const times: number[] = [];
	for (const {
		bookingId,
		receiptNo,
		slotId,
		topicId,
		channel,
		visitor,
		needs,
		note,
		officeId
	} of bookings) {
		const details = { topicId, channel, visitor, needs, note };
		const args = { bookingId, receiptNo, slotId, leaseId: null, details };
		const from = performance.now();
		const end = await desk.mutate('booking.book@1', officeId, args);
		times.push(performance.now() - from);
		if (!end.ok) throw new Error(`refused: ${JSON.stringify(end.refusal)}`);
	}
	await desk.close();
	return times;
}

/** What one save is made of: the same calls as `enqueue` makes them, each timed alone. */
export async function steps(bookings: Booking[]): Promise<Record<string, number[]>> {
	const { db, key } = here;
	const vault = vaultOf(key);
	const found: Record<string, number[]> = {};
	const timed = async <Value>(step: string, work: () => Promise<Value>): Promise<Value> => {
		const from = performance.now();
		const value = await work();
		(found[step] ??= []).push(performance.now() - from);
		return value;
	};
	for (const args of bookings) {
		const grant = { actorId: 'bench', grantId: 'bench-grant', occurredAt: Date.now() };
		const body = { name: 'booking.book@1', officeId: args.officeId, args, ...grant };
		await timed('two reads', () => Promise.all([getMeta(db, 'nextMid'), getMeta(db, 'clientId')]));
		await timed('hash', () => hashMutation({ mid: 1, ...body }));
		await timed('encryption', () => vault.seal(body));
		await timed('enqueue as a whole', () => enqueue(db, vault, body));
	}
	return found;
}
