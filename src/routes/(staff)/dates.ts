import { dateAt, timeAt } from '#lib/domain/basics/days.ts';
import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { warekiDate } from '#lib/domain/basics/wareki.ts';
import { formatTime, weekdayName } from '#lib/i18n/format.ts';

const parts = (date: string): [number, number] => [Number(date.slice(5, 7)), Number(date.slice(8))];

/** 令和8年11月25日（2026年）水: both calendars and the weekday, for the clock. */
export function clockDate(tag: LanguageTag, date: string): string {
	const weekday = weekdayName(tag, date, 'short');
	return tag === 'ja' ? `${warekiDate(date)}${weekday}` : `${weekday} ${date}`;
}

/** 11月27日（金）, for headings. */
export function dayText(tag: LanguageTag, date: string): string {
	const [month, day] = parts(date);
	const weekday = weekdayName(tag, date, 'short');
	return tag === 'ja' ? `${month}月${day}日（${weekday}）` : `${weekday} ${day}/${month}`;
}

/** 11/27（金）, for lists. */
export function shortDay(tag: LanguageTag, date: string): string {
	const [month, day] = parts(date);
	const weekday = weekdayName(tag, date, 'short');
	return tag === 'ja' ? `${month}/${day}（${weekday}）` : `${weekday} ${day}/${month}`;
}

/** 10:54 today, 11/20 10:54 on another day. */
export function momentText(instant: number, now: number): string {
	const time = formatTime(timeAt(instant));
	const date = dateAt(instant);
	if (date === dateAt(now)) return time;
	const [month, day] = parts(date);
	return `${month}/${day} ${time}`;
}

/** The time of day of an instant as on Japanese paper. */
export const clockTime = (instant: number): string => formatTime(timeAt(instant));
