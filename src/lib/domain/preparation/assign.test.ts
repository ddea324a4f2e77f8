import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Person } from '../access/access.ts';
import type { Booking } from '../booking/booking.ts';
import { proposeDay, type Held } from './assign.ts';
import { slotsOf } from './assignment.ts';
import { bookingAt } from './booking.fixture.ts';

const person = (personId: string, languages: string[] = [], skills: string[] = []): Person => ({
	personId,
	officeId: 'shinjuku',
	name: personId,
	kana: personId,
	role: 'counter',
	booth: 1,
	languages: ['ja', ...languages],
	skills,
	active: true
});
const visit = (bookingId: string, over: Partial<Booking> = {}): Held => ({
	booking: bookingAt({
		bookingId,
		...over,
		visitor: { name: bookingId, kana: '', phone: `03-0000-${bookingId}`, pensionNumber: null }
	}),
	personId: undefined
});
const speaking = (spokenLanguage: 'ne' | 'vi'): Partial<Booking> => ({
	needs: { readingLanguage: spokenLanguage, spokenLanguage, supports: [] }
});
const staff = [person('a', ['ne']), person('b', [], ['disability']), person('c')];
const given = (held: readonly Held[], people = staff) =>
	Object.fromEntries(
		proposeDay(held, people).proposals.map(({ bookingId, personId }) => [bookingId, personId])
	);

describe('proposals', () => {
	it('give language first, then skill, then an even load, with the reason', () => {
		const { proposals } = proposeDay(
			[visit('1'), visit('2', speaking('ne')), visit('3', { topicId: 'disability' })],
			staff
		);
		expect(
			proposals.map(({ bookingId, personId, reasons }) => [bookingId, personId, reasons])
		).toEqual([
			['2', 'a', ['language', 'load']],
			['3', 'b', ['skill', 'load']],
			['1', 'c', ['free']]
		]);
	});

	it('spares those who speak a language and prefers who held the visitor before', () => {
		expect(given([visit('1')])).toEqual({ 1: 'b' });
		const before = { ...visit('1'), personId: 'c' };
		const again = visit('1', { slotId: 'shinjuku.2026-11-24.1300' });
		const { proposals } = proposeDay(
			[{ ...again, booking: { ...again.booking, bookingId: '9' } }],
			staff,
			[before]
		);
		expect(proposals[0]).toMatchObject({ personId: 'c', reasons: ['known', 'load'] });
	});

	it('says when nobody is free', () => {
		const held = ['1', '2', '3', '4'].map((id) => visit(id));
		expect(proposeDay(held, staff).unplaced).toHaveLength(1);
		expect(proposeDay(held, []).unplaced).toHaveLength(4);
	});

	it('are the same whatever the order of rows, and never put anybody in two places', () => {
		const slots = ['0900', '1000', '1100', '1300'].map((start) => `shinjuku.2026-11-24.${start}`);
		const some = fc.array(
			fc.record({
				slot: fc.integer({ min: 0, max: 2 }),
				isLong: fc.boolean(),
				language: fc.constantFrom('ja' as const, 'ne' as const, 'vi' as const),
				personId: fc.constant(undefined)
			}),
			{ maxLength: 14 }
		);
		fc.assert(
			fc.property(some, (wishes) => {
				const held = wishes.map(({ slot, isLong, language }, index) =>
					visit(`b${index}`, {
						slotId: slots[slot]!,
						extraSlotId: isLong ? slots[slot + 1]! : null,
						needs: { readingLanguage: language, spokenLanguage: language, supports: [] }
					})
				);
				const day = proposeDay(held, staff);
				expect(proposeDay([...held].reverse(), [...staff].reverse())).toEqual(day);
				const taken = day.proposals.flatMap(({ bookingId, personId }) =>
					slotsOf(held.find(({ booking }) => booking.bookingId === bookingId)!.booking).map(
						(slotId) => `${personId} ${slotId}`
					)
				);
				expect(new Set(taken).size).toBe(taken.length);
				expect(day.proposals.length + day.unplaced.length).toBe(held.length);
			})
		);
	});
});
