// Separate pieces and rings in the upper right corner of a kana: what a voicing mark looks like.

/** The number of features below. */
export const MARKS = 6;

let seen = new Uint8Array(0);
let stack = new Int32Array(0);

/**
 * Looks at a square picture of the corner (ink 0 … 1) for pieces of ink that do not reach its left
 * or lower edge, and for paper enclosed by ink. Writes from `at`: one piece, two or more, their
 * share of the area, the share of the largest, a ring, its share.
 */
export function findMarks(
	picture: Float32Array,
	side: number,
	out: Float32Array,
	at: number
): void {
	if (seen.length < picture.length) {
		seen = new Uint8Array(picture.length);
		stack = new Int32Array(picture.length);
	}
	seen.fill(0);
	let [pieces, area, largest, rings, hollow] = [0, 0, 0, 0, 0];
	for (let seed = 0; seed < side * side; seed++) {
		if (seen[seed]) continue;
		const isInk = picture[seed]! > INK;
		const { size, left, right, top, bottom } = flood(picture, side, seed, isInk);
		const reaches = left === 0 || bottom === side - 1;
		if (isInk && !reaches && size >= SPECK) {
			pieces++;
			area += size;
			largest = Math.max(largest, size);
		}
		if (!isInk && !reaches && top > 0 && right < side - 1 && size >= 3) {
			rings++;
			hollow += size;
		}
	}
	const share = (size: number) => Math.min(1.5, Math.sqrt(size / (side * side)) * 3);
	out[at] = pieces >= 1 ? 1 : 0;
	out[at + 1] = pieces >= 2 ? 1 : 0;
	out[at + 2] = share(area);
	out[at + 3] = share(largest);
	out[at + 4] = rings > 0 ? 1 : 0;
	out[at + 5] = share(hollow);
}

const INK = 0.4;
const SPECK = 12;

/** Marks the piece (ink: eight neighbours, paper: four) around a pixel as seen and measures it. */
function flood(picture: Float32Array, side: number, seed: number, isInk: boolean) {
	const box = { size: 0, left: side, right: 0, top: side, bottom: 0 };
	let depth = 0;
	stack[depth++] = seed;
	seen[seed] = 1;
	while (depth > 0) {
		const i = stack[--depth]!;
		const x = i % side;
		const y = (i - x) / side;
		box.size++;
		box.left = Math.min(box.left, x);
		box.right = Math.max(box.right, x);
		box.top = Math.min(box.top, y);
		box.bottom = Math.max(box.bottom, y);
		for (let ny = Math.max(0, y - 1); ny <= Math.min(side - 1, y + 1); ny++)
			for (let nx = Math.max(0, x - 1); nx <= Math.min(side - 1, x + 1); nx++) {
				const next = ny * side + nx;
				const slanted = nx !== x && ny !== y;
				if (seen[next] || picture[next]! > INK !== isInk || (slanted && !isInk)) continue;
				seen[next] = 1;
				stack[depth++] = next;
			}
	}
	return box;
}
