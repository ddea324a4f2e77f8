import { addDays, dateAt } from '#lib/domain/basics/days.ts';
import { nearestAlternatives, type SeatNeed } from '#lib/domain/booking/search.ts';
import { readSlotId, type Slot } from '#lib/domain/booking/slot.ts';
import { distanceKm, neighbours, type Office } from '#lib/domain/office/office.ts';
import { sql, type Database, type Tx } from './database.ts';

/** How many offices near its own a tablet sees and an alternative may lie in. */
export const NEIGHBOURS = 3;
const DAYS_AHEAD = 14;

export async function listOffices(tx: Tx | Database): Promise<Office[]> {
	const { rows } = await sql<{
		data: Office;
	}>`SELECT data FROM office WHERE office_id = 'ref'`.execute(tx);
	return rows.map(({ data }) => data);
}

/** The three free slots nearest to one that could not be had, in its office and the next ones. */
export async function alternativesFor(
	tx: Tx,
	slotId: string,
	need: SeatNeed,
	now: number
): Promise<Slot[]> {
	const wanted = readSlotId(slotId);
	if (!wanted) return [];
	const offices = await listOffices(tx);
	const home = offices.find(({ officeId }) => officeId === wanted.officeId);
	if (!home) return [];
	const near = [home, ...neighbours(home, offices, NEIGHBOURS)];
	const today = dateAt(now);
	const { rows } = await sql<{ data: Slot }>`
		SELECT data FROM slot
		WHERE office_id = ANY(${near.map(({ officeId }) => officeId)})
			AND day BETWEEN ${today} AND ${addDays(wanted.date, DAYS_AHEAD)} AND taken < capacity
	`.execute(tx);
	const km = new Map(near.map((office) => [office.officeId, distanceKm(home, office)]));
	return nearestAlternatives(
		{ ...wanted, slotId },
		need,
		rows.map(({ data }) => data),
		(id) => km.get(id) ?? Infinity,
		now
	);
}
