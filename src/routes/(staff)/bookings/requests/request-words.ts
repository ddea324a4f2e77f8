import type { Request, Wishes } from '#lib/domain/booking/request.ts';
import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { formatTime } from '#lib/i18n/format.ts';
import type { Translate } from '#lib/i18n/setup.svelte.ts';
import { shortDay } from '../../dates.ts';

/** Whether somebody of the office has to do something. */
export const needsAnswer = ({ state, visitorWish }: Request): boolean =>
	state === 'received' || (state === 'booked' && visitorWish !== null);

/** Wished times, one a line. */
export function wishLines({ slots, any }: Wishes, lang: LanguageTag, t: Translate): string[] {
	return [
		...slots.map(({ date, start }) => `${shortDay(lang, date)} ${formatTime(start)}`),
		...(any
			? [
					t('requests:any', {
						date: shortDay(lang, any.from),
						part: t(`requests:part.${any.part}`)
					})
				]
			: [])
	];
}

/** How long a request has been waiting. */
export function ageText(request: Request, now: number, t: Translate): string {
	const hours = Math.max(0, Math.floor((now - request.receivedAt) / 3_600_000));
	return hours < 48
		? t('requests:age', { hours })
		: t('requests:ageDays', { days: Math.floor(hours / 24) });
}
