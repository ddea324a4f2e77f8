import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, bookingAt, contextAt, visitOf, written } from './examples.ts';
import type { ReceptionDecision } from './rules.ts';
import { call, comeBack, finish, leave, park, start, undo } from './steps.ts';
import type { Visit } from './visit.ts';

const step = (stepId: string, time: string) => ({ visitId: 'v1', stepId, at: at(time) });
const calling = (stepId: string, time: string, booth = 5) => ({
	...step(stepId, time),
	booth,
	personId: 'terada'
});
const solved = { result: 'solved' as const, forms: [], followUp: 'none' as const };
const on = (visit: Visit | undefined) => ({ visit });
const withPolicy = (visit: Visit) => ({ visit, policy: undefined });
const next = (decision: ReceptionDecision): Visit => written(decision, 'visit')!;
const kindOf = (decision: ReceptionDecision): string =>
	decision.ok ? (decision.value.length === 0 ? 'nothing' : 'done') : decision.refusal.kind;
const later = contextAt(at('12:00'));
const waiting = visitOf(1, '10:00');
const called = next(call(calling('c1', '10:20'), on(waiting), later));
const serving = next(
	start({ ...step('s1', '10:21'), callId: 'c1', personId: 'terada' }, on(called), later)
);

describe('the way of a visit', () => {
	it('goes from waiting to done with its times in order', () => {
		const done = next(
			finish({ ...step('f1', '10:50'), callId: 'c1', outcome: solved }, on(serving), later)
		);
		expect(done).toMatchObject({
			state: 'done',
			calledAt: at('10:20'),
			startedAt: at('10:21'),
			endedAt: at('10:50'),
			booth: 5,
			personId: 'terada',
			outcome: solved
		});
	});

	it('lets the first of two callers win and tells the second', () => {
		expect(kindOf(call(calling('c2', '10:19', 3), on(called), contextAt(at('12:00'), 'd2')))).toBe(
			'already-called'
		);
		expect(kindOf(call(calling('c1', '10:20'), on(called), later))).toBe('nothing');
		const other = { ...step('s2', '10:22'), callId: 'c2', personId: 'suzuki' };
		expect(kindOf(start(other, on(called), later))).toBe('already-called');
		const again = next(call(calling('c3', '10:22'), on(called), later));
		expect([again.calls, again.callId, again.calledAt]).toEqual([2, 'c1', at('10:20')]);
	});

	it('never calls who has left or is done', () => {
		const left = next(leave(step('l1', '10:30'), on(waiting), later));
		expect(kindOf(call(calling('c9', '10:31'), on(left), later))).toBe('visit-over');
		expect(kindOf(leave(step('l2', '10:40'), on(left), later))).toBe('nothing');
		expect(kindOf(leave(step('l3', '10:40'), on(serving), later))).toBe('already-called');
		expect(kindOf(call(calling('c9', '10:31'), on(undefined), later))).toBe('visit-unknown');
	});

	it('gives back the place of arrival within the tolerance, else the last one', () => {
		const parked = next(park({ ...step('p1', '10:23'), callId: 'c1' }, on(called), later));
		expect(parked.state).toBe('parked');
		expect(next(comeBack(step('r1', '10:38'), withPolicy(parked), later)).queuedAt).toBe(
			at('10:00')
		);
		const late = next(comeBack(step('r1', '10:39'), withPolicy(parked), later));
		expect([late.state, late.queuedAt, late.callId]).toEqual(['waiting', at('10:39'), null]);
		expect(next(call(calling('c5', '10:45'), on(parked), later)).state).toBe('called');
	});

	it('bounds what jumping clocks say', () => {
		const behind = next(
			call({ ...calling('c1', '10:20'), at: at('10:20') - 1.7e8 }, on(waiting), later)
		);
		expect(behind.calledAt).toBe(waiting.arrivedAt);
		const ahead = next(
			call({ ...calling('c1', '10:20'), at: at('10:20') + 1.7e8 }, on(waiting), later)
		);
		expect(ahead.calledAt).toBe(at('12:00'));
	});
});

