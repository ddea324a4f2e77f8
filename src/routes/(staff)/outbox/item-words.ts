import { bookArgs } from '#lib/domain/booking/rules.ts';
import { readSlotId } from '#lib/domain/booking/slot.ts';
import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { formatTime } from '#lib/i18n/format.ts';
import type { Translate } from '#lib/i18n/setup.svelte.ts';
import type { OutboxItem } from '#lib/local/desk.ts';
import type { RowView } from '#lib/local/rows.ts';
import { shortDay } from '../dates.ts';

const kinds = ['booking.book@1', 'booking.move@1', 'booking.amend@1', 'booking.cancel@1'] as const;

/** What an item does, in one word or two; for items of others that is all that is shown. */
export function kindText(t: Translate, name: string): string {
	const kind = kinds.find((known) => known === name);
	return kind
		? t(`outbox:kind.${kind.replace(/^booking\.|@1$/g, '') as 'book'}`)
		: t('outbox:kind.other');
}

export interface ItemWords {
	who: string;
	what: string;
	phone: string | undefined;
	bookingId: string | undefined;
}

/** Whom and which time an own item is about. */
export function itemWords(
	item: OutboxItem,
	get: RowView['get'],
	t: Translate,
	tag: LanguageTag
): ItemWords {
	const args = (item.mutation?.args ?? {}) as { bookingId?: string; slotId?: string };
	const book = bookArgs.safeParse(args);
	const row = args.bookingId ? get('booking', args.bookingId) : undefined;
	const visitor = book.success ? book.data.details.visitor : row?.visitor;
	const slot = readSlotId(args.slotId ?? row?.slotId ?? '');
	const topicId = book.success ? book.data.details.topicId : row?.topicId;
	const when = slot ? `${shortDay(tag, slot.date)} ${formatTime(slot.start)}` : '';
	const office = slot ? (get('office', slot.officeId)?.name ?? slot.officeId) : '';
	const topic = topicId ? t(`topics:${topicId as 'other'}.name`) : '';
	return {
		who: visitor?.name ?? '',
		what: [when, office, topic].filter(Boolean).join(' '),
		phone: visitor?.phone,
		bookingId: args.bookingId
	};
}
