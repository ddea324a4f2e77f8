import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Points within seconds, per key. */
const budgets = {
	/** Per network address. */
	activation: { points: 10, duration: 60 },
	/** Per device. */
	'sign-in': { points: 10, duration: 60 },
	/** Per person, counted only when an attempt failed. */
	'failed-sign-in': { points: 5, duration: 900 },
	/** Per device: push, pull and lease together. */
	sync: { points: 300, duration: 10 },
	/** Per device: event streams, administration, sealed outboxes. */
	other: { points: 60, duration: 60 },
	/** Per network address. */
	mailbox: { points: 120, duration: 60 },
	/** Per network address: free times, requests sent, look-ups; and look-ups that failed, per number. */
	'public-read': { points: 120, duration: 60 },
	'public-count': { points: 60, duration: 900 },
	'public-send': { points: 30, duration: 900 },
	'public-look-up': { points: 30, duration: 900 },
	'failed-look-up': { points: 5, duration: 900 },
	/** Per network address: a waiting room shares one, and every page asks twice a minute. */
	ticket: { points: 600, duration: 60 }
} as const;
export type Budget = keyof typeof budgets;

export interface RateLimits {
	/** Takes a point: undefined when allowed, else the seconds to wait. */
	readonly take: (budget: Budget, key: string) => Promise<number | undefined>;
	/** Seconds to wait when all points are used up; takes none. */
	readonly blockedFor: (budget: Budget, key: string) => Promise<number | undefined>;
	readonly reset: (budget: Budget, key: string) => Promise<void>;
}

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

/** Limits in the memory of this process: several processes allow as many times more. */
export function createRateLimits(): RateLimits {
	const limiters = Object.fromEntries(
		Object.entries(budgets).map(([name, budget]) => [
			name,
			new RateLimiterMemory({ ...budget, keyPrefix: name })
		])
	) as Record<Budget, RateLimiterMemory>;
	return {
		take: async (budget, key) => {
			try {
				await limiters[budget].consume(key);
				return undefined;
			} catch (refused) {
				if (refused instanceof Error) throw refused;
				return seconds((refused as { msBeforeNext: number }).msBeforeNext);
			}
		},
		blockedFor: async (budget, key) => {
			const used = await limiters[budget].get(key);
			return used && used.remainingPoints <= 0 ? seconds(used.msBeforeNext) : undefined;
		},
		reset: async (budget, key) => {
			await limiters[budget].delete(key);
		}
	};
}
