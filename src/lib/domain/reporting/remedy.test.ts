import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endRemedy, logRemedy, remedyArgs, remedyKinds, stateOf, type Remedy } from './remedy.ts';

const context = {
	now: Date.parse('2026-11-24T10:00:00+09:00'),
	actorId: 'yoshida',
	deviceId: 'd',
	officeId: 'tennoji',
	place: 'tablet'
} as const;
const args = {
	remedyId: 'r1',
	kind: 'post',
	note: '来年の請求は郵送で',
	from: '2026-11-25',
	until: null
} as const;
const logged = (): Remedy => {
	const decision = logRemedy(args, { remedy: undefined }, context);
	if (!decision.ok) throw new Error(decision.refusal.kind);
	return decision.value[0]!.row;
};
const kindOf = (decision: { ok: boolean; refusal?: { kind: string; field?: string } }) =>
	decision.ok ? undefined : decision.refusal;

describe('the remedy log', () => {
	it('keeps what was decided, once', () => {
		const remedy = logged();
		expect(remedy).toMatchObject({ by: 'yoshida', officeId: 'tennoji', ended: null });
		expect(logRemedy(args, { remedy }, { ...context, now: context.now + 9 })).toEqual({
			ok: true,
			value: []
		});
		expect(kindOf(logRemedy({ ...args, kind: 'quota' }, { remedy }, context))).toEqual({
			kind: 'remedy-known',
			field: 'remedyId'
		});
	});

	it('wants an end after the start, and a start near today', () => {
		const facts = { remedy: undefined };
		expect(kindOf(logRemedy({ ...args, until: '2026-11-24' }, facts, context))?.field).toBe(
			'until'
		);
		expect(kindOf(logRemedy({ ...args, from: '2024-11-24' }, facts, context))?.field).toBe('from');
		expect(kindOf(logRemedy({ ...args, from: '2028-11-24' }, facts, context))?.field).toBe('from');
	});

	it('ends a remedy once; a repeat changes nothing', () => {
		const remedy = logged();
		const end = { remedyId: 'r1', on: '2026-12-01' };
		const decision = endRemedy(end, { remedy }, context);
		const over = decision.ok ? decision.value[0]!.row : remedy;
		expect(over).toEqual({
			...remedy,
			ended: { on: '2026-12-01', at: context.now, by: 'yoshida' }
		});
		expect(endRemedy(end, { remedy: over }, context)).toEqual({ ok: true, value: [] });
		expect(logRemedy(args, { remedy: over }, context)).toEqual({ ok: true, value: [] });
		const other = endRemedy({ ...end, on: '2026-12-02' }, { remedy: over }, context);
		expect(kindOf(other)?.kind).toBe('remedy-ended');
		expect(kindOf(endRemedy(end, { remedy: undefined }, context))?.kind).toBe('remedy-unknown');
		expect(kindOf(endRemedy({ ...end, on: '2026-11-24' }, { remedy }, context))?.kind).toBe(
			'remedy-dates'
		);
	});

	it('takes no My Number and no fifth kind', () => {
		expect(remedyArgs.safeParse({ ...args, note: '番号 123456789018' }).success).toBe(false);
		expect(remedyArgs.safeParse({ ...args, kind: 'overtime' }).success).toBe(false);
		for (const kind of remedyKinds)
			expect(remedyArgs.safeParse({ ...args, kind }).success).toBe(true);
	});

	it('is planned, running or over, in that order as days go by', () => {
		const order = ['planned', 'running', 'over'];
		const date = fc
			.integer({ min: 0, max: 60 })
			.map((day) => new Date(Date.UTC(2026, 10, 1 + day)).toISOString().slice(0, 10));
		fc.assert(
			fc.property(date, fc.option(date), date, date, (from, until, a, b) => {
				fc.pre(until === null || until >= from);
				const [first, later] = a < b ? [a, b] : [b, a];
				const rank = (day: string) => order.indexOf(stateOf({ from, until, ended: null }, day));
				return rank(first) <= rank(later);
			})
		);
	});
});
