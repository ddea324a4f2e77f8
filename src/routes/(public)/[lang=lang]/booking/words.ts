import type { ProblemKind } from '#lib/domain/booking/request-form.ts';
import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { formatDate, formatTime } from '#lib/i18n/format.ts';
import type { Texts } from '#lib/i18n/resources.ts';
import { fill } from '#lib/i18n/texts.ts';
import type { Told, Trouble } from './answers.ts';

/** As many as the domain takes; said here too, so that the page comes without its schemas. */
const MOST_WISHES = 3;
const WISH_DAYS = 60;
const TOKYO_MS = 9 * 3_600_000;

/** The time of day in Tokyo of an instant, as on Japanese paper. */
export const clockTime = (instant: number): string =>
	formatTime(new Date(instant + TOKYO_MS).toISOString().slice(11, 16));

export const dayAndTime = (tag: LanguageTag, date: string, start: string): string =>
	`${formatDate(tag, date)} ${formatTime(start)}`;

type Words = Pick<Texts, 'request' | 'fields'>;

export const wishHint = (text: string): string => fill(text, { most: MOST_WISHES });

/** What is wrong at a field, in the reader's language. */
export function problemText({ request, fields }: Words, kind: string): string {
	const own: Partial<Record<ProblemKind, string>> = {
		'mail-shape': request.mailShape,
		'sms-mobile': request.smsMobile,
		'wish-missing': request.wishMissing,
		'wish-many': fill(request.wishMany, { most: MOST_WISHES }),
		'wish-days': fill(request.wishDays, { days: WISH_DAYS }),
		'topic-not-here': request.topicNotHere
	};
	const shared = fields[kind as keyof Texts['fields']] ?? fields.missing;
	return own[kind as ProblemKind] ?? fill(shared);
}

/** What a field is about, for the summary, where each problem has to name its field. */
export function summaryLabel(request: Texts['request'], field: string): string {
	const labels: Record<string, string> = {
		office: request.officeTitle,
		topic: request.topicTitle,
		reading: request.languageTitle,
		spoken: request.languageTitle,
		supports: request.needsTitle,
		wish: request.wishTitle,
		name: request.name,
		mail: request.mail
	};
	return labels[field] ?? request.contactTitle;
}

export function troubleText(request: Texts['request'], trouble: Trouble | 'notFound'): string {
	if (typeof trouble === 'string') return request[trouble];
	return fill(request.tooMany, { time: clockTime(trouble.until) });
}

export function stateText(request: Texts['request'], told: Told): string {
	const states = {
		received: request.stateReceived,
		booked: request.stateBooked,
		declined: request.stateDeclined,
		withdrawn: request.stateWithdrawn
	};
	const reasons = {
		full: request.reasonFull,
		phone: request.reasonPhone,
		'other-office': request.reasonOtherOffice,
		unreachable: request.reasonUnreachable
	};
	return told.reason ? `${states[told.state]} ${reasons[told.reason]}` : states[told.state];
}
