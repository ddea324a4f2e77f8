import type { Booking } from '#lib/domain/booking/booking.ts';
import { describe, expect, it } from 'vitest';
import type { Message } from '#lib/domain/booking/message.ts';
import { type Request, type RequestForm, type Wishes } from '#lib/domain/booking/request.ts';
import { deliverMessages } from '#lib/server/messages.ts';
import { LetterRefused, latestMails, mailboxMailer } from '#lib/server/mail.ts';
import { findRequest, receiveRequest, wishAfterwards } from '#lib/server/public-door.ts';
import { publicSlots } from '#lib/server/public-slots.ts';
import { inTransaction } from '#lib/server/database.ts';
import { commitRows, type RowChange } from '#lib/server/rows.ts';
import { STUB_DAYS, transferRequests } from '#lib/server/transfer-requests.ts';
import { START, testClock, useCentre } from './support/postgres.ts';

const clock = testClock(START);
const running = useCentre({ clock, seed: true });
const OFFICE = 'shinjuku';
const PHONE = '080-0000-0101';
const DAY = 86_400_000;
const wishes: Wishes = { slots: [{ date: '2026-11-25', start: '10:30' }], any: null };
const formOf = (over: Partial<RequestForm> = {}): RequestForm => ({
	officeId: OFFICE,
	topicId: 'exemption',
	needs: { readingLanguage: 'ne', spokenLanguage: 'ne', supports: ['phone-interpreter'] },
	wishes,
	contact: { name: '試験 シタ', phone: PHONE, mail: null },
	consent: 'sms',
	...over
});

const sql = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
	(await running.centre.pool.query<Row>(text, values)).rows;
const rowOf = async (id: string): Promise<Request | undefined> =>
	(await sql<{ data: Request }>('SELECT data FROM request WHERE id = $1', [id]))[0]?.data;
const stubOf = async (id: string): Promise<Record<string, unknown>> =>
	(
		await sql<Record<string, unknown>>('SELECT * FROM public_request WHERE request_id = $1', [id])
	)[0]!;
const commit = (...changes: RowChange[]): Promise<unknown> =>
	inTransaction(running.centre.db, (tx) =>
		commitRows(tx, OFFICE, changes, {
			at: clock.now,
			actorId: 'naito',
			deviceId: 'test',
			action: 'test',
			subject: 'test'
		})
	);
const ask = async (form = formOf()): Promise<{ id: string; receiptNo: string }> => {
	const id = crypto.randomUUID();
	const told = await receiveRequest(running.centre, id, form);
	return { id, receiptNo: told!.receiptNo };
};

