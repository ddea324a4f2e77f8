import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import type { Translate } from '#lib/i18n/setup.svelte.ts';
import { limits } from '#lib/domain/reporting/limits.ts';
import type { Scarcity } from '#lib/domain/reporting/scarcity.ts';

/** 11/27 or 27/11: short enough to stand under a bar. */
export function tinyDay(tag: LanguageTag, date: string): string {
	const [month, day] = [Number(date.slice(5, 7)), Number(date.slice(8))];
	return tag === 'ja' ? `${month}/${day}` : `${day}/${month}`;
}

/** How far away a first free start time is, in words. */
export function waitText(
	t: Translate,
	days: number | null,
	{ open }: Pick<Scarcity, 'open'>
): string {
	if (open === 0) return t('reporting:noSeats');
	if (days === null) return t('reporting:noneFree');
	return days === 0 ? t('reporting:sameDay') : t('reporting:daysAfter', { count: days });
}

export const percentText = (t: Translate, value: number | null): string =>
	value === null ? t('reporting:none') : t('reporting:percent', { value });

/** A sign that makes bookings hard to get, with its limit. */
export const signText = (t: Translate, sign: Scarcity['signs'][number]): string =>
	sign === 'full'
		? t('reporting:sign.full', { count: limits.fullDays, value: limits.fullPercent })
		: t(`reporting:sign.${sign}`, { count: limits.farDays });
