import * as z from 'zod/mini';
import { plainDate } from '../basics/calendar.ts';
import { addDays, dateAt } from '../basics/days.ts';
import { identifier, officeId } from '../basics/ids.ts';
import { freeText } from '../basics/personal-text.ts';
import { ok, refuse } from '../basics/result.ts';
import type { Decision, RuleContext } from '../basics/rule.ts';
import { isSame } from '../basics/same.ts';

/**
 * What is done where bookings are hard to get (003: 当日対応の徹底, 郵送提出勧奨,
 * 電話での相談完結の促進, 適切な予約枠の設定).
 */
export const remedyKinds = ['same-day', 'post', 'phone', 'quota'] as const;
export type RemedyKind = (typeof remedyKinds)[number];

export const NOTE_LENGTH = 400;

/** A remedy that an office decided on. The row only grows: its end is written once. */
export const remedy = z.object({
	remedyId: identifier,
	officeId,
	kind: z.enum(remedyKinds),
	note: z.string(),
	from: plainDate,
	/** The last day as planned; null while it is to go on. */
	until: z.nullable(plainDate),
	at: z.number(),
	by: identifier,
	ended: z.nullable(z.object({ on: plainDate, at: z.number(), by: identifier }))
});
export type Remedy = z.infer<typeof remedy>;

export const remedyRefusals = [
	'remedy-known',
	'remedy-unknown',
	'remedy-ended',
	'remedy-dates'
] as const;

type RemedyDecision = Decision<
	{ readonly table: 'remedy'; readonly row: Remedy },
	{ readonly kind: (typeof remedyRefusals)[number]; readonly field: string }
>;

export interface RemedyFacts {
	readonly remedy: Remedy | undefined;
}

export const remedyArgs = z.object({
	remedyId: identifier,
	kind: z.enum(remedyKinds),
	note: freeText(NOTE_LENGTH),
	from: plainDate,
	until: z.nullable(plainDate)
});
export type RemedyArgs = z.infer<typeof remedyArgs>;

/** A decision may be written down late, and for a time to come, but not for another year's. */
const DAYS_AWAY = 366;

/** `reporting.remedy@1`: writes down what the office decided to do; a repeat changes nothing. */
export function logRemedy(
	args: RemedyArgs,
	facts: RemedyFacts,
	context: RuleContext
): RemedyDecision {
	const known = facts.remedy;
	if (known) {
		const { remedyId, kind, note, from, until } = known;
		return isSame({ remedyId, kind, note, from, until }, args)
			? ok([])
			: refuse({ kind: 'remedy-known', field: 'remedyId' });
	}
	const today = dateAt(context.now);
	if (args.from < addDays(today, -DAYS_AWAY) || args.from > addDays(today, DAYS_AWAY))
		return refuse({ kind: 'remedy-dates', field: 'from' });
	if (args.until !== null && args.until < args.from)
		return refuse({ kind: 'remedy-dates', field: 'until' });
	const { now: at, actorId: by, officeId } = context;
	return ok([{ table: 'remedy', row: { ...args, officeId, at, by, ended: null } }]);
}

export const endRemedyArgs = z.object({ remedyId: identifier, on: plainDate });
export type EndRemedyArgs = z.infer<typeof endRemedyArgs>;

/** `reporting.end-remedy@1`: the last day of a remedy, said once; a repeat changes nothing. */
export function endRemedy(
	args: EndRemedyArgs,
	facts: RemedyFacts,
	context: RuleContext
): RemedyDecision {
	const { remedy } = facts;
	if (!remedy) return refuse({ kind: 'remedy-unknown', field: 'remedyId' });
	if (remedy.ended)
		return remedy.ended.on === args.on
			? ok([])
			: refuse({ kind: 'remedy-ended', field: 'remedyId' });
	if (args.on < remedy.from) return refuse({ kind: 'remedy-dates', field: 'on' });
	const ended = { on: args.on, at: context.now, by: context.actorId };
	return ok([{ table: 'remedy', row: { ...remedy, ended } }]);
}

/** Whether a remedy is under way, over, or still to come. */
export function stateOf(
	{ from, until, ended }: Pick<Remedy, 'from' | 'until' | 'ended'>,
	today: string
): 'planned' | 'running' | 'over' {
	const last = ended?.on ?? until;
	if (ended && ended.on <= today) return 'over';
	if (last !== null && last < today) return 'over';
	return from > today ? 'planned' : 'running';
}
