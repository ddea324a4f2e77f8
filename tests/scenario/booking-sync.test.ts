import { beforeEach, describe, expect, it } from 'vitest';
import type { CentreProcess } from './support/centre-process.ts';
import { checkInvariants, type Saved } from './support/invariants.ts';
import { OFFICE, type Seat, useOffice } from './support/office-day.ts';
import { bookAt, detailsOf, freeSlotsOf, PIN } from './support/simulated-tablet.ts';

const office = useOffice(2);
let centre: CentreProcess;
let a: Seat;
let b: Seat;
beforeEach(() => {
	({ centre } = office);
	[a, b] = office.seats as [Seat, Seat];
});

describe('a booking on its way', () => {
	it('is made with the line down, survives the tab, and is on the next tablet exactly once', async () => {
		const saved: Saved = new Map();
		a.device.network.up = false;
		const leased = a.tablet
			.desk!.rows.list('lease')
			.find((lease) => a.tablet.desk!.usableLease(lease.slotId))!;
		const certain = await bookAt(a.tablet, leased);
		const wish = freeSlotsOf(a.tablet.desk!, OFFICE).find(
			({ slotId }) => !a.tablet.desk!.usableLease(slotId)
		)!;
		const request = await bookAt(a.tablet, wish);
		expect([certain.end.ok, request.end.ok]).toEqual([true, true]);
		expect(a.tablet.desk!.rows.get('booking', certain.bookingId)?.status).toBe('confirmed');
		expect(a.tablet.desk!.rows.get('booking', request.bookingId)?.status).toBe('requested');
		expect(await a.tablet.desk!.syncNow()).toMatchObject({ kind: 'no-network' });
		await a.tablet.close();

		a.tablet = await a.device.openTab();
		expect(a.tablet.phase).toBe('locked');
		expect(a.tablet.people.find(({ personId }) => personId === 'naito')?.unsent).toBe(2);
		expect(await a.tablet.unlock('naito', PIN)).toMatchObject({ ok: true });
		expect(a.tablet.desk!.rows.get('booking', request.bookingId)?.visitor.name).toContain('試験');
		saved.set(
			a.tablet,
			(await a.tablet.db.outbox.toArray()).map(({ mid }) => mid)
		);

		a.device.network.up = true;
		expect(await a.tablet.desk!.syncNow()).toEqual({ kind: 'done' });
		expect(a.tablet.desk!.status).toMatchObject({ line: 'online', unsent: 0 });
		await b.tablet.desk!.syncNow();
		const seen = b.tablet
			.desk!.rows.list('booking')
			.filter(({ bookingId }) => [certain.bookingId, request.bookingId].includes(bookingId));
		expect(seen.map(({ status }) => status)).toEqual(['confirmed', 'confirmed']);
		await a.tablet.desk!.syncNow();
		await checkInvariants(centre, [a.tablet, b.tablet], saved);
	});

	it('gives the loser of a race three alternatives, and one tap takes one of them', async () => {
		const slot = freeSlotsOf(a.tablet.desk!, OFFICE).find(
			({ slotId }) => !a.tablet.desk!.usableLease(slotId) && !b.tablet.desk!.usableLease(slotId)
		)!;
		for (let seats = slot.capacity - slot.taken; seats > 1; seats -= 1) {
			expect((await bookAt(a.tablet, slot)).end.ok).toBe(true);
		}
		await a.tablet.desk!.syncNow();
		await b.tablet.desk!.syncNow();
		b.device.network.up = false;
		const late = await bookAt(b.tablet, slot);
		expect(late.end.ok).toBe(true);
		expect((await bookAt(a.tablet, slot)).end.ok).toBe(true);
		await a.tablet.desk!.syncNow();
		b.device.network.up = true;
		await b.tablet.desk!.syncNow();

		expect(b.tablet.desk!.status).toMatchObject({ needReply: 1, unsent: 0 });
		const refused = (await b.tablet.desk!.outbox()).find(({ state }) => state === 'refused')!;
		expect(refused.answer?.refusal).toMatchObject({ kind: 'slot-taken' });
		const offers = refused.answer!.refusal!.alternatives!;
		expect(offers).toHaveLength(3);
		expect(
			offers.every(({ slotId, capacity, taken }) => slotId !== slot.slotId && capacity > taken)
		).toBe(true);
		expect(b.tablet.desk!.rows.get('booking', late.bookingId)).toBeUndefined();

		const args = refused.mutation!.args as object;
		const taken = await b.tablet.desk!.mutate(
			'booking.book@1',
			offers[0]!.officeId,
			{ ...args, slotId: offers[0]!.slotId, leaseId: null },
			refused.mid
		);
		expect(taken.ok).toBe(true);
		await b.tablet.desk!.syncNow();
		expect(b.tablet.desk!.status).toMatchObject({ needReply: 0, unsent: 0 });
		expect(b.tablet.desk!.rows.get('booking', late.bookingId)).toMatchObject({
			status: 'confirmed',
			slotId: offers[0]!.slotId,
			receiptNo: late.receiptNo
		});
		await a.tablet.desk!.syncNow();
		await checkInvariants(centre, [a.tablet, b.tablet]);
	});

	it('is changed and cancelled, and the seat is free again', async () => {
		const [slot, other] = freeSlotsOf(a.tablet.desk!, OFFICE).filter(
			({ slotId }) => !a.tablet.desk!.usableLease(slotId)
		);
		const booked = await bookAt(a.tablet, slot!);
		const desk = a.tablet.desk!;
		expect(
			await desk.mutate('booking.move@1', OFFICE, {
				bookingId: booked.bookingId,
				fromSlotId: slot!.slotId,
				slotId: other!.slotId,
				leaseId: null
			})
		).toMatchObject({ ok: true });
		expect(
			await desk.mutate('booking.amend@1', OFFICE, {
				bookingId: booked.bookingId,
				from: { note: '' },
				to: { note: '窓口3番' }
			})
		).toMatchObject({ ok: true });
		await desk.syncNow();
		await b.tablet.desk!.syncNow();
		expect(b.tablet.desk!.rows.get('booking', booked.bookingId)).toMatchObject({
			slotId: other!.slotId,
			note: '窓口3番',
			status: 'confirmed'
		});
		expect(
			await b.tablet.desk!.mutate('booking.cancel@1', OFFICE, {
				bookingId: booked.bookingId,
				reason: 'visitor'
			})
		).toMatchObject({ ok: true });
		await b.tablet.desk!.syncNow();
		await desk.syncNow();
		expect(desk.rows.get('booking', booked.bookingId)?.status).toBe('cancelled');
		expect(desk.rows.get('slot', other!.slotId)?.taken).toBe(other!.taken);
		await checkInvariants(centre, [a.tablet, b.tablet]);
	});

	it('never overwrites what the other tablet changed meanwhile', async () => {
		const slot = freeSlotsOf(a.tablet.desk!, OFFICE).find(
			({ slotId }) => !a.tablet.desk!.usableLease(slotId)
		)!;
		const { bookingId } = await bookAt(a.tablet, slot);
		await a.tablet.desk!.syncNow();
		await b.tablet.desk!.syncNow();
		const amend = (note: string) => ({ bookingId, from: { note: '' }, to: { note } });
		expect((await a.tablet.desk!.mutate('booking.amend@1', OFFICE, amend('A'))).ok).toBe(true);
		expect((await b.tablet.desk!.mutate('booking.amend@1', OFFICE, amend('B'))).ok).toBe(true);
		await a.tablet.desk!.syncNow();
		await b.tablet.desk!.syncNow();
		const refused = (await b.tablet.desk!.outbox()).find(({ state }) => state === 'refused');
		expect(refused?.answer?.refusal).toEqual({ kind: 'stale-version', field: 'note' });
		expect(b.tablet.desk!.rows.get('booking', bookingId)?.note).toBe('A');
		expect(await b.tablet.desk!.withdraw(refused!.mid)).toBe(true);
		expect(b.tablet.desk!.status.needReply).toBe(0);
		await a.tablet.desk!.syncNow();
		await checkInvariants(centre, [a.tablet, b.tablet]);
	});

	it('refuses a My Number on the tablet already and at the centre too', async () => {
		const slot = freeSlotsOf(a.tablet.desk!, OFFICE)[0]!;
		const { end } = await bookAt(a.tablet, slot, { ...detailsOf(), note: '1234-5678-9018' });
		expect(end).toMatchObject({ ok: false, refusal: { kind: 'my-number', field: 'details.note' } });
		expect(await a.tablet.db.outbox.where('state').equals('waiting').count()).toBe(0);
	});
});
