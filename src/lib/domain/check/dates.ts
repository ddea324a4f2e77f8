import { addDays } from '../basics/days.ts';
import type { Answers } from './flow.ts';

/** So many months after a month (`YYYY-MM`), also backwards. */
export function addMonths(month: string, months: number): string {
	const [year, number] = month.split('-').map(Number) as [number, number];
	const index = year * 12 + number - 1 + months;
	return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

const lastDayOf = (month: string): string => addDays(`${addMonths(month, 1)}-01`, -1);

/** The same day years later; 29 February becomes 28 February where there is none. */
export function addYears(date: string, years: number): string {
	const month = `${Number(date.slice(0, 4)) + years}${date.slice(4, 7)}`;
	const same = `${month}-${date.slice(8)}`;
	const last = lastDayOf(month);
	return same > last ? last : same;
}

/** The fiscal year of a date: April to March, named by its first calendar year. */
export const fiscalYear = (date: string): number =>
	Number(date.slice(0, 4)) - (date.slice(5, 7) < '04' ? 1 : 0);

/** July of the year of exemption that a day lies in: one form asks for July to June. */
export const exemptionYear = (today: string): string =>
	`${Number(today.slice(0, 4)) - (today.slice(5, 7) < '07' ? 1 : 0)}-07`;

/**
 * Whose income decides: of the calendar year before the year of exemption began; for students,
 * before the fiscal year. So from January to June it is the year before last (facts §4).
 */
export const incomeYear = ({ situation }: Answers, today: string): number =>
	(situation === 'student' ? fiscalYear(today) : Number(exemptionYear(today).slice(0, 4))) - 1;
