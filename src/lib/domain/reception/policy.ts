import * as z from 'zod/mini';
import { officeId } from '../basics/ids.ts';

const minutes = (max: number) => z.int().check(z.minimum(0), z.maximum(max));

/** How an office orders its queue; every figure is minutes. */
export const receptionPolicy = z.object({
	/** So long before the booked time an early visitor already counts as waiting. */
	grace: minutes(60),
	/** A booking goes before walk-ins that came up to so long before it was due. */
	bookingFirst: minutes(120),
	/** Later than this a booking has lost its time: it queues like a walk-in and may be missed. */
	lateTolerance: minutes(120),
	/** An absent visitor who is back within this time keeps the place. */
	parkTolerance: minutes(120),
	amber: minutes(240),
	red: minutes(240)
});
export type ReceptionPolicy = z.infer<typeof receptionPolicy>;

/** 003: 平均待ち時間 30 分未満, so red is 30 and amber warns ten minutes before. */
export const defaultPolicy: ReceptionPolicy = {
	grace: 0,
	bookingFirst: 10,
	lateTolerance: 15,
	parkTolerance: 15,
	amber: 20,
	red: 30
};

/** Settings of an office that its tablets work by. */
export const policy = z.object({ officeId, reception: receptionPolicy });
export type Policy = z.infer<typeof policy>;

/** Minutes that recent consultations of an office took, by topic; nobody's data in it. */
export const pace = z.object({
	officeId,
	asOf: z.string(),
	durations: z.record(z.string(), z.array(z.int()))
});
export type Pace = z.infer<typeof pace>;

/** A counter window and who sits there. */
export const booth = z.object({
	boothId: z.string(),
	officeId,
	number: z.int(),
	isOpen: z.boolean(),
	personId: z.nullable(z.string()),
	since: z.number(),
	deviceId: z.string()
});
export type Booth = z.infer<typeof booth>;

export const boothId = (office: string, number: number): string => `${office}.${number}`;
