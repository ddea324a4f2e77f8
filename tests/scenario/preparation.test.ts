import { beforeEach, describe, expect, it } from 'vitest';
import type { Booking } from '#lib/domain/booking/booking.ts';
import { assigneeOf, slotsOf } from '#lib/domain/preparation/assignment.ts';
import type { ItemId, ItemState } from '#lib/domain/preparation/checklist.ts';
import { stateOf } from '#lib/domain/preparation/checklist.ts';
import type { Preparation } from '#lib/domain/preparation/preparation.ts';
import type { Tablet } from '#lib/local/tablet.ts';
import type { CentreProcess } from './support/centre-process.ts';
import { checkInvariants, type Saved } from './support/invariants.ts';
import { OFFICE, roomySlot, settle, useOffice, type Seat } from './support/office-day.ts';
import { bookAt } from './support/simulated-tablet.ts';

const office = useOffice(2);
let centre: CentreProcess;
let a: Seat;
let b: Seat;
beforeEach(() => {
	({ centre } = office);
	[a, b] = office.seats as [Seat, Seat];
});

const rowOf = (tablet: Tablet, bookingId: string): Preparation | undefined =>
	tablet.desk!.rows.get('preparation', bookingId);
const bookingOf = (tablet: Tablet, bookingId: string): Booking =>
	tablet.desk!.rows.get('booking', bookingId)!;
const holder = (tablet: Tablet, bookingId: string): string | undefined =>
	assigneeOf(bookingOf(tablet, bookingId), rowOf(tablet, bookingId), (id) =>
		tablet.desk!.rows.get('assignment', id)
	);
const assign = (tablet: Tablet, bookingId: string, personId: string) =>
	tablet.desk!.mutate('preparation.assign@1', OFFICE, {
		bookingId,
		personId,
		slotIds: slotsOf(bookingOf(tablet, bookingId)),
		fromPersonId: holder(tablet, bookingId) ?? null,
		reasons: ['chosen'],
		at: Date.now()
	});
const tick = (tablet: Tablet, bookingId: string, itemId: ItemId, to: ItemState) =>
	tablet.desk!.mutate('preparation.tick@1', OFFICE, {
		bookingId,
		itemId,
		from: stateOf(rowOf(tablet, bookingId), itemId),
		to,
		at: Date.now()
	});

/** Two visits at one time, known to both tablets. */
async function twoVisits(): Promise<[string, string]> {
	const slot = roomySlot(a, [a, b]);
	const first = await bookAt(a.tablet, slot);
	const second = await bookAt(a.tablet, slot);
	await settle([a, b]);
	return [first.bookingId, second.bookingId];
}
const refusedAt = async (tablet: Tablet) =>
	(await tablet.desk!.outbox())
		.filter(({ state }) => state === 'refused')
		.map(({ answer }) => (answer?.status === 'refused' ? answer.refusal : undefined));

