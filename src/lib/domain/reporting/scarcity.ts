import * as z from 'zod/mini';
import { plainDate } from '../basics/calendar.ts';
import { officeId } from '../basics/ids.ts';
import { hasRoom, type SeatNeed } from '../booking/search.ts';
import { startsAt, type Slot } from '../booking/slot.ts';
import type { Office } from '../office/office.ts';
import { businessDaysBefore, businessDaysFrom, businessDaysUntil } from './business-days.ts';
import { cause, causesOf, type Cause } from './causes.ts';
import { limits, type Limits } from './limits.ts';

/** Business days that a chart shows: about the last thirty days, and three weeks ahead. */
export const PAST_DAYS = 22;
export const AHEAD_DAYS = 15;

/** `far` and `full` make an office hard to book; `far-long` is about visits with an interpreter. */
export const signs = ['far', 'full', 'far-long'] as const;
export type Sign = (typeof signs)[number];

const percent = z.nullable(z.int().check(z.minimum(0), z.maximum(100)));
const days = z.nullable(z.int().check(z.nonnegative()));

/** One office as the last night saw it; everybody reads all offices, so it is small. */
export const scarcity = z.object({
	officeId,
	/** The day whose figures these are; all days below are counted from it. */
	date: plainDate,
	/** Business days until the first free start time; null when none is free in the open days. */
	first: days,
	firstDate: z.nullable(plainDate),
	/** The same for a visit of two start times with an interpreter. */
	long: days,
	longDate: z.nullable(plainDate),
	/** Business days that are open for booking. */
	open: z.int().check(z.nonnegative()),
	/** Seats, and those taken, of the next business days and of the last ones. */
	seats: z.int().check(z.nonnegative()),
	taken: z.int().check(z.nonnegative()),
	lastSeats: z.int().check(z.nonnegative()),
	lastTaken: z.int().check(z.nonnegative()),
	signs: z.array(z.enum(signs)),
	causes: z.array(cause),
	/** Fill per business day in percent, oldest first; null where there were no seats. */
	past: z.array(percent).check(z.maxLength(PAST_DAYS)),
	ahead: z.array(percent).check(z.maxLength(AHEAD_DAYS)),
	/** `first` of the nights of the past business days; null where a night was missed. */
	firsts: z.array(days).check(z.maxLength(PAST_DAYS))
});
export type Scarcity = z.infer<typeof scarcity>;

/** The part of a slot that the figures need. */
export type Seats = Pick<
	Slot,
	'slotId' | 'officeId' | 'date' | 'start' | 'capacity' | 'taken' | 'lines' | 'linesTaken'
>;

export interface DayFill {
	readonly seats: number;
	readonly taken: number;
}

/** What is counted elsewhere than in the slots. */
export interface Counts {
	readonly byTopic: Readonly<Record<string, number>>;
	readonly arrived: number;
	readonly missed: number;
	readonly waiting: number;
	readonly leased: number;
}

export interface ScarcityFacts {
	readonly office: Pick<Office, 'officeId' | 'booths' | 'quota'>;
	/** From today on, all that is open. */
	readonly slots: readonly Seats[];
	/** Days that are over. */
	readonly pastFill: ReadonlyMap<string, DayFill>;
	/** First free start time of earlier nights, in business days. */
	readonly pastFirsts: ReadonlyMap<string, number | null>;
	readonly counts: Counts;
	readonly holidays: ReadonlySet<string>;
	readonly now: number;
	readonly today: string;
}

const LONG: SeatNeed = { isLong: true, line: true };
const USUAL: SeatNeed = { isLong: false, line: false };

/** The first start time to come with room for a need, or undefined. */
export function firstFree(slots: readonly Seats[], need: SeatNeed, now: number): Seats | undefined {
	const byId = new Map(slots.map((slot) => [slot.slotId, slot as Slot]));
	let best: Seats | undefined;
	for (const slot of slots) {
		const isLater = best && startsAt(slot) >= startsAt(best);
		if (isLater || startsAt(slot) <= now) continue;
		if (hasRoom(slot as Slot, need, (id) => byId.get(id))) best = slot;
	}
	return best;
}