describe('a request from the public', () => {
	it('is the same request however often it is sent, also at once', async () => {
		const { centre } = running;
		const id = crypto.randomUUID();
		const told = await Promise.all(
			Array.from({ length: 6 }, () => receiveRequest(centre, id, formOf()))
		);
		expect(new Set(told.map((one) => one?.receiptNo)).size).toBe(1);
		await transferRequests(centre);
		const later = await receiveRequest(centre, id, formOf());
		expect(later?.receiptNo).toBe(told[0]!.receiptNo);
		await transferRequests(centre);
		expect(
			await sql('SELECT 1 FROM request WHERE receipt_no = $1', [later!.receiptNo])
		).toHaveLength(1);
		const foreign = formOf({ contact: { name: '', phone: '090-0000-0000', mail: null } });
		expect(await receiveRequest(centre, id, foreign)).toBeUndefined();
	});

	it('leaves the door empty of personal data when it is in the office', async () => {
		const { id } = await ask();
		expect(JSON.stringify(await stubOf(id))).toContain('シタ');
		await transferRequests(running.centre);
		expect(await rowOf(id)).toMatchObject({ state: 'received', contact: { name: '試験 シタ' } });
		const stub = JSON.stringify(await stubOf(id));
		for (const text of ['シタ', PHONE, PHONE.replaceAll('-', ''), 'exemption', 'ne"']) {
			expect(stub).not.toContain(text);
		}
		expect((await stubOf(id)).phone_mac).toMatch(/^[0-9a-f]{64}$/);
	});

	it('is neither lost nor doubled when the transfer is killed before its commit', async () => {
		const { centre } = running;
		const { id, receiptNo } = await ask();
		// The office's row cannot be written: what would have been the first half is undone as well.
		await sql(
			`CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
			$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$`
		);
		await sql(
			`CREATE TRIGGER cut BEFORE UPDATE ON public_request FOR EACH ROW EXECUTE FUNCTION cut()`
		);
		await expect(transferRequests(centre)).rejects.toThrow();
		expect(await rowOf(id)).toBeUndefined();
		expect((await stubOf(id)).form).not.toBeNull();
		await sql('DROP TRIGGER cut ON public_request');
		await sql('DROP FUNCTION cut');
		await Promise.all([transferRequests(centre), transferRequests(centre)]);
		await transferRequests(centre);
		expect(await sql('SELECT 1 FROM request WHERE receipt_no = $1', [receiptNo])).toHaveLength(1);
		expect((await stubOf(id)).form).toBeNull();
		const noted = await sql(
			`SELECT 1 FROM audit WHERE action = 'request.receive' AND subject = $1`,
			[id]
		);
		expect(noted).toHaveLength(1);
	});

	it('tells the visitor what the office answered, and the booking is followed by its number', async () => {
		const { centre } = running;
		const { id, receiptNo } = await ask();
		await transferRequests(centre);
		const slot = (
			await sql<{ data: { slotId: string; date: string; start: string } }>(
				`SELECT data FROM slot WHERE office_id = $1 AND taken < capacity AND day > '2026-11-22' ORDER BY id LIMIT 1`,
				[OFFICE]
			)
		)[0]!.data;
		const row = (await rowOf(id))!;
		const booking: Booking = {
			bookingId: crypto.randomUUID(),
			officeId: OFFICE,
			slotId: slot.slotId,
			date: slot.date,
			start: slot.start,
			minutes: 30,
			status: 'confirmed',
			receiptNo,
			leaseId: null,
			extraSlotId: null,
			extraLeaseId: null,
			line: false,
			origin: 'web',
			proxy: null,
			nonDisclosure: false,
			held: [],
			consent: 'none',
			topicId: row.topicId,
			channel: 'counter',
			visitor: { name: 'x', kana: '', phone: PHONE, pensionNumber: null },
			needs: row.needs,
			note: '',
			createdAt: clock.now,
			createdBy: 'naito',
			deviceId: 'test',
			cancelReason: null
		};
		await commit({ table: 'booking', row: booking });
		await transferRequests(centre);
		expect(await rowOf(id)).toMatchObject({ state: 'booked', bookingId: booking.bookingId });
		expect(await findRequest(centre, receiptNo.toLowerCase(), '08000000101')).toMatchObject({
			state: 'booked',
			date: slot.date,
			start: slot.start
		});

		expect(await wishAfterwards(centre, receiptNo, PHONE, 'cancel', null)).toMatchObject({
			wished: 'cancel',
			state: 'booked'
		});
		await transferRequests(centre);
		expect((await rowOf(id))?.visitorWish).toMatchObject({ kind: 'cancel' });
		await commit({
			table: 'booking',
			row: { ...booking, status: 'cancelled', cancelReason: 'visitor' }
		});
		await transferRequests(centre);
		const version = (await stubOf(id)).version;
		expect(await findRequest(centre, receiptNo, PHONE)).toMatchObject({
			state: 'withdrawn',
			date: null,
			wished: null
		});
		await transferRequests(centre);
		expect((await stubOf(id)).version).toBe(version);
	});

	it('takes a change, and a withdrawal at once; an answer of the office comes first', async () => {
		const { centre } = running;
		const changed = await ask();
		const later: Wishes = { slots: [], any: { from: '2026-11-30', part: 'morning' } };
		await wishAfterwards(centre, changed.receiptNo, PHONE, 'change', later);
		await transferRequests(centre);
		expect(await rowOf(changed.id)).toMatchObject({
			wishes: later,
			visitorWish: { kind: 'change' }
		});
		expect(JSON.stringify(await stubOf(changed.id))).not.toContain('2026-11-30');

		const withdrawn = await ask();
		expect(await wishAfterwards(centre, withdrawn.receiptNo, PHONE, 'cancel', null)).toMatchObject({
			state: 'withdrawn'
		});
		await transferRequests(centre);
		expect(await rowOf(withdrawn.id)).toMatchObject({ state: 'withdrawn' });

		// Declined at the office, but the door does not know yet and lets the visitor withdraw.
		const crossed = await ask();
		await transferRequests(centre);
		const row = (await rowOf(crossed.id))!;
		await commit({
			table: 'request',
			row: { ...row, state: 'declined', reason: 'full', closedOn: '2026-11-21' }
		});
		await wishAfterwards(centre, crossed.receiptNo, PHONE, 'cancel', null);
		await transferRequests(centre);
		expect(await findRequest(centre, crossed.receiptNo, PHONE)).toMatchObject({
			state: 'declined',
			reason: 'full'
		});
	});

	it('answers a wrong phone like an unknown number, and forgets stubs after thirty days', async () => {
		const { centre } = running;
		const { id, receiptNo } = await ask();
		expect(await findRequest(centre, receiptNo, '090-0000-0000')).toBeUndefined();
		expect(await findRequest(centre, 'WEB0-9999-0', PHONE)).toBeUndefined();
		await wishAfterwards(centre, receiptNo, PHONE, 'cancel', null);
		await transferRequests(centre);
		clock.now += STUB_DAYS * DAY;
		await transferRequests(centre);
		expect(await stubOf(id)).toBeDefined();
		clock.now += DAY;
		await transferRequests(centre);
		expect(await stubOf(id)).toBeUndefined();
		clock.now = START;
	});
});

