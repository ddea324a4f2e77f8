import * as z from 'zod/mini';
import { plainDate } from '../basics/calendar.ts';
import { dateAt } from '../basics/days.ts';
import { identifier, officeId } from '../basics/ids.ts';
import { languageTag, type LanguageTag } from '../basics/languages.ts';
import { ok, refuse } from '../basics/result.ts';
import type { Decision, RuleContext } from '../basics/rule.ts';
import { isSame } from '../basics/same.ts';

export const modes = ['phone', 'sign', 'chat', 'cards', 'talk'] as const;
export type Mode = (typeof modes)[number];

/** Where the service was used (003: 年金事務所, コールセンター, 市区町村; 出張相談). */
export const places = ['office', 'call-centre', 'municipality', 'outreach'] as const;
export type Place = (typeof places)[number];

export const MOST_MINUTES = 480;

const facts = {
	useId: identifier,
	language: languageTag,
	mode: z.enum(modes),
	place: z.enum(places),
	topicId: z.nullable(z.string().check(z.regex(/^[a-z-]{2,40}$/))),
	minutes: z.int().check(z.minimum(0), z.maximum(MOST_MINUTES)),
	visitId: z.nullable(identifier),
	startedAt: z.number()
};

/** One use of an interpreter, chat or cards, counted for the yearly figures; no names. */
export const usage = z.object({ ...facts, officeId, date: plainDate });
export type Usage = z.infer<typeof usage>;

export const useArgs = z.object(facts);
export type UseArgs = z.infer<typeof useArgs>;

export const useRefusals = ['use-known', 'use-language', 'use-future'] as const;
type UseDecision = Decision<
	{ readonly table: 'usage'; readonly row: Usage },
	{ readonly kind: (typeof useRefusals)[number]; readonly field: string }
>;

/** Clocks of tablets and centre may differ by so much. */
const CLOCK_SLACK_MS = 10 * 60_000;

/** Counts a use once; the same again changes nothing. */
export function countUse(
	args: UseArgs,
	facts: { readonly usage: Usage | undefined },
	context: RuleContext
): UseDecision {
	const row: Usage = { ...args, officeId: context.officeId, date: dateAt(args.startedAt) };
	if (facts.usage)
		return isSame(facts.usage, row) ? ok([]) : refuse({ kind: 'use-known', field: 'useId' });
	if (args.mode === 'phone' && args.language.startsWith('ja'))
		return refuse({ kind: 'use-language', field: 'language' });
	if (args.startedAt > context.now + CLOCK_SLACK_MS)
		return refuse({ kind: 'use-future', field: 'startedAt' });
	return ok([{ table: 'usage', row }]);
}

/** Whole minutes from one instant to another, as a bill would count them, within what is stored. */
export const minutesBetween = (from: number, to: number): number =>
	Math.min(MOST_MINUTES, Math.max(0, Math.ceil((to - from) / 60_000)));

export interface UseCount {
	readonly language: LanguageTag;
	readonly uses: number;
	readonly minutes: number;
	readonly byMode: Readonly<Partial<Record<Mode, number>>>;
}

/** The uses of a day by language and mode, the most used language first. */
export function summarise(rows: readonly Usage[], date: string): UseCount[] {
	const found = new Map<LanguageTag, UseCount>();
	for (const { language, mode, minutes, date: day } of rows) {
		if (day !== date) continue;
		const count = found.get(language) ?? { language, uses: 0, minutes: 0, byMode: {} };
		found.set(language, {
			language,
			uses: count.uses + 1,
			minutes: count.minutes + minutes,
			byMode: { ...count.byMode, [mode]: (count.byMode[mode] ?? 0) + 1 }
		});
	}
	return [...found.values()].sort((a, b) => b.uses - a.uses || (a.language < b.language ? -1 : 1));
}
