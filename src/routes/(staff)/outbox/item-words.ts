import { firstBookArgs, upcastBook } from '#lib/domain/booking/first-version.ts';
import { bookArgs, type BookArgs } from '#lib/domain/booking/rules.ts';
import { readSlotId } from '#lib/domain/booking/slot.ts';
import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { formatTime } from '#lib/i18n/format.ts';
import type { Translate } from '#lib/i18n/setup.svelte.ts';
import type { OutboxItem } from '#lib/local/desk.ts';
import type { RowView } from '#lib/local/rows.ts';
import { shortDay } from '../dates.ts';

const kinds = [
	'book',
	'move',
	'amend',
	'cancel',
	'wait',
	'leave-waiting',
	'decline-offer',
	'view',
	'talk',
	'use',
	'remedy',
	'end-remedy',
	'tick',
	'patterns',
	'note',
	'assign',
	'unassign',
	'propose-swap',
	'answer-swap',
	'capture',
	'read',
	'key',
	'verify',
	'submit'
] as const;

/** What an item does, in one word or two; for items of others that is all that is shown. */
export function kindText(t: Translate, name: string): string {
	const act = name.replace(/^[a-z-]+\.|@\d+$/g, '');
	return t(`outbox:kind.${kinds.find((known) => known === act) ?? 'other'}`);
}

/** A booking as it was meant, also one of the first version; undefined when it is another thing. */
export function readBook({ mutation }: Pick<OutboxItem, 'mutation'>): BookArgs | undefined {
	if (mutation?.name === 'booking.book@1') {
		const first = firstBookArgs.safeParse(mutation.args);
		return first.success ? upcastBook(first.data) : undefined;
	}
	return mutation?.name === 'booking.book@2' ? bookArgs.safeParse(mutation.args).data : undefined;
}

export interface ItemWords {
	who: string;
	what: string;
	phone: string | undefined;
	bookingId: string | undefined;
}

/** Whom and which time an own item is about. */
export function itemWords(
	item: Pick<OutboxItem, 'mutation'>,
	get: RowView['get'],
	t: Translate,
	tag: LanguageTag
): ItemWords {
	const args = (item.mutation?.args ?? {}) as {
		bookingId?: string;
		slotId?: string;
		visitId?: string;
	};
	const ticket = args.visitId ? get('visit', args.visitId)?.ticket : undefined;
	const book = readBook(item);
	const row = args.bookingId ? get('booking', args.bookingId) : undefined;
	const visitor = book ? book.details.visitor : row?.visitor;
	const slot = readSlotId(args.slotId ?? row?.slotId ?? '');
	const topicId = book ? book.details.topicId : row?.topicId;
	const when = slot ? `${shortDay(tag, slot.date)} ${formatTime(slot.start)}` : '';
	const office = slot ? (get('office', slot.officeId)?.name ?? slot.officeId) : '';
	const topic = topicId ? t(`topics:${topicId as 'other'}.name`) : '';
	return {
		who: visitor?.name ?? ticket ?? '',
		what: [when, office, topic].filter(Boolean).join(' '),
		phone: visitor?.phone,
		bookingId: args.bookingId
	};
}
