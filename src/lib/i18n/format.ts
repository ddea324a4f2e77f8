import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { warekiDate } from '#lib/domain/basics/wareki.ts';
import { languages } from './languages.ts';
import { ownDate, ownMonth, ownWeekday } from './own-dates.ts';

// Digits are compared with Japanese paper, so no locale brings its own digits or calendar.
const format = (tag: LanguageTag, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
	new Intl.DateTimeFormat(`${languages[tag].html}-u-ca-gregory-nu-latn`, {
		timeZone: 'Asia/Tokyo',
		...options
	});

const noon = (date: string): number => Date.parse(`${date}T12:00:00+09:00`);

/** The weekday of a date (YYYY-MM-DD) in words. */
export const weekdayName = (
	tag: LanguageTag,
	date: string,
	style: 'long' | 'short' = 'long'
): string => ownWeekday(tag, date) ?? format(tag, { weekday: style }).format(noon(date));

/**
 * A date (YYYY-MM-DD) with its weekday; in Japanese with both calendars:
 * 令和8年11月26日（2026年）木曜日.
 */
export function formatDate(tag: LanguageTag, date: string): string {
	if (languages[tag].html === 'ja') return `${warekiDate(date)}${weekdayName(tag, date)}`;
	const own = ownDate(tag, date, true);
	if (own) return own;
	const parts = { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' } as const;
	return format(tag, parts).format(noon(date));
}

/** The date without weekday, for "issued on" and "as of". */
export function formatDay(tag: LanguageTag, date: string): string {
	if (languages[tag].html === 'ja') return warekiDate(date);
	return (
		ownDate(tag, date, false) ??
		format(tag, { year: 'numeric', month: 'long', day: 'numeric' }).format(noon(date))
	);
}

/** A time of day (hh:mm) as on Japanese paper: 9:00, never with am or pm. */
export const formatTime = (time: string): string =>
	`${Number(time.slice(0, 2))}:${time.slice(3, 5)}`;

/** A month of one year (YYYY-MM): 令和9年6月（2027年）, June 2027. */
export function formatMonth(tag: LanguageTag, month: string): string {
	const day = `${month}-01`;
	if (languages[tag].html === 'ja') return warekiDate(day).replace('月1日', '月');
	const own = ownMonth(tag, Number(month.slice(5)));
	if (own) return `${own} ${month.slice(0, 4)}`;
	return format(tag, { year: 'numeric', month: 'long' }).format(noon(day));
}

/** A month of every year (1–12): 7月, July. */
export function formatMonthOfYear(tag: LanguageTag, month: number): string {
	if (languages[tag].html === 'ja') return `${month}月`;
	const day = `2026-${String(month).padStart(2, '0')}-01`;
	return ownMonth(tag, month) ?? format(tag, { month: 'long' }).format(noon(day));
}
