import type { Lease } from '#lib/domain/booking/lease.ts';
import type { Tablet } from '#lib/local/tablet.ts';

/** A hold is renewed when so little of its ten minutes is left. */
const RENEW_MS = 2 * 60_000;

/**
 * One seat that the centre keeps for this screen while a form is filled. Asking goes on beside
 * the typing; what is not used is given back.
 */
export class SeatHold {
	readonly #tablet: Tablet;
	#turn = 0;
	state: 'none' | 'asking' | 'held' | 'full' | 'no-line' = $state('none');
	lease: Lease | null = $state.raw(null);

	constructor(tablet: Tablet) {
		this.#tablet = tablet;
	}

	/** Keeps a seat of this slot instead of the one before. */
	async want(slotId: string): Promise<void> {
		this.release();
		const turn = (this.#turn += 1);
		this.state = 'asking';
		const answer = await this.#tablet.hold(slotId);
		const held = answer.ok ? answer.value.held : null;
		if (turn !== this.#turn) {
			if (held) void this.#tablet.giveBack([held.leaseId]);
			return;
		}
		this.lease = held;
		this.state = held ? 'held' : answer.ok ? 'full' : 'no-line';
		// Either the rows of the hold come, or the round finds out that the line is gone.
		this.#tablet.desk?.soon();
	}

	/** Takes a new hold when the present one is nearly over. */
	async keep(now: number): Promise<void> {
		const { lease } = this;
		if (lease && this.state === 'held' && lease.notAfter - now < RENEW_MS) {
			await this.want(lease.slotId);
		}
	}

	/** The seat became a booking: it is not given back. */
	used(): void {
		this.#turn += 1;
		this.lease = null;
		this.state = 'none';
	}

	/** Gives the seat back. */
	release(): void {
		const { lease } = this;
		this.used();
		if (lease) void this.#tablet.giveBack([lease.leaseId]);
	}
}
