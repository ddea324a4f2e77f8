import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import type { MessageKind } from '#lib/domain/booking/message.ts';
import type { Request } from '#lib/domain/booking/request.ts';
import type { Office } from '#lib/domain/office/office.ts';
import { formatTime } from '#lib/i18n/format.ts';
import { fill, loadTexts } from '#lib/i18n/texts.ts';

/** Languages whose letters fit the basic alphabet of an SMS: there the name is in Latin letters. */
const latin: readonly LanguageTag[] = ['en', 'tl', 'id'];

/**
 * The text of a message from the template of a language: place, day, time, receipt number and an
 * address, never who it is for or what about. Dates are figures, the same in every language.
 */
export async function draftText(
	language: LanguageTag,
	kind: MessageKind,
	request: Pick<Request, 'receiptNo' | 'date' | 'start'>,
	office: Pick<Office, 'name' | 'romaji' | 'phone'>,
	origin: string,
	slot?: { date: string; start: string }
): Promise<string> {
	const { messages } = await loadTexts(language, ['messages']);
	const date = slot?.date ?? request.date;
	const start = slot?.start ?? request.start;
	return fill(messages[kind], {
		office: latin.includes(language) ? office.romaji : office.name,
		date: date?.replaceAll('-', '/') ?? '',
		time: start === null ? '' : formatTime(start),
		receipt: request.receiptNo,
		url: `${origin}/${language}/booking${kind === 'link' ? '' : '/status'}`,
		phone: office.phone
	});
}
