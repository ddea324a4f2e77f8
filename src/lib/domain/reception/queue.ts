import { instantOf } from '../basics/days.ts';
import type { Booking } from '../booking/booking.ts';
import { startsAt } from '../booking/slot.ts';
import type { Booth, ReceptionPolicy } from './policy.ts';
import { waitsFrom, type Visit } from './visit.ts';

const MINUTE = 60_000;

/**
 * What the queue is ordered by (epoch ms, less = sooner). A walk-in is due when it came. A booking
 * is due at its time, or when the visitor came later, and goes before walk-ins by the advantage
 * the office gives; who comes later than the tolerance queues like a walk-in.
 */
export function dueOf(
	visit: Pick<Visit, 'queuedAt' | 'bookedStart' | 'date' | 'arrivedAt'>,
	policy: ReceptionPolicy
): number {
	const { queuedAt, bookedStart } = visit;
	if (!bookedStart) return queuedAt;
	const start = instantOf(visit.date, bookedStart);
	const isLate = visit.arrivedAt > start + policy.lateTolerance * MINUTE;
	const isRequeued = queuedAt !== visit.arrivedAt;
	if (isLate || isRequeued) return queuedAt;
	return Math.max(queuedAt, start - policy.grace * MINUTE) - policy.bookingFirst * MINUTE;
}

/** Visits in the order in which they are called; ties by ticket, so that all tablets agree. */
export const inOrder = (visits: readonly Visit[], policy: ReceptionPolicy): Visit[] =>
	visits
		.map((visit) => ({ visit, due: dueOf(visit, policy) }))
		.sort(
			(a, b) =>
				a.due - b.due ||
				a.visit.arrivedAt - b.visit.arrivedAt ||
				a.visit.lane.localeCompare(b.visit.lane) ||
				a.visit.number - b.visit.number
		)
		.map(({ visit }) => visit);

/** Whole minutes somebody has waited, or waited until called to the booth. */
export const waitMinutes = (visit: Visit, now: number): number => {
	const until = visit.startedAt ?? visit.calledAt ?? visit.endedAt ?? now;
	return Math.max(0, Math.floor((until - waitsFrom(visit)) / MINUTE));
};

export type WaitLevel = 'plain' | 'amber' | 'red';

export function waitLevel(minutes: number, policy: ReceptionPolicy): WaitLevel {
	if (minutes >= policy.red) return 'red';
	return minutes >= policy.amber ? 'amber' : 'plain';
}

export interface Board {
	readonly waiting: Visit[];
	readonly called: Visit[];
	readonly serving: Visit[];
	readonly parked: Visit[];
	readonly done: Visit[];
	readonly left: Visit[];
	/** Bookings of the day whose visitors have not come: later ones, late ones, given up. */
	readonly upcoming: Booking[];
	readonly late: Booking[];
	readonly missed: Booking[];
}

/** Everything of one day, sorted as the board shows it. Void tickets are left out. */
export function boardOf(
	visits: readonly Visit[],
	bookings: readonly Booking[],
	policy: ReceptionPolicy,
	now: number
): Board {
	const real = visits.filter(({ isVoid }) => !isVoid);
	const of = (state: Visit['state']): Visit[] => real.filter((visit) => visit.state === state);
	const byTime = (list: Booking[]): Booking[] =>
		list.sort((a, b) => a.start.localeCompare(b.start) || a.bookingId.localeCompare(b.bookingId));
	const expected = bookings.filter(
		({ status }) => status === 'confirmed' || status === 'requested'
	);
	const isLate = (booking: Booking): boolean =>
		now > startsAt(booking) + policy.lateTolerance * MINUTE;
	const newestFirst = (list: Visit[]): Visit[] =>
		list.sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
	return {
		waiting: inOrder(of('waiting'), policy),
		called: of('called').sort((a, b) => (a.calledAt ?? 0) - (b.calledAt ?? 0)),
		serving: of('serving').sort((a, b) => (a.booth ?? 0) - (b.booth ?? 0)),
		parked: of('parked').sort((a, b) => (a.parkedAt ?? 0) - (b.parkedAt ?? 0)),
		done: newestFirst(of('done')),
		left: newestFirst(of('left')),
		upcoming: byTime(expected.filter((booking) => !isLate(booking))),
		late: byTime(expected.filter(isLate)),
		missed: byTime(bookings.filter(({ status }) => status === 'missed'))
	};
}

export interface BoothView {
	readonly number: number;
	readonly state: 'free' | 'called' | 'serving' | 'closed';
	readonly personId: string | null;
	readonly visit: Visit | undefined;
}

/** What each booth does: open and free, or with whom. Somebody at a closed booth still shows. */
export function boothsOf(
	count: number,
	rows: readonly Booth[],
	visits: readonly Visit[]
): BoothView[] {
	return Array.from({ length: count }, (_, index) => {
		const number = index + 1;
		const row = rows.find((booth) => booth.number === number);
		const at = visits.filter((visit) => visit.booth === number);
		const visit =
			at.find(({ state }) => state === 'serving') ?? at.find(({ state }) => state === 'called');
		const personId = row?.isOpen ? row.personId : (visit?.personId ?? null);
		if (visit) {
			const state = visit.state === 'serving' ? 'serving' : 'called';
			return { number, state, personId, visit };
		}
		return { number, state: row?.isOpen ? 'free' : 'closed', personId, visit };
	});
}
