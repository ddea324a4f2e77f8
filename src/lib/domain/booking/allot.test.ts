import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from '../basics/days.ts';
import type { RuleContext } from '../basics/rule.ts';
import { allot, nothing, type Allotment } from './allot.ts';
import type { Lease } from './lease.ts';
import { slotId, type Slot } from './slot.ts';

const date = '2026-11-25';
const starts = ['09:00', '10:00', '11:00', '13:00'];
const slotAt = (start: string, capacity: number, lines: number): Slot => ({
	slotId: slotId('shinjuku', date, start),
	officeId: 'shinjuku',
	date,
	start,
	minutes: 60,
	capacity,
	taken: 0,
	languages: [],
	lines,
	linesTaken: 0
});
const context: RuleContext = {
	now: instantOf('2026-11-24', '10:00'),
	actorId: 'naito',
	deviceId: 'd1',
	officeId: 'shinjuku',
	place: 'tablet'
};
const leaseOn = (slot: Slot, interpreter: boolean): Lease => ({
	leaseId: `lease-${slot.start}`,
	officeId: 'shinjuku',
	slotId: slot.slotId,
	deviceId: 'd1',
	purpose: 'standing',
	interpreter,
	standbyId: null,
	notAfter: instantOf(date, '08:00'),
	state: 'open'
});

describe('what bookings occupy', () => {
	it('adds up after any changes, and is never more than there is', () => {
		const wish = fc.record({
			who: fc.nat(5),
			first: fc.nat(3),
			long: fc.boolean(),
			line: fc.boolean(),
			gone: fc.boolean()
		});
		fc.assert(
			fc.property(
				fc.nat(3),
				fc.nat(2),
				fc.array(wish, { maxLength: 40 }),
				(capacity, lines, wishes) => {
					const slots = new Map(
						starts.map((start) => {
							const slot = slotAt(start, capacity, lines);
							return [slot.slotId, slot];
						})
					);
					const ids = [...slots.keys()];
					const held = new Map<number, Allotment>();
					for (const { who, first, long, line, gone } of wishes) {
						const from = held.get(who) ?? nothing;
						const slotIds = gone ? [] : ids.slice(first, first + (long ? 2 : 1));
						const to = { slotIds, line: line && !gone };
						const change = { from, to, slots: [...slots.values()], leases: [], onLease: false };
						const decision = allot(change, context);
						if (!decision.ok) continue;
						held.set(who, to);
						for (const write of decision.value) {
							if (write.table === 'slot') slots.set(write.row.slotId, write.row);
						}
					}
					for (const slot of slots.values()) {
						const here = [...held.values()].filter(({ slotIds }) => slotIds.includes(slot.slotId));
						expect(slot.taken).toBe(here.length);
						expect(slot.linesTaken).toBe(here.filter(({ line }) => line).length);
						expect(slot.taken).toBeLessThanOrEqual(slot.capacity);
						expect(slot.linesTaken).toBeLessThanOrEqual(slot.lines);
					}
				}
			)
		);
	});

	it.each([
		[true, true, true, 0],
		[true, false, true, -1],
		[false, true, false, 1],
		[false, false, true, 0]
	])(
		'on a lease with interpreter %s and a need for one %s: certain %s, lines %i',
		(interpreter, line, certain, change) => {
			const slot = { ...slotAt('09:00', 1, 2), taken: 1, linesTaken: interpreter ? 1 : 0 };
			const decision = allot(
				{
					from: nothing,
					to: { slotIds: [slot.slotId], line },
					slots: [slot],
					leases: [leaseOn(slot, interpreter)],
					onLease: true
				},
				context
			);
			expect(decision.ok && decision.certain).toBe(certain);
			const row = decision.ok && decision.value.find(({ table }) => table === 'slot')?.row;
			expect(row ? (row as Slot).linesTaken - slot.linesTaken : 0).toBe(change);
		}
	);

	it('on one lease of two start times is a request for the second', () => {
		const [first, second] = [slotAt('09:00', 1, 1), slotAt('10:00', 1, 1)];
		const both = { slotIds: [first.slotId, second.slotId], line: false };
		const change = {
			from: nothing,
			to: both,
			slots: [{ ...first, taken: 1 }, second],
			leases: [leaseOn(first, false)],
			onLease: true
		};
		expect(allot(change, context)).toMatchObject({ ok: true, certain: false });
		const full = {
			...change,
			slots: [
				{ ...first, taken: 1 },
				{ ...second, taken: 1 }
			]
		};
		expect(allot(full, context)).toMatchObject({ ok: false, refusal: { kind: 'lease-expired' } });
	});
});
