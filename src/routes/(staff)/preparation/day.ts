import type { Person } from '#lib/domain/access/access.ts';
import { plainDate } from '#lib/domain/basics/calendar.ts';
import { dateAt } from '#lib/domain/basics/days.ts';
import type { Booking } from '#lib/domain/booking/booking.ts';
import type { Topic } from '#lib/domain/booking/topic.ts';
import { onDuty } from '#lib/domain/office/duty.ts';
import type { Held } from '#lib/domain/preparation/assign.ts';
import {
	assigneeOf,
	assignmentId,
	slotsOf,
	takesTime
} from '#lib/domain/preparation/assignment.ts';
import { progressOf } from '#lib/domain/preparation/checklist.ts';
import { openDayFrom } from '#lib/domain/preparation/next-day.ts';
import type { AssignReason, Preparation } from '#lib/domain/preparation/preparation.ts';
import type { OutboxItem } from '#lib/local/desk.ts';
import type { TabletState } from '../tablet-state.svelte.ts';

/** One visit of a day as the screens of preparation show it. */
export interface Visit {
	readonly booking: Booking;
	readonly topic: Pick<Topic, 'topicId'> & Partial<Topic>;
	readonly row: Preparation | undefined;
	readonly person: Person | undefined;
	readonly reasons: readonly AssignReason[];
	/** Somebody was assigned, but the visit has another time now. */
	readonly isStale: boolean;
	readonly done: number;
	readonly all: number;
}

export function visitOf(tablet: TabletState, booking: Booking): Visit {
	const topic = tablet.get('topic', booking.topicId) ?? { topicId: booking.topicId };
	const row = tablet.get('preparation', booking.bookingId);
	const personId = assigneeOf(booking, row, (id) => tablet.get('assignment', id));
	return {
		booking,
		topic,
		row,
		person: personId ? tablet.get('person', personId) : undefined,
		reasons: personId ? ((row?.reasons ?? []) as AssignReason[]) : [],
		isStale: personId === undefined && Boolean(row?.personId),
		...progressOf(row, booking, topic)
	};
}

/** The visits of a day that take place, by time. */
export const visitsOf = (tablet: TabletState, day: string): Visit[] =>
	tablet
		.list('booking')
		.filter(
			({ date, officeId, status }) =>
				date === day &&
				officeId === tablet.device?.officeId &&
				status !== 'cancelled' &&
				status !== 'missed'
		)
		.sort((a, b) => a.start.localeCompare(b.start) || a.bookingId.localeCompare(b.bookingId))
		.map((booking) => visitOf(tablet, booking));

/** The open day before or after another one. */
export function openDay(tablet: TabletState, from: string, step: 1 | -1 = 1): string {
	const office = tablet.get('office', tablet.device?.officeId ?? '');
	const holidays = new Set(tablet.list('holiday').map(({ date }) => date));
	return office ? openDayFrom(office, from, holidays, step) : from;
}

/** The day that an address asks for, or the next open one. */
export function dayWanted(tablet: TabletState, asked: string | null): string {
	if (plainDate.safeParse(asked).success) return asked!;
	return openDay(tablet, dateAt(tablet.minute));
}

export const dutyOn = (tablet: TabletState, day: string): Person[] =>
	onDuty(
		tablet.list('person').filter(({ officeId }) => officeId === tablet.device?.officeId),
		day
	);

export const heldOf = (visits: readonly Visit[]): Held[] =>
	visits.map(({ booking, person }) => ({ booking, personId: person?.personId }));

/** Whether a person has another visit at one of the times of a visit, apart from some. */
export const isBusy = (
	tablet: TabletState,
	personId: string,
	booking: Booking,
	apart: readonly string[] = []
): boolean =>
	slotsOf(booking).some((slotId) => {
		const other = tablet.get('assignment', assignmentId(personId, slotId))?.bookingId;
		return (
			typeof other === 'string' &&
			other !== booking.bookingId &&
			!apart.includes(other) &&
			takesTime(tablet.get('booking', other), slotId)
		);
	});

export interface Choice {
	readonly personId: string;
	readonly reasons: readonly AssignReason[];
}

/** Sends who shall hold a visit, on the state that the screen shows. */
export const sendAssign = (tablet: TabletState, { booking, person }: Visit, choice: Choice) =>
	tablet.desk!.mutate('preparation.assign@1', booking.officeId, {
		bookingId: booking.bookingId,
		slotIds: slotsOf(booking),
		fromPersonId: person?.personId ?? null,
		...choice,
		at: tablet.tablet.clock.now()
	});

/** Whether an entry of the outbox about the preparation of a visit still waits. */
export const waitsFor = ({ state, mutation }: OutboxItem, bookingId: string): boolean => {
	if (state !== 'waiting' || !mutation?.name.startsWith('preparation.')) return false;
	const args = mutation.args as {
		bookingId?: string;
		from?: { bookingId?: string };
		to?: { bookingId?: string };
	};
	return [args.bookingId, args.from?.bookingId, args.to?.bookingId].includes(bookingId);
};
