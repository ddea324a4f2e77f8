import { dateAt, timeAt } from '#lib/domain/basics/days.ts';
import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { formatDate, formatTime } from './format.ts';

/** An instant (epoch ms) as date and time in Tokyo, whatever the device says. */
export const formatInstant = (tag: LanguageTag, instant: number): string =>
	`${formatDate(tag, dateAt(instant))} ${formatTime(timeAt(instant))}`;
