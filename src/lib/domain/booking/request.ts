import * as z from 'zod/mini';
import { plainDate, plainTime } from '../basics/calendar.ts';
import { addDays, dateAt } from '../basics/days.ts';
import { identifier, officeId } from '../basics/ids.ts';
import { freeText, phoneNumber } from '../basics/personal-text.ts';
import type { Decision, RuleContext } from '../basics/rule.ts';
import { needs, type Booking } from './booking.ts';

/** Receipt numbers of the public door begin with this; no device gets it. */
export const PUBLIC_DOOR_CODE = 'WEB0';
export const MOST_WISHES = 3;
/** How far ahead a visitor may wish, in days. */
export const WISH_DAYS = 60;

export const dayParts = ['morning', 'afternoon', 'day'] as const;
export const consents = ['none', 'sms', 'mail'] as const;
export const requestStates = ['received', 'booked', 'declined', 'withdrawn'] as const;
/** Why an office cannot book a request; each has a text for the visitor. */
export const declineReasons = ['full', 'phone', 'other-office', 'unreachable'] as const;
export type DeclineReason = (typeof declineReasons)[number];

const slotWish = z.object({ date: plainDate, start: plainTime });

/** Start times in the order of the calendar, or any time from a day on, or both. */
export const wishes = z
	.object({
		slots: z.array(slotWish).check(z.maxLength(MOST_WISHES, { error: 'wish-many' })),
		any: z.nullable(z.object({ from: plainDate, part: z.enum(dayParts) }))
	})
	.check(z.refine(({ slots, any }) => slots.length > 0 || any !== null, { error: 'wish-missing' }));
export type Wishes = z.infer<typeof wishes>;

export const mailAddress = z
	.string()
	.check(
		z.trim(),
		z.maxLength(120, { error: 'too-long' }),
		z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/, { error: 'mail-shape' })
	);

/** Whether an SMS can reach a number. */
export const isMobile = (phone: string): boolean => /^0[6-9]0/.test(phone);

/**
 * What a visitor sends. A name or nickname may stay empty. There is no field for a pension number,
 * and a My Number is refused in every text.
 */
export const requestForm = z
	.object({
		officeId,
		topicId: z.string().check(z.regex(/^[a-z-]{2,40}$/, { error: 'missing' })),
		needs,
		wishes,
		contact: z.object({ name: freeText(60), phone: phoneNumber, mail: z.nullable(mailAddress) }),
		/** How the office may write; without consent it only calls. */
		consent: z.enum(consents)
	})
	.check(
		z.refine(({ consent, contact }) => consent !== 'mail' || contact.mail !== null, {
			path: ['contact', 'mail'],
			error: 'missing'
		}),
		z.refine(({ consent, contact }) => consent !== 'sms' || isMobile(contact.phone), {
			path: ['contact', 'phone'],
			error: 'sms-mobile'
		})
	);
export type RequestForm = z.infer<typeof requestForm>;

/** What the visitor asked for afterwards; staff have it before them until it is settled. */
const visitorWish = z.object({
	kind: z.enum(['change', 'cancel']),
	at: z.number(),
	wishes: z.nullable(wishes)
});
export type VisitorWish = z.infer<typeof visitorWish>;

export const request = z.object({
	requestId: identifier,
	receiptNo: z.string().check(z.maxLength(16)),
	...requestForm.shape,
	receivedAt: z.number(),
	state: z.enum(requestStates),
	reason: z.nullable(z.enum(declineReasons)),
	bookingId: z.nullable(identifier),
	/** The fixed day and time, while there is one. */
	date: z.nullable(plainDate),
	start: z.nullable(plainTime),
	visitorWish: z.nullable(visitorWish),
	/** The day on which it was over without a visit. */
	closedOn: z.nullable(plainDate)
});
export type Request = z.infer<typeof request>;

/** Whether the wished times lie where a visitor may wish: from tomorrow on, not far away. */
export function isWishable({ slots, any }: Wishes, today: string): boolean {
	const last = addDays(today, WISH_DAYS);
	const dates = [...slots.map(({ date }) => date), ...(any ? [any.from] : [])];
	return dates.every((date) => date > today && date <= last);
}

