import { nextTicket } from '#lib/domain/reception/lanes.ts';
import { getMeta, putMeta, type LocalDatabase } from './database.ts';

/**
 * The next ticket number of this device, durable before it is used: a number that is not used is
 * simply missing. `isConfirmed`: the centre said today that it is this day. `highestSeen` is the highest number of its lane that it knows of, for a device
 * whose own memory was erased.
 */
export const takeTicketNumber = (
	db: LocalDatabase,
	date: string,
	isConfirmed: boolean,
	highestSeen: number
): Promise<number> =>
	db.transaction('rw', db.meta, async () => {
		const counter = nextTicket(await getMeta(db, 'tickets'), date, isConfirmed, highestSeen);
		await putMeta(db, 'tickets', counter);
		return counter.last;
	});
