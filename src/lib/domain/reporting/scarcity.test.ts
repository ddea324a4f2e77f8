import fc from 'fast-check';
import { limits } from './limits.ts';
import { describe, expect, it } from 'vitest';
import { addDays, instantOf } from '../basics/days.ts';
import { slotId } from '../booking/slot.ts';
import { startTimes } from '../office/office.ts';
import { businessDaysBefore, businessDaysFrom, businessDaysUntil } from './business-days.ts';
import { causesOf, remediesFor, suggested, causeKinds, type Load } from './causes.ts';
import { remedyKinds } from './remedy.ts';
import {
	AHEAD_DAYS,
	fillOf,
	isHard,
	measure,
	PAST_DAYS,
	scarcity,
	type Seats,
	type ScarcityFacts
} from './scarcity.ts';

// 23 November 2026 is a holiday, a Monday.
const holidays = new Set(['2026-11-23', '2027-01-11']);
const today = '2026-11-24';
const hours = {
	weekday: { first: '09:00', last: '16:00' },
	extended: null,
	saturday: { first: '10:00', last: '15:00' }
};
const office = { officeId: 'tennoji', booths: 4, quota: 100 };

/** Open days of four weeks; `taken` says how many of the seats of a day are gone. */
function days(
	taken: (date: string, start: string) => number,
	over: Partial<Seats> = {},
	from = today
): Seats[] {
	return Array.from({ length: 29 }, (_, index) => addDays(from, index)).flatMap((date) =>
		startTimes({ openingHours: hours }, date, holidays).map((start) => ({
			slotId: slotId('tennoji', date, start),
			officeId: 'tennoji',
			date,
			start,
			capacity: 4,
			taken: taken(date, start),
			lines: 1,
			linesTaken: 0,
			...over
		}))
	);
}

const counts = { byTopic: {}, arrived: 0, missed: 0, waiting: 0, leased: 0 };
const factsOf = (slots: Seats[], over: Partial<ScarcityFacts> = {}): ScarcityFacts => ({
	office,
	slots,
	pastFill: new Map(),
	pastFirsts: new Map(),
	counts,
	holidays,
	now: instantOf(today, '00:10'),
	today,
	...over
});

describe('business days', () => {
	it('leave out weekends, holidays and the turn of the year', () => {
		expect(businessDaysUntil('2026-11-20', '2026-11-24', holidays)).toBe(1);
		expect(businessDaysUntil('2026-12-28', '2027-01-04', holidays)).toBe(1);
		expect(businessDaysUntil(today, today, holidays)).toBe(0);
		expect(businessDaysFrom('2026-11-21', 2, holidays)).toEqual(['2026-11-24', '2026-11-25']);
		expect(businessDaysBefore(today, 2, holidays)).toEqual(['2026-11-19', '2026-11-20']);
	});

	it('count forward as backward', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 40 }), (shift, n) => {
				const date = addDays('2026-01-05', shift);
				const ahead = businessDaysFrom(addDays(date, 1), n, holidays);
				expect(businessDaysUntil(date, ahead.at(-1)!, holidays)).toBe(n);
				const back = businessDaysBefore(addDays(ahead.at(-1)!, 1), n, holidays);
				expect(back).toEqual(ahead);
			})
		);
	});
});

