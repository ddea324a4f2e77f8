import * as z from 'zod/mini';
import { plainDate, plainTime } from '../basics/calendar.ts';
import { instantOf } from '../basics/days.ts';
import { identifier, officeId } from '../basics/ids.ts';
import { lineText } from '../basics/personal-text.ts';
import { needs } from '../booking/booking.ts';

/** Forms a visitor can leave with; their words stand in the staff texts `reception:form.<id>`. */
export const formIds = [
	'pension-claim',
	'disability-claim',
	'survivor-claim',
	'unpaid-claim',
	'join-notice',
	'exemption-request',
	'student-request',
	'maternity-notice',
	'bank-transfer',
	'lump-sum-claim',
	'certificate-request',
	'address-notice',
	'proxy-form',
	'leaflet'
] as const;

export const results = ['solved', 'partly', 'not'] as const;
export const followUps = ['none', 'mail', 'phone', 'document', 'visit'] as const;

export const outcome = z.object({
	result: z.enum(results),
	forms: z.array(z.enum(formIds)).check(z.maxLength(formIds.length)),
	followUp: z.enum(followUps)
});
export type Outcome = z.infer<typeof outcome>;

export const lane = z.string().check(z.regex(/^[A-Z]{1,2}$/));
export const ticketNumber = z.int().check(z.minimum(1), z.maximum(9999));
export const boothNumber = z.int().check(z.minimum(1), z.maximum(99));
/** A secret in the address of the visitor's page: 96 random bits. */
export const watchKey = z.string().check(z.regex(/^[A-Za-z0-9_-]{16}$/));

/** Words as the visitor says them: none, or a name without a My Number. */
export const visitorName = z.nullable(lineText(60));

export const states = ['waiting', 'called', 'parked', 'serving', 'done', 'left'] as const;
export type VisitState = (typeof states)[number];

/** What moves while a visitor goes through the office. */
const progress = {
	state: z.enum(states),
	/** Orders the queue; a visitor who comes back too late gets a new one. */
	queuedAt: z.number(),
	calledAt: z.nullable(z.number()),
	parkedAt: z.nullable(z.number()),
	startedAt: z.nullable(z.number()),
	endedAt: z.nullable(z.number()),
	calls: z.int(),
	/** The call that holds; start, absence and finish name it. */
	callId: z.nullable(identifier),
	callDeviceId: z.nullable(identifier),
	booth: z.nullable(boothNumber),
	personId: z.nullable(identifier),
	outcome: z.nullable(outcome)
};
const progressShape = z.object(progress);
export type Progress = z.infer<typeof progressShape>;

export const stepNames = [
	'arrive',
	'walk-in',
	'call',
	'park',
	'return',
	'start',
	'finish',
	'leave'
] as const;
export type StepName = (typeof stepNames)[number];

export const visit = z.object({
	visitId: identifier,
	officeId,
	date: plainDate,
	lane,
	number: ticketNumber,
	ticket: z.string(),
	source: z.enum(['booking', 'walk-in']),
	bookingId: z.nullable(identifier),
	/** When the booking was for; the wait of somebody who came early counts from here. */
	bookedStart: z.nullable(plainTime),
	/** Shown on paper while the tablet did not know the booking yet. */
	receiptNo: z.nullable(z.string()),
	name: z.nullable(z.string()),
	topicId: z.string(),
	needs,
	/** 簡易: a re-issue or the like, which counts in no rate. */
	simple: z.boolean(),
	arrivedAt: z.number(),
	...progress,
	/** Issued by mistake and taken back: it counts nowhere. */
	isVoid: z.boolean(),
	watchKey: z.string(),
	deviceId: identifier,
	/** Ids of the steps that were done, so that a repeat is known as one. */
	steps: z.array(identifier),
	/** The last step, as long as it can be taken back. */
	last: z.nullable(
		z.object({
			stepId: identifier,
			step: z.enum(stepNames),
			at: z.number(),
			/** Where it was done; rows from before this was kept have none. */
			deviceId: z.optional(identifier),
			before: z.nullable(progressShape)
		})
	)
});
export type Visit = z.infer<typeof visit>;

export const ticketOf = (laneLetters: string, number: number): string => `${laneLetters}-${number}`;

export const progressOf = (row: Visit): Progress => ({
	state: row.state,
	queuedAt: row.queuedAt,
	calledAt: row.calledAt,
	parkedAt: row.parkedAt,
	startedAt: row.startedAt,
	endedAt: row.endedAt,
	calls: row.calls,
	callId: row.callId,
	callDeviceId: row.callDeviceId,
	booth: row.booth,
	personId: row.personId,
	outcome: row.outcome
});

export const isOver = ({ state }: Pick<Visit, 'state'>): boolean =>
	state === 'done' || state === 'left';

/** From when a wait counts: who comes before the booked time waits from the booked time. */
export const waitsFrom = (row: Pick<Visit, 'arrivedAt' | 'bookedStart' | 'date'>): number =>
	row.bookedStart ? Math.max(row.arrivedAt, instantOf(row.date, row.bookedStart)) : row.arrivedAt;
