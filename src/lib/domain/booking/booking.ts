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

/** The details of a booking that can be amended one by one. */
export const bookingDetails = z.object({
	topicId: z.string().check(z.minLength(1, { error: 'missing' })),
	channel: z.enum(channels),
	visitor,
	needs,
	note: freeText(400)
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
	/** `requested` exists only on a tablet: the centre confirms or refuses. */
	status: z.enum(['requested', 'confirmed', 'cancelled']),
	receiptNo: z.string(),
	leaseId: z.nullable(identifier),
	...bookingDetails.shape,
	createdAt: z.number(),
	createdBy: identifier,
	deviceId: identifier,
	cancelReason: z.nullable(z.enum(cancelReasons))
});
export type Booking = z.infer<typeof booking>;

/** The last four digits only, for lists (R4): ••••-••3456. */
export const maskPensionNumber = (number: string): string => `••••-••${number.slice(-4)}`;
