import type { Progress } from './visit.ts';

/** So far may a tablet's clock be ahead of the centre's without being doubted. */
export const AHEAD_MS = 2 * 60_000;

/**
 * When a step was done. Clocks jump, so what a tablet says is taken within bounds: a time before
 * the previous step counts as the time of that step, a time more than two minutes ahead of
 * `now` counts as `now`. So arrived ≤ called ≤ started ≤ ended always.
 */
export const moment = (at: number, previous: number, now: number): number =>
	Math.max(previous, at > now + AHEAD_MS ? now : at);

/** A visitor who has just got a ticket. */
export const visitAt = (arrivedAt: number): Progress => ({
	state: 'waiting',
	queuedAt: arrivedAt,
	calledAt: null,
	parkedAt: null,
	startedAt: null,
	endedAt: null,
	calls: 0,
	callId: null,
	callDeviceId: null,
	booth: null,
	personId: null,
	outcome: null
});
