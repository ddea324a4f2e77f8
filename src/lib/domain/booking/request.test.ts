import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../basics/days.ts';
import type { RuleContext } from '../basics/rule.ts';
import { officeList } from '../office/office-list.ts';
import type { Booking } from './booking.ts';
import { readRequest, readWishes } from './request-form.ts';
import { emptyRequest, entriesOf, typedFrom } from './request-typed.ts';
import {
	answer,
	followBooking,
	newRequest,
	request,
	requestStates,
	wishAgain,
	type AnswerArgs,
	type Request,
	type VisitorWish
} from './request.ts';
import { topicList } from './topic-list.ts';

const today = '2026-11-21';
const now = Date.parse('2026-11-21T10:00:00+09:00');
const context = { today, offices: officeList, topics: topicList };
const typed = {
	...emptyRequest('ne'),
	requestId: 'r-1',
	office: 'shinjuku',
	topic: 'exemption',
	supports: ['phone-interpreter'],
	wish: ['2026-11-25 10:30'],
	name: 'Sita',
	phone: '080-0000-0101',
	consent: 'sms'
};
const kinds = (over: Partial<typeof typed>): string[] => {
	const reading = readRequest({ ...typed, ...over }, context);
	return reading.ok ? [] : reading.problems.map(({ field, kind }) => `${field} ${kind}`);
};
const form = (() => {
	const reading = readRequest(typed, context);
	if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
	return reading.value;
})();
const row = newRequest(form, { requestId: 'r-1', receiptNo: 'WEB0-0001-X', receivedAt: now });
const booking = (over: Partial<Booking> = {}): Booking => ({
	bookingId: 'b-1',
	officeId: 'shinjuku',
	slotId: 'shinjuku.2026-11-25.1030',
	date: '2026-11-25',
	start: '10:30',
	minutes: 30,
	status: 'confirmed',
	receiptNo: row.receiptNo,
	leaseId: null,
	extraSlotId: null,
	extraLeaseId: null,
	line: false,
	origin: 'web',
	proxy: null,
	nonDisclosure: false,
	held: [],
	consent: 'none',
	topicId: 'exemption',
	channel: 'counter',
	visitor: { name: 'Sita', kana: '', phone: '080-0000-0101', pensionNumber: null },
	needs: row.needs,
	note: '',
	createdAt: now,
	createdBy: 'naito',
	deviceId: 'd-1',
	cancelReason: null,
	...over
});
const at: RuleContext = {
	now,
	actorId: 'naito',
	deviceId: 'd-1',
	officeId: 'shinjuku',
	place: 'centre'
};

describe('the form of the public', () => {
	it('reads a filled form, without a name too', () => {
		expect(kinds({})).toEqual([]);
		expect(kinds({ name: '' })).toEqual([]);
		expect(request.safeParse(row).success).toBe(true);
	});

	it.each<[Partial<typeof typed>, string[]]>([
		[{ office: 'nowhere' }, ['office missing']],
		[{ topic: '' }, ['topic missing']],
		[{ office: 'machikado-shinjuku' }, ['topic topic-not-here']],
		[{ wish: [] }, ['wish wish-missing']],
		[{ wish: [], part: 'day' }, ['wish wish-days']],
		[{ wish: ['2026-11-21 10:00'] }, ['wish wish-days']],
		[{ wish: ['2027-11-21 10:00'] }, ['wish wish-days']],
		[
			{ wish: [9, 10, 11, 13].map((h) => `2026-11-25 ${String(h).padStart(2, '0')}:00`) },
			['wish wish-many']
		],
		[{ phone: '' }, ['phone missing']],
		[{ phone: '0800000' }, ['phone phone-short']],
		[{ phone: '03-0000-0101' }, ['phone sms-mobile']],
		[{ consent: 'mail' }, ['mail missing']],
		[{ consent: 'mail', mail: 'x@y' }, ['mail mail-shape']],
		[{ name: '1234 5678 9018' }, ['name my-number']],
		[{ reading: 'xx' }, ['reading missing']]
	])('says what is wrong at the field: %j', (over, expected) =>
		expect(kinds(over)).toEqual(expected)
	);

	it('is carried through a page without a script unchanged', () => {
		const words = fc.string({ maxLength: 40 }).map((text) => text.replace(/\r/g, ''));
		fc.assert(
			fc.property(words, words, fc.array(words, { maxLength: 3 }), (name, mail, wish) => {
				const carried = { ...typed, name, mail, wish };
				expect(typedFrom(new URLSearchParams(entriesOf(carried)), 'ne')).toEqual(carried);
			})
		);
	});

	it('never throws, whatever is sent', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.string()), (sent) => {
				const read = typedFrom(new URLSearchParams(sent), 'ja');
				expect(readRequest(read, context).ok).toBe(false);
			})
		);
	});

	it('reads any time from a day on', () => {
		const from = addDays(today, 1);
		expect(readWishes({ wish: [], part: 'morning', from }, today)).toEqual({
			ok: true,
			value: { slots: [], any: { from, part: 'morning' } }
		});
	});
});

