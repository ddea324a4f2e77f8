import { describe, expect, it } from 'vitest';
import type { OutboxItem } from '#lib/local/desk.ts';
import { addsUp, otherSeats, reckon } from '../../src/routes/(staff)/outbox/outbox-view.ts';
import { choiceOf, firstSensible } from '../../src/routes/(staff)/bookings/slot-choice.ts';

const now = Date.parse('2026-11-25T11:06:00+09:00');
const item = (mid: number, state: OutboxItem['state'], at = now): OutboxItem => ({
	mid,
	state,
	name: 'booking.book@1',
	actorId: 'naito',
	createdAt: at,
	answer: null,
	replacedBy: null,
	mutation: undefined,
	doubt: undefined
});
const slot = (start: string, taken = 0, office = 'hamamatsu-higashi') => ({
	slotId: `${office}.2026-11-27.${start.replace(':', '')}`,
	officeId: office,
	date: '2026-11-27',
	start,
	minutes: 60,
	capacity: 2,
	taken,
	languages: ['ja', 'vi'],
	lines: 1,
	linesTaken: 0
});

describe('the reckoning', () => {
	it('adds up by day: made = received + waiting + reply + taken back', () => {
		const yesterday = now - 86_400_000;
		const days = reckon(
			[
				item(1, 'received', yesterday),
				item(2, 'received'),
				item(3, 'answered'),
				item(4, 'waiting'),
				item(5, 'refused'),
				item(6, 'withdrawn')
			],
			now
		);
		expect(days.map(({ date }) => date)).toEqual(['2026-11-25', '2026-11-24']);
		expect(days[0]).toMatchObject({ made: 5, received: 2, waiting: 1, reply: 1, withdrawn: 1 });
		expect(days.every(addsUp)).toBe(true);
	});

	it('shows today even when nothing was made', () => {
		expect(reckon([], now)).toHaveLength(1);
	});
});

describe('other seats for a refused booking', () => {
	it('puts the seats of this device first and leaves out what has passed', () => {
		const wanted = slot('11:00').slotId;
		const leased = [slot('13:00', 2)];
		const proposed = [slot('10:00'), slot('13:00', 1), slot('14:00'), slot('15:00')];
		const found = otherSeats(wanted, proposed, leased, now).map(({ start }) => start);
		expect(found).toEqual(['13:00', '10:00', '14:00']);
		expect(otherSeats(wanted, proposed, [], now + 10 * 86_400_000)).toEqual([]);
	});
});

describe('what a slot offers', () => {
	const given = {
		need: { isLong: false, line: false },
		next: undefined,
		nextLease: undefined,
		closed: false,
		lease: undefined,
		fresh: true,
		now,
		offered: true,
		language: 'vi'
	};

	it('is free only when the centre answered lately, otherwise a request', () => {
		expect(choiceOf(slot('10:00'), given)).toMatchObject({ state: 'free', seats: 2, spoken: true });
		expect(choiceOf(slot('10:00'), { ...given, fresh: false }).state).toBe('request');
		expect(choiceOf(slot('10:00', 2), given).state).toBe('full');
		expect(choiceOf(slot('10:00'), { ...given, offered: false }).state).toBe('not-offered');
	});

	it('prefers the earliest certain seat, then the earliest request', () => {
		const request = choiceOf(slot('09:00'), { ...given, fresh: false });
		const free = choiceOf(slot('14:00'), given);
		expect(firstSensible([free, request])).toBe(free);
		expect(firstSensible([request])).toBe(request);
		expect(firstSensible([])).toBeUndefined();
	});
});
