import type { Decision, RuleContext } from '../basics/rule.ts';
import type { Booking } from './booking.ts';
import { isUsable, type Lease } from './lease.ts';
import { freeLines, freeSeats, type Slot } from './slot.ts';

/** What a booking occupies: a seat in one or two start times, with or without an interpreter. */
export interface Allotment {
	readonly slotIds: readonly string[];
	readonly line: boolean;
}

export const nothing: Allotment = { slotIds: [], line: false };

/** What a booking occupies now. */
export const allotmentOf = (
	booking: Pick<Booking, 'slotId' | 'extraSlotId' | 'line'>
): Allotment => ({
	slotIds: booking.extraSlotId ? [booking.slotId, booking.extraSlotId] : [booking.slotId],
	line: booking.line
});

type SeatWrite =
	{ readonly table: 'slot'; readonly row: Slot } | { readonly table: 'lease'; readonly row: Lease };

export interface SeatRefusal {
	readonly kind: 'slot-unknown' | 'slot-taken' | 'lease-expired' | 'interpreter-taken';
	readonly field: 'slotId';
}

interface Change {
	readonly from: Allotment;
	readonly to: Allotment;
	/** Rows of all start times concerned, in any order; a missing one is refused when wanted. */
	readonly slots: readonly (Slot | undefined)[];
	readonly leases: readonly (Lease | undefined)[];
	/** A lease was named: when none can be used, the refusal says so. */
	readonly onLease: boolean;
	readonly standbyId?: string | null;
}

/** What a lease counts in its slot already: its seat, and perhaps a line. */
const counted = (lease: Lease | undefined): { seat: number; line: number } => ({
	seat: lease ? 1 : 0,
	line: lease?.interpreter ? 1 : 0
});

const refused = (kind: SeatRefusal['kind']) =>
	({ ok: false, refusal: { kind, field: 'slotId' } }) as const;

/**
 * Moves a booking from what it occupies to what it shall occupy. `certain` when every seat and
 * line was this device's already: then the tablet's word is final.
 */
export function allot(
	change: Change,
	context: RuleContext
): Decision<SeatWrite, SeatRefusal> & { readonly certain?: boolean; readonly leases?: Lease[] } {
	const { from, to } = change;
	const known = new Map(change.slots.flatMap((slot) => (slot ? [[slot.slotId, slot]] : [])));
	const writes: SeatWrite[] = [];
	const used: Lease[] = [];
	let certain = true;
	for (const slotId of new Set([...to.slotIds, ...from.slotIds])) {
		const isWanted = to.slotIds.includes(slotId);
		const had = from.slotIds.includes(slotId);
		const slot = known.get(slotId);
		if (!slot) {
			if (isWanted) return refused('slot-unknown');
			continue;
		}
		const { now, deviceId } = context;
		const user = { now, deviceId, standbyId: change.standbyId ?? null };
		const lease =
			isWanted && !had
				? change.leases.find((held) => held?.slotId === slotId && isUsable(held, user))
				: undefined;
		const mine = counted(lease);
		const seats = Number(isWanted) - Number(had) - mine.seat;
		const lines = Number(isWanted && to.line) - Number(had && from.line) - mine.line;
		if (seats > 0 && freeSeats(slot) === 0) {
			return refused(change.onLease ? 'lease-expired' : 'slot-taken');
		}
		if (lines > 0 && freeLines(slot) === 0) return refused('interpreter-taken');
		if (seats > 0 || lines > 0) certain = false;
		if (seats !== 0 || lines !== 0) {
			const taken = Math.max(0, slot.taken + seats);
			const linesTaken = Math.max(0, (slot.linesTaken ?? 0) + lines);
			writes.push({ table: 'slot', row: { ...slot, taken, linesTaken } });
		}
		if (lease) {
			used.push(lease);
			writes.push({ table: 'lease', row: { ...lease, state: 'used' } });
		}
	}
	return { ok: true, value: writes, certain, leases: used };
}
