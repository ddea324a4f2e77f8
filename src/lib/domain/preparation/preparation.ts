import * as z from 'zod/mini';
import { plainDate } from '../basics/calendar.ts';
import { identifier, officeId } from '../basics/ids.ts';
import { freeText, kanaText } from '../basics/personal-text.ts';
import { ok, refuse } from '../basics/result.ts';
import type { Decision, RuleContext } from '../basics/rule.ts';
import { isSame } from '../basics/same.ts';
import type { Booking } from '../booking/booking.ts';
import { itemIds, itemStates, type ItemState } from './checklist.ts';
import { MOST_PATTERNS } from './name-patterns.ts';

/** Why somebody was chosen for a visit; its words stand in `preparation:reason.<kind>`. */
export const assignReasons = ['language', 'skill', 'known', 'load', 'free', 'chosen'] as const;
export type AssignReason = (typeof assignReasons)[number];

const pattern = kanaText.check(z.minLength(1, { error: 'missing' }));
const patterns = z.array(pattern).check(z.maxLength(MOST_PATTERNS));

/** What is prepared for one visit, and who will hold it. */
export const preparation = z.object({
	bookingId: identifier,
	officeId,
	date: plainDate,
	items: z.record(
		z.string(),
		z.object({ state: z.enum(itemStates), by: identifier, at: z.number() })
	),
	namePatterns: z.array(z.string()),
	note: z.string(),
	/** Who was assigned and for which start times; the rows of `assignment` have the last word. */
	personId: z.nullable(identifier),
	slotIds: z.array(z.string()),
	reasons: z.array(z.string()),
	updated: z.object({ by: identifier, at: z.number() }),
	/** Goes up with each change, so that no two can be made on the same state. */
	turn: z.int()
});
export type Preparation = z.infer<typeof preparation>;

export const preparationRefusals = [
	'person-busy',
	'person-unknown',
	'swap-unknown',
	'swap-closed'
] as const;
export interface PreparationRefusal {
	readonly kind:
		| (typeof preparationRefusals)[number]
		| 'booking-unknown'
		| 'booking-closed'
		| 'stale-version'
		| 'not-permitted';
	readonly field?: string;
}

type Write = { readonly table: 'preparation'; readonly row: Preparation };
type PreparationDecision = Decision<Write, PreparationRefusal>;

export interface PreparationFacts {
	readonly booking: Booking | undefined;
	readonly preparation: Preparation | undefined;
}

/** The row of a booking, or the one it would get. */
export const preparationOf = (
	booking: Booking,
	row: Preparation | undefined
): Omit<Preparation, 'updated'> =>
	row
		? { ...row, date: booking.date }
		: {
				bookingId: booking.bookingId,
				officeId: booking.officeId,
				date: booking.date,
				items: {},
				namePatterns: [],
				note: '',
				personId: null,
				slotIds: [],
				reasons: [],
				turn: 0
			};

/** A moment that was said by a tablet is never later than the judge's clock. */
const stamp = (at: number, { now, actorId }: RuleContext) => ({
	by: actorId,
	at: Math.min(at, now)
});

/** The row after a change. */
export const turned = (
	row: Omit<Preparation, 'updated'>,
	at: number,
	context: RuleContext
): Preparation => ({ ...row, updated: stamp(at, context), turn: row.turn + 1 });

/** Why nothing can be prepared: there is no such visit, or it will not take place. */
function closed(booking: Booking | undefined) {
	if (!booking) return refuse({ kind: 'booking-unknown', field: 'bookingId' } as const);
	if (booking.status === 'cancelled')
		return refuse({ kind: 'booking-closed', field: 'bookingId' } as const);
	return undefined;
}

export const tickArgs = z.object({
	bookingId: identifier,
	itemId: z.enum(itemIds),
	from: z.enum(itemStates),
	to: z.enum(itemStates),
	at: z.number()
});
export type TickArgs = z.infer<typeof tickArgs>;

/**
 * `preparation.tick@1`: another item that somebody ticked meanwhile stays as it is; the same item
 * is never overwritten in silence. A repeat, and two people who did the same, change nothing.
 */
export function tick(
	args: TickArgs,
	{ booking, preparation: before }: PreparationFacts,
	context: RuleContext
): PreparationDecision {
	const refusal = closed(booking);
	if (refusal) return refusal;
	const row = preparationOf(booking!, before);
	const state: ItemState = row.items[args.itemId]?.state ?? 'todo';
	if (state === args.to) return ok([]);
	if (state !== args.from) return refuse({ kind: 'stale-version', field: args.itemId });
	const items = {
		...row.items,
		[args.itemId]: { state: args.to, ...stamp(args.at, context) }
	};
	return ok([{ table: 'preparation', row: turned({ ...row, items }, args.at, context) }]);
}

export const patternsArgs = z.object({
	bookingId: identifier,
	from: patterns,
	to: patterns,
	at: z.number()
});
export type PatternsArgs = z.infer<typeof patternsArgs>;

export const noteArgs = z.object({
	bookingId: identifier,
	from: freeText(400),
	to: freeText(400),
	at: z.number()
});
export type NoteArgs = z.infer<typeof noteArgs>;

function amend(
	change: { readonly field: 'namePatterns' | 'note'; readonly from: unknown; readonly to: unknown },
	at: number,
	{ booking, preparation: before }: PreparationFacts,
	context: RuleContext
): PreparationDecision {
	const refusal = closed(booking);
	if (refusal) return refusal;
	const row = preparationOf(booking!, before);
	const { field, from, to } = change;
	if (isSame(row[field], to)) return ok([]);
	if (!isSame(row[field], from)) return refuse({ kind: 'stale-version', field });
	return ok([{ table: 'preparation', row: turned({ ...row, [field]: to }, at, context) }]);
}

/** `preparation.patterns@1`: under which readings the name index is searched, five at most. */
export const setPatterns = (
	{ from, to, at }: PatternsArgs,
	facts: PreparationFacts,
	context: RuleContext
): PreparationDecision => amend({ field: 'namePatterns', from, to }, at, facts, context);

/** `preparation.note@1`: what the others should know about this visit. */
export const setNote = (
	{ from, to, at }: NoteArgs,
	facts: PreparationFacts,
	context: RuleContext
): PreparationDecision => amend({ field: 'note', from, to }, at, facts, context);
