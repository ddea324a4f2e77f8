import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../basics/rule.ts';
import type { Booking } from './booking.ts';
import { approve, namesVisitor, type ApproveArgs } from './message.ts';
import { newRequest, type Request } from './request.ts';
import { smsLength } from './sms.ts';

const contact = { name: 'Sita Gurung', phone: '080-0000-0101', mail: 'sita@example.jp' };
const row: Request = {
	...newRequest(
		{
			officeId: 'shinjuku',
			topicId: 'exemption',
			needs: { readingLanguage: 'ne', spokenLanguage: 'ne', supports: [] },
			wishes: { slots: [{ date: '2026-11-25', start: '10:30' }], any: null },
			contact,
			consent: 'sms'
		},
		{ requestId: 'r-1', receiptNo: 'WEB0-0001-X', receivedAt: 0 }
	),
	state: 'booked',
	bookingId: 'b-1',
	date: '2026-11-25',
	start: '10:30'
};
const text =
	'新宿年金事務所 2026/11/25 10:30 WEB0-0001-X 03-3354-5048 https://centre.example.jp/ne/booking/status';
const args: ApproveArgs = {
	messageId: 'm-1',
	about: 'request',
	aboutId: 'r-1',
	to: null,
	kind: 'confirmation',
	language: 'ne',
	text
};
const at: RuleContext = {
	now: 5,
	actorId: 'naito',
	deviceId: 'd',
	officeId: 'shinjuku',
	place: 'centre'
};
const none = { request: undefined, booking: undefined, standby: undefined, message: undefined };
const kindOf = (over: Partial<ApproveArgs>, request: Request | undefined = row) => {
	const decision = approve({ ...args, ...over }, { ...none, request }, at);
	return decision.ok ? 'ok' : decision.refusal.kind;
};

describe('message.approve@1', () => {
	it('lets a message go to where the visitor consented, and a repeat changes nothing', () => {
		const decision = approve(args, { ...none, request: row }, at);
		expect(decision).toMatchObject({
			value: [{ row: { state: 'approved', to: contact.phone, channel: 'sms' } }]
		});
		const made = decision.ok ? decision.value[0]!.row : undefined;
		expect(approve(args, { ...none, request: row, message: made }, at)).toEqual({
			ok: true,
			value: []
		});
	});

	it('needs consent, a fitting state and a length that an SMS has', () => {
		expect(kindOf({}, { ...row, consent: 'none' })).toBe('consent-missing');
		expect(kindOf({ kind: 'decline' })).toBe('message-unfit');
		expect(kindOf({ text: '長'.repeat(135) })).toBe('message-long');
		expect(kindOf({ text: '長'.repeat(134) })).toBe('ok');
		expect(kindOf({ text: '長'.repeat(200) }, { ...row, consent: 'mail' })).toBe('ok');
		expect(approve(args, none, at)).toMatchObject({
			refusal: { kind: 'request-unknown' }
		});
	});

	it('goes to a caller and to who was booked here, but never where contact is not disclosed', () => {
		const caller = { about: 'caller', aboutId: null, to: '080-0000-0102', kind: 'link' } as const;
		expect(approve({ ...args, ...caller }, none, at)).toMatchObject({
			value: [{ row: { to: '080-0000-0102', about: 'caller' } }]
		});
		expect(kindOf({ ...caller, to: '03-0000-0102' })).toBe('consent-missing');
		const booking = {
			bookingId: 'b-2',
			status: 'confirmed',
			consent: 'sms',
			nonDisclosure: false,
			visitor: { name: '試験 花子', phone: '090-0000-0103' }
		} as Booking;
		const toBooked = { ...args, about: 'booking', aboutId: 'b-2', kind: 'booked' } as const;
		const sendTo = (row: Booking) => {
			const decision = approve(toBooked, { ...none, booking: row }, at);
			return decision.ok ? decision.value[0]!.row.to : decision.refusal.kind;
		};
		expect(sendTo(booking)).toBe('090-0000-0103');
		expect(sendTo({ ...booking, nonDisclosure: true })).toBe('consent-missing');
		expect(sendTo({ ...booking, consent: 'none' })).toBe('consent-missing');
		expect(sendTo({ ...booking, status: 'cancelled' })).toBe('message-unfit');
	});

	it.each([
		'Sita Gurung 10:30',
		'様 ｓｉｔａ',
		'gurung, 10:30',
		'call 08000000101',
		'call 080 0000 0101',
		'to sita@example.jp',
		'1234-567890',
		'1234-5678-9018'
	])('refuses what names the visitor: %s', (added) => {
		expect(kindOf({ text: `${text} ${added}` })).toBe('message-personal');
	});

	it('finds names that are not set apart by spaces, and no name where there is none', () => {
		expect(namesVisitor('山田太郎様の予約', { ...contact, name: '山田 太郎' })).toBe(true);
		expect(namesVisitor('太郎様', { ...contact, name: '山田 太郎' })).toBe(true);
		expect(namesVisitor(text, { ...contact, name: '' })).toBe(false);
		expect(namesVisitor('Your booking', { ...contact, name: 'Ok In' })).toBe(false);
	});
});

it('counts an SMS as the networks do', () => {
	expect(smsLength('a'.repeat(160))).toEqual({ alphabet: 'gsm', units: 160, segments: 1 });
	expect(smsLength('a'.repeat(161))).toEqual({ alphabet: 'gsm', units: 161, segments: 2 });
	expect(smsLength('€'.repeat(80)).segments).toBe(1);
	expect(smsLength('あ'.repeat(70))).toEqual({ alphabet: 'ucs2', units: 70, segments: 1 });
	expect(smsLength('あ'.repeat(134)).segments).toBe(2);
	expect(smsLength('ção').alphabet).toBe('ucs2');
});