/** A form that has come into the office. */
export const newRequest = (
	form: RequestForm,
	given: Pick<Request, 'requestId' | 'receiptNo' | 'receivedAt'>
): Request => ({
	...given,
	...form,
	state: 'received',
	reason: null,
	bookingId: null,
	date: null,
	start: null,
	visitorWish: null,
	closedOn: null
});

/**
 * What the visitor asks for afterwards. Nobody is needed to withdraw what is not booked yet; a
 * booked seat is given back by staff. Over is over.
 */
export function wishAgain(row: Request, wish: VisitorWish): Request {
	if (row.state === 'declined' || row.state === 'withdrawn') return row;
	if (row.state === 'received') {
		if (wish.kind === 'cancel') {
			return { ...row, state: 'withdrawn', visitorWish: null, closedOn: dateAt(wish.at) };
		}
		return { ...row, wishes: wish.wishes ?? row.wishes, visitorWish: wish };
	}
	return { ...row, visitorWish: wish };
}

/**
 * The request as its booking says: the booking decides, so a booking that was moved, cancelled or
 * saved by another way than the request's own page is followed all the same.
 */
export function followBooking(
	row: Request,
	booking: Pick<Booking, 'bookingId' | 'status' | 'date' | 'start'>,
	now: number
): Request {
	if (booking.status === 'cancelled') {
		if (row.state !== 'booked' || row.bookingId !== booking.bookingId) return row;
		const gone = { date: null, start: null, visitorWish: null, closedOn: dateAt(now) };
		return { ...row, ...gone, state: 'withdrawn' };
	}
	if (row.state === 'withdrawn' || row.state === 'declined') return row;
	const { bookingId, date, start } = booking;
	const isSettled = row.date === null || row.date !== date || row.start !== start;
	const isSame = row.state === 'booked' && row.bookingId === bookingId && !isSettled;
	if (isSame) return row;
	const visitorWish = row.visitorWish?.kind === 'change' ? null : row.visitorWish;
	return { ...row, state: 'booked', bookingId, date, start, visitorWish };
}

export const requestRefusals = ['request-unknown', 'request-closed'] as const;

export const answerArgs = z.object({
	requestId: identifier,
	answer: z.union([
		z.object({ kind: z.literal('booked'), bookingId: identifier }),
		z.object({ kind: z.literal('declined'), reason: z.enum(declineReasons) }),
		/** A wish that came afterwards has been talked over. */
		z.object({ kind: z.literal('settled') })
	])
});
export type AnswerArgs = z.infer<typeof answerArgs>;

export interface AnswerFacts {
	readonly request: Request | undefined;
	readonly booking: Booking | undefined;
}

interface RequestWrite {
	readonly table: 'request';
	readonly row: Request;
}
interface AnswerRefusal {
	readonly kind: (typeof requestRefusals)[number] | 'booking-unknown';
	readonly field?: string;
}
type AnswerDecision = Decision<RequestWrite, AnswerRefusal>;

const refused = (kind: AnswerRefusal['kind'], field: string): AnswerDecision => ({
	ok: false,
	refusal: { kind, field }
});

/** `request.answer@1`: the office's answer; a repeat changes nothing. */
export function answer(args: AnswerArgs, facts: AnswerFacts, context: RuleContext): AnswerDecision {
	const { request: row, booking } = facts;
	const given = args.answer;
	if (!row) return refused('request-unknown', 'requestId');
	const write = (changed: Request): AnswerDecision => ({
		ok: true,
		value: changed === row ? [] : [{ table: 'request', row: changed }]
	});
	if (given.kind === 'settled') return write(row.visitorWish ? { ...row, visitorWish: null } : row);
	if (given.kind === 'booked') {
		if (booking?.receiptNo !== row.receiptNo) return refused('booking-unknown', 'bookingId');
		if (row.state === 'declined' || row.state === 'withdrawn') {
			return refused('request-closed', 'requestId');
		}
		return write(followBooking(row, booking, context.now));
	}
	if (row.state === 'declined' && row.reason === given.reason) return write(row);
	if (row.state !== 'received') return refused('request-closed', 'requestId');
	const { reason } = given;
	return write({
		...row,
		reason,
		state: 'declined',
		visitorWish: null,
		closedOn: dateAt(context.now)
	});
}
