import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../basics/rule.ts';
import { keepTalk, MOST_ITEMS, talk, talkArgs, type Talk, type TalkArgs } from './talk.ts';

const NOW = Date.parse('2026-11-25T11:06:00+09:00');
const context = (actorId = 'naito'): RuleContext => ({
	now: NOW,
	actorId,
	deviceId: 'd1',
	officeId: 'shinjuku',
	place: 'tablet'
});
const entry = (itemId: string, over: object = {}): TalkArgs['items'][number] => ({
	itemId,
	phraseId: 'joining.student',
	kind: 'yes',
	value: '',
	at: NOW,
	...over
});
const args = (items: TalkArgs['items'], over: Partial<TalkArgs> = {}): TalkArgs => ({
	talkId: 't1',
	visitId: null,
	bookingId: null,
	language: 'my',
	startedAt: NOW,
	agreed: true,
	items,
	...over
});
const keep = (made: TalkArgs, before?: Talk, actorId?: string) =>
	keepTalk(made, { talk: before, booking: undefined }, context(actorId));
const rowAfter = (made: TalkArgs, before?: Talk, actorId?: string): Talk | undefined => {
	const decision = keep(made, before, actorId);
	if (!decision.ok) throw new Error(decision.refusal.kind);
	return decision.value[0]?.row ?? before;
};

describe('a talk', () => {
	it('is kept as identifiers and answers, only after a yes', () => {
		const row = rowAfter(args([entry('i1')]));
		expect(talk.parse(row)).toEqual(row);
		expect(row).toMatchObject({ date: '2026-11-25', language: 'my', items: [{ by: 'naito' }] });
		expect(keep(args([entry('i1')], { agreed: false }))).toMatchObject({
			refusal: { kind: 'talk-not-agreed' }
		});
	});

	it('goes on with another person, and what is kept stays as it is', () => {
		const first = rowAfter(args([entry('i1')]))!;
		const second = rowAfter(args([entry('i2', { at: NOW + 1 })]), first, 'sakurai')!;
		expect(second.items.map(({ itemId, by }) => [itemId, by])).toEqual([
			['i1', 'naito'],
			['i2', 'sakurai']
		]);
		expect(keep(args([entry('i1', { kind: 'no' })]), second, 'sakurai')).toMatchObject({
			refusal: { kind: 'talk-item-kept' }
		});
		expect(keep(args([entry('i1'), entry('i2', { at: NOW + 1 })]), second, 'x')).toEqual({
			ok: true,
			value: []
		});
	});

	it('belongs to one language, visit and booking', () => {
		const row = rowAfter(args([entry('i1')]));
		for (const over of [{ language: 'th' }, { visitId: 'v1' }] as const)
			expect(keep(args([entry('i2')], over), row)).toMatchObject({
				refusal: { kind: 'talk-other' }
			});
		expect(keep(args([entry('i2')], { bookingId: 'b1' }))).toMatchObject({
			refusal: { kind: 'booking-unknown' }
		});
	});

	it('has an end', () => {
		const many = Array.from({ length: MOST_ITEMS }, (_, index) => entry(`i${index}`));
		const row = rowAfter(args(many));
		expect(keep(args([entry('one-more')]), row)).toMatchObject({ refusal: { kind: 'talk-full' } });
	});

	it('is the same whatever the order in which its parts arrive, and twice is once', () => {
		const items = fc.uniqueArray(
			fc.record({
				itemId: fc.stringMatching(/^[a-z]{1,6}$/),
				at: fc.integer({ min: NOW, max: NOW + 3 })
			}),
			{ minLength: 1, maxLength: 12, selector: ({ itemId }) => itemId }
		);
		fc.assert(
			fc.property(items, fc.infiniteStream(fc.nat()), (made, numbers) => {
				const send = (order: typeof made): Talk | undefined => {
					let row: Talk | undefined;
					for (const { itemId, at } of order) row = rowAfter(args([entry(itemId, { at })]), row);
					return row;
				};
				const weights = new Map(made.map(({ itemId }) => [itemId, numbers.next().value]));
				const other = [...made].sort((a, b) => weights.get(a.itemId)! - weights.get(b.itemId)!);
				expect(send([...other, ...made])).toEqual(send(made));
			})
		);
	});
});

describe('an answer', () => {
	const read = (kind: string, value: string) =>
		talkArgs.safeParse(args([entry('i1', { kind, value })] as TalkArgs['items']));

	it.each([
		['yes', ''],
		['date', '2026'],
		['date', '2026-10'],
		['date', '2026-10-31'],
		['number', '09000000101'],
		['choice', 'bankAbroad'],
		['write', 'Ma Thida']
	])('%s may be “%s”', (kind, value) => expect(read(kind, value).success).toBe(true));

	it.each([
		['yes', 'really'],
		['date', '2026-13'],
		['date', '2026-02-30'],
		['date', '26'],
		['number', '123456789018'],
		['number', '-1'],
		['choice', '<b>'],
		['write', ' '],
		['sing', '']
	])('%s may not be “%s”', (kind, value) => expect(read(kind, value).success).toBe(false));

	it.each([
		'1234 5678 9018',
		'１２３４５６７８９０１８',
		'၁၂၃၄၅၆၇၈၉၀၁၈',
		'१२३४ ५६७८ ९०१८',
		'๑๒๓๔๕๖๗๘๙๐๑๘'
	])('never holds a My Number, in whatever digits: %s', (text) => {
		const found = read('write', text);
		expect(found.error?.issues[0]).toMatchObject({
			message: 'my-number',
			path: ['items', 0, 'value']
		});
	});
});
