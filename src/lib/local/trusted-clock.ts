import { getMeta, putMeta, type LocalDatabase } from './database.ts';

/** The device's clocks: `wall` may be set by anybody, `monotonic` only runs forward (both ms). */
export interface DeviceClock {
	wall: () => number;
	monotonic: () => number;
}

export const systemClock: DeviceClock = {
	wall: () => Date.now(),
	monotonic: () => performance.now()
};

/**
 * The centre's time as the tablet can know it: the last server time plus what the monotonic
 * clock has run since. After a restart the wall clock bridges the gap, but time never runs
 * back: setting the clock back prolongs no lease.
 */
export class TrustedClock {
	readonly #clock: DeviceClock;
	#base = 0;
	#monotonicAtBase = 0;

	constructor(clock: DeviceClock) {
		this.#clock = clock;
		this.#set(clock.wall());
	}

	#set(time: number): void {
		this.#base = time;
		this.#monotonicAtBase = this.#clock.monotonic();
	}

	/** Trusted time, epoch ms. */
	now(): number {
		return Math.round(this.#base + this.#clock.monotonic() - this.#monotonicAtBase);
	}

	/** Takes up the time of the last contact when the tablet starts. */
	async restore(db: LocalDatabase): Promise<void> {
		const last = await getMeta(db, 'clock');
		if (!last) return;
		const elapsed = Math.max(0, this.#clock.wall() - last.deviceTime);
		this.#set(last.serverTime + elapsed);
	}

	/** Follows the centre; stored with the device's own time of the same moment. */
	async follow(db: LocalDatabase, serverTime: number): Promise<void> {
		this.#set(serverTime);
		await putMeta(db, 'clock', { serverTime, deviceTime: this.#clock.wall() });
	}

	/** Notes how far time has come without contact, so that a restart does not fall behind it. */
	async note(db: LocalDatabase): Promise<void> {
		await putMeta(db, 'clock', { serverTime: this.now(), deviceTime: this.#clock.wall() });
	}
}
