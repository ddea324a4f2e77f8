import type { Person } from '../access/access.ts';
import { weekdayOf } from '../basics/days.ts';

const order = (a: Person, b: Person): number =>
	a.kana === b.kana ? (a.personId < b.personId ? -1 : 1) : a.kana < b.kana ? -1 : 1;

/**
 * Who of an office's staff is on duty on a date: everybody but one in five, in turn, so that
 * days off are spread. A duty roster of the office replaces this rule when one is kept.
 */
export function onDuty(people: readonly Person[], date: string): Person[] {
	const counter = people.filter(({ active, booth }) => active && booth !== null).sort(order);
	return counter.filter((_, index) => (index + weekdayOf(date)) % 5 !== 0 || counter.length < 5);
}
