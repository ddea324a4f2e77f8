import { beforeEach, describe, expect, it } from 'vitest';
import { addDays, dateAt } from '#lib/domain/basics/days.ts';
import type { BookingDetails } from '#lib/domain/booking/booking.ts';
import { freeLines, freeSeats, nextSlotId, startsAt, type Slot } from '#lib/domain/booking/slot.ts';
import type { Standby } from '#lib/domain/booking/standby.ts';
import { answersDuring, phoneLineId } from '#lib/domain/interpreting/line.ts';
import { checkInvariants } from './support/invariants.ts';
import { OFFICE, roomySlot, settle, useOffice, type Seat } from './support/office-day.ts';
import { bookAt, detailsOf } from './support/simulated-tablet.ts';

const office = useOffice(3);
let a: Seat;
let b: Seat;
beforeEach(() => {
	[a, b] = office.seats as [Seat, Seat];
});

const withInterpreter = (): BookingDetails => ({
	...detailsOf(),
	needs: { readingLanguage: 'en', spokenLanguage: 'en', supports: ['phone-interpreter'] }
});

async function bookLong({ tablet }: Seat, slot: Slot, details = withInterpreter()) {
	const bookingId = crypto.randomUUID();
	const receiptNo = await tablet.nextReceiptNumber();
	const seat = {
		slotId: slot.slotId,
		leaseId: null,
		extraSlotId: nextSlotId(slot),
		extraLeaseId: null
	};
	const args = { bookingId, receiptNo, ...seat, standbyId: null, details };
	const end = await tablet.desk!.mutate('booking.book@2', OFFICE, args);
	return { bookingId, end };
}

/** A start time with room for a long visit with an interpreter, and nobody's lease on it. */
function longSlot({ tablet }: Seat): Slot {
	const { rows } = tablet.desk!;
	const line = rows.get('line', phoneLineId('en'))!;
	const leased = new Set(
		rows
			.list('lease')
			.filter(({ state }) => state === 'open')
			.map(({ slotId }) => slotId)
	);
	const hasRoom = (slot: Slot | undefined): slot is Slot =>
		slot !== undefined &&
		freeSeats(slot) > 1 &&
		freeLines(slot) > 0 &&
		!leased.has(slot.slotId) &&
		startsAt(slot) > Date.now() &&
		answersDuring(line, { ...slot, minutes: 90 }, rows.get('holiday', slot.date) !== undefined);
	const found = rows
		.list('slot')
		.filter(({ officeId }) => officeId === OFFICE)
		.find((slot) => hasRoom(slot) && hasRoom(rows.get('slot', nextSlotId(slot))));
	if (!found) throw new Error('no room for a long visit');
	return found;
}

describe('a visit with an interpreter', () => {
	it('takes two start times and a line in both, and gives all back when it is cancelled', async () => {
		const slot = longSlot(a);
		const next = nextSlotId(slot);
		const before = [slot, a.tablet.desk!.rows.get('slot', next)!];
		const { bookingId, end } = await bookLong(a, slot);
		expect(end.ok).toBe(true);
		await settle(office.seats);
		const booked = b.tablet.desk!.rows.get('booking', bookingId)!;
		expect(booked).toMatchObject({
			status: 'confirmed',
			minutes: 90,
			line: true,
			extraSlotId: next
		});
		const counts = (ids: string[]) =>
			ids.map((id) => {
				const { taken, linesTaken } = b.tablet.desk!.rows.get('slot', id)!;
				return [taken, linesTaken];
			});
		expect(counts([slot.slotId, next])).toEqual(
			before.map(({ taken, linesTaken }) => [taken + 1, linesTaken + 1])
		);
		await b.tablet.desk!.mutate('booking.cancel@1', OFFICE, { bookingId, reason: 'visitor' });
		await settle(office.seats);
		expect(counts([slot.slotId, next])).toEqual(
			before.map(({ taken, linesTaken }) => [taken, linesTaken])
		);
		await checkInvariants(
			office.centre,
			office.seats.map(({ tablet }) => tablet)
		);
	});

	it('never gets a line that is not there: of two tablets without a line one is told', async () => {
		const slot = longSlot(a);
		for (let left = freeLines(slot); left > 1; left -= 1) await bookLong(a, slot);
		await settle(office.seats);
		for (const seat of [a, b]) seat.device.network.up = false;
		const tries = [await bookLong(a, slot), await bookLong(b, slot)];
		expect(tries.map(({ end }) => end.ok)).toEqual([true, true]);
		await settle(office.seats);
		const refused = (await b.tablet.desk!.outbox()).find(({ state }) => state === 'refused');
		expect(refused?.answer?.refusal?.kind).toBe('interpreter-taken');
		for (const other of refused!.answer!.refusal!.alternatives!) {
			expect(freeLines(other)).toBeGreaterThan(0);
		}
		await b.tablet.desk!.withdraw(refused!.mid);
		await checkInvariants(
			office.centre,
			office.seats.map(({ tablet }) => tablet)
		);
	});

	it('keeps what a tablet of the first version made: one start time and no line', async () => {
		const slot = roomySlot(a, office.seats);
		const bookingId = crypto.randomUUID();
		const { details } = { details: withInterpreter() };
		const { topicId, channel, visitor, needs, note } = details;
		const end = await a.tablet.desk!.mutate('booking.book@1', OFFICE, {
			bookingId,
			receiptNo: await a.tablet.nextReceiptNumber(),
			slotId: slot.slotId,
			leaseId: null,
			details: { topicId, channel, visitor, needs, note }
		});
		expect(end.ok).toBe(true);
		await settle(office.seats);
		expect(b.tablet.desk!.rows.get('booking', bookingId)).toMatchObject({
			status: 'confirmed',
			minutes: 60,
			line: false,
			extraSlotId: null,
			origin: 'counter'
		});
	});

	it('takes and frees a line when needs are amended', async () => {
		const slot = longSlot(a);
		const { bookingId } = await bookAt(a.tablet, slot, detailsOf());
		await settle(office.seats);
		const from = a.tablet.desk!.rows.get('booking', bookingId)!;
		const { needs } = withInterpreter();
		await a.tablet.desk!.mutate('booking.amend@2', OFFICE, {
			bookingId,
			from: { needs: from.needs },
			to: { needs }
		});
		await settle(office.seats);
		const amended = b.tablet.desk!.rows.get('booking', bookingId)!;
		expect(amended).toMatchObject({ minutes: 90, line: true, extraSlotId: nextSlotId(slot) });
		await b.tablet.desk!.mutate('booking.amend@2', OFFICE, {
			bookingId,
			from: { needs },
			to: { needs: from.needs }
		});
		await settle(office.seats);
		expect(a.tablet.desk!.rows.get('booking', bookingId)).toMatchObject({
			minutes: 60,
			line: false,
			extraSlotId: null
		});
		await checkInvariants(
			office.centre,
			office.seats.map(({ tablet }) => tablet)
		);
	});
});

