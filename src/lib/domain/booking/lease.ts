import * as z from 'zod/mini';
import { identifier, officeId } from '../basics/ids.ts';

/**
 * A seat that one device holds: `standing` to book without a line, `hold` while a form is
 * filled, `offer` while somebody on the waiting list decides. The centre counts it as taken until it is returned or `notAfter` + grace has passed.
 */
export const lease = z.object({
	leaseId: identifier,
	officeId,
	slotId: z.string(),
	deviceId: identifier,
	purpose: z.enum(['standing', 'hold', 'offer']),
	/** Whether an interpreter line of that start time comes with the seat. */
	interpreter: z._default(z.boolean(), false),
	/** The entry of the waiting list that an offer is for; any device of the office may use it. */
	standbyId: z._default(z.nullable(identifier), null),
	notAfter: z.number(),
	state: z.enum(['open', 'used', 'returned'])
});
export type Lease = z.infer<typeof lease>;

/** Minutes after `notAfter` in which the centre still honours a lease, for clocks that differ. */
export const LEASE_GRACE_MS = 5 * 60_000;
export const STANDING_LEASE_MS = 12 * 3_600_000;
export const HOLD_MS = 10 * 60_000;
/** How long a freed seat is kept for somebody on the waiting list. */
export const OFFER_MS = 30 * 60_000;

/** Who would use a lease: a device, for an entry of the waiting list or for none. */
export interface LeaseUser {
	readonly deviceId: string;
	readonly now: number;
	readonly standbyId?: string | null;
}

/** Whether a final booking may be made on a lease at `now` (trusted time, epoch ms). */
export const isUsable = (lease: Lease, { deviceId, now, standbyId }: LeaseUser): boolean =>
	lease.state === 'open' &&
	now < lease.notAfter &&
	(lease.purpose === 'offer' ? lease.standbyId === standbyId : lease.deviceId === deviceId);
