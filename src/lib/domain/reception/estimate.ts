import type { Booking } from '../booking/booking.ts';
import { startsAt } from '../booking/slot.ts';
import { percentile } from './figures.ts';
import type { Pace, ReceptionPolicy } from './policy.ts';
import type { Board, BoothView } from './queue.ts';
import type { Visit } from './visit.ts';

const MINUTE = 60_000;
/** Fewer durations than this say nothing. */
export const THIN = 8;
const RUNS = 300;
/** A consultation of no minutes or of half a day is a forgotten tap. */
const longest = 180;

/** Somebody in the queue of the model; minutes count from now. */
export interface Ahead {
	readonly topicId: string;
	/** When this person is there: 0 for who waits already. */
	readonly ready: number;
	/** Less goes first; the newcomer has 0. */
	readonly order: number;
}

export interface EstimateInput {
	/** Minutes consultations took, by topic. */
	readonly durations: Readonly<Record<string, readonly number[]>>;
	/** Open booths: null when free, else the topic and the minutes it already takes. */
	readonly booths: readonly ({ readonly topicId: string; readonly since: number } | null)[];
	readonly ahead: readonly Ahead[];
	readonly seed?: number;
}

export type Estimate =
	| { readonly known: true; readonly p50: number; readonly p80: number }
	| { readonly known: false; readonly why: 'thin' | 'no-booth' };

/** 0 ≤ x < 1, the same for the same three numbers: each person has an own stream in each run. */
function draw(seed: number, run: number, person: number): number {
	let mixed = (seed ^ Math.imul(run + 1, 0x9e3779b1) ^ Math.imul(person + 1, 0x85ebca6b)) >>> 0;
	mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
	mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
	return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
}

/** How long a consultation that runs since some minutes still takes, among those that took longer. */
function remaining(pool: readonly number[], since: number, chance: number): number {
	const longer = pool.filter((minutes) => minutes > since);
	if (longer.length === 0) return 5;
	return longer[Math.floor(chance * longer.length)]! - since;
}

function waitInOneRun(
	input: EstimateInput,
	poolOf: (topicId: string) => readonly number[],
	run: number
): number {
	const seed = input.seed ?? 1;
	const free = input.booths.map((booth, index) =>
		booth ? remaining(poolOf(booth.topicId), booth.since, draw(seed, run, 10_000 + index)) : 0
	);
	const queue = input.ahead.map((person, index) => {
		const pool = poolOf(person.topicId);
		return { ...person, minutes: pool[Math.floor(draw(seed, run, index) * pool.length)]! };
	});
	for (;;) {
		const now = Math.min(...free);
		const next = queue
			.filter(({ ready, order }) => ready <= now && order < 0)
			.reduce<(typeof queue)[number] | undefined>(
				(first, person) => (!first || person.order < first.order ? person : first),
				undefined
			);
		if (!next) return now;
		queue.splice(queue.indexOf(next), 1);
		free[free.indexOf(now)] = now + next.minutes;
	}
}

/**
 * How long somebody who comes now will wait, as the range from the middle to four fifths of 300
 * simulated courses, from the office's own durations. `unknown` when there are too few or
 * nobody is open: no figure is better than a wrong one (pain 17).
 */
export function estimate(input: EstimateInput): Estimate {
	const sane = Object.fromEntries(
		Object.entries(input.durations).map(([topicId, minutes]) => [
			topicId,
			minutes.filter((value) => value >= 1 && value <= longest).sort((a, b) => a - b)
		])
	);
	const all = Object.values(sane)
		.flat()
		.sort((a, b) => a - b);
	if (all.length < THIN) return { known: false, why: 'thin' };
	if (input.booths.length === 0) return { known: false, why: 'no-booth' };
	const poolOf = (topicId: string): readonly number[] =>
		(sane[topicId]?.length ?? 0) >= THIN ? sane[topicId]! : all;
	const waits = Array.from({ length: RUNS }, (_, run) => waitInOneRun(input, poolOf, run)).sort(
		(a, b) => a - b
	);
	return {
		known: true,
		p50: Math.round(percentile(waits, 0.5)),
		p80: Math.round(percentile(waits, 0.8))
	};
}

/** Minutes finished consultations took, by topic; simple ones are another work. */
export function durationsOf(visits: readonly Visit[]): Record<string, number[]> {
	const found: Record<string, number[]> = {};
	for (const { isVoid, simple, state, topicId, startedAt, endedAt } of visits) {
		if (isVoid || simple || state !== 'done' || startedAt === null || endedAt === null) continue;
		const minutes = Math.round((endedAt - startedAt) / MINUTE);
		if (minutes >= 1 && minutes <= longest) (found[topicId] ??= []).push(minutes);
	}
	return found;
}

/** The model's input for somebody who comes now, or for a ticket of the queue. */
export function inputOf(
	board: Pick<Board, 'waiting' | 'upcoming' | 'done'>,
	booths: readonly BoothView[],
	pace: Pace | undefined,
	policy: ReceptionPolicy,
	now: number,
	before?: Visit
): EstimateInput {
	const durations = durationsOf(board.done);
	for (const [topicId, minutes] of Object.entries(pace?.durations ?? {})) {
		(durations[topicId] ??= []).push(...minutes);
	}
	const end = before ? board.waiting.findIndex(({ visitId }) => visitId === before.visitId) : -1;
	const waiting = end < 0 ? board.waiting : board.waiting.slice(0, end);
	const soon = (booking: Booking): Ahead => {
		const minutes = (startsAt(booking) - now) / MINUTE;
		return {
			topicId: booking.topicId,
			ready: Math.max(0, minutes),
			order: minutes - policy.grace - policy.bookingFirst
		};
	};
	return {
		durations,
		booths: booths
			.filter(({ state }) => state !== 'closed')
			.map(({ visit }) =>
				visit
					? {
							topicId: visit.topicId,
							since: Math.max(0, (now - (visit.startedAt ?? now)) / MINUTE)
						}
					: null
			),
		ahead: [
			...waiting.map(({ topicId }, index) => ({
				topicId,
				ready: 0,
				order: index - waiting.length - 1000
			})),
			...(before ? [] : board.upcoming.map(soon).filter(({ order }) => order < 0))
		]
	};
}
