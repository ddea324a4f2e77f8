import type { RoundEnd } from './sync-round.ts';

/** How often the tablet asks when nobody pokes it. */
export const POLL_MS = 5 * 60_000;
/** Online, something to send and no progress for so long: the attempt is given up and made anew. */
export const WATCHDOG_MS = 90_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 20_000;

export interface LoopParts {
	/** One round under the lock of this database; undefined when another tab has the lock. */
	round: (signal: AbortSignal) => Promise<RoundEnd | undefined>;
	ended: (end: RoundEnd) => void;
	/** 0 ≤ random < 1. */
	random: () => number;
	monotonic: () => number;
}

/**
 * Keeps rounds going: at once when something happens, later and later while there is no line
 * (full jitter), every five minutes in any case. Never two rounds at a time in one tab.
 */
export class SyncLoop {
	readonly #parts: LoopParts;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#watchdog: ReturnType<typeof setInterval> | undefined;
	#abort: AbortController | undefined;
	#running: Promise<void> | undefined;
	#again = false;
	#failures = 0;
	#notBefore = 0;
	#stopped = true;
	#progressAt = 0;

	constructor(parts: LoopParts) {
		this.#parts = parts;
	}

	start(): void {
		if (!this.#stopped) return;
		this.#stopped = false;
		this.#watchdog = setInterval(() => this.#watch(), WATCHDOG_MS / 6);
		this.soon();
	}

	/** Ends the loop; resolves when a running round has let go. */
	async stop(): Promise<void> {
		this.#stopped = true;
		clearTimeout(this.#timer);
		clearInterval(this.#watchdog);
		this.#abort?.abort();
		await this.#running;
	}

	/** A round as soon as possible: something was written, the centre poked, the line may be back. */
	soon(): void {
		if (this.#stopped) return;
		if (this.#running) this.#again = true;
		else this.#arm(0);
	}

	/** A round now; resolves when it is over. */
	async now(): Promise<void> {
		this.soon();
		clearTimeout(this.#timer);
		do {
			await (this.#running ?? this.#run());
		} while (this.#again && !this.#stopped);
	}

	progress(): void {
		this.#progressAt = this.#parts.monotonic();
	}

	#arm(ms: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#run(), ms);
	}

	#run(): Promise<void> {
		if (this.#running || this.#stopped) return this.#running ?? Promise.resolve();
		this.#again = false;
		this.#running = this.#round().finally(() => {
			this.#running = undefined;
			if (this.#stopped) return;
			this.#arm(this.#again ? 0 : this.#pause());
		});
		return this.#running;
	}

	async #round(): Promise<void> {
		this.#abort = new AbortController();
		this.progress();
		try {
			const end = await this.#parts.round(this.#abort.signal);
			if (!end) return;
			this.#failures = isForLater(end) ? this.#failures + 1 : 0;
			this.#notBefore = end.kind === 'refused' ? (end.refusal.retryAfter ?? 0) * 1000 : 0;
			this.#parts.ended(end);
		} catch (error) {
			// A round that breaks off (disk full, database closed) is a failure like any other.
			this.#failures += 1;
			this.#parts.ended({ kind: 'no-network', reason: 'unreachable' });
			if (!this.#stopped) reportError(error);
		}
	}

	#pause(): number {
		if (this.#failures === 0) return POLL_MS;
		const most = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
		return Math.max(FIRST_RETRY_MS / 2, this.#notBefore, this.#parts.random() * most);
	}

	#watch(): void {
		if (this.#running && this.#parts.monotonic() - this.#progressAt > WATCHDOG_MS) {
			this.#abort?.abort();
			this.#again = true;
		}
	}
}

/** No line, or a centre that is starting or busy: the same again, later. */
const isForLater = (end: RoundEnd): boolean =>
	end.kind === 'no-network' ||
	(end.kind === 'refused' &&
		['too-many-requests', 'unavailable', 'starting', 'clock-skew', 'replayed'].includes(
			end.refusal.kind
		));

/** Errors of the loop go where a page's uncaught errors go. */
function reportError(error: unknown): void {
	globalThis.queueMicrotask(() => {
		if (typeof globalThis.reportError === 'function') globalThis.reportError(error);
		else throw error;
	});
}
