import * as z from 'zod/mini';
import { identifier } from '../basics/ids.ts';
import type { RuleContext } from '../basics/rule.ts';
import type { Booking } from '../booking/booking.ts';
import { moment } from './moment.ts';
import { defaultPolicy, type Policy } from './policy.ts';
import { accept, refused, type ReceptionDecision } from './rules.ts';
import {
	boothNumber,
	isOver,
	outcome,
	progressOf,
	type Progress,
	type StepName,
	type Visit
} from './visit.ts';

/** Every step has an id of its own: with it a repeat is known as one and changes nothing. */
const stepArgs = { visitId: identifier, stepId: identifier, at: z.number() };
const ofCall = { ...stepArgs, callId: identifier };

export interface StepFacts {
	readonly visit: Visit | undefined;
}
export interface PolicyFacts extends StepFacts {
	readonly policy: Policy | undefined;
}

interface StepArgs {
	readonly stepId: string;
	readonly at: number;
}

const latest = (row: Visit): number =>
	Math.max(row.arrivedAt, row.calledAt ?? 0, row.parkedAt ?? 0, row.startedAt ?? 0);

/** The visit one step further; what it was before is kept for taking the step back. */
function advance(
	row: Visit,
	step: StepName,
	args: StepArgs,
	at: number,
	context: RuleContext,
	change: Partial<Progress>
): ReceptionDecision {
	return accept({
		table: 'visit',
		row: {
			...row,
			...change,
			steps: [...row.steps, args.stepId],
			last: { stepId: args.stepId, step, at, deviceId: context.deviceId, before: progressOf(row) }
		}
	});
}

/** Finds the visit of a step that is new; a repeat and a visit nobody knows are answered here. */
function find(
	{ visit }: StepFacts,
	args: StepArgs
):
	| { readonly row: Visit; readonly answer?: undefined }
	| { readonly row?: undefined; readonly answer: ReceptionDecision } {
	if (!visit) return { answer: refused('visit-unknown', 'visitId') };
	if (visit.steps.includes(args.stepId)) return { answer: accept() };
	return { row: visit };
}

export const callArgs = z.object({
	...stepArgs,
	booth: boothNumber,
	personId: z.nullable(identifier)
});
export type CallArgs = z.infer<typeof callArgs>;

/**
 * `reception.call@1`: waiting or absent → called. Of two tablets that call one ticket the first
 * that the centre hears wins; the second learns who was first. The tablet that called may call
 * again to the same booth, which only counts. Who has left or is done cannot be called.
 */
export function call(args: CallArgs, facts: StepFacts, context: RuleContext): ReceptionDecision {
	const { row, answer } = find(facts, args);
	if (!row) return answer;
	if (isOver(row)) return refused('visit-over', 'visitId');
	const at = moment(args.at, latest(row), context.now);
	if (row.state === 'called' && row.booth === args.booth && row.callDeviceId === context.deviceId) {
		return accept({
			table: 'visit',
			row: { ...row, calls: row.calls + 1, steps: [...row.steps, args.stepId] }
		});
	}
	if (row.state === 'called' || row.state === 'serving')
		return refused('already-called', 'visitId');
	return advance(row, 'call', args, at, context, {
		state: 'called',
		calledAt: at,
		calls: row.calls + 1,
		callId: args.stepId,
		callDeviceId: context.deviceId,
		booth: args.booth,
		personId: args.personId
	});
}

/** What is refused when the call that a step belongs to does not hold (any more). */
function lost(row: Visit, callId: string): ReceptionDecision | undefined {
	if (isOver(row)) return row.callId === callId ? undefined : refused('visit-over', 'visitId');
	if (row.callId === null) return refused('not-called', 'visitId');
	return row.callId === callId ? undefined : refused('already-called', 'visitId');
}

export const parkArgs = z.object(ofCall);
export type ParkArgs = z.infer<typeof parkArgs>;

/** `reception.park@1`: nobody came to the call. */
export function park(args: ParkArgs, facts: StepFacts, context: RuleContext): ReceptionDecision {
	const { row, answer } = find(facts, args);
	if (!row) return answer;
	const other = lost(row, args.callId);
	if (other) return other;
	if (isOver(row)) return refused('visit-over', 'visitId');
	if (row.state === 'parked') return accept();
	if (row.state !== 'called') return refused('not-called', 'visitId');
	const at = moment(args.at, latest(row), context.now);
	return advance(row, 'park', args, at, context, { state: 'parked', parkedAt: at });
}

export const returnArgs = z.object(stepArgs);
export type ReturnArgs = z.infer<typeof returnArgs>;

