import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { factOn, type Fact, type FactOnDay } from '#lib/domain/guidance/fact.ts';
import { formatDay, formatMonth, formatMonthOfYear, formatTime } from './format.ts';

/** An amount in yen: `{{amount}}円` filled with grouped digits. */
export const formatYen = (yen: string, amount: number): string =>
	yen.replace('{{amount}}', new Intl.NumberFormat('en').format(amount));

/** A figure in words of the language; `yen` is its pattern for amounts. */
export function factText(tag: LanguageTag, { unit, value }: FactOnDay, yen: string): string {
	switch (unit) {
		case 'yen':
			return formatYen(yen, Number(value));
		case 'date':
			return formatDay(tag, String(value));
		case 'month':
			return formatMonth(tag, String(value));
		case 'monthOfYear':
			return formatMonthOfYear(tag, Number(value));
		case 'time':
			return formatTime(String(value));
		case 'percent':
			return `${value}%`;
		default:
			return String(value);
	}
}

/** Figures a page has at hand, read as of a day (`YYYY-MM-DD`). */
export interface FactsAsOf {
	readonly day: string;
	readonly facts: Readonly<Record<string, Fact>>;
}

/** What a named figure says on the day; undefined for a name that is not at hand. */
export const namedFact = (name: string, { day, facts }: FactsAsOf): FactOnDay | undefined =>
	Object.hasOwn(facts, name) ? factOn(facts[name]!, day) : undefined;

/** A text with every figure in it written out. */
export const fillFacts = (tag: LanguageTag, text: string, asOf: FactsAsOf, yen: string): string =>
	text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
		const found = namedFact(name, asOf);
		return found ? factText(tag, found, yen) : whole;
	});
