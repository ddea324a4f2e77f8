/** A stream of numbers that is the same for the same seed (mulberry32). */
export interface Random {
	/** 0 ≤ x < 1 */
	readonly next: () => number;
	/** A whole number from 0 to `count` − 1. */
	readonly below: (count: number) => number;
	readonly pick: <Item>(items: readonly Item[]) => Item;
	/** True in so many of a hundred cases. */
	readonly percent: (share: number) => boolean;
	/** An item, as often as its weight says. */
	readonly weighted: <Item>(items: readonly (readonly [Item, number])[]) => Item;
}

function mulberry32(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** A number for a text, so that every office has its own stream. */
export function seedOf(text: string, seed: number): number {
	let hash = seed ^ 0x811c9dc5;
	for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
	return hash >>> 0;
}

export function createRandom(seed: number): Random {
	const next = mulberry32(seed);
	const below = (count: number): number => Math.floor(next() * count);
	return {
		next,
		below,
		pick: (items) => items[below(items.length)]!,
		percent: (share) => next() * 100 < share,
		weighted: (items) => {
			let rest = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
			for (const [item, weight] of items) {
				rest -= weight;
				if (rest < 0) return item;
			}
			return items.at(-1)![0];
		}
	};
}
