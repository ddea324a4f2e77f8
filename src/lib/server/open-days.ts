import { addDays, dateAt } from '#lib/domain/basics/days.ts';
import type { Person } from '#lib/domain/access/access.ts';
import { slotId, type Slot } from '#lib/domain/booking/slot.ts';
import { onDuty } from '#lib/domain/office/duty.ts';
import {
	bookableSeats,
	SLOT_MINUTES,
	startTimes,
	type Holiday,
	type Office
} from '#lib/domain/office/office.ts';
import type { Centre } from './centre.ts';
import { inTransaction, sql, type Tx } from './database.ts';
import { listOffices } from './alternatives.ts';
import { commitRows } from './rows.ts';

/** How far ahead consultations can be booked, in days. */
export const DAYS_OPEN = 28;

function slotsOf(
	office: Office,
	date: string,
	holidays: ReadonlySet<string>,
	people: readonly Person[]
): Slot[] {
	const duty = onDuty(people, date);
	// Offices without a staff list count as fully staffed.
	const seats = bookableSeats(office, people.length === 0 ? office.booths : duty.length);
	const languages = [...new Set(duty.flatMap((person) => person.languages))].sort();
	return startTimes(office, date, holidays).map((start) => ({
		slotId: slotId(office.officeId, date, start),
		officeId: office.officeId,
		date,
		start,
		minutes: SLOT_MINUTES,
		capacity: seats,
		taken: 0,
		languages,
		lines: Math.min(office.interpreterLines, seats),
		linesTaken: 0
	}));
}

async function insertSeats(tx: Tx, slots: readonly Slot[]): Promise<void> {
	const seats = slots.flatMap(({ officeId, slotId, capacity }) =>
		Array.from({ length: capacity }, (_, index) => ({
			office_id: officeId,
			slot_id: slotId,
			seat_no: index + 1
		}))
	);
	if (seats.length === 0) return;
	await sql`
		INSERT INTO seat (office_id, slot_id, seat_no)
		SELECT office_id, slot_id, seat_no
		FROM jsonb_to_recordset(${JSON.stringify(seats)}::jsonb) AS s(office_id text, slot_id text, seat_no integer)
	`.execute(tx);
}

/** Opens the days up to `DAYS_OPEN` ahead that are not open yet; gives how many slots. */
export async function openDays(centre: Centre): Promise<number> {
	const today = dateAt(centre.clock());
	const dates = Array.from({ length: DAYS_OPEN + 1 }, (_, index) => addDays(today, index));
	const { rows: holidayRows } = await sql<{ data: Holiday }>`SELECT data FROM holiday`.execute(
		centre.db
	);
	const holidays = new Set(holidayRows.map(({ data }) => data.date));
	let opened = 0;
	for (const office of await listOffices(centre.db)) {
		opened += await inTransaction(centre.db, async (tx) => {
			// One opener per office: a second process waits here and finds the days open.
			await sql`SELECT 1 FROM space WHERE office_id = ${office.officeId} FOR UPDATE`.execute(tx);
			const { rows: open } = await sql<{ day: string }>`
				SELECT DISTINCT day FROM slot WHERE office_id = ${office.officeId} AND day >= ${today}
			`.execute(tx);
			const { rows: people } = await sql<{
				data: Person;
			}>`SELECT data FROM person WHERE office_id = ${office.officeId} ORDER BY id`.execute(tx);
			const known = new Set(open.map(({ day }) => day));
			const slots = dates
				.filter((date) => !known.has(date))
				.flatMap((date) =>
					slotsOf(
						office,
						date,
						holidays,
						people.map(({ data }) => data)
					)
				);
			for (let from = 0; from < slots.length; from += 100) {
				const part = slots.slice(from, from + 100);
				await insertSeats(tx, part);
				await commitRows(
					tx,
					office.officeId,
					part.map((row) => ({ table: 'slot', row })),
					{
						at: centre.clock(),
						actorId: 'centre',
						deviceId: 'centre',
						action: 'office.open-days',
						subject: office.officeId
					}
				);
			}
			return slots.length;
		});
	}
	return opened;
}
