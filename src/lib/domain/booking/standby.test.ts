import { describe, expect, it } from 'vitest';
import { instantOf } from '../basics/days.ts';
import type { RuleContext } from '../basics/rule.ts';
import type { Booking, BookingDetails } from './booking.ts';
import { duplicatesOf, isSameVisitor } from './duplicates.ts';
import type { Lease } from './lease.ts';
import { slotId, type Slot } from './slot.ts';
import { declineOffer, leaveWaiting, seatFor, wait, type Standby } from './standby.ts';
import { toBring } from './to-bring.ts';
import type { Topic } from './topic.ts';

const topic: Topic = {
	topicId: 'disability',
	order: 1,
	minutes: 60,
	interpreterMinutes: 30,
	documents: ['number-document', 'disability-handbook'],
	atCentres: true
};
const details: BookingDetails = {
	topicId: 'disability',
	channel: 'counter',
	origin: 'phone',
	visitor: { name: '試験 太郎', kana: 'シケン タロウ', phone: '03-0000-0000', pensionNumber: null },
	needs: { readingLanguage: 'ja', spokenLanguage: 'ja', supports: [] },
	proxy: null,
	nonDisclosure: false,
	held: [],
	consent: 'none',
	note: ''
};
const slotAt = (date: string, start: string, free = 1, lines = 1): Slot => ({
	slotId: slotId('shinjuku', date, start),
	officeId: 'shinjuku',
	date,
	start,
	minutes: 60,
	capacity: 2,
	taken: 2 - free,
	languages: [],
	lines,
	linesTaken: 0
});
const now = instantOf('2026-11-24', '10:00');
const context: RuleContext = {
	now,
	actorId: 'naito',
	deviceId: 'd1',
	officeId: 'shinjuku',
	place: 'centre'
};
const args = {
	standbyId: 's1',
	receiptNo: '7F2C-0040-X',
	from: '2026-11-25',
	until: '2026-11-27',
	times: 'any' as const,
	details
};
const joined = (): Standby => {
	const decision = wait(args, { standby: undefined }, context);
	if (!decision.ok) throw new Error(decision.refusal.kind);
	return decision.value[0]!.row as Standby;
};

