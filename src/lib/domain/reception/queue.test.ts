import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channels } from '../booking/booking.ts';
import { estimate, inputOf, type EstimateInput } from './estimate.ts';
import { at, bookingAt, visitOf } from './examples.ts';
import { figuresOf } from './figures.ts';
import { defaultPolicy as policy } from './policy.ts';
import { boardOf, boothsOf, inOrder, waitLevel, waitMinutes } from './queue.ts';

const booked = (number: number, arrived: string, bookedStart: string) =>
	visitOf(number, arrived, { source: 'booking', bookedStart, bookingId: `b${number}` });

describe('the queue', () => {
	it('puts a booking that is due before walk-ins of the last minutes, not before longer waits', () => {
		const order = inOrder(
			[visitOf(1, '09:45'), visitOf(2, '09:55'), booked(3, '09:30', '10:00'), visitOf(4, '10:01')],
			policy
		);
		expect(order.map(({ number }) => number)).toEqual([1, 3, 2, 4]);
	});

	it('treats a late booking and one that came back too late like walk-ins', () => {
		const late = booked(1, '10:16', '10:00');
		expect(inOrder([late, visitOf(2, '10:10')], policy)[0]?.number).toBe(2);
		const requeued = { ...booked(3, '09:50', '10:00'), queuedAt: at('10:40') };
		expect(inOrder([requeued, visitOf(4, '10:35')], policy)[0]?.number).toBe(4);
	});

	it('counts the wait of an early booking from its time and warns at 20 and 30', () => {
		expect(waitMinutes(booked(1, '09:30', '10:00'), at('10:21'))).toBe(21);
		expect([19, 20, 29, 30].map((minutes) => waitLevel(minutes, policy))).toEqual([
			'plain',
			'amber',
			'amber',
			'red'
		]);
	});

	it('sorts a day onto the board', () => {
		const bookings = [
			bookingAt('09:00'),
			bookingAt('10:00'),
			bookingAt('11:00', { status: 'missed' })
		];
		const board = boardOf(
			[visitOf(1, '09:10'), visitOf(2, '09:11', { isVoid: true })],
			bookings,
			policy,
			at('09:30')
		);
		expect(board.waiting.map(({ number }) => number)).toEqual([1]);
		expect(
			[board.late, board.upcoming, board.missed].map((list) => list.map(({ start }) => start))
		).toEqual([['09:00'], ['10:00'], ['11:00']]);
	});

	it('expects every channel, so that none is forgotten and each can be missed', () => {
		const remote = channels.map((channel, index) =>
			bookingAt(`1${index}:00`, { channel, bookingId: channel })
		);
		const board = boardOf([], remote, policy, at('09:30'));
		expect(board.upcoming.map(({ channel }) => channel)).toEqual([...channels]);
		expect(boardOf([], remote, policy, at('17:00')).late).toHaveLength(channels.length);
	});

	it('reads booths off visits', () => {
		const open = (number: number) => ({
			boothId: `shinjuku.${number}`,
			officeId: 'shinjuku',
			number,
			isOpen: true,
			personId: `p${number}`,
			since: 0,
			deviceId: 'd1'
		});
		const serving = visitOf(1, '09:00', { state: 'serving', booth: 2, personId: 'x' });
		expect(boothsOf(3, [open(1), open(2)], [serving]).map(({ state }) => state)).toEqual([
			'free',
			'serving',
			'closed'
		]);
	});
});

describe('figures of the day', () => {
	const done = (number: number, arrived: string, started: string, over = {}) =>
		visitOf(number, arrived, {
			state: 'done',
			calledAt: at(started),
			startedAt: at(started),
			endedAt: at('11:30'),
			...over
		});

	it('leave simple ones out of the rate and count waits of walk-ins', () => {
		const figures = figuresOf(
			[
				done(1, '09:00', '09:10'),
				done(2, '09:00', '09:30'),
				done(3, '09:00', '09:05', { source: 'booking', bookedStart: '09:00' }),
				done(4, '09:00', '09:01', { simple: true })
			],
			[bookingAt('09:00', { status: 'missed' }), bookingAt('10:00')]
		);
		expect(figures).toMatchObject({
			consultations: 3,
			bookingRate: 33.3,
			walkIns: 3,
			meanWait: 14,
			p90Wait: 30,
			missed: [{ channel: 'counter', missed: 1, all: 2 }]
		});
	});
});

const input = (ahead: number, over: Partial<EstimateInput> = {}): EstimateInput => ({
	durations: { payment: [10, 15, 20, 20, 25, 30, 35, 40, 60] },
	booths: [null, { topicId: 'payment', since: 12 }],
	ahead: Array.from({ length: ahead }, (_, index) => ({
		topicId: 'payment',
		ready: 0,
		order: index - 99
	})),
	...over
});

describe('the estimate', () => {
	it('says nothing when data is thin or nobody is open', () => {
		expect(estimate(input(2, { durations: { payment: [1, 2, 3, 4, 5, 6, 7] } }))).toEqual({
			known: false,
			why: 'thin'
		});
		expect(estimate(input(2, { booths: [] }))).toEqual({ known: false, why: 'no-booth' });
	});

	it('is zero with a free booth and nobody ahead, and the same for the same input', () => {
		expect(estimate(input(0))).toEqual({ known: true, p50: 0, p80: 0 });
		expect(estimate(input(7))).toEqual(estimate(input(7)));
	});

	it('is never negative, never falls with more people ahead, and P50 ≤ P80', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 8, maxLength: 30 }),
				fc.array(fc.option(fc.integer({ min: 0, max: 80 })), { minLength: 1, maxLength: 6 }),
				fc.nat(12),
				fc.nat(),
				(minutes, open, ahead, seed) => {
					const booths = open.map((since) =>
						since === null ? null : { topicId: 'payment', since }
					);
					const of = (count: number) =>
						estimate(input(count, { durations: { payment: minutes }, booths, seed }));
					const [less, more] = [of(ahead), of(ahead + 1)];
					if (!less.known || !more.known) throw new Error('known');
					expect(less.p50).toBeGreaterThanOrEqual(0);
					expect(less.p50).toBeLessThanOrEqual(less.p80);
					expect(more.p50).toBeGreaterThanOrEqual(less.p50);
					expect(more.p80).toBeGreaterThanOrEqual(less.p80);
				}
			),
			{ numRuns: 40 }
		);
	});

	it('counts bookings that will be due before a newcomer, and tickets only up to their place', () => {
		const waiting = [visitOf(1, '09:50'), visitOf(2, '09:55')];
		const board = boardOf(waiting, [bookingAt('10:05'), bookingAt('10:40')], policy, at('10:00'));
		const all = inputOf(board, [], undefined, policy, at('10:00'));
		expect(all.ahead).toHaveLength(3);
		expect(inputOf(board, [], undefined, policy, at('10:00'), waiting[1]).ahead).toHaveLength(1);
	});
});
