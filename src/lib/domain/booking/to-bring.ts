import type { Booking, Proxy } from './booking.ts';
import type { Topic } from './topic.ts';

/** What somebody who comes for another person brings besides (J-ONE: 委任状, 代理人の本人確認). */
const ofProxy: Record<Proxy['ground'], readonly string[]> = {
	letter: ['proxy-letter'],
	'disability-handbook': ['disability-handbook', 'proxy-identity'],
	'care-certificate': ['care-certificate', 'proxy-identity'],
	'facility-proof': ['facility-proof', 'proxy-identity']
};

/** The documents for a visit, by their names in the locales, each once. */
export const toBring = (
	topic: Pick<Topic, 'documents'>,
	{ proxy }: Pick<Booking, 'proxy'>
): string[] => [...new Set([...topic.documents, ...(proxy ? ofProxy[proxy.ground] : [])])];