it('shows free times and nothing of the staff', async () => {
	const slots = (await publicSlots(running.centre, OFFICE))!;
	expect(slots.days.length).toBeGreaterThan(5);
	expect(slots.days[0]!.date > '2026-11-21').toBe(true);
	expect(Object.keys(slots.days[0]!.times[0]!).sort()).toEqual(['free', 'start']);
	expect(await publicSlots(running.centre, OFFICE)).toBe(slots);
	expect(await publicSlots(running.centre, 'nowhere')).toBeUndefined();
});

describe('messages', () => {
	const approved = async (): Promise<Message> => {
		const row: Message = {
			messageId: crypto.randomUUID(),
			officeId: OFFICE,
			about: 'request',
			aboutId: 'r-1',
			bookingId: null,
			kind: 'offer',
			channel: 'sms',
			to: PHONE,
			language: 'ne',
			text: 'खाली समय',
			state: 'approved',
			approvedBy: 'naito',
			approvedAt: clock.now,
			sentAt: null
		};
		await commit({ table: 'message', row });
		return row;
	};
	const stateOf = async (id: string): Promise<string> =>
		(await sql<{ state: string }>('SELECT state FROM message WHERE id = $1', [id]))[0]!.state;
	const letters = (id: string) => sql('SELECT 1 FROM mailbox WHERE mail_id = $1', [id]);

	it('go once, whoever delivers, and the row says so', async () => {
		const { messageId } = await approved();
		await Promise.all([1, 2, 3].map(() => deliverMessages(running.centre)));
		await deliverMessages(running.centre);
		expect(await letters(messageId)).toHaveLength(1);
		expect(await stateOf(messageId)).toBe('sent');
		const mail = (await latestMails(running.centre.db)).find(({ body }) => body === 'खाली समय');
		expect(mail).toMatchObject({ kind: 'sms', to: PHONE });
	});

	it('are not put in when noting them fails, and come again', async () => {
		const { messageId } = await approved();
		await expect(
			deliverMessages(running.centre, {
				deliver: async (tx, at, letter) => {
					await mailboxMailer.deliver(tx, at, letter);
					throw new Error('cut');
				}
			})
		).rejects.toThrow('cut');
		expect([await letters(messageId), await stateOf(messageId)]).toEqual([[], 'approved']);
		await deliverMessages(running.centre);
		expect(await letters(messageId)).toHaveLength(1);
	});

	it('that can never be delivered are noted as failed', async () => {
		const { messageId } = await approved();
		const refuses = { deliver: () => Promise.reject(new LetterRefused('no such number')) };
		await deliverMessages(running.centre, refuses);
		expect(await stateOf(messageId)).toBe('failed');
	});
});
