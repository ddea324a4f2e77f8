import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	countUse,
	minutesBetween,
	modes,
	summarise,
	useArgs,
	type Usage,
	type UseArgs
} from './usage.ts';

const NOW = Date.parse('2026-11-25T11:06:00+09:00');
const context = {
	now: NOW,
	actorId: 'naito',
	deviceId: 'd1',
	officeId: 'shinjuku',
	place: 'centre'
} as const;
const args = (over: Partial<UseArgs> = {}): UseArgs => ({
	useId: 'u1',
	language: 'ne',
	mode: 'phone',
	place: 'office',
	topicId: 'joining',
	minutes: 12,
	visitId: null,
	startedAt: NOW - 12 * 60_000,
	...over
});

describe('a use', () => {
	it('is counted once, whatever happens to its message', () => {
		const first = countUse(args(), { usage: undefined }, context);
		if (!first.ok) throw new Error(first.refusal.kind);
		const usage = first.value[0]!.row;
		expect(usage).toMatchObject({ date: '2026-11-25', officeId: 'shinjuku' });
		expect(countUse(args(), { usage }, context)).toEqual({ ok: true, value: [] });
		expect(countUse(args({ minutes: 13 }), { usage }, context)).toMatchObject({
			refusal: { kind: 'use-known' }
		});
	});

	it('is refused in the future and on a phone line that does not exist', () => {
		const late = args({ startedAt: NOW + 3_600_000 });
		expect(countUse(late, { usage: undefined }, context)).toMatchObject({
			refusal: { kind: 'use-future' }
		});
		for (const language of ['ja', 'ja-easy'] as const)
			expect(countUse(args({ language }), { usage: undefined }, context)).toMatchObject({
				refusal: { kind: 'use-language' }
			});
	});

	it('lasts between nothing and eight hours', () => {
		for (const minutes of [-1, 481, 1.5, NaN])
			expect(useArgs.safeParse(args({ minutes })).success).toBe(false);
		fc.assert(
			fc.property(fc.integer(), fc.integer(), (from, to) => {
				expect(useArgs.safeParse(args({ minutes: minutesBetween(from, to) })).success).toBe(true);
			})
		);
		expect(minutesBetween(0, 61_000)).toBe(2);
	});
});

describe('the summary of a day', () => {
	it('counts every use of the day once', () => {
		const rows = fc.array(
			fc.record({
				language: fc.constantFrom('ne', 'my', 'th' as const),
				mode: fc.constantFrom(...modes),
				date: fc.constantFrom('2026-11-24', '2026-11-25'),
				minutes: fc.integer({ min: 0, max: 480 })
			})
		);
		fc.assert(
			fc.property(rows, (made) => {
				const list = made.map((row, index) => ({ ...args(), ...row, useId: `u${index}` }) as Usage);
				const counts = summarise(list, '2026-11-25');
				const today = list.filter(({ date }) => date === '2026-11-25');
				expect(counts.reduce((sum, { uses }) => sum + uses, 0)).toBe(today.length);
				expect(
					counts.flatMap(({ byMode }) => Object.values(byMode)).reduce((a, b) => a + b, 0)
				).toBe(today.length);
			})
		);
	});
});
