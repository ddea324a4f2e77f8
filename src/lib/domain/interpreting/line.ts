import * as z from 'zod/mini';
import { plainDate, plainTime } from '../basics/calendar.ts';
import { addDays, dateAt, minutesOf, timeAt, weekdayOf } from '../basics/days.ts';
import { identifier } from '../basics/ids.ts';
import { languageTag } from '../basics/languages.ts';
import { isYearEnd } from '../office/office.ts';

/** A way to reach an interpreter; number, link and hours are configuration (domain 6-Q19). */
export const line = z.object({
	lineId: identifier,
	kind: z.enum(['phone', 'sign']),
	/** The language spoken there; sign language has none of the reading languages. */
	language: z.nullable(languageTag),
	phone: z.nullable(z.string()),
	extension: z.nullable(z.string()),
	/** Where remote sign language opens. */
	link: z.nullable(z.string()),
	/** 0 = Sunday … 6 = Saturday; public holidays and the turn of the year are closed. */
	weekdays: z.array(z.int().check(z.minimum(0), z.maximum(6))),
	opens: plainTime,
	closes: plainTime,
	note: z.string()
});
export type Line = z.infer<typeof line>;

/** The tables of the interpreter service cannot say more than a fortnight ahead what is closed. */
const LOOK_AHEAD_DAYS = 14;

/** The row of the phone line for a language. */
export const phoneLineId = (language: string): string => `phone-${language}`;

const isDayOf = (
	{ weekdays }: Pick<Line, 'weekdays'>,
	date: string,
	holidays: ReadonlySet<string>
): boolean => weekdays.includes(weekdayOf(date)) && !holidays.has(date) && !isYearEnd(date);

/** Whether somebody answers from the first minute of a visit to the last. */
export const answersDuring = (
	line: Pick<Line, 'weekdays' | 'opens' | 'closes'>,
	visit: { readonly date: string; readonly start: string; readonly minutes: number },
	isHoliday: boolean
): boolean =>
	isDayOf(line, visit.date, new Set(isHoliday ? [visit.date] : [])) &&
	visit.start >= line.opens &&
	minutesOf(visit.start) + visit.minutes <= minutesOf(line.closes);

export const opening = z.object({ date: plainDate, time: plainTime });
export type LineState =
	| { readonly state: 'open'; readonly until: string }
	| { readonly state: 'closed'; readonly opens: z.infer<typeof opening> | null };

/** Whether somebody answers now, and until when; else when the line opens next. */
export function lineState(
	line: Pick<Line, 'weekdays' | 'opens' | 'closes'>,
	now: number,
	holidays: ReadonlySet<string>
): LineState {
	const today = dateAt(now);
	const minute = minutesOf(timeAt(now));
	const opens = minutesOf(line.opens);
	if (isDayOf(line, today, holidays) && minute >= opens && minute < minutesOf(line.closes)) {
		return { state: 'open', until: line.closes };
	}
	for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead += 1) {
		const date = addDays(today, ahead);
		if (ahead === 0 && minute >= opens) continue;
		if (opens < minutesOf(line.closes) && isDayOf(line, date, holidays))
			return { state: 'closed', opens: { date, time: line.opens } };
	}
	return { state: 'closed', opens: null };
}
