import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Booking } from '../booking/booking.ts';
import { topicList } from '../booking/topic-list.ts';
import { officeList } from '../office/office-list.ts';
import { bookingAt } from './booking.fixture.ts';
import { checklistFor, isPrepared, itemIds, progressOf } from './checklist.ts';
import { openDayFrom } from './next-day.ts';
import { setPatterns, patternsArgs, tick, type Preparation } from './preparation.ts';

const context = {
	now: 1000,
	actorId: 'naito',
	deviceId: 'd1',
	officeId: 'shinjuku',
	place: 'centre'
} as const;
const booking = bookingAt();

function after(row: Preparation | undefined, ...change: Parameters<typeof tick>[0][]) {
	let now = row;
	for (const args of change) {
		const end = tick(args, { booking, preparation: now }, context);
		if (!end.ok) throw new Error(end.refusal.kind);
		now = end.value[0]?.row ?? now;
	}
	return now!;
}
const done = (itemId: (typeof itemIds)[number], at = 5) =>
	({ bookingId: 'b1', itemId, from: 'todo', to: 'done', at }) as const;

describe('a checklist', () => {
	const ids = (over: Partial<Booking>, topicId = 'old-age-claim') =>
		checklistFor(bookingAt(over), { topicId });

	it('follows from topic, channel and needs', () => {
		expect(ids({})).toEqual(['records-print', 'name-search', 'forms', 'leaflets']);
		expect(ids({ channel: 'tv-phone' })).toEqual(
			expect.arrayContaining(['tv-site', 'tv-device', 'tv-identity'])
		);
		expect(ids({ channel: 'phone' }, 'other')).toEqual(['leaflets', 'call-back']);
		expect(ids({ nonDisclosure: true })[0]).toBe('disclosure-care');
		expect(
			ids({
				proxy: { name: '代理', relation: 'child', ground: 'letter' },
				needs: { readingLanguage: 'ne', spokenLanguage: 'ne', supports: ['wheelchair'] }
			})
		).toEqual(expect.arrayContaining(['interpreter', 'wheelchair-seat', 'proxy-papers']));
	});

	it('has something to do for every topic and knows when all is done', () => {
		for (const topic of topicList) {
			const all = checklistFor(booking, topic);
			expect(all.length).toBeGreaterThan(0);
			expect(isPrepared(undefined, booking, topic)).toBe(false);
			const row = after(undefined, ...all.map((itemId) => done(itemId)));
			expect(isPrepared(row, booking, topic)).toBe(true);
			expect(progressOf(row, booking, topic)).toEqual({ done: all.length, all: all.length });
		}
	});
});

describe('a tick', () => {
	it('merges with ticks of other items, whatever their order', () => {
		fc.assert(
			fc.property(fc.shuffledSubarray([...itemIds], { minLength: 1 }), (order) => {
				const row = after(undefined, ...order.map((itemId) => done(itemId)));
				expect(Object.keys(row.items).sort()).toEqual([...order].sort());
				expect(row.turn).toBe(order.length);
			})
		);
	});

	it('never overwrites what somebody else did with the same item', () => {
		const row = after(undefined, { ...done('forms'), to: 'doing' });
		expect(tick(done('forms'), { booking, preparation: row }, context)).toEqual({
			ok: false,
			refusal: { kind: 'stale-version', field: 'forms' }
		});
	});

	it('changes nothing when it comes again, and is never in the future', () => {
		const row = after(undefined, done('forms', 9999));
		expect(row.items.forms).toEqual({ state: 'done', by: 'naito', at: 1000 });
		const again = tick(done('forms'), { booking, preparation: row }, context);
		expect(again).toEqual({ ok: true, value: [] });
	});

	it('is refused for a visit that will not take place', () => {
		const facts = { booking: bookingAt({ status: 'cancelled' }), preparation: undefined };
		expect(tick(done('forms'), facts, context)).toMatchObject({
			refusal: { kind: 'booking-closed' }
		});
		expect(tick(done('forms'), { ...facts, booking: undefined }, context)).toMatchObject({
			refusal: { kind: 'booking-unknown' }
		});
	});
});

describe('patterns', () => {
	it('are five at most, in kana or Latin letters, and hold no My Number', () => {
		const args = (to: string[]) => ({ bookingId: 'b1', from: [], to, at: 1 });
		expect(patternsArgs.safeParse(args(['ア', 'イ', 'ウ', 'エ', 'オ'])).success).toBe(true);
		for (const to of [['ア', 'イ', 'ウ', 'エ', 'オ', 'カ'], ['田中'], ['']])
			expect(patternsArgs.safeParse(args(to)).success).toBe(false);
	});

	it('are refused when somebody else wrote others meanwhile', () => {
		const first = setPatterns(
			{ bookingId: 'b1', from: [], to: ['シケン'], at: 1 },
			{ booking, preparation: undefined },
			context
		);
		const row = first.ok ? first.value[0]!.row : undefined;
		expect(row?.namePatterns).toEqual(['シケン']);
		const second = { bookingId: 'b1', from: [], to: ['シケ'], at: 1 };
		expect(setPatterns(second, { booking, preparation: row }, context)).toMatchObject({
			refusal: { kind: 'stale-version', field: 'namePatterns' }
		});
	});
});

describe('the next open day', () => {
	const shinjuku = officeList.find(({ officeId }) => officeId === 'shinjuku')!;
	it.each([
		['2026-11-20', '2026-11-24', 1],
		['2026-11-13', '2026-11-14', 1],
		['2026-12-28', '2027-01-04', 1],
		['2026-11-24', '2026-11-20', -1]
	] as const)('from %s is %s', (date, expected, step) => {
		expect(openDayFrom(shinjuku, date, new Set(['2026-11-23']), step)).toBe(expected);
	});
});
