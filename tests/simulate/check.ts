import type pg from 'pg';
import type { LightTablet } from './light-tablet.ts';
import type { Made } from './counter-parts.ts';

export interface Finding {
	readonly promise: 'lost' | 'double' | 'stuck' | 'consistent';
	readonly what: string;
	readonly count: number;
	readonly examples: unknown[];
}

interface Check {
	readonly promise: Finding['promise'];
	readonly what: string;
	readonly text: string;
	readonly values?: unknown[];
}

const sold = `SELECT office_id, slot_id, count(*) FILTER (WHERE booking_id IS NOT NULL OR lease_id IS NOT NULL) AS used,
	count(*) AS seats FROM seat GROUP BY 1, 2`;

/** Where each booking that is not cancelled should sit. */
const wantedSeats = `SELECT office_id, id, slot_id FROM booking WHERE status <> 'cancelled'
	UNION ALL SELECT office_id, id, data ->> 'extraSlotId' FROM booking
	WHERE status <> 'cancelled' AND data ->> 'extraSlotId' IS NOT NULL`;

const usedLines = `SELECT office_id, slot_id, count(*) AS used FROM (
	SELECT b.office_id, s.slot_id FROM booking b,
		LATERAL (VALUES (b.slot_id), (b.data ->> 'extraSlotId')) s(slot_id)
		WHERE b.status <> 'cancelled' AND (b.data ->> 'line')::boolean AND s.slot_id IS NOT NULL
	UNION ALL SELECT office_id, slot_id FROM lease
		WHERE state = 'open' AND (data ->> 'interpreter')::boolean) l GROUP BY 1, 2`;

function checks(tablets: readonly LightTablet[], made: Made, dates: readonly string[]): Check[] {
	const clients = tablets.filter(({ mid }) => mid > 0);
	const ids = clients.map(({ deviceId }) => deviceId);
	const mids = clients.map(({ mid }) => mid);
	return [
		{
			promise: 'lost',
			what: 'mutations made on a tablet without exactly one stored answer',
			text: `SELECT w.id, w.mid, c.last_mid, count(r.mid) AS answers
				FROM unnest($1::text[], $2::bigint[]) w(id, mid)
				LEFT JOIN client c ON c.client_id = w.id
				LEFT JOIN mutation_result r ON r.client_id = w.id
				GROUP BY 1, 2, 3 HAVING count(r.mid) <> w.mid OR c.last_mid IS DISTINCT FROM w.mid`,
			values: [ids, mids]
		},
		{
			promise: 'lost',
			what: 'visits that the centre said it took, and does not have',
			text: 'SELECT w.id FROM unnest($1::text[]) w(id) WHERE NOT EXISTS (SELECT 1 FROM visit v WHERE v.id = w.id)',
			values: [made.visits]
		},
		{
			promise: 'lost',
			what: 'bookings that the centre said it took, and does not have',
			text: 'SELECT w.id FROM unnest($1::text[]) w(id) LEFT JOIN booking b ON b.id = w.id WHERE b.id IS NULL',
			values: [made.bookings]
		},
		{
			promise: 'double',
			what: 'visits or bookings begun more than once',
			text: `SELECT action, subject FROM audit
				WHERE action IN ('booking.book@2', 'reception.walk-in@1', 'reception.arrive@1') AND subject <> ''
				GROUP BY 1, 2 HAVING count(*) > 1`
		},
		{
			promise: 'double',
			what: 'tickets or receipt numbers given twice',
			text: `SELECT office_id, day::text || ticket AS number FROM visit GROUP BY 1, 2 HAVING count(*) > 1
				UNION ALL SELECT office_id, receipt_no FROM booking GROUP BY 1, 2 HAVING count(*) > 1
				UNION ALL SELECT office_id, booking_id FROM visit WHERE booking_id IS NOT NULL
				GROUP BY 1, 2 HAVING count(*) > 1`
		},
		{
			promise: 'double',
			what: 'start times whose count of sold seats is not that of the seats',
			text: `SELECT s.office_id, s.id, s.taken, s.capacity, t.used, t.seats FROM slot s
				LEFT JOIN (${sold}) t ON t.office_id = s.office_id AND t.slot_id = s.id
				WHERE s.taken <> coalesce(t.used, 0) OR s.capacity <> coalesce(t.seats, 0)`
		},
		{
			promise: 'double',
			what: 'bookings without a seat of their own, or seats without a booking',
			text: `SELECT w.office_id, w.id, t.booking_id FROM (${wantedSeats}) w
				FULL JOIN (SELECT office_id, slot_id, booking_id FROM seat WHERE booking_id IS NOT NULL) t
					ON t.office_id = w.office_id AND t.booking_id = w.id AND t.slot_id = w.slot_id
				WHERE w.id IS NULL OR t.booking_id IS NULL`
		},
		{
			promise: 'double',
			what: 'open leases without a seat, or seats of leases that are over',
			text: `SELECT l.id, t.lease_id FROM (SELECT office_id, id FROM lease WHERE state = 'open') l
				FULL JOIN (SELECT office_id, lease_id FROM seat WHERE lease_id IS NOT NULL) t
					ON t.office_id = l.office_id AND t.lease_id = l.id
				WHERE l.id IS NULL OR t.lease_id IS NULL`
		},
		{
			promise: 'double',
			what: 'interpreter lines promised otherwise than counted',
			text: `SELECT s.office_id, s.id, s.lines_taken, u.used FROM slot s
				LEFT JOIN (${usedLines}) u ON u.office_id = s.office_id AND u.slot_id = s.id
				WHERE s.lines_taken <> coalesce(u.used, 0)`
		},
		{
			promise: 'stuck',
			what: 'visits of the day that nobody ended',
			text: `SELECT office_id, id, state FROM visit
				WHERE day = ANY($1::date[]) AND state NOT IN ('done', 'left')`,
			values: [dates]
		},
		{
			promise: 'stuck',
			what: 'bookings of the day that neither came, nor were missed, nor cancelled',
			text: `SELECT office_id, id, status FROM booking
				WHERE day = ANY($1::date[]) AND status = 'confirmed' AND id NOT LIKE 'spot-%'`,
			values: [dates]
		},
		{
			promise: 'consistent',
			what: 'versions of a space without exactly one audit entry',
			text: `SELECT s.office_id, s.version, s.audit_seq, count(a.seq) FROM space s
				LEFT JOIN audit a USING (office_id) GROUP BY 1, 2, 3
				HAVING s.version <> s.audit_seq OR s.version <> count(a.seq)`
		},
		{
			promise: 'consistent',
			what: 'breaks in the chain of the audit log',
			text: `SELECT office_id, seq FROM (
				SELECT office_id, seq, previous_hash, lag(hash, 1, '') OVER (PARTITION BY office_id ORDER BY seq) AS before
				FROM audit) chain WHERE previous_hash <> before`
		}
	];
}

/** Everything that breaks a promise: over the whole database, and over every tablet's outbox. */
export async function findBroken(
	pool: pg.Pool,
	tablets: readonly LightTablet[],
	made: Made,
	dates: readonly string[]
): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const { promise, what, text, values } of checks(tablets, made, dates)) {
		const { rows } = await pool.query<Record<string, unknown>>(text, values);
		findings.push({ promise, what, count: rows.length, examples: rows.slice(0, 3) });
	}
	const unsent = tablets.filter(({ outbox }) => outbox.length > 0);
	findings.push({
		promise: 'stuck',
		what: 'tablets with something unsent',
		count: unsent.length,
		examples: unsent.slice(0, 3).map(({ deviceId, outbox }) => [deviceId, outbox.length])
	});
	return findings;
}
