import { dateAt } from '#lib/domain/basics/days.ts';
import { officeId as officeName } from '#lib/domain/basics/ids.ts';
import type { Booking } from '#lib/domain/booking/booking.ts';
import type { Office } from '#lib/domain/office/office.ts';
import { estimate, inputOf, type Estimate } from '#lib/domain/reception/estimate.ts';
import { defaultPolicy, type Booth, type Pace, type Policy } from '#lib/domain/reception/policy.ts';
import { boardOf, boothsOf } from '#lib/domain/reception/queue.ts';
import { watchKey, type Visit } from '#lib/domain/reception/visit.ts';
import type { Centre } from './centre.ts';
import { sql } from './database.ts';

/** What the holder of a ticket may see: no name, no topic, nobody else. */
export interface WatchedTicket {
	readonly ticket: string;
	readonly state: Visit['state'];
	readonly booth: number | null;
	readonly ahead: number;
	readonly estimate: Estimate;
}

interface OfficeDay {
	readonly visits: readonly Visit[];
	readonly bookings: readonly Booking[];
	readonly booths: readonly Booth[];
	readonly office: Office;
	readonly pace: Pace | undefined;
	readonly policy: Policy | undefined;
	readonly readAt: number;
}

/** A waiting room asks twice a minute for each ticket: one look at the office serves them all. */
const FRESH_MS = 5000;
const days = new Map<string, OfficeDay>();

async function readDay(centre: Centre, officeId: string): Promise<OfficeDay | undefined> {
	const now = centre.clock();
	const known = days.get(officeId);
	if (known && now >= known.readAt && now - known.readAt < FRESH_MS) return known;
	const today = dateAt(now);
	const { rows } = await sql<Omit<OfficeDay, 'readAt'>>`
		SELECT
			(SELECT data FROM office WHERE office_id = 'ref' AND id = ${officeId}) AS office,
			(SELECT data FROM pace WHERE office_id = ${officeId} AND id = ${officeId}) AS pace,
			(SELECT data FROM policy WHERE office_id = ${officeId} AND id = ${officeId}) AS policy,
			(SELECT coalesce(jsonb_agg(data), '[]') FROM visit WHERE office_id = ${officeId} AND day = ${today}) AS visits,
			(SELECT coalesce(jsonb_agg(data), '[]') FROM booking WHERE office_id = ${officeId} AND day = ${today}) AS bookings,
			(SELECT coalesce(jsonb_agg(data), '[]') FROM booth WHERE office_id = ${officeId}) AS booths
	`.execute(centre.db);
	const found = rows[0];
	if (!found?.office) return undefined;
	const day = {
		...found,
		pace: found.pace ?? undefined,
		policy: found.policy ?? undefined,
		readAt: now
	};
	days.set(officeId, day);
	return day;
}

/**
 * How a ticket of today stands, by the secret in its address. Undefined when the centre does not
 * know it: the tablet that issued it may be without a line, or the day is over.
 */
export async function watchTicket(
	centre: Centre,
	officeId: string,
	key: string
): Promise<WatchedTicket | undefined> {
	if (!officeName.safeParse(officeId).success || !watchKey.safeParse(key).success) return undefined;
	let day = await readDay(centre, officeId);
	if (day && !day.visits.some((visit) => visit.watchKey === key)) {
		days.delete(officeId);
		day = await readDay(centre, officeId);
	}
	const visit = day?.visits.find((found) => found.watchKey === key);
	if (!day || !visit || visit.isVoid) return undefined;
	const now = centre.clock();
	const policy = day.policy?.reception ?? defaultPolicy;
	const board = boardOf(day.visits, day.bookings, policy, now);
	const booths = boothsOf(day.office.booths, day.booths, day.visits);
	const place = board.waiting.findIndex(({ visitId }) => visitId === visit.visitId);
	return {
		ticket: visit.ticket,
		state: visit.state,
		booth: visit.booth,
		ahead: Math.max(0, place),
		estimate: estimate(inputOf(board, booths, day.pace, policy, now, visit))
	};
}
