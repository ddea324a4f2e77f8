import * as z from 'zod/mini';
import { plainDate, plainTime } from '../basics/calendar.ts';
import { addDays, minutesOf, timeOf, weekdayOf } from '../basics/days.ts';
import { officeId } from '../basics/ids.ts';

const hours = z.object({ first: plainTime, last: plainTime });

/** Start times of consultations: weekdays, the extended first open day of a week, open Saturdays. */
export const openingHours = z.object({
	weekday: hours,
	extended: z.nullable(hours),
	saturday: z.nullable(hours)
});

export const office = z.object({
	officeId,
	/** A branch office (年金事務所) or a street-corner centre (街角の年金相談センター). */
	kind: z.enum(['branch', 'centre']),
	name: z.string(),
	reading: z.string(),
	romaji: z.string(),
	prefecture: z.string(),
	postcode: z.string(),
	address: z.string(),
	phone: z.string(),
	latitude: z.number(),
	longitude: z.number(),
	booths: z.int().check(z.positive()),
	/** Share of the capacity that may be booked ahead, in percent. */
	quota: z.int().check(z.minimum(0), z.maximum(100)),
	/** Seats a counter tablet holds for each open day, to book without a line. */
	standingLease: z.int().check(z.nonnegative()),
	/** Consultations through the interpreter service that can run at the same time. */
	interpreterLines: z._default(z.int().check(z.nonnegative()), 1),
	openingHours
});
export type Office = z.infer<typeof office>;

export const holiday = z.object({ date: plainDate, name: z.string() });
export type Holiday = z.infer<typeof holiday>;

export const SLOT_MINUTES = 60;

/** 日本年金機構 is closed from 29 December to 3 January. */
export const isYearEnd = (date: string): boolean =>
	date.slice(5) >= '12-29' || date.slice(5) <= '01-03';

function secondSaturday(date: string): boolean {
	const day = Number(date.slice(8));
	return weekdayOf(date) === 6 && day >= 8 && day <= 14;
}

const closedWeekday = (date: string, holidays: ReadonlySet<string>): boolean =>
	weekdayOf(date) === 0 || weekdayOf(date) === 6 || holidays.has(date) || isYearEnd(date);

/** The extended evening is the first open day of the week, Monday unless that is closed. */
function firstOpenDayOfWeek(date: string, holidays: ReadonlySet<string>): boolean {
	let earlier = addDays(date, -1);
	while (weekdayOf(earlier) !== 0) {
		if (!closedWeekday(earlier, holidays)) return false;
		earlier = addDays(earlier, -1);
	}
	return true;
}

/**
 * The start times (hh:mm) an office offers on a date; none when it is closed.
 * Booking starts 9:00–16:00, extended days to 18:00, second Saturdays 10:00–15:00
 * (domain 6-Q1; all of it is configuration of the office).
 */
export function startTimes(
	{ openingHours }: Pick<Office, 'openingHours'>,
	date: string,
	holidays: ReadonlySet<string>
): string[] {
	let day: z.infer<typeof hours> | null;
	if (secondSaturday(date) && !isYearEnd(date) && !holidays.has(date)) day = openingHours.saturday;
	else if (closedWeekday(date, holidays)) day = null;
	else if (openingHours.extended && firstOpenDayOfWeek(date, holidays)) day = openingHours.extended;
	else day = openingHours.weekday;
	if (!day) return [];
	const times: string[] = [];
	for (let at = minutesOf(day.first); at <= minutesOf(day.last); at += SLOT_MINUTES) {
		if (at !== minutesOf('12:00')) times.push(timeOf(at));
	}
	return times;
}

/**
 * How many consultations can be booked for one start time:
 * min(booths, staff on duty) × quota (domain §2.5).
 */
export function bookableSeats(office: Pick<Office, 'booths' | 'quota'>, onDuty: number): number {
	return Math.floor((Math.min(office.booths, onDuty) * office.quota) / 100);
}

/** Distance between two offices in kilometres (haversine). */
export function distanceKm(
	a: Pick<Office, 'latitude' | 'longitude'>,
	b: Pick<Office, 'latitude' | 'longitude'>
): number {
	const radians = (degrees: number): number => (degrees * Math.PI) / 180;
	const half = (x: number): number => Math.sin(radians(x) / 2) ** 2;
	const chord =
		half(b.latitude - a.latitude) +
		Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(b.longitude - a.longitude);
	return 12_742 * Math.asin(Math.sqrt(chord));
}

/** The offices nearest to one, at most `count`, nearer first. */
export function neighbours<Place extends Office>(
	home: Office,
	offices: readonly Place[],
	count: number
): Place[] {
	return offices
		.filter(({ officeId }) => officeId !== home.officeId)
		.map((place) => ({ place, km: distanceKm(home, place) }))
		.sort((a, b) => a.km - b.km || a.place.officeId.localeCompare(b.place.officeId))
		.slice(0, count)
		.map(({ place }) => place);
}
