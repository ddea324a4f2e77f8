/**
 * The number on the door. Raise it when a message changes its shape; `wire.test.ts` holds a
 * hash of every schema, so no change of the wire passes unnoticed.
 */
export const PROTOCOL = 3;

/** The oldest protocol the centre still speaks. */
export const OLDEST_PROTOCOL = 3;

export const MAX_MUTATIONS = 100;
export const MAX_BODY_BYTES = 1_000_000;
export const PAGE_ROWS = 1000;

/** Acknowledged mutations stay on the device, encrypted, this long: see decision 0005. */
export const RING_MS = 72 * 3_600_000;

export type Protocol = 'spoken' | 'client-too-old' | 'server-too-old';

export function readProtocol(number: number): Protocol {
	if (number < OLDEST_PROTOCOL) return 'client-too-old';
	return number > PROTOCOL ? 'server-too-old' : 'spoken';
}
