/*
 * Dates and times of the counter, without their schemas, which weigh more than a whole page.
 * Everything is Asia/Tokyo (UTC+9, no summer time), whatever the device says; instants are epoch
 * milliseconds.
 */
const DAY = 86_400_000;
const TOKYO = 9 * 3_600_000;

/** The date of an instant of UTC. */
export function toText(epochDay: number): string {
	return new Date(epochDay).toISOString().slice(0, 10);
}

/** The date in Tokyo at an instant (epoch ms). */
export const dateAt = (instant: number): string => toText(instant + TOKYO);

/** The time of day in Tokyo at an instant (epoch ms), as hh:mm. */
export const timeAt = (instant: number): string =>
	new Date(instant + TOKYO).toISOString().slice(11, 16);

/** The instant (epoch ms) of a Tokyo date and time. */
export const instantOf = (date: string, time: string): number =>
	Date.parse(`${date}T${time}:00+09:00`);

export const addDays = (date: string, days: number): string =>
	toText(Date.parse(date) + days * DAY);

/** Whole days from the first date to the second. */
export const daysBetween = (from: string, to: string): number =>
	Math.round((Date.parse(to) - Date.parse(from)) / DAY);

/** 0 = Sunday … 6 = Saturday. */
export const weekdayOf = (date: string): number => new Date(Date.parse(date)).getUTCDay();

export const minutesOf = (time: string): number =>
	Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

export const timeOf = (minutes: number): string =>
	`${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
