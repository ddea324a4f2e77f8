import * as z from 'zod/mini';
import { identifier } from '#lib/domain/basics/ids.ts';
import { lease } from '#lib/domain/booking/lease.ts';

export const leaseRequest = z.object({
	protocol: z.int(),
	/** One seat of this slot while a form is filled. */
	hold: z.nullable(z.string()),
	/** With it one seat of the next start time, for a long visit. */
	holdNext: z.boolean(),
	/** With it an interpreter line. */
	interpreter: z.boolean(),
	/** Fill and renew the standing leases of this tablet. */
	standing: z.boolean(),
	/** Leases that are not needed any more. */
	giveBack: z.array(identifier).check(z.maxLength(200))
});
export type LeaseRequest = z.infer<typeof leaseRequest>;

export const leaseReply = z.object({
	protocol: z.int(),
	serverTime: z.number(),
	held: z.nullable(lease),
	heldNext: z.nullable(lease),
	standing: z.array(lease)
});
export type LeaseReply = z.infer<typeof leaseReply>;
