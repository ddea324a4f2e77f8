import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import type { Lease } from '#lib/domain/booking/lease.ts';
import { freeSeats, startsAt, type Slot } from '#lib/domain/booking/slot.ts';
import type { Office } from '#lib/domain/office/office.ts';

/**
 * What a start time offers here and now: a seat of this device, a seat the centre says is free,
 * a request that the centre decides later, or nothing.
 */
export type SeatState = 'leased' | 'free' | 'request' | 'full' | 'past' | 'not-offered';

export interface Choice {
	readonly slot: Slot;
	readonly state: SeatState;
	readonly seats: number;
	readonly lease: Lease | undefined;
	/** Staff on duty at that time speak the visitor's language. */
	readonly spoken: boolean;
}

export interface Circumstances {
	readonly lease: Lease | undefined;
	/** The centre answered lately. */
	readonly fresh: boolean;
	readonly now: number;
	readonly offered: boolean;
	readonly language: string;
}

/** What a slot offers under the circumstances. */
export function choiceOf(slot: Slot, given: Circumstances): Choice {
	const seats = freeSeats(slot);
	const spoken = given.language !== 'ja' && slot.languages.includes(given.language);
	const choice = (state: SeatState, count: number): Choice => ({
		slot,
		state,
		seats: count,
		lease: given.lease,
		spoken
	});
	if (!given.offered) return choice('not-offered', 0);
	if (startsAt(slot) <= given.now) return choice('past', 0);
	if (given.lease) return choice('leased', 1 + seats);
	if (seats === 0) return choice('full', 0);
	return choice(given.fresh ? 'free' : 'request', seats);
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
