import type { Booking } from '../booking/booking.ts';
import type { Topic } from '../booking/topic.ts';

/** What can stand on a checklist; its words stand in `preparation:item.<id>`. */
export const itemIds = [
	'records-print',
	'name-search',
	'forms',
	'leaflets',
	'interpreter',
	'large-print',
	'wheelchair-seat',
	'proxy-papers',
	'disclosure-care',
	'tv-site',
	'tv-device',
	'tv-identity',
	'call-back'
] as const;
export type ItemId = (typeof itemIds)[number];

export const itemStates = ['todo', 'doing', 'done'] as const;
export type ItemState = (typeof itemStates)[number];

/** Old records may stand under another reading of the name (氏名索引照会). */
const searchesNames = new Set([
	'old-age-claim',
	'disability',
	'survivor',
	'unpaid-death',
	'records',
	'lump-sum',
	'agreement'
]);
/** Neither needs the record of contributions on paper. */
const withoutRecords = new Set(['nenkin-net', 'address-name', 'other']);
/** Topics with forms to lay out; which they are stands in `preparation:forms.<topicId>`. */
export const formTopics = [
	'old-age-claim',
	'disability',
	'survivor',
	'unpaid-death',
	'joining',
	'records',
	'payment',
	'exemption',
	'student',
	'maternity',
	'lump-sum',
	'agreement',
	'leaving-japan',
	'address-name',
	'nenkin-net'
] as const;
export type FormTopic = (typeof formTopics)[number];

type Wanted = Pick<Booking, 'channel' | 'needs' | 'proxy' | 'nonDisclosure'>;

const callsInterpreter = ({ needs }: Wanted): boolean =>
	needs.spokenLanguage !== 'ja' ||
	needs.supports.includes('phone-interpreter') ||
	needs.supports.includes('remote-sign');

/** What to prepare for a visit, in the order in which it is done (S04, S07). */
export function checklistFor(booking: Wanted, topic: Pick<Topic, 'topicId'>): ItemId[] {
	const { topicId } = topic;
	const { channel, needs } = booking;
	const isTv = channel === 'tv-phone';
	const wanted: Record<ItemId, boolean> = {
		'disclosure-care': booking.nonDisclosure,
		'records-print': !withoutRecords.has(topicId),
		'name-search': searchesNames.has(topicId),
		forms: (formTopics as readonly string[]).includes(topicId),
		leaflets: true,
		interpreter: callsInterpreter(booking),
		'large-print': needs.supports.includes('large-print'),
		'wheelchair-seat': needs.supports.includes('wheelchair') && channel === 'counter',
		'proxy-papers': booking.proxy !== null,
		'tv-site': isTv,
		'tv-device': isTv,
		'tv-identity': isTv,
		'call-back': channel === 'phone'
	};
	return (Object.keys(wanted) as ItemId[]).filter((itemId) => wanted[itemId]);
}

type Ticked =
	{ readonly items: Readonly<Record<string, { readonly state: ItemState }>> } | undefined;

export const stateOf = (row: Ticked, itemId: ItemId): ItemState =>
	row?.items[itemId]?.state ?? 'todo';

/** How far a preparation is: items done, and all of them. */
export function progressOf(row: Ticked, booking: Wanted, topic: Pick<Topic, 'topicId'>) {
	const items = checklistFor(booking, topic);
	return {
		done: items.filter((itemId) => stateOf(row, itemId) === 'done').length,
		all: items.length
	};
}

/** Whether everything is ready: what a consultation waits for before it starts (S04). */
export function isPrepared(row: Ticked, booking: Wanted, topic: Pick<Topic, 'topicId'>): boolean {
	const { done, all } = progressOf(row, booking, topic);
	return done === all;
}