describe('request.answer@1', () => {
	const booked: AnswerArgs = { requestId: 'r-1', answer: { kind: 'booked', bookingId: 'b-1' } };
	const declined: AnswerArgs = { requestId: 'r-1', answer: { kind: 'declined', reason: 'full' } };

	it('takes day and time from the booking, and a repeat changes nothing', () => {
		const first = answer(booked, { request: row, booking: booking() }, at);
		expect(first).toMatchObject({
			ok: true,
			value: [{ row: { state: 'booked', date: '2026-11-25' } }]
		});
		const changed = first.ok ? first.value[0]!.row : row;
		expect(answer(booked, { request: changed, booking: booking() }, at)).toEqual({
			ok: true,
			value: []
		});
	});

	it('refuses another booking, an unknown request and a second answer', () => {
		const other = booking({ receiptNo: 'X' });
		expect(answer(booked, { request: row, booking: other }, at)).toMatchObject({
			refusal: { kind: 'booking-unknown' }
		});
		expect(answer(booked, { request: row, booking: undefined }, at)).toMatchObject({
			refusal: { kind: 'booking-unknown' }
		});
		expect(answer(declined, { request: undefined, booking: undefined }, at)).toMatchObject({
			refusal: { kind: 'request-unknown' }
		});
		const gone: Request = { ...row, state: 'withdrawn' };
		expect(answer(declined, { request: gone, booking: undefined }, at)).toMatchObject({
			refusal: { kind: 'request-closed' }
		});
	});

	it('closes what is declined, and says when', () => {
		expect(answer(declined, { request: row, booking: undefined }, at)).toMatchObject({
			value: [{ row: { state: 'declined', reason: 'full', closedOn: today } }]
		});
	});
});

describe('a request over its life', () => {
	type Step = (row: Request) => Request;
	const wish =
		(kind: VisitorWish['kind']): Step =>
		(before) =>
			wishAgain(before, { kind, at: now, wishes: kind === 'change' ? form.wishes : null });
	const follow =
		(over: Partial<Booking>): Step =>
		(before) =>
			followBooking(before, booking(over), now);
	const say =
		(given: AnswerArgs['answer']): Step =>
		(before) => {
			const decision = answer(
				{ requestId: 'r-1', answer: given },
				{ request: before, booking: booking() },
				at
			);
			return decision.ok ? (decision.value[0]?.row ?? before) : before;
		};
	const steps: Step[] = [
		wish('change'),
		wish('cancel'),
		follow({}),
		follow({ date: '2026-11-26' }),
		follow({ status: 'cancelled' }),
		say({ kind: 'booked', bookingId: 'b-1' }),
		say({ kind: 'declined', reason: 'phone' }),
		say({ kind: 'settled' })
	];

	it('stays one that tables and tablets take; over is over; each step twice is once', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 12 }), (chosen) => {
				let present = row;
				for (const step of chosen) {
					const next = step(present);
					if (present.state === 'declined' || present.state === 'withdrawn') {
						expect(next.state).toBe(present.state);
					}
					expect(step(next)).toEqual(next);
					expect(request.safeParse(next).success).toBe(true);
					expect(requestStates).toContain(next.state);
					expect(next.date !== null).toBe(next.state === 'booked');
					expect(next.closedOn !== null).toBe(
						next.state === 'declined' || next.state === 'withdrawn'
					);
					present = next;
				}
			})
		);
	});
});
