import type { Person } from '#lib/domain/access/access.ts';
import { addDays, dateAt, instantOf } from '#lib/domain/basics/days.ts';
import type { Booking } from '#lib/domain/booking/booking.ts';
import { topicList } from '#lib/domain/booking/topic-list.ts';
import { officeList } from '#lib/domain/office/office-list.ts';
import { startTimes, type Office } from '#lib/domain/office/office.ts';
import type { Centre } from '../centre.ts';
import { inTransaction, sql } from '../database.ts';
import { commitRows } from '../rows.ts';
import { inventMorning, inventPace } from './morning.ts';
import { holidays } from './reference.ts';
import { demoStaff } from './staff.ts';

/** Whether the office is at work: from a quarter of an hour before the first start to an hour after the last. */
function isAtWork(office: Office, now: number): boolean {
	const date = dateAt(now);
	const times = startTimes(office, date, new Set(holidays().map((holiday) => holiday.date)));
	const [first, last] = [times[0], times.at(-1)];
	if (!first || !last) return false;
	return now > instantOf(date, first) - 15 * 60_000 && now < instantOf(date, last) + 60 * 60_000;
}

async function seedOffice(centre: Centre, office: Office, seed: number): Promise<void> {
	const { officeId } = office;
	const now = centre.clock();
	const today = dateAt(now);
	await inTransaction(centre.db, async (tx) => {
		const { rows: pace } = await sql`SELECT 1 FROM pace WHERE office_id = ${officeId}`.execute(tx);
		const { rows: visits } = await sql`
			SELECT 1 FROM visit WHERE office_id = ${officeId} AND day = ${today} LIMIT 1
		`.execute(tx);
		const { rows: bookings } = await sql<{ data: Booking }>`
			SELECT data FROM booking WHERE office_id = ${officeId} AND day = ${today} ORDER BY id
		`.execute(tx);
		const people: readonly Person[] = demoStaff.filter((person) => person.officeId === officeId);
		const isRunning = visits.length === 0 && isAtWork(office, now);
		const changes = [
			...(pace.length === 0
				? [
						{
							table: 'pace' as const,
							row: inventPace(office, topicList, addDays(today, -1), seed)
						}
					]
				: []),
			...(isRunning
				? inventMorning({
						office,
						topics: topicList,
						people,
						bookings: bookings.map(({ data }) => data),
						now,
						seed
					})
				: [])
		];
		if (changes.length === 0) return;
		await commitRows(tx, officeId, changes, {
			at: now,
			actorId: 'centre',
			deviceId: 'centre',
			action: 'demonstration.reception',
			subject: officeId
		});
	});
}

/**
 * Gives the staffed offices of the demonstration a pace, and at a start within their hours a
 * morning that is under way, so that the board has something to show. A day with tickets is
 * left as it is.
 */
export async function seedReception(centre: Centre, seed: number): Promise<void> {
	const staffed = new Set(demoStaff.map(({ officeId }) => officeId));
	for (const office of officeList) {
		if (staffed.has(office.officeId)) await seedOffice(centre, office, seed);
	}
}
