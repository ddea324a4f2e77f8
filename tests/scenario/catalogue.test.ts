import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { canonical, hashMutation, type Mutation } from '#lib/sync/mutation.ts';
import { PROTOCOL } from '#lib/sync/protocol.ts';
import { pushReply } from '#lib/sync/push.ts';
import type { CentreProcess } from './support/centre-process.ts';
import { checkInvariants } from './support/invariants.ts';
import {
	issueCode,
	OFFICE,
	roomySlot,
	settle,
	type Seat,
	useOffice
} from './support/office-day.ts';
import { bookAt, detailsOf, freeSlotsOf, PIN, readyTablet } from './support/simulated-tablet.ts';

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

/** Sends a batch by hand, past the outbox, as a broken or hostile client would. */
async function pushRaw(
	{ tablet }: Seat,
	mutations: Omit<Mutation, 'hash'>[],
	clientId = 'raw-client'
) {
	const signed = await Promise.all(
		mutations.map(async (one) => ({ ...one, hash: await hashMutation(one) }))
	);
	return tablet.transport.post(
		'/api/sync/push',
		{ protocol: PROTOCOL, clientId, epoch: null, mutations: signed },
		pushReply
	);
}

async function grantOf({ tablet }: Seat): Promise<string> {
	return (await tablet.db.people.get(tablet.desk!.person.personId))!.grant.grantId;
}

async function raw(
	seat: Seat,
	mid: number,
	over: Partial<Mutation> = {}
): Promise<Omit<Mutation, 'hash'>> {
	return {
		mid,
		name: 'booking.cancel@1',
		officeId: OFFICE,
		args: { bookingId: 'none', reason: 'visitor' },
		occurredAt: Date.now(),
		actorId: seat.tablet.desk!.person.personId,
		grantId: await grantOf(seat),
		...over
	};
}

describe('numbers of mutations', () => {
	it('8 · a gap is refused and nothing of it applied', async () => {
		expect(await pushRaw(a, [await raw(a, 1), await raw(a, 2)], 'gap')).toMatchObject({
			kind: 'reply',
			value: { lastMid: 2 }
		});
		expect(await pushRaw(a, [await raw(a, 5)], 'gap')).toMatchObject({
			kind: 'refusal',
			refusal: { kind: 'gap', lastMid: 2 }
		});
	});

	it('9 · a known number with another content is a fork', async () => {
		await pushRaw(a, [await raw(a, 1)], 'fork');
		expect(
			await pushRaw(
				a,
				[await raw(a, 1, { args: { bookingId: 'other', reason: 'visitor' } })],
				'fork'
			)
		).toMatchObject({ kind: 'refusal', refusal: { kind: 'client-forked' } });
	});

	it('7 · the same push ten times at once has one effect and equal answers', async () => {
		const slot = free(a);
		const args = {
			bookingId: crypto.randomUUID(),
			receiptNo: await a.tablet.nextReceiptNumber(),
			slotId: slot.slotId,
			leaseId: null,
			details: detailsOf()
		};
		const mutation = await raw(a, 1, { name: 'booking.book@1', args });
		const replies = await Promise.all(
			Array.from({ length: 10 }, () => untilHeard(() => pushRaw(a, [mutation], 'same')))
		);
		const results = replies.map((reply) =>
			canonical(reply.kind === 'reply' ? reply.value.results : reply)
		);
		expect(new Set(results).size).toBe(1);
		expect(results[0]).toContain('applied');
		await settle(seats);
		await check();
	});

	it('18, 19 · a poison mutation is refused once and the rest of the queue flows', async () => {
		const poison = await Promise.all([
			raw(a, 1, { name: 'booking.explode@9' }),
			raw(a, 2, { args: { nonsense: true } }),
			raw(a, 3, {
				officeId: 'no-such-office',
				name: 'booking.book@1',
				args: {
					bookingId: 'x',
					receiptNo: 'r',
					slotId: 'no-slot',
					leaseId: null,
					details: detailsOf()
				}
			}),
			raw(a, 4, { grantId: 'foreign' }),
			raw(a, 5)
		]);
		const reply = await pushRaw(a, poison, 'poison');
		expect(reply).toMatchObject({ kind: 'reply', value: { lastMid: 5 } });
		const kinds =
			reply.kind === 'reply' ? reply.value.results.map(({ refusal }) => refusal?.kind) : [];
		expect(kinds).toEqual([
			'mutation-unknown',
			'bad-arguments',
			'slot-unknown',
			'not-permitted',
			'booking-unknown'
		]);
	});
});