/**
 * `reception.return@1`: absent → waiting. Back within the tolerance the place of arrival holds,
 * later the place is the last one.
 */
export function comeBack(
	args: ReturnArgs,
	facts: PolicyFacts,
	context: RuleContext
): ReceptionDecision {
	const { row, answer } = find(facts, args);
	if (!row) return answer;
	if (isOver(row)) return refused('visit-over', 'visitId');
	if (row.state === 'waiting') return accept();
	if (row.state !== 'parked') return refused('already-called', 'visitId');
	const at = moment(args.at, latest(row), context.now);
	const { parkTolerance } = facts.policy?.reception ?? defaultPolicy;
	const inTime = at - (row.parkedAt ?? at) <= parkTolerance * 60_000;
	return advance(row, 'return', args, at, context, {
		state: 'waiting',
		queuedAt: inTime ? row.queuedAt : at,
		callId: null,
		callDeviceId: null,
		booth: null,
		personId: null
	});
}

export const startArgs = z.object({ ...ofCall, personId: identifier });
export type StartArgs = z.infer<typeof startArgs>;

/** `reception.start@1`: the visitor sits down. */
export function start(args: StartArgs, facts: StepFacts, context: RuleContext): ReceptionDecision {
	const { row, answer } = find(facts, args);
	if (!row) return answer;
	const other = lost(row, args.callId);
	if (other) return other;
	if (isOver(row)) return refused('visit-over', 'visitId');
	if (row.state === 'serving') return accept();
	if (row.state !== 'called') return refused('not-called', 'visitId');
	const at = moment(args.at, latest(row), context.now);
	return advance(row, 'start', args, at, context, {
		state: 'serving',
		startedAt: at,
		personId: args.personId
	});
}

export const finishArgs = z.object({ ...ofCall, outcome });
export type FinishArgs = z.infer<typeof finishArgs>;

/** `reception.finish@1`: the consultation is over, with what came of it. */
export function finish(
	args: FinishArgs,
	facts: StepFacts,
	context: RuleContext
): ReceptionDecision {
	const { row, answer } = find(facts, args);
	if (!row) return answer;
	const other = lost(row, args.callId);
	if (other) return other;
	if (row.state === 'left') return refused('visit-over', 'visitId');
	if (row.state === 'done') return accept();
	if (row.state !== 'serving') return refused('not-called', 'visitId');
	const at = moment(args.at, latest(row), context.now);
	return advance(row, 'finish', args, at, context, {
		state: 'done',
		endedAt: at,
		outcome: args.outcome
	});
}

export const leaveArgs = z.object(stepArgs);
export type LeaveArgs = z.infer<typeof leaveArgs>;

/** `reception.leave@1`: gone without a consultation. */
export function leave(args: LeaveArgs, facts: StepFacts, context: RuleContext): ReceptionDecision {
	const { row, answer } = find(facts, args);
	if (!row) return answer;
	if (row.state === 'left') return accept();
	if (row.state === 'done') return refused('visit-over', 'visitId');
	if (row.state === 'serving') return refused('already-called', 'visitId');
	const at = moment(args.at, latest(row), context.now);
	return advance(row, 'leave', args, at, context, { state: 'left', endedAt: at });
}

/** So long can the last step be taken back. */
export const UNDO_MS = 5 * 60_000;

export const undoArgs = z.object({ ...stepArgs, undoes: identifier });
export type UndoArgs = z.infer<typeof undoArgs>;

export interface UndoFacts extends StepFacts {
	readonly booking: Booking | undefined;
}

/**
 * `reception.undo@1`: takes back the last step of a visit, named by its id, within five minutes.
 * A ticket issued by mistake stays as a void one, so that its number is never used twice; the
 * booking it belonged to is expected again.
 */
export function undo(args: UndoArgs, facts: UndoFacts, context: RuleContext): ReceptionDecision {
	const { row, answer } = find(facts, args);
	if (!row) return answer;
	const { last } = row;
	if (last?.stepId !== args.undoes) return refused('undo-late', 'visitId');
	const at = moment(args.at, last.at, context.now);
	if (at - last.at > UNDO_MS) return refused('undo-late', 'visitId');
	const steps = [...row.steps, args.stepId];
	if (last.before) {
		return accept({ table: 'visit', row: { ...row, ...last.before, steps, last: null } });
	}
	const taken: Visit = { ...row, state: 'left', endedAt: at, isVoid: true, steps, last: null };
	const { booking } = facts;
	if (booking?.status !== 'arrived') return accept({ table: 'visit', row: taken });
	return accept(
		{ table: 'visit', row: { ...taken, bookingId: null } },
		{ table: 'booking', row: { ...booking, status: 'confirmed' } }
	);
}
