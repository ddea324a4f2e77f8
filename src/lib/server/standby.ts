import { dateAt } from '#lib/domain/basics/days.ts';
import { needOf, seatFor, type Offer, type Standby } from '#lib/domain/booking/standby.ts';
import { answersDuring, phoneLineId, type Line } from '#lib/domain/interpreting/line.ts';
import { nextSlotId, type Slot } from '#lib/domain/booking/slot.ts';
import type { Topic } from '#lib/domain/booking/topic.ts';
import type { Centre } from './centre.ts';
import { inTransaction, sql, type Tx } from './database.ts';
import { lockSlot, takeLease } from './leases.ts';
import { commitRows, type RowChange } from './rows.ts';

/** Whose lease an offer is: nobody's tablet, so that any tablet of the office may use it. */
const OFFERER = 'centre';

/** Puts an offer's seats aside; its rows, or undefined when they went meanwhile. */
async function offerSeat(
	tx: Tx,
	centre: Centre,
	entry: Standby,
	topic: Topic,
	slot: Slot
): Promise<{ offer: Offer; changes: RowChange[] } | undefined> {
	const { officeId, standbyId } = entry;
	const need = needOf(entry, topic);
	const taking = { purpose: 'offer', interpreter: need.line, standbyId } as const;
	const locked = await lockSlot(tx, officeId, slot.slotId);
	const next = need.isLong ? await lockSlot(tx, officeId, nextSlotId(slot)) : undefined;
	const first = locked && (await takeLease(tx, centre, { deviceId: OFFERER }, locked, taking));
	if (!first) return undefined;
	const second = next && (await takeLease(tx, centre, { deviceId: OFFERER }, next, taking));
	const offer: Offer = {
		slotId: slot.slotId,
		leaseId: first.lease.leaseId,
		extraSlotId: second ? nextSlotId(slot) : null,
		extraLeaseId: second?.lease.leaseId ?? null,
		at: centre.clock(),
		notAfter: first.lease.notAfter
	};
	return { offer, changes: [...first.changes, ...(second?.changes ?? [])] };
}

/** An offer whose lease is gone was not answered in time: its start time is not offered again. */
async function endLapsed(tx: Tx, entry: Standby): Promise<Standby | undefined> {
	const { offer } = entry;
	if (entry.state !== 'offered' || !offer) return entry.state === 'waiting' ? entry : undefined;
	const { rows } = await sql`
		SELECT 1 FROM lease
		WHERE office_id = ${entry.officeId} AND id = ${offer.leaseId} AND state = 'open'
	`.execute(tx);
	if (rows.length > 0) return undefined;
	return { ...entry, state: 'waiting', offer: null, passed: [...entry.passed, offer.slotId] };
}

/** Whether the phone line of a language answers during a visit. */
async function interpreterHours(
	tx: Tx,
	language: string
): Promise<(slot: Slot, minutes: number) => boolean> {
	const { rows } = await sql<{ line: Line | null; holidays: string[] | null }>`
		SELECT (SELECT data FROM line WHERE office_id = 'ref' AND id = ${phoneLineId(language)}) AS line,
			(SELECT jsonb_agg(id) FROM holiday WHERE office_id = 'ref') AS holidays
	`.execute(tx);
	const line = rows[0]?.line;
	if (!line) return () => true;
	const holidays = new Set(rows[0]?.holidays);
	return ({ date, start }, minutes) =>
		answersDuring(line, { date, start, minutes }, holidays.has(date));
}

async function offerIn(tx: Tx, centre: Centre, officeId: string): Promise<number> {
	const today = dateAt(centre.clock());
	const { rows: entries } = await sql<{ data: Standby }>`
		SELECT data FROM standby
		WHERE office_id = ${officeId} AND state IN ('waiting', 'offered') AND day >= ${today}
		ORDER BY (data ->> 'createdAt')::bigint, id FOR UPDATE
	`.execute(tx);
	let offers = 0;
	for (const { data } of entries) {
		const entry = await endLapsed(tx, data);
		if (!entry) continue;
		const { rows: topics } = await sql<{ data: Topic }>`
			SELECT data FROM topic WHERE office_id = 'ref' AND id = ${entry.details.topicId}
		`.execute(tx);
		const { rows: free } = await sql<{ data: Slot }>`
			SELECT data FROM slot
			WHERE office_id = ${officeId} AND day BETWEEN ${entry.from} AND ${entry.until}
				AND taken < capacity
		`.execute(tx);
		const topic = topics[0]?.data;
		const slots = free.map(({ data: slot }) => slot);
		const answers = await interpreterHours(tx, entry.details.needs.spokenLanguage);
		const slot = topic && seatFor(entry, topic, slots, centre.clock(), answers);
		const made = topic && slot && (await offerSeat(tx, centre, entry, topic, slot));
		if (!made && entry === data) continue;
		if (made) offers += 1;
		const row: Standby = made ? { ...entry, state: 'offered', offer: made.offer } : entry;
		await commitRows(tx, officeId, [...(made?.changes ?? []), { table: 'standby', row }], {
			at: centre.clock(),
			actorId: OFFERER,
			deviceId: OFFERER,
			action: made ? 'standby.offer' : 'standby.lapse',
			subject: entry.standbyId
		});
	}
	return offers;
}

/**
 * Offers free seats to those who wait for one, longest waiting first; an offer holds its seat for
 * half an hour. Gives how many offers were made, in one office or in all.
 */
export async function offerSeats(centre: Centre, only?: string): Promise<number> {
	const { rows } = await sql<{ office_id: string }>`
		SELECT DISTINCT office_id FROM standby
		WHERE state IN ('waiting', 'offered') ${only ? sql`AND office_id = ${only}` : sql``}
	`.execute(centre.db);
	let offers = 0;
	for (const { office_id: officeId } of rows) {
		const made = await inTransaction(centre.db, (tx) => offerIn(tx, centre, officeId));
		if (made > 0) centre.poke(officeId);
		offers += made;
	}
	return offers;
}
