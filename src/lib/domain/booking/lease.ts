import * as z from 'zod/mini';
import { identifier, officeId } from '../basics/ids.ts';

/**
 * A seat that one device holds: `standing` to book without a line, `hold` while a form is
 * filled. The centre counts it as taken until it is returned or `notAfter` + grace has passed.
 */
export const lease = z.object({
	leaseId: identifier,
	officeId,
	slotId: z.string(),
	deviceId: identifier,
	purpose: z.enum(['standing', 'hold']),
	notAfter: z.number(),
	state: z.enum(['open', 'used', 'returned'])
});
export type Lease = z.infer<typeof lease>;

/** Minutes after `notAfter` in which the centre still honours a lease, for clocks that differ. */
export const LEASE_GRACE_MS = 5 * 60_000;
export const STANDING_LEASE_MS = 12 * 3_600_000;
export const HOLD_MS = 10 * 60_000;

/** Whether a device may make a final booking on its lease at `now` (trusted time, epoch ms). */
export const isUsable = (lease: Lease, deviceId: string, now: number): boolean =>
	lease.state === 'open' && lease.deviceId === deviceId && now < lease.notAfter;