describe('one seat and many who want it', () => {
	it('24 · fifty bookers at once: one gets it, forty-nine get alternatives', async () => {
		const slot = free(a, 3);
		for (let left = slot.capacity - slot.taken; left > 1; left -= 1) await bookAt(a.tablet, slot);
		await settle(seats);
		const grant = { actorId: a.tablet.desk!.person.personId, grantId: await grantOf(a) };
		const replies = await Promise.all(
			Array.from({ length: 50 }, (_, n) =>
				raw(a, 1, {
					...grant,
					name: 'booking.book@1',
					args: {
						bookingId: crypto.randomUUID(),
						receiptNo: `RACE-${n}`,
						slotId: slot.slotId,
						leaseId: null,
						details: detailsOf()
					}
				}).then((mutation) => untilHeard(() => pushRaw(a, [mutation], `racer-${n}`)))
			)
		);
		const results = replies.map((reply) =>
			reply.kind === 'reply' ? reply.value.results[0]! : undefined
		);
		expect(results.filter((result) => result?.status === 'applied')).toHaveLength(1);
		const lost = results.filter((result) => result?.refusal?.kind === 'slot-taken');
		expect(lost).toHaveLength(49);
		expect(lost.every((result) => result!.refusal!.alternatives!.length === 3)).toBe(true);
		await settle(seats);
		await check();
	});

	it('25 · leases and bookings together never exceed the seats', async () => {
		const slot = free(a, 2);
		const holds = await Promise.all(
			[a, b, a, b, a, b, a, b].map(({ tablet }) =>
				tablet.hold(slot.slotId, { holdNext: false, interpreter: false })
			)
		);
		const held = holds.flatMap((door) => (door.ok && door.value.held ? [door.value.held] : []));
		expect(held.length).toBe(slot.capacity - slot.taken);
		await settle(seats);
		const holder = seats.find(({ tablet }) => tablet.desk!.usableLease(slot.slotId))!;
		expect((await bookAt(holder.tablet, slot)).end.ok).toBe(true);
		await settle(seats);
		await check();
		for (const seat of seats) await seat.tablet.giveBack(held.map(({ leaseId }) => leaseId));
		await settle(seats);
		await check();
	});

	it('a hold whose answer was lost is still this tablet’s own: its booking gets the seat', async () => {
		const slot = free(a, 1);
		const all = Array.from({ length: slot.capacity - slot.taken }, () => slot.slotId);
		for (const slotId of all) {
			a.device.network.next(/sync\/lease/, { kind: 'lose-reply' });
			expect((await a.tablet.hold(slotId, { holdNext: false, interpreter: false })).ok).toBe(false);
		}
		const { bookingId, end } = await bookAt(a.tablet, slot);
		expect(end.ok).toBe(true);
		await settle(seats);
		expect(b.tablet.desk!.rows.get('booking', bookingId)?.status).toBe('confirmed');
		await check();
	});

	it('26 · a lease that ended offline is not final any more, and honoured while there is room', async () => {
		const lease = a.tablet
			.desk!.rows.list('lease')
			.find(({ slotId }) => a.tablet.desk!.usableLease(slotId))!;
		const { bookingId, end } = await bookAt(a.tablet, lease);
		expect(end.ok).toBe(true);
		const over = [
			{
				table: 'lease',
				id: lease.leaseId,
				day: lease.slotId.split('.')[1],
				data: { ...lease, notAfter: 1000 }
			}
		];
		await centre.sql(`SELECT commit_rows($1, $2::jsonb, now(), 'test', 'test', 'test.end', '')`, [
			OFFICE,
			JSON.stringify(over)
		]);
		await settle(seats);
		const item = (await a.tablet.desk!.outbox()).at(-1)!;
		expect([item.state, item.answer?.refusal?.kind ?? 'applied']).toEqual(['received', 'applied']);
		expect(b.tablet.desk!.rows.get('booking', bookingId)?.status).toBe('confirmed');
	});
});

/** Asks again while the centre's budget for this device is used up. */
async function untilHeard<Value extends { kind: string }>(
	ask: () => Promise<Value>
): Promise<Value> {
	for (let attempt = 0; ; attempt += 1) {
		const answer = await ask();
		const busy = JSON.stringify(answer).includes('too-many-requests');
		if (!busy || attempt > 60) return answer;
		await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 400));
	}
}

