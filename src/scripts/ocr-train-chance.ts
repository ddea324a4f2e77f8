// Chance with a seed: the same numbers on every machine.

/** A stream of chance. */
export interface Chance {
	/** 0 ≤ x < 1. */
	next(): number;
	/** low ≤ x < high. */
	between(low: number, high: number): number;
	/** low … high, both included. */
	whole(low: number, high: number): number;
	pick<T>(list: readonly T[]): T;
	/** True with this probability. */
	chance(share: number): boolean;
	/** Normal, mean 0, deviation 1, never beyond 3. */
	normal(): number;
}

/** mulberry32. */
export function chanceOf(seed: number): Chance {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
	const normal = () => {
		let sum = -3;
		for (let i = 0; i < 6; i++) sum += next();
		return Math.max(-3, Math.min(3, sum * Math.SQRT2));
	};
	return {
		...{ next, normal },
		between: (low, high) => low + (high - low) * next(),
		whole: (low, high) => Math.floor(low + (high - low + 1) * next()),
		pick: (list) => list[Math.floor(next() * list.length)]!,
		chance: (share) => next() < share
	};
}
