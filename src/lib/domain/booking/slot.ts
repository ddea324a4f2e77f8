import * as z from 'zod/mini';
import { plainDate, plainTime } from '../basics/calendar.ts';
import { instantOf, minutesOf, timeOf } from '../basics/days.ts';
import { officeId } from '../basics/ids.ts';
import { SLOT_MINUTES } from '../office/office.ts';

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
	languages: z.array(z.string()),
	/** Interpreter lines that the office can use at the same time, and how many are promised. */
	lines: z._default(z.int().check(z.nonnegative()), 0),
	linesTaken: z._default(z.int().check(z.nonnegative()), 0)
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

/** The start time after a slot, or undefined when a consultation cannot go on (lunch, closing). */
export const nextSlotId = ({ officeId, date, start }: Pick<Slot, 'officeId' | 'date' | 'start'>) =>
	slotId(officeId, date, timeOf(minutesOf(start) + SLOT_MINUTES));

/** How many start times a consultation of so many minutes takes: one or two. */
export const startsNeeded = (minutes: number): 1 | 2 => (minutes > SLOT_MINUTES ? 2 : 1);

export const freeLines = ({ lines, linesTaken }: Pick<Slot, 'lines' | 'linesTaken'>): number =>
	Math.max(0, lines - linesTaken);

export const freeSeats = ({ capacity, taken }: Pick<Slot, 'capacity' | 'taken'>): number =>
	Math.max(0, capacity - taken);

export const startsAt = ({ date, start }: Pick<Slot, 'date' | 'start'>): number =>
	instantOf(date, start);
