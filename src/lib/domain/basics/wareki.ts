import { toText } from './days.ts';

/** First day, name and letter of each era since Meiji. */
const eras = [
	{ from: '2019-05-01', name: '令和', letter: 'R' },
	{ from: '1989-01-08', name: '平成', letter: 'H' },
	{ from: '1926-12-25', name: '昭和', letter: 'S' },
	{ from: '1912-07-30', name: '大正', letter: 'T' },
	{ from: '1868-10-23', name: '明治', letter: 'M' }
] as const;

export interface EraYear {
	name: string;
	letter: string;
	year: number;
}

/** The era and year of a date (YYYY-MM-DD); undefined before Meiji. */
export function eraYear(date: string): EraYear | undefined {
	const era = eras.find(({ from }) => date >= from);
	if (!era) return undefined;
	return {
		name: era.name,
		letter: era.letter,
		year: Number(date.slice(0, 4)) - Number(era.from.slice(0, 4)) + 1
	};
}

/**
 * The date (YYYY-MM-DD) of an era's year; undefined when there is no such day, or it lay before the
 * era began or after it ended. The day on which an era changed belongs to both.
 */
export function dateOfEra(
	letter: string,
	year: number,
	month: number,
	day: number
): string | undefined {
	const at = eras.findIndex((era) => era.letter === letter);
	const era = eras[at];
	if (!era || year < 1) return undefined;
	const two = (part: number): string => String(part).padStart(2, '0');
	const date = `${Number(era.from.slice(0, 4)) + year - 1}-${two(month)}-${two(day)}`;
	if (Number.isNaN(Date.parse(date)) || toText(Date.parse(date)) !== date) return undefined;
	const next = eras[at - 1];
	return date >= era.from && (!next || date <= next.from) ? date : undefined;
}

/** 令和8年11月21日（2026年）: both calendars side by side. */
export function warekiDate(date: string): string {
	const era = eraYear(date);
	const [year, month, day] = date.split('-').map(Number);
	const yearText = era ? `${era.name}${era.year === 1 ? '元' : era.year}年` : `${year}年`;
	return `${yearText}${month}月${day}日（${year}年）`;
}