describe('a look at a booking that must not be disclosed', () => {
	it('changes nothing and is in the audit log once', async () => {
		const { bookingId } = await bookAt(a.tablet, roomySlot(a, office.seats));
		await a.tablet.desk!.mutate('booking.view@1', OFFICE, { bookingId });
		await settle(office.seats);
		const rows = await office.centre.sql(
			`SELECT actor_id FROM audit WHERE action = 'booking.view@1' AND subject = $1`,
			[bookingId]
		);
		expect(rows).toEqual([{ actor_id: 'naito' }]);
		await checkInvariants(
			office.centre,
			office.seats.map(({ tablet }) => tablet)
		);
	});
});

describe('the waiting list', () => {
	const entryOf = ({ tablet }: Seat, standbyId: string): Standby =>
		tablet.desk!.rows.get('standby', standbyId)!;

	async function waitFor(seat: Seat, date: string): Promise<string> {
		const standbyId = crypto.randomUUID();
		const end = await seat.tablet.desk!.mutate('booking.wait@1', OFFICE, {
			standbyId,
			receiptNo: await seat.tablet.nextReceiptNumber(),
			from: date,
			until: date,
			times: 'any',
			details: detailsOf()
		});
		expect(end.ok).toBe(true);
		return standbyId;
	}

	/** Fills a day of the office to its last seat; gives one of its bookings. */
	async function fillDay(date: string): Promise<string> {
		let one = '';
		for (const slot of a.tablet.desk!.rows.list('slot')) {
			if (slot.officeId !== OFFICE || slot.date !== date) continue;
			const own = a.tablet.desk!.usableLease(slot.slotId) ? 1 : 0;
			for (let left = freeSeats(slot) + own; left > 0; left -= 1) {
				const { bookingId, end } = await bookAt(a.tablet, slot);
				expect(end.ok).toBe(true);
				one = bookingId;
			}
		}
		await settle(office.seats);
		return one;
	}

	it('offers a freed seat to who waits longest, holds it, and passes it on when declined', async () => {
		const date = a.tablet
			.desk!.rows.list('slot')
			.map((slot) => slot.date)
			.filter((day) => day > addDays(dateAt(Date.now()), 8))
			.sort()[0]!;
		const booked = await fillDay(date);
		const first = await waitFor(a, date);
		await a.tablet.desk!.syncNow();
		const second = await waitFor(b, date);
		await settle(office.seats);
		expect([entryOf(b, first).state, entryOf(b, second).state]).toEqual(['waiting', 'waiting']);

		await b.tablet.desk!.mutate('booking.cancel@1', OFFICE, {
			bookingId: booked,
			reason: 'visitor'
		});
		await expect
			.poll(async () => {
				await settle(office.seats);
				return entryOf(b, first).state;
			})
			.toBe('offered');
		expect(entryOf(b, second).state).toBe('waiting');
		const { offer } = entryOf(b, first);
		const slot = b.tablet.desk!.rows.get('slot', offer!.slotId)!;
		expect(freeSeats(slot)).toBe(0);

		await b.tablet.desk!.mutate('booking.decline-offer@1', OFFICE, {
			standbyId: first,
			leaseId: offer!.leaseId
		});
		await expect
			.poll(async () => {
				await settle(office.seats);
				return entryOf(a, second).state;
			})
			.toBe('offered');
		expect(entryOf(a, first)).toMatchObject({ state: 'waiting', passed: [offer!.slotId] });

		// The offer may be taken up on any tablet of the office, also without a line, for certain.
		const entry = entryOf(a, second);
		const { slotId, leaseId, extraSlotId, extraLeaseId } = entry.offer!;
		const bookingId = crypto.randomUUID();
		a.device.network.up = false;
		const end = await a.tablet.desk!.mutate('booking.book@2', OFFICE, {
			bookingId,
			receiptNo: entry.receiptNo,
			slotId,
			leaseId,
			extraSlotId,
			extraLeaseId,
			standbyId: second,
			details: entry.details
		});
		expect(end.ok).toBe(true);
		expect(a.tablet.desk!.rows.get('booking', bookingId)?.status).toBe('confirmed');
		await settle(office.seats);
		expect(entryOf(b, second)).toMatchObject({ state: 'booked', bookingId });
		await checkInvariants(
			office.centre,
			office.seats.map(({ tablet }) => tablet)
		);
	});
});
