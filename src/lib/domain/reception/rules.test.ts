import { describe, expect, it } from 'vitest';
import { at, bookingAt, contextAt, DAY, plainNeeds, topic, visitOf, written } from './examples.ts';
import { laneAt, laneOf, nextTicket } from './lanes.ts';
import { defaultPolicy } from './policy.ts';
import { arrive, miss, setBooth, unmiss, walkIn, walkInArgs } from './rules.ts';

const ticket = (number = 1, when = '09:40') => ({
	visitId: `v${number}`,
	date: DAY,
	lane: 'A',
	number,
	watchKey: 'abcdefghijklmnop',
	at: at(when)
});
const arrival = (over = {}) => ({ ...ticket(), bookingId: 'b1000', bindTo: null, ...over });
const facts = (over = {}) => ({
	visit: undefined,
	bound: undefined,
	booking: bookingAt('10:00'),
	...over
});
const now = contextAt(at('09:40'));

describe('reception.arrive', () => {
	it('binds an early arrival to its booking, which has arrived in the same step', () => {
		const decision = arrive(arrival(), facts(), now);
		expect(written(decision, 'visit')).toMatchObject({
			ticket: 'A-1',
			source: 'booking',
			bookedStart: '10:00',
			name: '試験 花子',
			state: 'waiting',
			arrivedAt: at('09:40')
		});
		expect(written(decision, 'booking')?.status).toBe('arrived');
	});

	it('is refused for the second tablet, and a repeat changes nothing', () => {
		const row = written(arrive(arrival(), facts(), now), 'visit');
		expect(arrive(arrival(), facts({ visit: row }), now)).toEqual({ ok: true, value: [] });
		const second = arrive(
			arrival({ visitId: 'v2', lane: 'B' }),
			facts({ booking: bookingAt('10:00', { status: 'arrived' }) }),
			now
		);
		expect(second).toMatchObject({ ok: false, refusal: { kind: 'already-arrived' } });
		expect(JSON.stringify(second)).not.toContain('花子');
	});

	it.each([
		['booking-unknown', undefined],
		['booking-closed', bookingAt('10:00', { status: 'cancelled' })],
		['booking-other-day', bookingAt('10:00', { date: '2026-11-26' })]
	])('answers %s', (kind, booking) => {
		expect(arrive(arrival(), facts({ booking }), now)).toMatchObject({ refusal: { kind } });
	});

	it('takes a missed booking whose visitor comes after all', () => {
		const late = facts({ booking: bookingAt('09:00', { status: 'missed' }) });
		expect(written(arrive(arrival(), late, now), 'booking')?.status).toBe('arrived');
	});

	it('binds a ticket that was issued before the booking was known', () => {
		const bound = visitOf(7, '09:30', { receiptNo: '7F2C-0040-X' });
		const args = arrival({ visitId: 's9', bindTo: 'v7' });
		const decision = arrive(args, facts({ bound }), now);
		expect(written(decision, 'visit')).toMatchObject({
			visitId: 'v7',
			ticket: 'A-7',
			source: 'booking',
			bookingId: 'b1000',
			arrivedAt: at('09:30')
		});
		const again = facts({ bound: written(decision, 'visit') });
		expect(arrive(args, again, now)).toEqual({ ok: true, value: [] });
	});
});

describe('reception.walk-in', () => {
	const args = {
		...ticket(),
		topicId: 'payment',
		needs: plainNeeds,
		name: null,
		simple: false,
		receiptNo: null
	};

	it('issues a ticket; another visit under the same id is none', () => {
		const row = written(walkIn(args, { visit: undefined, topic }, now), 'visit')!;
		expect(row).toMatchObject({ ticket: 'A-1', source: 'walk-in', state: 'waiting' });
		expect(walkIn(args, { visit: row, topic }, now)).toEqual({ ok: true, value: [] });
		expect(walkIn({ ...args, number: 2 }, { visit: row, topic }, now)).toMatchObject({
			refusal: { kind: 'ticket-taken' }
		});
	});

	it('counts the ticket of a clock that runs two days ahead for today', () => {
		const ahead = { ...args, date: '2026-11-27', at: at('09:40') + 48 * 3_600_000 };
		const row = written(walkIn(ahead, { visit: undefined, topic }, now), 'visit')!;
		expect([row.date, row.arrivedAt]).toEqual([DAY, at('09:40')]);
	});

	it('keeps the arrival of a clock that runs behind on the day of the ticket', () => {
		const behind = { ...args, at: at('09:40') - 48 * 3_600_000 };
		const row = written(walkIn(behind, { visit: undefined, topic }, now), 'visit')!;
		expect([row.date, row.arrivedAt]).toEqual([DAY, at('00:00')]);
	});

	it('refuses a My Number as a name', () => {
		expect(walkInArgs.safeParse({ ...args, name: '123456789018' }).success).toBe(false);
		expect(walkInArgs.safeParse({ ...args, name: '佐野' }).success).toBe(true);
	});
});