describe('taking a step back', () => {
	const undoing = (undoes: string, time: string) => ({ ...step('u1', time), undoes });
	const facts = (visit: Visit) => ({ visit, booking: undefined });

	it('brings the visit back to before, within five minutes and only the last step', () => {
		const back = next(undo(undoing('c1', '10:25'), facts(called), later));
		expect(back).toMatchObject({ state: 'waiting', calledAt: null, calls: 0, booth: null });
		expect(kindOf(undo(undoing('c1', '10:25'), facts(back), later))).toBe('nothing');
		expect(kindOf(call(calling('c1', '10:20'), on(back), later))).toBe('nothing');
		expect(kindOf(undo(undoing('c1', '10:26'), facts(called), later))).toBe('undo-late');
		expect(kindOf(undo(undoing('c1', '10:22'), facts(serving), later))).toBe('undo-late');
	});

	it('of an arrival leaves a void ticket and the booking is expected again', () => {
		const arrived = visitOf(1, '09:50', { source: 'booking', bookingId: 'b1000' });
		const booking = bookingAt('10:00', { status: 'arrived' });
		const decision = undo(undoing('v1', '09:51'), { visit: arrived, booking }, later);
		expect(next(decision)).toMatchObject({ isVoid: true, state: 'left', bookingId: null });
		expect(written(decision, 'booking')?.status).toBe('confirmed');
	});
});

/** What several devices may send in any order, with their clocks anywhere. */
const command = fc.record({
	kind: fc.constantFrom('call', 'park', 'return', 'start', 'finish', 'leave', 'undo'),
	stepId: fc.constantFrom('s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8'),
	callId: fc.constantFrom('s1', 's2', 's3', 's4'),
	device: fc.constantFrom('d1', 'd2', 'd3'),
	booth: fc.integer({ min: 1, max: 3 }),
	shift: fc.integer({ min: -48 * 60, max: 48 * 60 })
});

describe('whatever several devices send, in whatever order, however often', () => {
	it('times stay in order, every state explains itself, repeats change nothing', () => {
		fc.assert(
			fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
				let visit = waiting;
				let now = at('10:00');
				for (const { kind, stepId, callId, device, booth, shift } of commands) {
					now += 60_000;
					const args = { visitId: 'v1', stepId, at: now + shift * 60_000 };
					const context = contextAt(now, device);
					const ofCall = { ...args, callId };
					const run = (row: Visit): ReceptionDecision => {
						if (kind === 'call') return call({ ...args, booth, personId: null }, on(row), context);
						if (kind === 'park') return park(ofCall, on(row), context);
						if (kind === 'return') return comeBack(args, withPolicy(row), context);
						if (kind === 'start') return start({ ...ofCall, personId: 'p' }, on(row), context);
						if (kind === 'finish') return finish({ ...ofCall, outcome: solved }, on(row), context);
						if (kind === 'leave') return leave(args, on(row), context);
						return undo({ ...args, undoes: callId }, { visit: row, booking: undefined }, context);
					};
					const decision = run(visit);
					if (!decision.ok) continue;
					const before = visit;
					visit = written(decision, 'visit') ?? visit;
					if (visit !== before) expect(run(visit)).toEqual({ ok: true, value: [] });
					const { arrivedAt, calledAt, startedAt, endedAt } = visit;
					const known = [arrivedAt, calledAt, startedAt, endedAt].filter((time) => time !== null);
					expect(known).toEqual([...known].sort((a, b) => a - b));
					expect(Math.max(...known)).toBeLessThanOrEqual(now + 2 * 60_000);
					const hasCall = visit.callId !== null && visit.booth !== null;
					if (['called', 'serving', 'parked'].includes(visit.state)) expect(hasCall).toBe(true);
					if (visit.state === 'waiting') expect(visit.callId).toBeNull();
					if (visit.state === 'serving') expect(startedAt).not.toBeNull();
					if (visit.state === 'done') expect([startedAt, endedAt]).not.toContain(null);
					expect(new Set(visit.steps).size).toBe(visit.steps.length);
				}
			}),
			{ numRuns: 500 }
		);
	});
});
