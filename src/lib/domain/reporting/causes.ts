import * as z from 'zod/mini';
import type { RemedyKind } from './remedy.ts';
import type { Limits } from './limits.ts';

/** Why bookings are hard to get, as far as figures can say. */
export const causeKinds = [
	'booths',
	'quota',
	'staff',
	'lines',
	'topic',
	'missed',
	'leases'
] as const;
export type CauseKind = (typeof causeKinds)[number];

/** A cause with its two figures, `value` out of `of`; each kind's words say what they count. */
export const cause = z.object({
	kind: z.enum(causeKinds),
	value: z.int(),
	of: z.int(),
	/** The topic that dominates. */
	topicId: z.optional(z.string())
});
export type Cause = z.infer<typeof cause>;

/** Which of the four remedies fits a cause, the most fitting first. */
const fitting: Readonly<Record<CauseKind, readonly RemedyKind[]>> = {
	// More people than the house can seat: some need not come, some can be seen in between.
	booths: ['post', 'phone', 'same-day'],
	// Booths stand ready but may not be booked ahead.
	quota: ['quota', 'same-day'],
	// Booths stand empty because nobody is there: fewer visits, and starts that fit the roster.
	staff: ['phone', 'post', 'quota'],
	// A call with the interpreter needs no booth, and lines are a quota too.
	lines: ['phone', 'quota'],
	// One kind of visit fills the days: its forms can come by post, its questions by phone.
	topic: ['post', 'phone'],
	// Seats of people who did not come are free on the day.
	missed: ['same-day', 'quota'],
	// Seats that tablets hold to book offline are a setting of the office.
	leases: ['quota', 'same-day']
};

export const remediesFor = (kind: CauseKind): readonly RemedyKind[] => fitting[kind];

/** The remedies that fit any of the causes, each once, in the order of the causes. */
export const suggested = (causes: readonly Pick<Cause, 'kind'>[]): RemedyKind[] => [
	...new Set(causes.flatMap(({ kind }) => fitting[kind]))
];

/** What is known of an office over the days that are judged. */
export interface Load {
	readonly booths: number;
	readonly quota: number;
	/** Start times, bookable seats and taken ones. */
	readonly starts: number;
	readonly seats: number;
	readonly taken: number;
	readonly lines: number;
	readonly linesTaken: number;
	/** Visits that take an interpreter line have to wait too long. */
	readonly isLongFar: boolean;
	/** People on the waiting list. */
	readonly waiting: number;
	/** Seats that tablets hold. */
	readonly leased: number;
	readonly byTopic: Readonly<Record<string, number>>;
	readonly arrived: number;
	readonly missed: number;
}

const reaches = (value: number, of: number, percent: number): boolean =>
	of > 0 && value * 100 >= of * percent;

/** The causes that the figures show, in the order in which an office can do something about them. */
export function causesOf(load: Load, limits: Limits): Cause[] {
	const possible = load.booths * load.starts;
	const byQuota = Math.floor((load.booths * load.quota) / 100) * load.starts;
	const demand = load.taken + load.waiting;
	const isFull = reaches(load.taken, load.seats, limits.fullPercent);
	const found: Cause[] = [];
	if (reaches(demand, possible, limits.fullPercent)) {
		found.push({ kind: 'booths', value: demand, of: possible });
	} else if (isFull && byQuota < possible) {
		found.push({ kind: 'quota', value: byQuota, of: possible });
	}
	if (reaches(byQuota - load.seats, byQuota, limits.staffPercent)) {
		found.push({ kind: 'staff', value: load.seats, of: byQuota });
	}
	if (load.isLongFar || reaches(load.linesTaken, load.lines, limits.fullPercent)) {
		found.push({ kind: 'lines', value: load.linesTaken, of: load.lines });
	}
	const visits = Object.values(load.byTopic).reduce((sum, count) => sum + count, 0);
	const [most] = Object.entries(load.byTopic).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
	if (most && visits >= limits.fewest && reaches(most[1], visits, limits.topicPercent)) {
		found.push({ kind: 'topic', value: most[1], of: visits, topicId: most[0] });
	}
	const due = load.arrived + load.missed;
	if (due >= limits.fewest && reaches(load.missed, due, limits.missedPercent)) {
		found.push({ kind: 'missed', value: load.missed, of: due });
	}
	if (reaches(load.leased, load.seats, limits.leasePercent)) {
		found.push({ kind: 'leases', value: load.leased, of: load.seats });
	}
	return found;
}
