import * as z from 'zod/mini';
import { plainDate } from '../basics/calendar.ts';
import { identifier, officeId } from '../basics/ids.ts';
import { ok, refuse } from '../basics/result.ts';
import type { Decision, RuleContext } from '../basics/rule.ts';
import { isSame } from '../basics/same.ts';
import type { Person } from '../access/access.ts';
import type { Booking } from '../booking/booking.ts';
import { readSlotId } from '../booking/slot.ts';
import {
	assignReasons,
	preparationOf,
	turned,
	type AssignReason,
	type Preparation,
	type PreparationRefusal
} from './preparation.ts';

/**
 * One person at one start time. The row is named after both, so a person cannot be promised twice;
 * without a booking the person is free again.
 */
export const assignment = z.object({
	personId: identifier,
	slotId: z.string(),
	officeId,
	date: plainDate,
	bookingId: z.nullable(identifier),
	turn: z.int()
});
export type Assignment = z.infer<typeof assignment>;

export const assignmentId = (personId: string, slotId: string): string => `${personId}.${slotId}`;

/** The start times that a visit takes. */
export const slotsOf = ({ slotId, extraSlotId }: Pick<Booking, 'slotId' | 'extraSlotId'>) =>
	extraSlotId ? [slotId, extraSlotId] : [slotId];

/** Whether a visit still takes somebody's time at a start time: not moved, cancelled or missed. */
export const takesTime = (booking: Booking | undefined, slotId: string): boolean =>
	booking !== undefined &&
	booking.status !== 'cancelled' &&
	booking.status !== 'missed' &&
	slotsOf(booking).includes(slotId);

/** Rows by table and id, as `preparation.assign` and the answer to a swap read them. */
export type PlanFacts = Readonly<Record<string, unknown>>;
const read = <Row>(facts: PlanFacts, table: string, id: string): Row | undefined =>
	facts[`${table}/${id}`] as Row | undefined;
export const bookingIn = (facts: PlanFacts, id: string) => read<Booking>(facts, 'booking', id);
export const preparationIn = (facts: PlanFacts, id: string) =>
	read<Preparation>(facts, 'preparation', id);
export const personIn = (facts: PlanFacts, id: string) => read<Person>(facts, 'person', id);
const assignmentIn = (facts: PlanFacts, personId: string, slotId: string) =>
	read<Assignment>(facts, 'assignment', assignmentId(personId, slotId));

/** Who holds a visit; undefined when nobody does, or not for all of its start times any more. */
export function assigneeOf(
	booking: Booking,
	row: Preparation | undefined,
	find: (id: string) => Assignment | undefined
): string | undefined {
	const personId = row?.personId;
	if (!personId) return undefined;
	const holds = slotsOf(booking).every(
		(slotId) => find(assignmentId(personId, slotId))?.bookingId === booking.bookingId
	);
	return holds ? personId : undefined;
}

export type PlanWrite =
	| { readonly table: 'assignment'; readonly row: Assignment }
	| { readonly table: 'preparation'; readonly row: Preparation };
export type PlanDecision = Decision<PlanWrite, PreparationRefusal>;

/** A visit and who shall hold it from now on; null leaves it to nobody. */
export interface Change {
	readonly booking: Booking;
	readonly personId: string | null;
	readonly reasons: readonly AssignReason[];
}

/**
 * Gives visits to people, all or nothing. What the visits held before becomes free first; then
 * each of their start times must be free with the person who shall have it, or held by a visit
 * that was moved, cancelled or missed.
 */