describe('how hard booking is', () => {
	it('is nothing to speak of where seats are free', () => {
		const row = measure(factsOf(days(() => 1)));
		expect(row).toMatchObject({ first: 0, firstDate: today, long: 0, signs: [], causes: [] });
		expect(row.ahead).toHaveLength(AHEAD_DAYS);
		expect(row.past).toEqual(Array(PAST_DAYS).fill(null));
		expect(isHard(row)).toBe(false);
	});

	it('counts to the first free start time that is still to come', () => {
		const slots = days((date, start) => (date === today && start < '11:00' ? 4 : 0));
		expect(measure(factsOf(slots)).first).toBe(0);
		const late = measure(factsOf(slots, { now: instantOf(today, '16:30') }));
		expect(late).toMatchObject({ first: 1, firstDate: '2026-11-25' });
	});

	it.each([
		[7, false],
		[8, true]
	])('with the first free time %s business days away: far is %s', (away, far) => {
		const date = businessDaysFrom(today, away + 1, holidays).at(-1)!;
		const row = measure(factsOf(days((day) => (day < date ? 4 : 0))));
		expect(row.first).toBe(away);
		expect(row.signs.includes('far')).toBe(far);
	});

	it('is far when nothing is free, and unknown when nothing is open', () => {
		expect(measure(factsOf(days(() => 4)))).toMatchObject({
			first: null,
			firstDate: null,
			signs: ['far', 'full', 'far-long']
		});
		expect(measure(factsOf([]))).toMatchObject({ first: null, open: 0, signs: [] });
		expect(measure(factsOf(days(() => 0, { capacity: 0 }))).signs).toEqual([]);
	});

	it('is full when 95 % of ten business days is taken, ahead or past, though a seat is free', () => {
		// 4 × 7 seats a day; one free seat each day is 96 %.
		const oneFree = days((_, start) => (start === '16:00' ? 3 : 4));
		expect(measure(factsOf(oneFree)).signs).toContain('full');
		expect(measure(factsOf(oneFree)).signs).not.toContain('far');
		const past = new Map(
			businessDaysBefore(today, 10, holidays).map((date) => [date, { seats: 20, taken: 19 }])
		);
		expect(
			measure(
				factsOf(
					days(() => 0),
					{ pastFill: past }
				)
			).signs
		).toEqual(['full']);
	});

	it('looks at long visits with an interpreter by themselves', () => {
		const noLines = days(() => 0, { linesTaken: 1 });
		const row = measure(factsOf(noLines));
		expect(row).toMatchObject({ first: 0, long: null, signs: ['far-long'] });
		expect(isHard(row)).toBe(false);
		expect(row.causes.map(({ kind }) => kind)).toEqual(['lines']);
		// Two start times in a row, not one here and one there.
		const everyOther = days((_, start) => (Number(start.slice(0, 2)) % 2 ? 4 : 0));
		expect(measure(factsOf(everyOther)).long).toBeNull();
		expect(measure(factsOf(days(() => 0, { lines: 0 }))).signs).toEqual([]);
	});

	it('never makes an office easier by taking one more seat', () => {
		const slots = days(() => 0);
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 0, max: 4 }), {
					minLength: slots.length,
					maxLength: slots.length
				}),
				fc.nat(slots.length - 1),
				(taken, more) => {
					const filled = slots.map((slot, index) => ({ ...slot, taken: taken[index]! }));
					const fuller = filled.map((slot, index) =>
						index === more ? { ...slot, taken: Math.min(4, slot.taken + 1) } : slot
					);
					const [a, b] = [measure(factsOf(filled)), measure(factsOf(fuller))];
					expect(scarcity.safeParse(a).success).toBe(true);
					expect((b.first ?? 99) >= (a.first ?? 99)).toBe(true);
					expect((b.long ?? 99) >= (b.first ?? 99)).toBe(true);
					expect(b.taken).toBeGreaterThanOrEqual(a.taken);
					if (isHard(a)) expect(isHard(b)).toBe(true);
					expect(JSON.stringify(a).length).toBeLessThan(1000);
				}
			),
			{ numRuns: 40 }
		);
	});

	it('rounds down, so that 95 means at least 95', () => {
		expect(fillOf({ seats: 1000, taken: 949 })).toBe(94);
		expect(fillOf({ seats: 0, taken: 0 })).toBeNull();
		expect(fillOf(undefined)).toBeNull();
	});
});

const load = (over: Partial<Load>): Load => ({
	booths: 4,
	quota: 100,
	starts: 70,
	seats: 280,
	taken: 200,
	lines: 70,
	linesTaken: 20,
	isLongFar: false,
	waiting: 0,
	leased: 0,
	byTopic: {},
	arrived: 0,
	missed: 0,
	...over
});

describe('causes', () => {
	it.each([
		['booths', { taken: 270 }, 270, 280],
		['booths', { taken: 250, waiting: 20 }, 270, 280],
		['quota', { quota: 75, seats: 210, taken: 205 }, 210, 280],
		['staff', { seats: 140 }, 140, 280],
		['lines', { linesTaken: 67 }, 67, 70],
		['lines', { isLongFar: true }, 20, 70],
		['missed', { arrived: 95, missed: 5 }, 5, 100],
		['leases', { leased: 28 }, 28, 280]
	] as const)('%s: %j', (kind, over, value, of) => {
		expect(causesOf(load(over), limits)).toEqual([{ kind, value, of }]);
	});

	it('name the topic that dominates, where there are enough visits to say so', () => {
		expect(causesOf(load({ byTopic: { joining: 12, 'old-age-claim': 8 } }), limits)).toEqual([
			{ kind: 'topic', value: 12, of: 20, topicId: 'joining' }
		]);
		expect(causesOf(load({ byTopic: { joining: 12 } }), limits)).toEqual([]);
		expect(causesOf(load({ arrived: 3, missed: 3 }), limits)).toEqual([]);
	});

	it('each have a remedy of the four, and together each remedy once', () => {
		for (const kind of causeKinds) expect(remediesFor(kind).length).toBeGreaterThan(0);
		const all = suggested(causeKinds.map((kind) => ({ kind })));
		expect([...all].sort()).toEqual([...remedyKinds].sort());
	});
});
