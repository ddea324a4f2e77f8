import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from '../basics/days.ts';
import type { RuleContext } from '../basics/rule.ts';
import type { Line } from '../interpreting/line.ts';
import type { Booking } from './booking.ts';
import type { Lease } from './lease.ts';
import { amend, book, cancel, move, type BookFacts, type BookingWrite } from './rules.ts';
import { slotId, type Slot } from './slot.ts';
import type { Topic } from './topic.ts';

const topic: Topic = {
	topicId: 'payment',
	order: 1,
	minutes: 30,
	interpreterMinutes: 30,
	documents: [],
	atCentres: false
};
const slotAt = (start: string, capacity: number, taken: number): Slot => ({
	slotId: slotId('shinjuku', '2026-11-25', start),
	officeId: 'shinjuku',
	date: '2026-11-25',
	start,
	minutes: 60,
	capacity,
	taken,
	languages: [],
	lines: 1,
	linesTaken: 0
});
const details = {
	topicId: 'payment',
	channel: 'counter' as const,
	visitor: { name: '試験 太郎', kana: 'シケン タロウ', phone: '03-0000-0000', pensionNumber: null },
	needs: { readingLanguage: 'ne' as const, spokenLanguage: 'en' as const, supports: [] },
	origin: 'counter' as const,
	proxy: null,
	nonDisclosure: false,
	held: [],
	consent: 'none' as const,
	note: ''
};
const args = (slot: Slot, leaseId: string | null = null) => ({
	bookingId: 'b1',
	receiptNo: '7F2C-0040-X',
	slotId: slot.slotId,
	leaseId,
	extraSlotId: null,
	extraLeaseId: null,
	standbyId: null,
	details
});
const at = (place: RuleContext['place'], now = instantOf('2026-11-24', '10:00')): RuleContext => ({
	now,
	actorId: 'naito',
	deviceId: 'd1',
	officeId: 'shinjuku',
	place
});
const leaseOn = (slot: Slot, over: Partial<Lease> = {}): Lease => ({
	leaseId: 'l1',
	officeId: 'shinjuku',
	slotId: slot.slotId,
	deviceId: 'd1',
	purpose: 'standing',
	interpreter: false,
	standbyId: null,
	notAfter: instantOf('2026-11-24', '18:00'),
	state: 'open',
	...over
});
const factsFor = (slot: Slot | undefined, over: Partial<BookFacts> = {}): BookFacts => ({
	booking: undefined,
	topic,
	slot,
	lease: undefined,
	extraSlot: undefined,
	extraLease: undefined,
	standby: undefined,
	...over
});
const rowOf = <Table extends BookingWrite['table']>(
	writes: readonly BookingWrite[],
	table: Table
) =>
	writes.find((write) => write.table === table)?.row as
		Extract<BookingWrite, { table: Table }>['row'] | undefined;
const booked = (slot: Slot): Booking => {
	const decision = book(args(slot), factsFor(slot), at('centre'));
	if (!decision.ok) throw new Error(decision.refusal.kind);
	return rowOf(decision.value, 'booking')!;
};

