import { addDays, weekdayOf } from '../basics/days.ts';
import { isYearEnd } from '../office/office.ts';

/** 営業日: Monday to Friday, no holiday, not the turn of the year. Open Saturdays do not count. */
export const isBusinessDay = (date: string, holidays: ReadonlySet<string>): boolean =>
	weekdayOf(date) !== 0 && weekdayOf(date) !== 6 && !holidays.has(date) && !isYearEnd(date);

/** Business days after `from` up to and with `to`: 0 for the same day, 1 for the next one. */
export function businessDaysUntil(from: string, to: string, holidays: ReadonlySet<string>): number {
	let count = 0;
	for (let date = addDays(from, 1); date <= to; date = addDays(date, 1)) {
		if (isBusinessDay(date, holidays)) count += 1;
	}
	return count;
}

/** The next `count` business days, the given day first when it is one. */
export function businessDaysFrom(
	date: string,
	count: number,
	holidays: ReadonlySet<string>
): string[] {
	const days: string[] = [];
	for (let day = date; days.length < count; day = addDays(day, 1)) {
		if (isBusinessDay(day, holidays)) days.push(day);
	}
	return days;
}

/** The last `count` business days before a day, oldest first. */
export function businessDaysBefore(
	date: string,
	count: number,
	holidays: ReadonlySet<string>
): string[] {
	const days: string[] = [];
	for (let day = addDays(date, -1); days.length < count; day = addDays(day, -1)) {
		if (isBusinessDay(day, holidays)) days.unshift(day);
	}
	return days;
}
