import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { dateAt } from '#lib/domain/basics/days.ts';
import { readReceiptNumber, receiptNumber } from '#lib/domain/basics/receipt-number.ts';
import {
	PUBLIC_DOOR_CODE,
	type DeclineReason,
	type Request,
	type RequestForm,
	type VisitorWish,
	type Wishes
} from '#lib/domain/booking/request.ts';
import type { Centre } from './centre.ts';
import { inTransaction, sql, type Database, type Tx } from './database.ts';

/** What the visitor is told about a request; nothing in it says who asked. */
export interface PublicAnswer {
	readonly receiptNo: string;
	readonly officeId: string;
	readonly state: Request['state'];
	readonly reason: DeclineReason | null;
	readonly date: string | null;
	readonly start: string | null;
	readonly wished: VisitorWish['kind'] | null;
	/** Epoch ms. */
	readonly receivedAt: number;
}

interface Stub {
	request_id: string;
	receipt_no: string;
	office_id: string;
	phone_mac: string;
	received_at: Date;
	state: Request['state'];
	reason: DeclineReason | null;
	day: string | null;
	start: string | null;
	wished: VisitorWish['kind'] | null;
}

const answerOf = (stub: Stub): PublicAnswer => ({
	receiptNo: stub.receipt_no,
	officeId: stub.office_id,
	state: stub.state,
	reason: stub.reason,
	date: stub.day,
	start: stub.start,
	wished: stub.wished,
	receivedAt: stub.received_at.getTime()
});

/** The key of the door; the first of several starting processes makes it. */
async function doorKey(db: Database | Tx): Promise<Buffer> {
	const read = () =>
		sql<{
			key: string;
		}>`SELECT value ->> 'key' AS key FROM centre WHERE name = 'public-door'`.execute(db);
	let { rows } = await read();
	if (!rows[0]) {
		const made = JSON.stringify({ key: randomBytes(32).toString('hex') });
		await sql`
			INSERT INTO centre (name, value) VALUES ('public-door', ${made}::jsonb) ON CONFLICT DO NOTHING
		`.execute(db);
		({ rows } = await read());
	}
	return Buffer.from(rows[0]!.key, 'hex');
}

/** The telephone number as the stub keeps it: enough to compare, nothing to call. */
async function phoneMac(db: Database | Tx, phone: string): Promise<string> {
	const digits = phone.normalize('NFKC').replace(/\D/g, '');
	return createHmac('sha256', await doorKey(db))
		.update(digits)
		.digest('hex');
}

const isSameMac = (a: string, b: string): boolean =>
	timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'));

/**
 * Takes a request in. The same request id again is the same request: a reply that was lost on the
 * way costs nothing. Undefined when the id is known with another telephone number.
 */
export async function receiveRequest(
	centre: Centre,
	requestId: string,
	form: RequestForm
): Promise<PublicAnswer | undefined> {
	const mac = await phoneMac(centre.db, form.contact.phone);
	const known = async (): Promise<Stub | undefined> =>
		(
			await sql<Stub>`SELECT * FROM public_request WHERE request_id = ${requestId}`.execute(
				centre.db
			)
		).rows[0];
	let stub = await known();
	if (!stub) {
		const { rows } = await sql<{ n: number }>`SELECT nextval('public_receipt') AS n`.execute(
			centre.db
		);
		const receiptNo = receiptNumber(PUBLIC_DOOR_CODE, rows[0]!.n);
		await sql`
			INSERT INTO public_request (request_id, receipt_no, office_id, phone_mac, received_at, form)
			VALUES (${requestId}, ${receiptNo}, ${form.officeId}, ${mac}, ${new Date(centre.clock())},
				${JSON.stringify(form)}::jsonb)
			ON CONFLICT (request_id) DO NOTHING
		`.execute(centre.db);
		stub = (await known())!;
	}
	return isSameMac(stub.phone_mac, mac) ? answerOf(stub) : undefined;
}

async function findStub(
	db: Database | Tx,
	typedNumber: string,
	phone: string,
	lock = false
): Promise<Stub | undefined> {
	const mac = await phoneMac(db, phone);
	const receiptNo = readReceiptNumber(typedNumber) ?? '';
	const { rows } = await sql<Stub>`
		SELECT * FROM public_request WHERE receipt_no = ${receiptNo} ${lock ? sql`FOR UPDATE` : sql``}
	`.execute(db);
	const stub = rows[0];
	return stub && isSameMac(stub.phone_mac, mac) ? stub : undefined;
}

/** The request with this receipt number and telephone; wrong number or wrong phone is the same. */
export async function findRequest(
	centre: Centre,
	receiptNo: string,
	phone: string
): Promise<PublicAnswer | undefined> {
	const stub = await findStub(centre.db, receiptNo, phone);
	return stub && answerOf(stub);
}

/** Notes what the visitor asks for afterwards; the transfer brings it into the office. */
export async function wishAfterwards(
	centre: Centre,
	receiptNo: string,
	phone: string,
	kind: VisitorWish['kind'],
	wishes: Wishes | null
): Promise<PublicAnswer | undefined> {
	return inTransaction(centre.db, async (tx) => {
		const stub = await findStub(tx, receiptNo, phone, true);
		if (!stub || stub.state === 'declined' || stub.state === 'withdrawn') {
			return stub && answerOf(stub);
		}
		const at = centre.clock();
		const wish: VisitorWish = { kind, at, wishes };
		// Nobody has to agree when a request that is not booked is withdrawn.
		const gone = kind === 'cancel' && stub.state === 'received';
		const { rows } = await sql<Stub>`
			UPDATE public_request SET wish = ${JSON.stringify(wish)}::jsonb,
				wished = ${gone ? null : kind},
				state = ${gone ? 'withdrawn' : stub.state},
				closed_on = ${gone ? dateAt(at) : null}
			WHERE request_id = ${stub.request_id} RETURNING *
		`.execute(tx);
		return answerOf(rows[0]!);
	});
}