describe('the waiting list', () => {
	it('takes somebody once, and no dates that are over', () => {
		const standby = joined();
		expect(standby).toMatchObject({ state: 'waiting', officeId: 'shinjuku', offer: null });
		expect(wait(args, { standby }, context)).toEqual({ ok: true, value: [] });
		expect(wait({ ...args, receiptNo: 'other' }, { standby }, context)).toMatchObject({
			refusal: { kind: 'booking-exists' }
		});
		for (const until of ['2026-11-24', '2026-11-23']) {
			expect(
				wait({ ...args, standbyId: 's2', until }, { standby: undefined }, context)
			).toMatchObject({ refusal: { kind: 'slot-past', field: 'until' } });
		}
	});

	it('finds the first seat that suits: dates, time of day, notice, room for a long visit', () => {
		const entry = joined();
		const find = (over: Partial<Standby>, ...slots: Slot[]) =>
			seatFor({ ...entry, ...over }, topic, slots, now)?.slotId;
		const morning = slotAt('2026-11-26', '09:00');
		const later = slotAt('2026-11-26', '13:00');
		expect(find({}, later, morning, slotAt('2026-11-28', '09:00'))).toBe(morning.slotId);
		expect(find({ times: 'afternoon' }, morning, later)).toBe(later.slotId);
		expect(find({ passed: [morning.slotId] }, morning, later)).toBe(later.slotId);
		expect(find({}, slotAt('2026-11-26', '10:00', 0))).toBeUndefined();
		expect(find({ from: '2026-11-24' }, slotAt('2026-11-24', '11:00'))).toBeUndefined();
		const foreign = {
			details: { ...details, needs: { ...details.needs, supports: ['phone-interpreter' as const] } }
		};
		expect(find(foreign, morning)).toBeUndefined();
		expect(find(foreign, morning, slotAt('2026-11-26', '10:00', 1, 0))).toBeUndefined();
		expect(find(foreign, morning, slotAt('2026-11-26', '10:00'))).toBe(morning.slotId);
		const closed = () => false;
		const both = [morning, slotAt('2026-11-26', '10:00')];
		expect(seatFor({ ...entry, ...foreign }, topic, both, now, closed)).toBeUndefined();
		expect(seatFor(entry, topic, both, now, closed)).toBeDefined();
	});

	it('gives the seat of a declined offer back and goes on; who leaves is off the list', () => {
		const slot = slotAt('2026-11-26', '09:00', 0);
		const lease: Lease = {
			leaseId: 'l1',
			officeId: 'shinjuku',
			slotId: slot.slotId,
			deviceId: 'centre',
			purpose: 'offer',
			interpreter: false,
			standbyId: 's1',
			notAfter: now + 1,
			state: 'open'
		};
		const offer = {
			slotId: slot.slotId,
			leaseId: 'l1',
			extraSlotId: null,
			extraLeaseId: null,
			at: now,
			notAfter: now + 1
		};
		const standby: Standby = { ...joined(), state: 'offered', offer };
		const facts = { standby, lease, slot, extraLease: undefined, extraSlot: undefined };
		const declined = declineOffer({ standbyId: 's1', leaseId: 'l1' }, facts);
		expect(declined).toMatchObject({
			ok: true,
			value: [
				{ table: 'lease', row: { state: 'returned' } },
				{ table: 'slot', row: { taken: 1 } },
				{ table: 'standby', row: { state: 'waiting', offer: null, passed: [slot.slotId] } }
			]
		});
		expect(declineOffer({ standbyId: 's1', leaseId: 'older' }, facts)).toEqual({
			ok: true,
			value: []
		});
		expect(leaveWaiting({ standbyId: 's1' }, facts)).toMatchObject({
			ok: true,
			value: [{}, {}, { row: { state: 'withdrawn' } }]
		});
		const over = { ...facts, standby: { ...standby, state: 'booked' as const } };
		expect(leaveWaiting({ standbyId: 's1' }, over)).toMatchObject({
			refusal: { kind: 'standby-closed' }
		});
	});
});

describe('two bookings of one person', () => {
	const { visitor } = details;

	it('are known by pension number, or by name and phone however they are written', () => {
		expect(isSameVisitor(visitor, { ...visitor, name: '試験太郎', phone: '0300000000' })).toBe(
			true
		);
		expect(isSameVisitor(visitor, { ...visitor, phone: '03-0000-0001' })).toBe(false);
		expect(
			isSameVisitor(
				{ ...visitor, pensionNumber: '0000-000001' },
				{ ...visitor, pensionNumber: '0000-000002' }
			)
		).toBe(false);
		expect(
			isSameVisitor(
				{ ...visitor, pensionNumber: '0000-000001' },
				{ ...visitor, name: 'other', phone: '', pensionNumber: '0000-000001' }
			)
		).toBe(true);
	});

	it('count as twice only for the same topic while both are to come', () => {
		const other = { ...details, bookingId: 'b2', status: 'confirmed' } as Booking;
		expect(duplicatesOf(details, [other])).toHaveLength(1);
		expect(duplicatesOf({ ...details, bookingId: 'b2' }, [other])).toHaveLength(0);
		expect(duplicatesOf({ ...details, topicId: 'payment' }, [other])).toHaveLength(0);
		expect(duplicatesOf(details, [{ ...other, status: 'missed' }])).toHaveLength(0);
	});
});

describe('what to bring', () => {
	it('grows by the proxy’s papers and names none twice', () => {
		expect(toBring(topic, { proxy: null })).toEqual(topic.documents);
		const proxy = { name: 'x', relation: 'child', ground: 'letter' } as const;
		expect(toBring(topic, { proxy })).toContain('proxy-letter');
		expect(toBring(topic, { proxy: { ...proxy, ground: 'disability-handbook' } })).toEqual([
			...topic.documents,
			'proxy-identity'
		]);
	});
});
