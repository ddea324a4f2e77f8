import * as z from 'zod/mini';
import { plainDate, plainTime } from '../basics/calendar.ts';
import { identifier, officeId } from '../basics/ids.ts';
import { languageTag, spokenLanguages } from '../basics/languages.ts';
import {
	freeText,
	kanaText,
	lineText,
	pensionNumber,
	phoneNumber
} from '../basics/personal-text.ts';

export const supports = [
	'phone-interpreter',
	'remote-sign',
	'text-chat',
	'companion',
	'wheelchair',
	'large-print'
] as const;
export type Support = (typeof supports)[number];

export const visitor = z.object({
	name: lineText(60),
	kana: kanaText,
	phone: phoneNumber,
	pensionNumber: z.nullable(pensionNumber)
});
export type Visitor = z.infer<typeof visitor>;

/** What the visitor needs, as separate fields: a reader of Nepali may speak English. */
export const needs = z.object({
	readingLanguage: languageTag,
	spokenLanguage: z.enum(spokenLanguages as [(typeof spokenLanguages)[number]]),
	supports: z.array(z.enum(supports)).check(z.maxLength(supports.length))
});
export type Needs = z.infer<typeof needs>;

export const channels = ['counter', 'phone', 'tv-phone', 'document'] as const;

/** How a booking came about; missed visits are counted by it. */
export const origins = ['counter', 'phone', 'web', 'outreach'] as const;
export type Origin = (typeof origins)[number];

export const proxyRelations = [
	'spouse',
	'parent',
	'child',
	'sibling',
	'relative',
	'guardian',
	'sharoushi',
	'other'
] as const;

/**
 * Why somebody may speak for the person: a signed letter (委任状), or without one a paper that
 * shows that the person cannot come (J-ONE: 身体障害者手帳, 介護保険の認定結果通知書, 施設長の証明).
 */
export const proxyGrounds = [
	'letter',
	'disability-handbook',
	'care-certificate',
	'facility-proof'
] as const;

export const proxy = z.object({
	name: lineText(60),
	relation: z.enum(proxyRelations),
	ground: z.enum(proxyGrounds)
});
export type Proxy = z.infer<typeof proxy>;

/** Fields that can be taken over from what the office holds (003:入力項目の省略). */
export const heldFields = ['name', 'kana', 'phone', 'pensionNumber'] as const;
export type HeldField = (typeof heldFields)[number];

/** The details that `booking.book@1` and `booking.amend@1` knew. */
export const firstDetails = z.object({
	topicId: z.string().check(z.minLength(1, { error: 'missing' })),
	channel: z.enum(channels),
	visitor,
	needs,
	note: freeText(400)
});

const held = z.array(z.enum(heldFields)).check(z.maxLength(heldFields.length));

/** The details of a booking that can be amended one by one. */
export const bookingDetails = z.object({
	...firstDetails.shape,
	origin: z.enum(origins),
	/** Who comes instead of the person. */
	proxy: z.nullable(proxy),
	/** DV支援措置 (R5): no phone on lists or paper, every view is logged, no messages. */
	nonDisclosure: z.boolean(),
	/** Fields that were held already and not asked for again. */
	held,
	/** Whether the office may send an SMS; without consent it only calls. */
	consent: z._default(z.enum(['none', 'sms']), 'none')
});
export type BookingDetails = z.infer<typeof bookingDetails>;

export const cancelReasons = ['visitor', 'office', 'mistake'] as const;

export const booking = z.object({
	bookingId: identifier,
	officeId,
	slotId: z.string(),
	date: plainDate,
	start: plainTime,
	minutes: z.int(),
	/** The next start time, when a consultation is longer than one. */
	extraSlotId: z._default(z.nullable(z.string()), null),
	/** Whether it has one of the interpreter lines of its start times. */
	line: z._default(z.boolean(), false),
	/**
	 * `requested` exists only on a tablet: the centre confirms or refuses. `arrived` and `missed`
	 * are said at reception.
	 */
	status: z.enum(['requested', 'confirmed', 'arrived', 'missed', 'cancelled']),
	receiptNo: z.string(),
	leaseId: z.nullable(identifier),
	extraLeaseId: z._default(z.nullable(identifier), null),
	...bookingDetails.shape,
	origin: z._default(z.enum(origins), 'counter'),
	proxy: z._default(z.nullable(proxy), null),
	nonDisclosure: z._default(z.boolean(), false),
	held: z._default(held, []),
	createdAt: z.number(),
	createdBy: identifier,
	deviceId: identifier,
	cancelReason: z.nullable(z.enum(cancelReasons))
});
export type Booking = z.infer<typeof booking>;

/** Whether the visit is still to come or under way. */
export const isOpen = ({ status }: Pick<Booking, 'status'>): boolean =>
	status === 'requested' || status === 'confirmed';

/** The last four digits only, for lists (R4): ••••-••3456. */
export const maskPensionNumber = (number: string): string => `••••-••${number.slice(-4)}`;
