import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import type { Lease } from '#lib/domain/booking/lease.ts';
import type { SeatNeed } from '#lib/domain/booking/search.ts';
import { freeLines, freeSeats, startsAt, type Slot } from '#lib/domain/booking/slot.ts';
import type { Office } from '#lib/domain/office/office.ts';

/**
 * What a start time offers here and now: a seat of this device, a seat the centre says is free,
 * a request that the centre decides later, or nothing.
 */
export type SeatState =
	| 'leased'
	| 'free'
	| 'request'
	| 'full'
	/** Seats are free, but no interpreter line. */
	| 'no-interpreter'
	/** A long visit cannot go on: lunch, closing, or the next start time is full. */
	| 'too-short'
	| 'past'
	| 'not-offered';

export interface Choice {
	readonly slot: Slot;
	readonly state: SeatState;
	readonly seats: number;
	readonly lease: Lease | undefined;
	/** The next start time of a long visit, and this device's seat in it. */
	readonly next: Slot | undefined;
	readonly nextLease: Lease | undefined;
	/** Staff on duty at that time speak the visitor's language. */
	readonly spoken: boolean;
}

export interface Circumstances {
	readonly need: SeatNeed;
	readonly lease: Lease | undefined;
	readonly next: Slot | undefined;
	readonly nextLease: Lease | undefined;
	/** Nobody on the phone line speaks the visitor's language then. */
	readonly closed: boolean;
	/** The centre answered lately. */
	readonly fresh: boolean;
	readonly now: number;
	readonly offered: boolean;
	readonly language: string;
}

/** Whether this device's own seats, with a line where one is needed, make the visit certain. */
function isLeased({ need, lease, nextLease }: Circumstances): boolean {
	const wanted = need.isLong ? [lease, nextLease] : [lease];
	return wanted.every((held) => held && (!need.line || held.interpreter));
}

/** What a slot offers under the circumstances. */
export function choiceOf(slot: Slot, given: Circumstances): Choice {
	const { need, lease, next, nextLease } = given;
	const parts = need.isLong && next ? [slot, next] : [slot];
	const seats = Math.min(...parts.map(freeSeats));
	const spoken = given.language !== 'ja' && slot.languages.includes(given.language);
	const choice = (state: SeatState, count: number): Choice => ({
		slot,
		state,
		seats: count,
		lease,
		next: need.isLong ? next : undefined,
		nextLease: need.isLong ? nextLease : undefined,
		spoken
	});
	if (!given.offered) return choice('not-offered', 0);
	if (startsAt(slot) <= given.now) return choice('past', 0);
	if (need.isLong && !next) return choice('too-short', 0);
	if (need.line && given.closed) return choice('no-interpreter', 0);
	if (isLeased(given)) return choice('leased', 1 + seats);
	if (seats === 0) return choice(freeSeats(slot) > 0 ? 'too-short' : 'full', 0);
	if (need.line && parts.some((part) => freeLines(part) === 0)) return choice('no-interpreter', 0);
	return choice(given.fresh ? 'free' : 'request', seats);
}

/** The seats of a choice as a mutation names them; a hold of the screen goes before a lease. */
export function seatArgs({ slot, next, lease, nextLease }: Choice, held: readonly Lease[]) {
	const on = (part: Slot | undefined, own: Lease | undefined): string | null =>
		part ? ((held.find(({ slotId }) => slotId === part.slotId) ?? own)?.leaseId ?? null) : null;
	return {
		slotId: slot.slotId,
		leaseId: on(slot, lease),
		extraSlotId: next?.slotId ?? null,
		extraLeaseId: on(next, nextLease)
	};
}

/** Entries as a map that nobody changes afterwards. */
export const byId = <Value>(entries: readonly [string, Value][]): ReadonlyMap<string, Value> =>
	new Map(entries);

export const isOpen = ({ state }: Choice): boolean =>
	state === 'leased' || state === 'free' || state === 'request';

const rank: Partial<Record<SeatState, number>> = { free: 0, leased: 1 };

/** The earliest certain start time; without one, the earliest that can be asked for. */
export function firstSensible(choices: readonly Choice[]): Choice | undefined {
	const open = choices.filter(isOpen).sort((a, b) => startsAt(a.slot) - startsAt(b.slot));
	return open.find(({ state }) => rank[state] !== undefined) ?? open[0];
}

/** The name of an office as it fits a column. */
export function officeShort(
	office: Pick<Office, 'kind' | 'name' | 'romaji'>,
	tag: LanguageTag
): string {
	if (tag !== 'ja')
		return office.romaji
			.replace(/ Pension Office$/, '')
			.replace(/^Street-corner Pension Centre /, 'Centre ');
	return office.kind === 'branch'
		? office.name.replace(/年金事務所$/, '')
		: office.name.replace('街角の年金相談センター', '街角 ');
}
