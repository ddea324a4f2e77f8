import * as z from 'zod/mini';
import { instantOf, plainDate, plainTime } from '../basics/calendar.ts';
import { officeId } from '../basics/ids.ts';

/** One start time of one office on one day. `taken` counts booked, leased and held seats. */
export const slot = z.object({
	slotId: z.string(),
	officeId,
	date: plainDate,
	start: plainTime,
	minutes: z.int(),
	capacity: z.int().check(z.nonnegative()),
	taken: z.int().check(z.nonnegative()),
	/** Languages that staff on duty at that time speak. */
	languages: z.array(z.string())
});
export type Slot = z.infer<typeof slot>;

export const slotId = (office: string, date: string, start: string): string =>
	`${office}.${date}.${start.replace(':', '')}`;

/** The office, date and start time that a slot's name says; undefined when it is no slot's name. */
export function readSlotId(
	id: string
): { officeId: string; date: string; start: string } | undefined {
	const match = /^([a-z0-9-]+)\.(\d{4}-\d{2}-\d{2})\.(\d{2})(\d{2})$/.exec(id);
	if (!match) return undefined;
	return { officeId: match[1]!, date: match[2]!, start: `${match[3]}:${match[4]}` };
}

export const freeSeats = ({ capacity, taken }: Pick<Slot, 'capacity' | 'taken'>): number =>
	Math.max(0, capacity - taken);

export const startsAt = ({ date, start }: Pick<Slot, 'date' | 'start'>): number =>
	instantOf(date, start);
