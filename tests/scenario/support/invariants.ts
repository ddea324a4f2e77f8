import { expect } from 'vitest';
import type { Tablet } from '#lib/local/tablet.ts';
import type { CentreProcess } from './centre-process.ts';

/** What a person saw as saved, noted by the test as it happened. */
export type Saved = Map<Tablet, number[]>;

/**
 * I1–I5 and I7 of the reliability promises, read off the centre's database and every tablet.
 * (I6 is checked by the mutation's hash at every push, I8 by the end-to-end canary scan.)
 */
export async function checkInvariants(
	centre: CentreProcess,
	tablets: readonly Tablet[],
	saved: Saved = new Map()
): Promise<void> {
	await nothingLost(tablets, saved);
	await resultsWithoutHoles(centre);
	await versionsWithoutHoles(centre);
	await neverOversold(centre);
	await auditChained(centre);
	for (const tablet of tablets) {
		await replicaEqualsCentre(centre, tablet);
		await queueIsExplained(tablet);
	}
}

/** I1: everything saved is waiting, in the ring, or answered. */
async function nothingLost(tablets: readonly Tablet[], saved: Saved): Promise<void> {
	for (const tablet of tablets) {
		const held = new Set((await tablet.db.outbox.toArray()).map(({ mid }) => mid));
		expect(
			(saved.get(tablet) ?? []).filter((mid) => !held.has(mid)),
			'I1: saved and gone'
		).toEqual([]);
	}
}

/** I2: results of each client are 1..last, each once. */
async function resultsWithoutHoles(centre: CentreProcess): Promise<void> {
	const rows = await centre.sql<{ client: string; last: number; n: number; top: number | null }>(`
		SELECT c.client_id AS client, c.last_mid::int AS last, count(r.mid)::int AS n, max(r.mid)::int AS top
		FROM client c LEFT JOIN mutation_result r USING (office_id, client_id) GROUP BY 1, 2`);
	for (const { last, n, top } of rows) expect([n, top ?? 0], 'I2: results').toEqual([last, last]);
}

/** I3: every version of a space belongs to exactly one commit, which the audit log counts too. */
async function versionsWithoutHoles(centre: CentreProcess): Promise<void> {
	const rows = await centre.sql<{ version: number; seq: number; entries: number }>(`
		SELECT s.version::int, s.audit_seq::int AS seq, count(a.seq)::int AS entries
		FROM space s LEFT JOIN audit a USING (office_id) GROUP BY s.office_id, s.version, s.audit_seq`);
	for (const { version, seq, entries } of rows)
		expect([seq, entries], 'I3: one entry a version').toEqual([version, version]);
}

/** I5: seats, slots, bookings and leases say the same, and never more than there are. */
async function neverOversold(centre: CentreProcess): Promise<void> {
	const wrong = await centre.sql(`
		SELECT s.id, s.taken, s.capacity, count(t.seat_no) FILTER (WHERE t.booking_id IS NOT NULL OR t.lease_id IS NOT NULL) AS used,
			count(t.seat_no) AS seats
		FROM slot s LEFT JOIN seat t ON t.office_id = s.office_id AND t.slot_id = s.id
		GROUP BY s.office_id, s.id, s.taken, s.capacity
		HAVING s.taken <> count(t.seat_no) FILTER (WHERE t.booking_id IS NOT NULL OR t.lease_id IS NOT NULL)
			OR s.capacity <> count(t.seat_no)`);
	expect(wrong, 'I5: slot and seats').toEqual([]);
	const homeless = await centre.sql(`
		SELECT b.id FROM booking b LEFT JOIN seat t ON t.office_id = b.office_id AND t.booking_id = b.id AND t.slot_id = b.slot_id
		WHERE (b.status <> 'cancelled') <> (t.seat_no IS NOT NULL)
		UNION ALL
		SELECT b.id FROM booking b LEFT JOIN seat t ON t.office_id = b.office_id AND t.booking_id = b.id AND t.slot_id = b.data ->> 'extraSlotId'
		WHERE (b.status <> 'cancelled' AND b.data ->> 'extraSlotId' IS NOT NULL) <> (t.seat_no IS NOT NULL)
		UNION ALL
		SELECT l.id FROM lease l LEFT JOIN seat t ON t.office_id = l.office_id AND t.lease_id = l.id
		WHERE (l.state = 'open') <> (t.seat_no IS NOT NULL)`);
	expect(homeless, 'I5: a seat for each booking and open lease').toEqual([]);
	const lines = await centre.sql(`
		SELECT s.id, s.lines_taken, s.lines FROM slot s
		WHERE s.lines_taken <> (
			SELECT count(*) FROM booking b WHERE b.office_id = s.office_id AND b.status <> 'cancelled'
				AND (b.data ->> 'line')::boolean AND s.id IN (b.slot_id, b.data ->> 'extraSlotId')
		) + (
			SELECT count(*) FROM lease l WHERE l.office_id = s.office_id AND l.slot_id = s.id
				AND l.state = 'open' AND (l.data ->> 'interpreter')::boolean
		)`);
	expect(lines, 'I5: interpreter lines').toEqual([]);
}

async function auditChained(centre: CentreProcess): Promise<void> {
	const broken = await centre.sql(`
		SELECT office_id, seq FROM (
			SELECT office_id, seq, previous_hash, lag(hash, 1, '') OVER (PARTITION BY office_id ORDER BY seq) AS before FROM audit
		) chain WHERE previous_hash <> before`);
	expect(broken, 'audit chain').toEqual([]);
}

/** I4: after a sync the tablet's home office equals the centre's, row by row and version by version. */
export async function replicaEqualsCentre(
	centre: Pick<CentreProcess, 'sql'>,
	tablet: Tablet,
	today?: string
): Promise<void> {
	const { desk, device } = tablet;
	if (!desk || !device) return;
	const office = device.officeId;
	for (const table of ['slot', 'lease', 'standby', 'booking', 'person', 'device'] as const) {
		const rows = await centre.sql<{ id: string; data: unknown }>(
			`SELECT id, data FROM ${table} WHERE office_id = $1 AND (day IS NULL OR day >= coalesce($2::date, current_date) - 1)`,
			[office, today ?? null]
		);
		const here = desk.rows.list(table).filter((row) => row.officeId === office);
		const theirs = new Map(rows.map(({ id, data }) => [id, data]));
		expect(here.length, `I4: ${table}`).toBe(theirs.size);
		for (const row of here) {
			const id = (row as Record<string, unknown>)[`${table}Id`] as string;
			expect(row, `I4: ${table} ${id}`).toEqual(theirs.get(id));
		}
	}
}

/** I7: nothing waits without a reason that the screen shows. */
export async function queueIsExplained(tablet: Tablet): Promise<void> {
	const waiting = await tablet.db.outbox.where('state').equals('waiting').count();
	if (waiting > 0) expect(tablet.desk?.status.line, 'I7: a visible reason').not.toBe('online');
}
