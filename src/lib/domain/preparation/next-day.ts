import { addDays } from '../basics/days.ts';
import { startTimes, type Office } from '../office/office.ts';

/** Longer than an office is ever closed. */
const LONGEST_CLOSED = 31;

/** The next or previous day on which an office consults, without weekends, holidays and new year. */
export function openDayFrom(
	office: Pick<Office, 'openingHours'>,
	date: string,
	holidays: ReadonlySet<string>,
	step: 1 | -1 = 1
): string {
	for (let days = 1; days <= LONGEST_CLOSED; days += 1) {
		const day = addDays(date, step * days);
		if (startTimes(office, day, holidays).length > 0) return day;
	}
	return addDays(date, step);
}