describe('missed bookings', () => {
	const policy = { officeId: 'shinjuku', reception: { ...defaultPolicy, lateTolerance: 15 } };
	const said = (time: string, booking = bookingAt('10:00')) =>
		miss({ bookingId: 'b1000', at: at(time) }, { booking, policy }, contextAt(at(time)));

	it('are said only after the start and the tolerance, and can be taken back', () => {
		expect(said('10:14')).toMatchObject({ refusal: { kind: 'not-missed-yet' } });
		expect(written(said('10:15'), 'booking')?.status).toBe('missed');
		const booking = bookingAt('10:00', { status: 'missed' });
		expect(said('10:20', booking)).toEqual({ ok: true, value: [] });
		const back = unmiss({ bookingId: 'b1000', at: at('10:21') }, { booking }, now);
		expect(written(back, 'booking')?.status).toBe('confirmed');
	});

	it('do not undo an arrival', () => {
		expect(said('10:30', bookingAt('10:00', { status: 'arrived' }))).toMatchObject({
			refusal: { kind: 'already-arrived' }
		});
		const booking = bookingAt('10:00', { status: 'arrived' });
		expect(unmiss({ bookingId: 'b1000', at: 0 }, { booking }, now)).toEqual({
			ok: true,
			value: []
		});
	});
});

describe('reception.booth', () => {
	const office = { booths: 3 } as never;
	const open = (number: number, time: string, booth?: never) =>
		setBooth(
			{ number, isOpen: true, personId: 'kondo', at: at(time) },
			{ booth, office },
			contextAt(at('12:00'))
		);

	it('opens a booth the office has, and the later word holds', () => {
		const row = written(open(2, '09:00'), 'booth')!;
		expect(row).toMatchObject({ boothId: 'shinjuku.2', isOpen: true, personId: 'kondo' });
		expect(open(2, '08:59', row as never)).toEqual({ ok: true, value: [] });
		expect(open(4, '09:00')).toMatchObject({ refusal: { kind: 'booth-unknown' } });
	});
});

describe('lanes', () => {
	const devices = ['c', 'a'].map((deviceId) => ({ deviceId }));
	const issued = (deviceId: string, lane: string) => ({ deviceId, lane, number: 1 });

	it('go A … Z, AA …', () => {
		expect([0, 25, 26, 27, 52].map(laneAt)).toEqual(['A', 'Z', 'AA', 'AB', 'BA']);
	});

	it('follow the place among the devices, keep to the day, and step aside for a lane in use', () => {
		expect(laneOf(devices, 'a', [])).toBe('A');
		expect(laneOf(devices, 'c', [])).toBe('B');
		const three = [...devices, { deviceId: 'b' }];
		expect(laneOf(three, 'c', [issued('c', 'B')])).toBe('B');
		expect(laneOf(three, 'b', [issued('c', 'B')])).toBe('D');
	});

	it('count on after a jump of the clock and begin anew on a day the centre confirms', () => {
		const first = nextTicket(undefined, DAY, true);
		expect(first).toEqual({ date: DAY, last: 1 });
		const jumped = nextTicket(first, '2026-11-27', false);
		expect(jumped.last).toBe(2);
		expect(nextTicket(jumped, DAY, true).last).toBe(3);
		expect(nextTicket({ date: DAY, last: 40 }, '2026-11-26', true).last).toBe(1);
		expect(nextTicket(first, DAY, true, 12).last).toBe(13);
	});
});