describe('who holds which visit', () => {
	it('is decided by the centre when two tablets offline promise one person twice', async () => {
		const [first, second] = await twoVisits();
		const saved: Saved = new Map();
		a.device.network.up = false;
		b.device.network.up = false;
		expect((await assign(a.tablet, first, 'matsuda')).ok).toBe(true);
		expect((await assign(b.tablet, second, 'matsuda')).ok).toBe(true);
		expect(holder(b.tablet, second)).toBe('matsuda');
		for (const { tablet } of [a, b])
			saved.set(
				tablet,
				(await tablet.db.outbox.toArray()).map(({ mid }) => mid)
			);
		await settle([a, b]);
		expect(await refusedAt(b.tablet)).toEqual([
			expect.objectContaining({ kind: 'person-busy', field: 'personId' })
		]);
		for (const { tablet } of [a, b]) {
			expect(holder(tablet, first)).toBe('matsuda');
			expect(holder(tablet, second)).toBeUndefined();
		}
		// On the same tablet it is refused at once, and somebody else may have it.
		expect(await assign(b.tablet, second, 'matsuda')).toMatchObject({
			refusal: { kind: 'person-busy' }
		});
		expect((await assign(b.tablet, second, 'fujii')).ok).toBe(true);
		await settle([a, b]);
		expect(holder(a.tablet, second)).toBe('fujii');
		await checkInvariants(centre, [a.tablet, b.tablet], saved);
	});

	it('is refused to both pens on one visit, and a moved visit sets the person free', async () => {
		const [first, second] = await twoVisits();
		b.device.network.up = false;
		await assign(a.tablet, first, 'fujii');
		await assign(b.tablet, first, 'onodera');
		await settle([a]);
		await settle([b]);
		expect((await refusedAt(b.tablet)).at(-1)).toMatchObject({ kind: 'stale-version' });
		expect(holder(b.tablet, first)).toBe('fujii');

		const booking = bookingOf(a.tablet, first);
		await tick(a.tablet, first, 'forms', 'done');
		const to = roomySlot(a, [a, b]);
		const later = a.tablet
			.desk!.rows.list('slot')
			.filter(
				({ officeId, slotId, date, capacity, taken }) =>
					officeId === OFFICE &&
					date > to.date &&
					capacity > taken &&
					!a.tablet.desk!.usableLease(slotId) &&
					slotId !== booking.slotId
			)
			.sort((x, y) => (x.slotId < y.slotId ? -1 : 1))[0]!;
		const moved = await a.tablet.desk!.mutate('booking.move@2', OFFICE, {
			bookingId: first,
			fromSlotId: booking.slotId,
			slotId: later.slotId,
			leaseId: null,
			extraSlotId: null,
			extraLeaseId: null
		});
		expect(moved.ok).toBe(true);
		await settle([a, b]);
		// What was prepared goes with the visit to its new day; who holds it has to be decided anew.
		expect(rowOf(b.tablet, first)).toMatchObject({ date: later.date });
		expect(stateOf(rowOf(b.tablet, first), 'forms')).toBe('done');
		expect(holder(b.tablet, first)).toBeUndefined();
		expect((await assign(b.tablet, second, 'fujii')).ok).toBe(true);
		await settle([a, b]);
		expect(holder(a.tablet, second)).toBe('fujii');
		await checkInvariants(centre, [a.tablet, b.tablet]);
	});

	it('never loses one of two changes that meet at the centre in the same moment', async () => {
		const [first, second] = await twoVisits();
		await Promise.all([
			assign(a.tablet, first, 'ishikawa'),
			assign(b.tablet, second, 'ishikawa'),
			tick(a.tablet, first, 'forms', 'done'),
			tick(b.tablet, first, 'leaflets', 'done')
		]);
		await Promise.all([a.tablet.desk!.syncNow(), b.tablet.desk!.syncNow()]);
		await settle([a, b]);
		const held = [first, second].filter((id) => holder(a.tablet, id) === 'ishikawa');
		expect(held).toHaveLength(1);
		expect(Object.keys(rowOf(a.tablet, first)!.items).sort()).toEqual(['forms', 'leaflets']);
		await expect(
			centre.sql(`UPDATE assignment SET data = jsonb_set(data, '{bookingId}', '"x"')`)
		).rejects.toThrow('older state');
	});
});

describe('a checklist on two tablets', () => {
	it('merges ticks of different items and asks again about the same one', async () => {
		const [id] = await twoVisits();
		a.device.network.up = false;
		b.device.network.up = false;
		await tick(a.tablet, id, 'records-print', 'done');
		await tick(a.tablet, id, 'forms', 'doing');
		await tick(b.tablet, id, 'leaflets', 'done');
		await tick(b.tablet, id, 'forms', 'done');
		await settle([a, b]);
		expect((await refusedAt(b.tablet)).at(-1)).toMatchObject({
			kind: 'stale-version',
			field: 'forms'
		});
		for (const { tablet } of [a, b]) {
			const row = rowOf(tablet, id);
			expect(stateOf(row, 'records-print')).toBe('done');
			expect(stateOf(row, 'leaflets')).toBe('done');
			expect(stateOf(row, 'forms')).toBe('doing');
			expect(row?.items.leaflets?.by).toBe('sakurai');
		}
		await checkInvariants(centre, [a.tablet, b.tablet]);
	});
});

describe('a swap', () => {
	it('is proposed without a line and changes both visits when the other agrees', async () => {
		const [first, second] = await twoVisits();
		await assign(a.tablet, first, 'naito');
		await assign(a.tablet, second, 'sakurai');
		await settle([a, b]);
		a.device.network.up = false;
		const side = (bookingId: string, personId: string) => ({
			bookingId,
			personId,
			slotIds: slotsOf(bookingOf(a.tablet, bookingId))
		});
		const swap = {
			swapId: crypto.randomUUID(),
			from: side(first, 'naito'),
			to: side(second, 'sakurai'),
			at: Date.now()
		};
		const proposed = await a.tablet.desk!.mutate('preparation.propose-swap@1', OFFICE, {
			...swap,
			reason: '得意な用件',
			byId: 'naito'
		});
		expect(proposed.ok).toBe(true);
		await settle([a, b]);
		const answered = await b.tablet.desk!.mutate('preparation.answer-swap@1', OFFICE, {
			...swap,
			answer: 'accepted',
			byId: 'sakurai'
		});
		expect(answered.ok).toBe(true);
		await settle([a, b]);
		for (const { tablet } of [a, b]) {
			expect(holder(tablet, first)).toBe('sakurai');
			expect(holder(tablet, second)).toBe('naito');
			expect(tablet.desk!.rows.get('swap', swap.swapId)?.state).toBe('accepted');
		}
		await checkInvariants(centre, [a.tablet, b.tablet]);
	});
});