describe('people and devices', () => {
	it('28 · a session that ends with a full outbox keeps it; after a sign-in it drains', async () => {
		for (let n = 0; n < 12; n += 1) await bookAt(a.tablet, freeSlotsOf(a.tablet.desk!, OFFICE)[n]!);
		a.device.network.forgetSession();
		expect(await a.tablet.desk!.syncNow()).toMatchObject({
			kind: 'refused',
			refusal: { kind: 'session-needed' }
		});
		expect(a.tablet.desk!.status).toMatchObject({ line: 'sign-in', unsent: 12 });
		expect((await bookAt(a.tablet, freeSlotsOf(a.tablet.desk!, OFFICE)[13]!)).end.ok).toBe(true);
		await a.device.signIn(a.tablet, 'naito');
		await settle(seats);
		expect(a.tablet.desk!.status.unsent).toBe(0);
		await check();
	});

	it('32 · five wrong PINs lock; an online sign-in opens again with the outbox intact', async () => {
		await bookAt(b.tablet, free(b));
		await b.tablet.lock();
		for (const left of [4, 3, 2, 1])
			expect(await b.tablet.unlock('sakurai', '135790')).toMatchObject({
				refusal: { kind: 'pin-wrong', left }
			});
		expect(await b.tablet.unlock('sakurai', '135790')).toMatchObject({
			refusal: { kind: 'pin-locked' }
		});
		expect(await b.tablet.unlock('sakurai', PIN)).toMatchObject({
			refusal: { kind: 'pin-locked' }
		});
		expect((await b.tablet.db.people.get('sakurai'))!.share).toBeNull();
		await b.device.signIn(b.tablet, 'sakurai');
		expect(b.tablet.desk!.status.unsent).toBe(1);
		await settle(seats);
		await check();
	});

	it('31 · another person on the same tablet sends on, and the author stays the author', async () => {
		const { bookingId } = await bookAt(a.tablet, free(a));
		await a.tablet.lock();
		await a.device.signIn(a.tablet, 'takemura');
		expect(a.tablet.desk!.person.personId).toBe('takemura');
		const foreign = (await a.tablet.desk!.outbox()).find(({ state }) => state === 'waiting')!;
		expect([foreign.actorId, foreign.mutation]).toEqual(['naito', undefined]);
		await settle(seats);
		expect(b.tablet.desk!.rows.get('booking', bookingId)?.createdBy).toBe('naito');
		await a.tablet.lock();
		expect(await a.tablet.unlock('naito', PIN)).toMatchObject({ ok: true });
	});

	it('30 · rights are those of the day of the sync: what is no longer allowed is refused and kept', async () => {
		const { bookingId } = await bookAt(b.tablet, free(b));
		const role = (value: string) =>
			centre.sql(
				`UPDATE person SET data = jsonb_set(data, '{role}', $1::jsonb) WHERE id = 'sakurai'`,
				[JSON.stringify(value)]
			);
		await role('auditor');
		await new Promise((resolve) => setTimeout(resolve, 5500));
		await b.tablet.desk!.syncNow();
		const kept = (await b.tablet.desk!.outbox()).find(({ state }) => state === 'refused')!;
		expect(kept.answer?.refusal?.kind).toBe('not-permitted');
		expect((kept.mutation!.args as { bookingId: string }).bookingId).toBe(bookingId);
		await role('counter');
		await new Promise((resolve) => setTimeout(resolve, 5500));
		await b.tablet.desk!.withdraw(kept.mid);
	});

	it('29 · a revoked tablet seals what it has at its next contact, and erases itself only then', async () => {
		const lost = await readyTablet(centre, OFFICE, 'matsuda', await issueCode(a.tablet));
		const booked = await bookAt(lost.tablet, free(a));
		const { deviceId } = lost.tablet.device!;
		const revoked = await a.tablet.transport.post(
			'/api/administration/revoke',
			{ deviceId },
			z.unknown()
		);
		expect(revoked.kind).toBe('reply');
		await new Promise((resolve) => setTimeout(resolve, 5500));
		expect(await lost.tablet.desk!.syncNow()).toMatchObject({ kind: 'refused' });
		await expect.poll(() => lost.tablet.phase).toBe('unactivated');
		const [row] = await centre.sql<{ items: number; id: string }>(
			'SELECT items, quarantine_id AS id FROM quarantine WHERE device_id = $1',
			[deviceId]
		);
		expect(row?.items).toBe(1);
		expect(lost.tablet.farewell).toMatchObject({ items: 1, quarantineId: row!.id });
		expect(await lost.tablet.db.outbox.count()).toBe(0);
		expect(await lost.tablet.db.keys.count()).toBe(0);
		const opened = await a.tablet.transport.get('/api/administration/quarantine', z.unknown());
		expect(JSON.stringify(opened)).toContain(booked.bookingId);
		expect(
			await centre.sql(`SELECT 1 FROM lease WHERE device_id = $1 AND state = 'open'`, [deviceId])
		).toEqual([]);
	});

	it('29 · a revoked tablet that is locked keeps everything until the centre has it', async () => {
		const lost = await readyTablet(centre, OFFICE, 'fujii', await issueCode(a.tablet));
		await bookAt(lost.tablet, free(a));
		const { deviceId } = lost.tablet.device!;
		await lost.tablet.lock();
		await lost.tablet.contact();
		expect(lost.tablet.phase).toBe('locked');
		const body = { deviceId };
		await a.tablet.transport.post('/api/administration/revoke', body, z.unknown());
		await new Promise((resolve) => setTimeout(resolve, 5500));
		// The answer of the seal is lost: nothing may be erased on a guess.
		lost.device.network.next(/seal/, { kind: 'lose-reply' });
		await lost.tablet.contact();
		expect(lost.tablet.phase).toBe('locked');
		expect(await lost.tablet.db.outbox.count()).toBe(1);
		await lost.tablet.contact();
		expect(lost.tablet.phase).toBe('unactivated');
		expect(lost.tablet.farewell?.items).toBe(1);
	});
});
