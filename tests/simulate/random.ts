import { seeded } from '../scenario/support/network.ts';

/** Draws of a simulation: the same seed gives the same nation, the same day, the same faults. */
export interface Dice {
	/** [0, 1). */
	readonly next: () => number;
	readonly chance: (share: number) => boolean;
	/** A whole number, both ends included. */
	readonly between: (from: number, to: number) => number;
	readonly pick: <Value>(values: readonly Value[]) => Value;
	readonly weighted: (weights: readonly number[]) => number;
	readonly normal: () => number;
	/** Letters, digits and dashes: ids that a tablet would draw at random. */
	readonly id: (length?: number) => string;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Dice of their own for each purpose, so that one more draw here changes nothing there. */
export function diceOf(seed: number, purpose: string): Dice {
	let mixed = seed >>> 0;
	for (const letter of purpose)
		mixed = Math.imul(mixed ^ letter.codePointAt(0)!, 2_654_435_761) >>> 0;
	const next = seeded(mixed || 1);
	const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
	return {
		next,
		chance: (share) => next() < share,
		between,
		pick: (values) => values[Math.floor(next() * values.length)]!,
		weighted: (weights) => {
			let rest = next() * weights.reduce((sum, weight) => sum + weight, 0);
			for (let index = 0; index < weights.length; index += 1) {
				rest -= weights[index]!;
				if (rest < 0) return index;
			}
			return weights.length - 1;
		},
		normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
		id: (length = 16) =>
			Array.from({ length }, () => letters[Math.floor(next() * letters.length)]).join('')
	};
}

/** Log-normal with the given mean of the values themselves. */
export const logNormal = (dice: Dice, mean: number, sigma: number): number =>
	Math.exp(Math.log(mean) - (sigma * sigma) / 2 + sigma * dice.normal());

/** Whole numbers that follow the weights and sum to `total` exactly (largest remainder). */
export function share(total: number, weights: readonly number[]): number[] {
	const sum = weights.reduce((all, weight) => all + weight, 0);
	if (sum === 0) return weights.map(() => 0);
	const exact = weights.map((weight) => (total * weight) / sum);
	const whole = exact.map(Math.floor);
	const missing = Math.round(total) - whole.reduce((all, count) => all + count, 0);
	exact
		.map((value, index) => ({ index, rest: value - Math.floor(value) }))
		.sort((a, b) => b.rest - a.rest || a.index - b.index)
		.slice(0, missing)
		.forEach(({ index }) => (whole[index]! += 1));
	return whole;
}
