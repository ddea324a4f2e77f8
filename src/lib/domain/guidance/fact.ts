import { addDays } from '../basics/days.ts';

/** `month` is a month of one year, `monthOfYear` the same month each year (1–12). */
export type FactUnit =
	'yen' | 'number' | 'percent' | 'date' | 'month' | 'monthOfYear' | 'phone' | 'time' | 'share';

/**
 * How far a figure may be trusted: read in a source, worked out from such figures, or neither;
 * an uncertain one is shown with the advice to ask the office, never bare.
 */
export type Certainty = 'sourced' | 'calculated' | 'uncertain';

export interface FactVersion {
	/** Whole yen, a plain number, `YYYY-MM-DD`, `YYYY-MM`, `hh:mm`, `1/2` or a telephone number. */
	readonly value: number | string;
	/** First and last day on which the value holds, `YYYY-MM-DD`; open where there is none. */
	readonly from?: string;
	readonly to?: string;
	/** Where this version differs from what the fact says of itself. */
	readonly certainty?: Certainty;
}

export interface Fact {
	readonly unit: FactUnit;
	readonly versions: readonly FactVersion[];
	/** Id of the source list. */
	readonly source: string;
	readonly certainty: Certainty;
}

export interface FactSource {
	/** Who says it, in Japanese, as a visitor may look for it. */
	readonly who: string;
	/** Address of the page, or name of the paper. */
	readonly where: string;
	/** The day the source bears or was read, `YYYY-MM-DD`. */
	readonly asOf: string;
	/** Read through somebody who cites it, not at the source itself. */
	readonly isSecondHand?: boolean;
}

export interface FactOnDay {
	readonly unit: FactUnit;
	readonly value: number | string;
	readonly certainty: Certainty;
	/** `expired`: the last known value is over; `announced`: the first one has not begun. */
	readonly validity: 'valid' | 'expired' | 'announced';
	/** First and last day of the value; left out where it is open. */
	readonly from?: string;
	readonly until?: string;
	readonly source: string;
}

/** What a fact says on a day (`YYYY-MM-DD`): the version of that day, else the nearest one, marked. */
export function factOn(fact: Fact, day: string): FactOnDay {
	const begun = fact.versions.filter(({ from }) => from === undefined || from <= day);
	const version = begun.at(-1) ?? fact.versions[0]!;
	const isOver = version.to !== undefined && version.to < day;
	return {
		unit: fact.unit,
		value: version.value,
		certainty: version.certainty ?? fact.certainty,
		validity: begun.length === 0 ? 'announced' : isOver ? 'expired' : 'valid',
		...(version.from === undefined ? {} : { from: version.from }),
		...(version.to === undefined ? {} : { until: version.to }),
		source: fact.source
	};
}

/** What is wrong with a list of facts, as readable lines: holes, overlaps, values of another unit. */
export function factProblems(
	facts: Readonly<Record<string, Fact>>,
	sources: Readonly<Record<string, FactSource>>
): string[] {
	const shapes: Record<FactUnit, RegExp> = {
		yen: /^\d+$/,
		number: /^\d+$/,
		percent: /^\d+(\.\d+)?$/,
		date: /^\d{4}-\d{2}-\d{2}$/,
		month: /^\d{4}-\d{2}$/,
		monthOfYear: /^([1-9]|1[0-2])$/,
		phone: /^0\d{1,4}-\d{1,4}-\d{3,4}$/,
		time: /^\d{2}:\d{2}$/,
		share: /^\d\/\d$/
	};
	return Object.entries(facts).flatMap(([name, { unit, versions, source }]) => {
		const found: string[] = [];
		if (!sources[source]) found.push(`${name} names no source`);
		if (versions.length === 0) found.push(`${name} has no value`);
		versions.forEach(({ value, from, to }, index) => {
			if (!shapes[unit].test(String(value))) found.push(`${name}: ${value} is no ${unit}`);
			if (from !== undefined && to !== undefined && from > to)
				found.push(`${name}: ends before it begins`);
			const next = versions[index + 1];
			if (next && next.from !== (to === undefined ? undefined : addDays(to, 1)))
				found.push(`${name}: a hole or an overlap after ${to ?? 'no end'}`);
		});
		return found;
	});
}