/** Percent taken, rounded down so that 95 means at least 95; null without seats. */
export const fillOf = (day: DayFill | undefined): number | null =>
	day && day.seats > 0 ? Math.min(100, Math.floor((day.taken * 100) / day.seats)) : null;

/** Seats and taken seats per day. */
export function fillByDay(slots: readonly Seats[]): Map<string, DayFill> {
	const days = new Map<string, DayFill>();
	for (const { date, capacity, taken } of slots) {
		const day = days.get(date) ?? { seats: 0, taken: 0 };
		days.set(date, { seats: day.seats + capacity, taken: day.taken + taken });
	}
	return days;
}

const total = (fill: ReadonlyMap<string, DayFill>, days: readonly string[]): DayFill =>
	days.reduce<DayFill>(
		(sum, date) => ({
			seats: sum.seats + (fill.get(date)?.seats ?? 0),
			taken: sum.taken + (fill.get(date)?.taken ?? 0)
		}),
		{ seats: 0, taken: 0 }
	);

/** Whether bookings are hard to get at an office: too far away, or nearly all taken. */
export const isHard = ({ signs }: Pick<Scarcity, 'signs'>): boolean =>
	signs.includes('far') || signs.includes('full');

/** The figures of an office, whether it is hard to book, and why. */
export function measure(facts: ScarcityFacts, limit: Limits = limits): Scarcity {
	const { office, slots, pastFill, holidays, now, today, counts } = facts;
	const usual = firstFree(slots, USUAL, now);
	const long = firstFree(slots, LONG, now);
	const daysTo = (slot: Seats | undefined): number | null =>
		slot ? businessDaysUntil(today, slot.date, holidays) : null;
	const aheadDays = businessDaysFrom(today, Math.max(AHEAD_DAYS, limit.fullDays), holidays);
	const pastDays = businessDaysBefore(today, Math.max(PAST_DAYS, limit.fullDays), holidays);
	const aheadFill = fillByDay(slots);
	const judged = aheadDays.slice(0, limit.fullDays);
	const next = total(aheadFill, judged);
	const last = total(pastFill, pastDays.slice(-limit.fullDays));
	const open = new Set(slots.filter(({ capacity }) => capacity > 0).map(({ date }) => date));
	const isFar = (slot: Seats | undefined): boolean =>
		open.size > 0 && (slot === undefined || daysTo(slot)! > limit.farDays);
	const isFull = (fill: DayFill): boolean => (fillOf(fill) ?? 0) >= limit.fullPercent;
	const hasLines = slots.some(({ lines }) => lines > 0);
	const found: Sign[] = [];
	if (isFar(usual)) found.push('far');
	if (isFull(next) || isFull(last)) found.push('full');
	if (hasLines && isFar(long)) found.push('far-long');
	const near = new Set(judged);
	const nearSlots = slots.filter(({ date }) => near.has(date));
	const sum = (key: 'lines' | 'linesTaken'): number =>
		nearSlots.reduce((all, slot) => all + slot[key], 0);
	const causes: Cause[] =
		found.length === 0
			? []
			: causesOf(
					{
						...counts,
						...next,
						booths: office.booths,
						quota: office.quota,
						starts: nearSlots.length,
						lines: sum('lines'),
						linesTaken: sum('linesTaken'),
						isLongFar: found.includes('far-long') && !found.includes('far')
					},
					limit
				);
	return {
		officeId: office.officeId,
		date: today,
		first: daysTo(usual),
		firstDate: usual?.date ?? null,
		long: daysTo(long),
		longDate: long?.date ?? null,
		open: aheadDays.filter((date) => open.has(date)).length,
		seats: next.seats,
		taken: next.taken,
		lastSeats: last.seats,
		lastTaken: last.taken,
		signs: found,
		causes,
		past: pastDays.slice(-PAST_DAYS).map((date) => fillOf(pastFill.get(date))),
		ahead: aheadDays.slice(0, AHEAD_DAYS).map((date) => fillOf(aheadFill.get(date))),
		firsts: pastDays.slice(-PAST_DAYS).map((date) => facts.pastFirsts.get(date) ?? null)
	};
}
