import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { factOn, type FactOnDay } from '#lib/domain/guidance/fact.ts';
import { factList } from '#lib/domain/guidance/fact-list.ts';
import { isFactName } from '#lib/domain/guidance/terms.ts';
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

/** What a named figure says on a day; undefined for a name nobody keeps. */
export const namedFact = (name: string, day: string): FactOnDay | undefined =>
	isFactName(name) ? factOn(factList[name], day) : undefined;

/** A text with every figure in it written out as of a day. */
export const fillFacts = (tag: LanguageTag, text: string, day: string, yen: string): string =>
	text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
		const found = namedFact(name, day);
		return found ? factText(tag, found, yen) : whole;
	});
