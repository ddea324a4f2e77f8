import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { PART_BYTES } from '#lib/sync/blobs.ts';
import { rescuedReply, splitRescue, type Rescued, type RescueOrder } from '#lib/sync/rescue.ts';
import type { CentreProcess } from './support/centre-process.ts';
import { checkInvariants } from './support/invariants.ts';
import {
	issueCode,
	OFFICE,
	roomySlot,
	settle,
	useOffice,
	type Seat
} from './support/office-day.ts';
import { bookAt, readyTablet } from './support/simulated-tablet.ts';

// naito may administer, sakurai may not.
const office = useOffice(2);
let centre: CentreProcess;
let chief: Seat;
let counter: Seat;
beforeEach(() => {
	({ centre } = office);
	[chief, counter] = office.seats as [Seat, Seat];
});

const ADDRESS = '/api/administration/quarantine';
async function order({ tablet }: Seat, body: RescueOrder): Promise<readonly Rescued[]> {
	const reply = await tablet.transport.post(ADDRESS, body, rescuedReply);
	if (reply.kind !== 'reply') throw new Error(JSON.stringify(reply));
	return reply.value.rescued;
}
async function list({ tablet }: Seat): Promise<readonly Rescued[]> {
	const reply = await tablet.transport.get(ADDRESS, rescuedReply);
	if (reply.kind !== 'reply') throw new Error(JSON.stringify(reply));
	return reply.value.rescued;
}

/** A tablet that booked and captured two sheets without a line. */
async function workedOffline(person: string) {
	const seat = await readyTablet(centre, OFFICE, person, await issueCode(chief.tablet));
	await settle([seat]);
	seat.device.network.up = false;
	const { bookingId } = await bookAt(seat.tablet, roomySlot(seat, [chief, seat]));
	const desk = seat.tablet.desk!;
	const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
	const forms: { formId: string; hash: string }[] = [];
	for (const sheet of [1, 2]) {
		const picture = Uint8Array.from({ length: PART_BYTES * 1.5 }, () => Math.random() * 256);
		const formId = crypto.randomUUID();
		const hash = await desk.keepPicture(formId, picture);
		const end = await desk.mutate('intake.capture@1', OFFICE, {
			...{ formId, templateId: 'JPSD-C', templateVersion: 1, receivedOn: today, place: 'counter' },
			pages: [{ hash, bytes: picture.length, width: 100, height: 141 + sheet }]
		});
		expect(end.ok).toBe(true);
		forms.push({ formId, hash });
	}
	// A sheet that was still being read: no form names it yet.
	await desk.keepPicture('unfinished', new Uint8Array([1, 2, 3]));
	return { ...seat, bookingId, forms };
}
const states = (rescued: Rescued | undefined): string[] =>
	[...(rescued?.items ?? []), ...(rescued?.pictures ?? [])].map(({ state }) => state);
const kept = async (hash: string): Promise<number> =>
	(await centre.sql('SELECT 1 FROM blob WHERE hash = $1', [hash])).length;

describe('what a stopped tablet could not send', () => {
	it('is taken in as if the tablet had sent it, with its pictures, and only once', async () => {
		const lost = await workedOffline('matsuda');
		const { deviceId } = lost.tablet.device!;
		await chief.tablet.transport.post('/api/administration/revoke', { deviceId }, z.unknown());
		await new Promise((resolve) => setTimeout(resolve, 5500));
		lost.device.network.up = true;
		await lost.tablet.desk!.syncNow();
		await expect.poll(() => lost.tablet.phase).toBe('unactivated');

		const [before] = await list(chief);
		expect(before!.deviceId).toBe(deviceId);
		expect(states(before)).toEqual(['open', 'open', 'open', 'no-form', 'no-form', 'no-form']);
		const { quarantineId } = before!;
		for (let times = 0; times < 2; times += 1) {
			const [after] = await order(chief, { kind: 'take', quarantineId });
			expect(states(after)).toEqual([
				...['applied', 'applied', 'applied'],
				...after!.pictures.map(({ formId }) => (formId === 'unfinished' ? 'no-form' : 'stored'))
			]);
		}
		await settle([chief]);
		const { rows } = chief.tablet.desk!;
		expect(rows.get('booking', lost.bookingId)).toMatchObject({ bookingId: lost.bookingId });
		for (const { formId, hash } of lost.forms) {
			expect(rows.get('form', formId)).toMatchObject({ isShared: true, deviceId });
			expect(rows.get('form', formId)!.pages[0]!.storedAt).toBeGreaterThan(0);
			expect((await chief.tablet.desk!.picture(hash)).kind).toBe('picture');
			expect(await kept(hash)).toBe(1);
		}
		expect(await order(chief, { kind: 'done', quarantineId })).toEqual([]);
		const audit = await centre.sql(
			`SELECT action FROM audit WHERE subject = $1 AND actor_id = 'naito' ORDER BY seq`,
			[quarantineId]
		);
		expect(audit.map((row) => (row as { action: string }).action)).toEqual([
			'quarantine.take',
			'quarantine.take',
			'quarantine.done'
		]);
		await settle([chief, counter]);
		await checkInvariants(centre, [chief.tablet, counter.tablet], new Map());
	});

	it('may be brought as a file; when the tablet comes back, nothing happens twice', async () => {
		const away = await workedOffline('fujii');
		const file = (await away.tablet.rescueFile())!;
		for (const piece of splitRescue(file)) await order(chief, { kind: 'bring', file: piece });
		// The same file again is the same entry.
		const [brought, ...more] = await order(chief, { kind: 'bring', file });
		expect(more).toEqual([]);
		await order(chief, { kind: 'take', quarantineId: brought!.quarantineId });
		away.device.network.up = true;
		await settle([away, chief]);
		expect((await away.tablet.desk!.outbox()).map(({ state }) => state)).not.toContain('waiting');
		const [count] = await centre.sql<{ count: number }>(
			`SELECT count(*)::int AS count FROM booking WHERE id = $1`,
			[away.bookingId]
		);
		expect(count!.count).toBe(1);
		for (const { hash } of away.forms) expect(await kept(hash)).toBe(1);
		await order(chief, { kind: 'done', quarantineId: brought!.quarantineId });
		await away.tablet.close();
	});

	it('is for administrators, of this office, and only unaltered', async () => {
		const away = await workedOffline('hoshino');
		const file = (await away.tablet.rescueFile())!;
		const post = ({ tablet }: Seat, body: object) =>
			tablet.transport.post(ADDRESS, body, rescuedReply);
		expect(await post(counter, { kind: 'bring', file })).toMatchObject({
			refusal: { kind: 'not-permitted' }
		});
		expect(await post(chief, { kind: 'bring', file: { ...file, deviceId: 'x' } })).toMatchObject({
			refusal: { kind: 'not-found' }
		});
		const [first, ...rest] = file.items;
		const altered = { ...first!, box: `A${first!.box.slice(1)}` };
		const broken = { kind: 'bring', file: { ...file, items: [altered, ...rest] } };
		expect(await post(chief, broken)).toMatchObject({ refusal: { kind: 'bad-request' } });
		expect(await post(chief, { kind: 'take', quarantineId: 'f'.repeat(64) })).toMatchObject({
			refusal: { kind: 'not-found' }
		});
		expect(await list(chief)).toEqual([]);
		await away.tablet.close();
	});
});