describe('booking.book', () => {
	it('is a request on the tablet and confirmed at the centre, and takes one seat in both', () => {
		const slot = slotAt('10:00', 3, 2);
		for (const [place, status] of [
			['tablet', 'requested'],
			['centre', 'confirmed']
		] as const) {
			const decision = book(args(slot), factsFor(slot), at(place));
			expect(decision.ok && rowOf(decision.value, 'booking')?.status).toBe(status);
			expect(decision.ok && rowOf(decision.value, 'slot')?.taken).toBe(3);
		}
	});

	it('is final on the tablet on its own open lease, which counted the seat already', () => {
		const slot = slotAt('10:00', 3, 3);
		const decision = book(args(slot, 'l1'), factsFor(slot, { lease: leaseOn(slot) }), at('tablet'));
		expect(decision.ok && rowOf(decision.value, 'booking')?.status).toBe('confirmed');
		expect(decision.ok && rowOf(decision.value, 'lease')?.state).toBe('used');
		expect(decision.ok && rowOf(decision.value, 'slot')).toBeUndefined();
	});

	it.each([
		['of another device', { deviceId: 'd2' }],
		['that is over', { notAfter: instantOf('2026-11-24', '09:59') }],
		['that is used', { state: 'used' as const }],
		['of another slot', { slotId: slotId('shinjuku', '2026-11-25', '11:00') }]
	])('does not count a lease %s: refused when full, honoured while there is room', (_, over) => {
		const full = slotAt('10:00', 3, 3);
		expect(
			book(args(full, 'l1'), factsFor(full, { lease: leaseOn(full, over) }), at('centre'))
		).toMatchObject({ ok: false, refusal: { kind: 'lease-expired' } });
		const room = slotAt('10:00', 3, 2);
		expect(
			book(args(room, 'l1'), factsFor(room, { lease: leaseOn(room, over) }), at('centre')).ok
		).toBe(true);
	});

	it.each([
		['slot-taken', factsFor(slotAt('10:00', 2, 2)), undefined],
		['slot-unknown', factsFor(undefined), undefined],
		['slot-past', factsFor(slotAt('10:00', 2, 0)), instantOf('2026-11-25', '10:00')],
		['topic-unknown', factsFor(slotAt('10:00', 2, 0), { topic: undefined }), undefined]
	])('refuses with %s', (kind, facts, now) => {
		expect(book(args(slotAt('10:00', 2, 0)), facts, at('centre', now))).toMatchObject({
			ok: false,
			refusal: { kind }
		});
	});

	it('changes nothing when repeated and refuses another booking under the same id', () => {
		const slot = slotAt('10:00', 3, 1);
		const facts = factsFor(slot, { booking: booked(slot) });
		expect(book(args(slot), facts, at('centre'))).toEqual({ ok: true, value: [] });
		expect(book({ ...args(slot), receiptNo: 'OTHER' }, facts, at('centre'))).toMatchObject({
			refusal: { kind: 'booking-exists' }
		});
	});

	it('never takes more seats than there are, whatever the order of requests', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 6 }),
				fc.array(fc.boolean(), { maxLength: 30 }),
				(capacity, tries) => {
					let slot = slotAt('10:00', capacity, 0);
					let confirmed = 0;
					tries.forEach((cancelOne, index) => {
						const decision =
							cancelOne && confirmed > 0
								? cancel(
										{ bookingId: 'b', reason: 'visitor' },
										{ booking: booked(slotAt('10:00', 9, 0)), slot, extraSlot: undefined },
										at('centre')
									)
								: book({ ...args(slot), bookingId: `b${index}` }, factsFor(slot), at('centre'));
						if (!decision.ok) return;
						confirmed += cancelOne && confirmed > 0 ? -1 : 1;
						slot = rowOf(decision.value, 'slot') ?? slot;
					});
					expect(slot.taken).toBe(confirmed);
					expect(confirmed).toBeLessThanOrEqual(capacity);
				}
			)
		);
	});
});

describe('booking.move', () => {
	const from = slotAt('10:00', 2, 1);
	const to = slotAt('11:00', 2, 1);
	const wish = {
		bookingId: 'b1',
		fromSlotId: from.slotId,
		slotId: to.slotId,
		leaseId: null,
		extraSlotId: null,
		extraLeaseId: null
	};
	const facts = { ...factsFor(to), fromSlot: from, fromExtra: undefined };

	it('frees the old seat and takes the new one', () => {
		const decision = move(wish, { ...facts, booking: booked(from) }, at('centre'));
		const slots = decision.ok
			? decision.value.filter((write) => write.table === 'slot').map((write) => write.row as Slot)
			: [];
		expect(Object.fromEntries(slots.map((slot) => [slot.start, slot.taken]))).toEqual({
			'10:00': 0,
			'11:00': 2
		});
	});

	it('is refused when somebody else moved it meanwhile, and changes nothing when it is there already', () => {
		const elsewhere = { ...booked(from), slotId: slotAt('14:00', 1, 1).slotId };
		expect(move(wish, { ...facts, booking: elsewhere }, at('centre'))).toMatchObject({
			refusal: { kind: 'stale-version' }
		});
		expect(
			move(wish, { ...facts, booking: { ...booked(from), slotId: to.slotId } }, at('centre'))
		).toEqual({ ok: true, value: [] });
	});
});

