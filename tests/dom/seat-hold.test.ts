import { describe, expect, it, vi } from 'vitest';
import type { Lease } from '#lib/domain/booking/lease.ts';
import type { Tablet } from '#lib/local/tablet.ts';
import { SeatHold } from '../../src/routes/(staff)/bookings/seat-hold.svelte.ts';

const lease = { leaseId: 'l1', slotId: 's1', notAfter: 1000 } as Lease;
const need = { isLong: false, line: false };

/** A tablet whose centre answers when the test says so. */
function slowTablet() {
	const answers: ((value: unknown) => void)[] = [];
	const tablet = {
		hold: () => new Promise((answer) => answers.push(answer)),
		giveBack: vi.fn(),
		desk: { soon: vi.fn() }
	} as unknown as Tablet;
	return { hold: new SeatHold(tablet), answers };
}

describe('a seat that was asked for', () => {
	it('is waited for: its rows may be here before the answer that says whose it is', async () => {
		const { hold, answers } = slowTablet();
		void hold.want('s1', need);
		let isSettled = false;
		const settled = hold.settled().then(() => (isSettled = true));
		await Promise.resolve();
		expect(isSettled).toBe(false);
		answers[0]!({ ok: true, value: { held: lease, heldNext: null } });
		await settled;
		expect(hold.leases(0)).toEqual([lease]);
	});

	it('is not waited for without end, and not at all when nothing is asked', async () => {
		vi.useFakeTimers();
		const { hold } = slowTablet();
		await hold.settled();
		void hold.want('s1', need);
		const settled = hold.settled();
		await vi.advanceTimersByTimeAsync(3000);
		await settled;
		expect(hold.leases(0)).toEqual([]);
		vi.useRealTimers();
	});
});
