import type { Lease } from '#lib/domain/booking/lease.ts';
import type { SeatNeed } from '#lib/domain/booking/search.ts';
import type { Tablet } from '#lib/local/tablet.ts';

/** A hold is renewed when so little of its ten minutes is left. */
const RENEW_MS = 2 * 60_000;
/** So long a booking waits for the answer to a seat that was asked for. */
const PATIENCE_MS = 3000;

/**
 * The seats that the centre keeps for this screen while a form is filled. Asking goes on beside
 * the typing; what is not used is given back.
 */
export class SeatHold {
	readonly #tablet: Tablet;
	#turn = 0;
	#asked: Promise<void> = Promise.resolve();
	#need: SeatNeed = { isLong: false, line: false };
	state: 'none' | 'asking' | 'held' | 'full' | 'no-line' = $state('none');
	lease: Lease | null = $state.raw(null);
	/** The seat of the next start time, for a long visit. */
	nextLease: Lease | null = $state.raw(null);

	constructor(tablet: Tablet) {
		this.#tablet = tablet;
	}

	/** Keeps a seat of this slot instead of the one before. */
	want(slotId: string, need: SeatNeed): Promise<void> {
		this.#asked = this.#ask(slotId, need);
		return this.#asked;
	}

	/**
	 * Resolves when the seat asked for is known to be held or not. The rows of a hold may come before
	 * the answer that says whose it is: until then one's own seat looks like the last one gone.
	 */
	async settled(): Promise<void> {
		const late = new Promise<void>((over) => setTimeout(over, PATIENCE_MS));
		if (this.state === 'asking') await Promise.race([this.#asked, late]);
	}

	async #ask(slotId: string, need: SeatNeed): Promise<void> {
		this.release();
		this.#need = need;
		const turn = (this.#turn += 1);
		this.state = 'asking';
		const wish = { holdNext: need.isLong, interpreter: need.line };
		const answer = await this.#tablet.hold(slotId, wish);
		const held = answer.ok ? answer.value.held : null;
		const heldNext = answer.ok ? answer.value.heldNext : null;
		if (turn !== this.#turn) {
			this.#giveBack(held, heldNext);
			return;
		}
		this.lease = held;
		this.nextLease = heldNext;
		this.state = held ? 'held' : answer.ok ? 'full' : 'no-line';
		// Either the rows of the hold come, or the round finds out that the line is gone.
		this.#tablet.desk?.soon();
	}

	/** Takes a new hold when the present one is nearly over. */
	async keep(now: number): Promise<void> {
		const { lease } = this;
		if (lease && this.state === 'held' && lease.notAfter - now < RENEW_MS) {
			await this.want(lease.slotId, this.#need);
		}
	}

	/** Another need than the hold was taken for: it is asked for anew. */
	async suit(need: SeatNeed): Promise<void> {
		const same = need.isLong === this.#need.isLong && need.line === this.#need.line;
		if (this.lease && !same) await this.want(this.lease.slotId, need);
	}

	/** The leases that still hold at `now`. */
	leases(now: number): Lease[] {
		return [this.lease, this.nextLease].flatMap((lease) =>
			lease && now < lease.notAfter ? [lease] : []
		);
	}

	/** The seat became a booking: it is not given back. */
	used(): void {
		this.#turn += 1;
		this.lease = null;
		this.nextLease = null;
		this.state = 'none';
	}

	/** Gives the seat back. */
	release(): void {
		const { lease, nextLease } = this;
		this.used();
		this.#giveBack(lease, nextLease);
	}

	#giveBack(...leases: (Lease | null)[]): void {
		const ids = leases.flatMap((lease) => (lease ? [lease.leaseId] : []));
		if (ids.length > 0) void this.#tablet.giveBack(ids);
	}
}