describe('booking.amend and booking.cancel', () => {
	const slot = slotAt('10:00', 2, 1);
	const booking = booked(slot);
	const facts = { booking, topic: undefined, slot, extraSlot: undefined };

	it('amends a field that is as the author saw it', () => {
		const decision = amend(
			{ bookingId: 'b1', from: { note: '' }, to: { note: '車いす' } },
			facts,
			at('centre')
		);
		expect(decision.ok && rowOf(decision.value, 'booking')?.note).toBe('車いす');
	});

	it('takes objects for the same whatever the order of their keys, as a database gives them back', () => {
		const from = { visitor: booking.visitor };
		const to = { visitor: { ...booking.visitor, phone: '03-0000-0009' } };
		const turned = Object.fromEntries(
			Object.entries(booking.visitor).reverse()
		) as typeof booking.visitor;
		const decision = amend(
			{ bookingId: 'b1', from, to },
			{ ...facts, booking: { ...booking, visitor: turned } },
			at('centre')
		);
		expect(decision.ok && rowOf(decision.value, 'booking')?.visitor.phone).toBe('03-0000-0009');
	});

	it('never overwrites what another person changed meanwhile', () => {
		const decision = amend(
			{ bookingId: 'b1', from: { note: '' }, to: { note: 'x' } },
			{ ...facts, booking: { ...booking, note: 'y' } },
			at('centre')
		);
		expect(decision).toMatchObject({
			ok: false,
			refusal: { kind: 'stale-version', field: 'note' }
		});
	});

	it('takes the minutes of a new topic', () => {
		const decision = amend(
			{ bookingId: 'b1', from: { topicId: 'payment' }, to: { topicId: 'disability' } },
			{ ...facts, topic: { ...topic, topicId: 'disability', minutes: 60 } },
			at('centre')
		);
		expect(decision.ok && rowOf(decision.value, 'booking')?.minutes).toBe(60);
	});

	it('cancels once, gives the seat back once, and stays cancelled', () => {
		const first = cancel({ bookingId: 'b1', reason: 'visitor' }, { ...facts }, at('centre'));
		expect(first.ok && rowOf(first.value, 'slot')?.taken).toBe(0);
		const cancelled = { ...booking, status: 'cancelled' as const };
		expect(
			cancel({ bookingId: 'b1', reason: 'visitor' }, { ...facts, booking: cancelled }, at('centre'))
		).toEqual({ ok: true, value: [] });
		expect(
			amend({ bookingId: 'b1', from: {}, to: {} }, { ...facts, booking: cancelled }, at('centre'))
		).toMatchObject({ refusal: { kind: 'booking-closed' } });
	});
});

describe('an interpreter’s hours', () => {
	const line: Line = {
		lineId: 'phone-ne',
		kind: 'phone',
		language: 'ne',
		phone: '03-0000-0880',
		extension: null,
		link: null,
		weekdays: [1, 2, 3, 4, 5],
		opens: '10:00',
		closes: '16:00',
		note: ''
	};
	const wish = (slot: Slot) => ({
		...args(slot),
		details: { ...details, needs: { ...details.needs, supports: ['phone-interpreter' as const] } }
	});
	const kindAt = (start: string, over: Partial<BookFacts> = {}) => {
		const slot = slotAt(start, 2, 0);
		const decision = book(wish(slot), factsFor(slot, { interpreter: line, ...over }), at('centre'));
		return decision.ok ? 'ok' : decision.refusal.kind;
	};

	it('bound what can be booked, to the last minute, and not on a holiday', () => {
		expect(kindAt('09:00')).toBe('interpreter-closed');
		expect(kindAt('10:00')).toBe('ok');
		expect(kindAt('15:00')).toBe('ok');
		expect(kindAt('16:00')).toBe('interpreter-closed');
		const holiday = { date: '2026-11-25', name: '休み' };
		expect(kindAt('10:00', { holiday })).toBe('interpreter-closed');
		expect(kindAt('09:00', { interpreter: undefined })).toBe('ok');
	});

	it('do not matter to who needs no line', () => {
		const slot = slotAt('09:00', 2, 0);
		expect(book(args(slot), factsFor(slot, { interpreter: line }), at('centre')).ok).toBe(true);
	});
});
