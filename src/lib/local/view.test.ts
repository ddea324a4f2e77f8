import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from '#lib/domain/basics/days.ts';
import { slotId, type Slot } from '#lib/domain/booking/slot.ts';
import type { Mutation } from '#lib/sync/mutation.ts';
import { ConfirmedRows } from './rows.ts';
import { View } from './view.ts';

const now = instantOf('2026-11-24', '10:00');
const starts = ['09:00', '10:00', '11:00'];
const slotAt = (index: number, taken: number): Slot => ({
	slotId: slotId('shinjuku', '2026-11-25', starts[index]!),
	officeId: 'shinjuku',
	date: '2026-11-25',
	start: starts[index]!,
	minutes: 60,
	capacity: 2,
	taken,
	languages: [],
	lines: 1,
	linesTaken: 0
});

function confirmed(taken: number[]): ConfirmedRows {
	const rows = new ConfirmedRows();
	const slots = taken.map((n, index) => slotAt(index, n));
	rows.replaceGroup(
		'shinjuku',
		'slot',
		'2026-11-23',
		slots.map((row) => ({ id: row.slotId, space: 'shinjuku', version: 1, row }))
	);
	const topic = {
		topicId: 'payment',
		order: 1,
		minutes: 30,
		interpreterMinutes: 30,
		documents: [],
		atCentres: false
	};
	rows.replaceGroup('ref', 'topic', 'all', [
		{ id: 'payment', space: 'ref', version: 1, row: topic }
	]);
	return rows;
}

const details = {
	topicId: 'payment',
	channel: 'counter',
	visitor: { name: '試験', kana: '', phone: '03-0000-0000', pensionNumber: null },
	needs: { readingLanguage: 'ja', spokenLanguage: 'ja', supports: [] },
	note: ''
};

type Step =
	| { kind: 'book'; slot: number }
	| { kind: 'cancel'; of: number }
	| { kind: 'move'; of: number; slot: number };
const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({ kind: fc.constant('book' as const), slot: fc.nat(2) }),
	fc.record({ kind: fc.constant('cancel' as const), of: fc.nat(8) }),
	fc.record({ kind: fc.constant('move' as const), of: fc.nat(8), slot: fc.nat(2) })
);

function mutationOf(action: Step, mid: number, view: View): Mutation {
	const base = { mid, officeId: 'shinjuku', occurredAt: now, actorId: 'a', grantId: 'g', hash: '' };
	if (action.kind === 'book') {
		return {
			...base,
			name: 'booking.book@1',
			args: {
				bookingId: `b${mid}`,
				receiptNo: `r${mid}`,
				slotId: slotAt(action.slot, 0).slotId,
				leaseId: null,
				details
			}
		};
	}
	const bookingId = `b${action.of}`;
	if (action.kind === 'cancel')
		return { ...base, name: 'booking.cancel@1', args: { bookingId, reason: 'visitor' } };
	const from = view.get('booking', bookingId)?.slotId ?? slotAt(0, 0).slotId;
	return {
		...base,
		name: 'booking.move@1',
		args: { bookingId, fromSlotId: from, slotId: slotAt(action.slot, 0).slotId, leaseId: null }
	};
}

const snapshot = (view: View) => ({
	slots: view
		.list('slot')
		.map(({ slotId, taken }) => [slotId, taken])
		.sort(),
	bookings: view
		.list('booking')
		.map(({ bookingId, status, slotId }) => [bookingId, status, slotId])
		.sort()
});

describe('view: confirmed rows with pending mutations on top', () => {
	it('is the same whether mutations are added one by one or re-applied together', () => {
		fc.assert(
			fc.property(
				fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }),
				fc.array(step, { maxLength: 12 }),
				(taken, steps) => {
					const rows = confirmed(taken);
					const view = new View(rows, 'd1');
					const made: Mutation[] = [];
					steps.forEach((action, index) => {
						const mutation = mutationOf(action, index + 1, view);
						made.push(mutation);
						view.apply(mutation);
					});
					const again = new View(rows, 'd1');
					again.rebase(made);
					expect(snapshot(again)).toEqual(snapshot(view));
					again.rebase(made);
					expect(snapshot(again)).toEqual(snapshot(view));
				}
			)
		);
	});

	it('never shows more taken seats than there are, nor a booking without its seat', () => {
		fc.assert(
			fc.property(
				fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }),
				fc.array(step, { maxLength: 20 }),
				(taken, steps) => {
					const view = new View(confirmed(taken), 'd1');
					steps.forEach((action, index) => view.apply(mutationOf(action, index + 1, view)));
					const on = (id: string): number =>
						view
							.list('booking')
							.filter(({ slotId, status }) => slotId === id && status !== 'cancelled').length;
					taken.forEach((before, index) => {
						const slot = view.get('slot', slotAt(index, 0).slotId)!;
						expect(slot.taken).toBe(before + on(slot.slotId));
						expect(slot.taken).toBeLessThanOrEqual(slot.capacity);
					});
				}
			)
		);
	});

	it('takes a pending effect back when the confirmed rows leave no room, and says so', () => {
		const view = new View(confirmed([1, 0, 0]), 'd1');
		const mutation = mutationOf({ kind: 'book', slot: 0 }, 1, view);
		view.apply(mutation);
		expect(view.get('booking', 'b1')?.status).toBe('requested');
		const full = new View(confirmed([2, 0, 0]), 'd1');
		full.rebase([mutation]);
		expect(full.get('booking', 'b1')).toBeUndefined();
		expect(full.doubtful.get(1)?.kind).toBe('slot-taken');
	});
});