export function reassign(
	changes: readonly Change[],
	at: number,
	facts: PlanFacts,
	context: RuleContext
): PlanDecision {
	const rows = new Map<string, Assignment>();
	const now = (personId: string, slotId: string): Assignment =>
		rows.get(assignmentId(personId, slotId)) ??
		assignmentIn(facts, personId, slotId) ?? {
			personId,
			slotId,
			officeId: context.officeId,
			date: readSlotId(slotId)?.date ?? '',
			bookingId: null,
			turn: 0
		};
	const writes: PlanWrite[] = [];
	const put = (row: Assignment, bookingId: string | null): void => {
		const next = { ...row, bookingId, turn: row.turn + 1 };
		rows.set(assignmentId(row.personId, row.slotId), next);
		writes.push({ table: 'assignment', row: next });
	};
	// Freed rows are written before taken ones, so that no visit is held twice in between.
	for (const { booking } of changes) {
		const before = preparationIn(facts, booking.bookingId);
		for (const slotId of before?.personId ? before.slotIds : []) {
			const row = now(before!.personId!, slotId);
			if (row.bookingId === booking.bookingId) put(row, null);
		}
	}
	for (const { booking, personId } of changes) {
		for (const slotId of personId ? slotsOf(booking) : []) {
			const row = now(personId!, slotId);
			const { bookingId } = row;
			if (bookingId !== null && takesTime(bookingIn(facts, bookingId), slotId))
				return refuse({ kind: 'person-busy', field: 'personId' });
			put(row, booking.bookingId);
		}
	}
	for (const { booking, personId, reasons } of changes) {
		const row = preparationOf(booking, preparationIn(facts, booking.bookingId));
		const slotIds = personId ? slotsOf(booking) : [];
		const changed = { ...row, personId, slotIds, reasons: personId ? [...reasons] : [] };
		writes.push({ table: 'preparation', row: turned(changed, at, context) });
	}
	return ok(writes);
}

const slotName = z.string().check(z.maxLength(64));
const seen = {
	bookingId: identifier,
	/** The start times of the visit as the screen showed them. */
	slotIds: z.array(slotName).check(z.minLength(1), z.maxLength(2)),
	/** Who had it on the screen. */
	fromPersonId: z.nullable(identifier),
	at: z.number()
};

export const assignArgs = z.object({
	...seen,
	personId: identifier,
	reasons: z.array(z.enum(assignReasons)).check(z.maxLength(assignReasons.length))
});
export type AssignArgs = z.infer<typeof assignArgs>;
export const unassignArgs = z.object(seen);
export type UnassignArgs = z.infer<typeof unassignArgs>;

/** Who holds a visit as far as the rows that were read say. */
export const holderIn = (booking: Booking, facts: PlanFacts): string | null =>
	assigneeOf(booking, preparationIn(facts, booking.bookingId), (id) =>
		read<Assignment>(facts, 'assignment', id)
	) ?? null;

function plan(
	args: UnassignArgs,
	to: Pick<Change, 'personId' | 'reasons'>,
	facts: PlanFacts,
	context: RuleContext
): PlanDecision {
	const booking = bookingIn(facts, args.bookingId);
	if (!booking) return refuse({ kind: 'booking-unknown', field: 'bookingId' });
	const holder = holderIn(booking, facts);
	if (holder === to.personId && (holder || !preparationIn(facts, args.bookingId)?.personId))
		return ok([]);
	if (!isSame(slotsOf(booking), args.slotIds))
		return refuse({ kind: 'stale-version', field: 'slotIds' });
	if (holder !== args.fromPersonId) return refuse({ kind: 'stale-version', field: 'fromPersonId' });
	return reassign([{ booking, ...to }], args.at, facts, context);
}

/**
 * `preparation.assign@1`: a person for a visit, for all of its start times or not at all (S05);
 * from another person it moves. A person who has a visit at that time is refused.
 */
export function assign(args: AssignArgs, facts: PlanFacts, context: RuleContext): PlanDecision {
	const booking = bookingIn(facts, args.bookingId);
	if (booking?.status === 'cancelled' || booking?.status === 'missed')
		return refuse({ kind: 'booking-closed', field: 'bookingId' });
	if (!personIn(facts, args.personId)?.active)
		return refuse({ kind: 'person-unknown', field: 'personId' });
	return plan(args, { personId: args.personId, reasons: args.reasons }, facts, context);
}

/** `preparation.unassign@1`: the visit is nobody's again. */
export const unassign = (
	args: UnassignArgs,
	facts: PlanFacts,
	context: RuleContext
): PlanDecision => plan(args, { personId: null, reasons: [] }, facts, context);
