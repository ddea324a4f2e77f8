import { addDays, dateAt } from '#lib/domain/basics/days.ts';
import type { Booking } from '#lib/domain/booking/booking.ts';
import {
	followBooking,
	newRequest,
	wishAgain,
	type Request,
	type RequestForm,
	type VisitorWish
} from '#lib/domain/booking/request.ts';
import type { Centre } from './centre.ts';
import { inTransaction, sql, type Tx } from './database.ts';
import { commitRows, readFacts } from './rows.ts';

const AT_ONCE = 100;
/** How long a stub answers after the visit or the end of the request. */
export const STUB_DAYS = 30;

interface Waiting {
	request_id: string;
	receipt_no: string;
	office_id: string;
	received_at: Date;
	form: RequestForm | null;
	wish: VisitorWish | null;
}

async function write(tx: Tx, centre: Centre, row: Request, action: string): Promise<number> {
	return commitRows(tx, row.officeId, [{ table: 'request', row }], {
		at: centre.clock(),
		actorId: 'centre',
		deviceId: 'centre',
		action,
		subject: row.requestId
	});
}

const lockRow = async (tx: Tx, officeId: string, id: string): Promise<Request | undefined> =>
	(await readFacts(tx, officeId, { row: ['request', id] })).row as Request | undefined;

/**
 * Takes one waiting request into its office and purges it from the door, in one transaction:
 * after a kill either both are done or neither. Locks the stub first, then the office's row.
 */
async function handOver(centre: Centre, requestId: string): Promise<string | undefined> {
	return inTransaction(centre.db, async (tx) => {
		const { rows } = await sql<Waiting>`
			SELECT request_id, receipt_no, office_id, received_at, form, wish FROM public_request
			WHERE request_id = ${requestId} AND (form IS NOT NULL OR wish IS NOT NULL)
			FOR UPDATE SKIP LOCKED
		`.execute(tx);
		const waiting = rows[0];
		if (!waiting) return undefined;
		const present = await lockRow(tx, waiting.office_id, waiting.request_id);
		let row = present;
		if (!row && waiting.form) {
			row = newRequest(waiting.form, {
				requestId: waiting.request_id,
				receiptNo: waiting.receipt_no,
				receivedAt: waiting.received_at.getTime()
			});
		}
		if (row && waiting.wish) row = wishAgain(row, waiting.wish);
		if (row && row !== present) {
			await write(tx, centre, row, present ? 'request.wish' : 'request.receive');
		}
		await sql`
			UPDATE public_request SET form = NULL, wish = NULL, version = 0,
				transferred_at = coalesce(transferred_at, ${new Date(centre.clock())})
			WHERE request_id = ${requestId}
		`.execute(tx);
		return waiting.office_id;
	});
}

/** Lets a request say what its booking says, however that booking came about. */
async function follow(centre: Centre, officeId: string, requestId: string): Promise<boolean> {
	return inTransaction(centre.db, async (tx) => {
		const row = await lockRow(tx, officeId, requestId);
		if (!row) return false;
		const { rows } = await sql<{ data: Booking }>`
			SELECT data FROM booking WHERE office_id = ${officeId} AND receipt_no = ${row.receiptNo}
		`.execute(tx);
		const changed = rows[0] ? followBooking(row, rows[0].data, centre.clock()) : row;
		if (changed !== row) await write(tx, centre, changed, 'request.follow');
		return changed !== row;
	});
}

async function handOverAll(centre: Centre, touched: Set<string>): Promise<void> {
	const { rows } = await sql<{ request_id: string }>`
		SELECT request_id FROM public_request WHERE form IS NOT NULL OR wish IS NOT NULL
		ORDER BY received_at LIMIT ${AT_ONCE}
	`.execute(centre.db);
	for (const { request_id } of rows) {
		const office = await handOver(centre, request_id);
		if (office) touched.add(office);
	}
}

async function followAll(centre: Centre, touched: Set<string>): Promise<void> {
	const { rows } = await sql<{ office_id: string; id: string }>`
		SELECT r.office_id, r.id FROM request r
		JOIN booking b ON b.office_id = r.office_id AND b.receipt_no = r.receipt_no
		WHERE (r.state IN ('received', 'booked') AND b.status <> 'cancelled' AND (
				r.state = 'received' OR r.data ->> 'date' <> b.data ->> 'date'
				OR r.data ->> 'start' <> b.data ->> 'start' OR r.data ->> 'bookingId' <> b.id))
			OR (r.state = 'booked' AND b.status = 'cancelled')
		ORDER BY r.office_id, r.id LIMIT ${AT_ONCE}
	`.execute(centre.db);
	for (const { office_id, id } of rows) {
		if (await follow(centre, office_id, id)) touched.add(office_id);
	}
}

/** Brings the stubs up to the office's rows, by version: a repeat changes nothing. */
async function answerStubs(centre: Centre): Promise<void> {
	await sql`
		UPDATE public_request p SET
			state = r.state, reason = r.data ->> 'reason', day = (r.data ->> 'date')::date,
			start = r.data ->> 'start', wished = r.data -> 'visitorWish' ->> 'kind',
			closed_on = (r.data ->> 'closedOn')::date, version = r.version
		FROM request r
		WHERE r.office_id = p.office_id AND r.id = p.request_id AND r.version > p.version
			AND p.form IS NULL AND p.wish IS NULL
	`.execute(centre.db);
}

/** Forms in and out of the door, answers back to it, old stubs away. */
export async function transferRequests(centre: Centre): Promise<void> {
	const touched = new Set<string>();
	await handOverAll(centre, touched);
	await followAll(centre, touched);
	await answerStubs(centre);
	const last = addDays(dateAt(centre.clock()), -STUB_DAYS);
	await sql`
		DELETE FROM public_request
		WHERE form IS NULL AND wish IS NULL AND coalesce(closed_on, day) < ${last}
	`.execute(centre.db);
	for (const office of touched) centre.poke(office);
}
