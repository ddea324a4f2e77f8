import type { Device } from '../access/access.ts';
import type { Visit } from './visit.ts';

/** 0 → A … 25 → Z, 26 → AA … */
export function laneAt(index: number): string {
	const letter = String.fromCharCode(65 + (index % 26));
	return index < 26 ? letter : laneAt(Math.floor(index / 26) - 1) + letter;
}

/**
 * The lane of a tablet: numbers of different lanes never clash, so tickets can be issued without
 * a line. It keeps the lane of its tickets of the day; otherwise its place among the devices of
 * the office says which, and when another device already issues there (tablets were added since
 * the morning) the first lane behind all places. The key in the database is the last guard.
 */
export function laneOf(
	devices: readonly Pick<Device, 'deviceId'>[],
	deviceId: string,
	ofDay: readonly Pick<Visit, 'deviceId' | 'lane' | 'number'>[]
): string {
	const mine = ofDay.filter((visit) => visit.deviceId === deviceId);
	if (mine.length > 0) return mine.reduce((a, b) => (b.number > a.number ? b : a)).lane;
	const foreign = new Set(ofDay.map(({ lane }) => lane));
	const ids = devices.map((device) => device.deviceId).sort();
	const place = Math.max(0, ids.indexOf(deviceId));
	let index = place;
	while (foreign.has(laneAt(index))) index = Math.max(index + 1, ids.length);
	return laneAt(index);
}

/** What a tablet remembers of its tickets. */
export interface TicketCounter {
	readonly date: string;
	readonly last: number;
}

/**
 * The next number. It begins anew only on a later day that the centre's clock confirms: after a
 * jump of the tablet's own clock counting goes on, so that no number of a day comes twice.
 */
export function nextTicket(
	before: TicketCounter | undefined,
	date: string,
	isConfirmed: boolean,
	highestSeen = 0
): TicketCounter {
	const isNew = !before || (isConfirmed && date > before.date);
	if (isNew) return { date, last: highestSeen + 1 };
	return {
		date: date > before.date ? date : before.date,
		last: Math.max(before.last, highestSeen) + 1
	};
}
