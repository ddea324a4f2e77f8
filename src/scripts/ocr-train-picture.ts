// What lenses, motion and JPEG do to a grey picture.

/** Gaussian blur, edges repeated. */
export function blur(
	from: Float32Array,
	width: number,
	height: number,
	sigma: number
): Float32Array {
	const reach = Math.ceil(sigma * 2.2);
	const kernel = Float32Array.from({ length: 2 * reach + 1 }, (_, i) =>
		Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma))
	);
	const total = kernel.reduce((sum, value) => sum + value, 0);
	for (let i = 0; i < kernel.length; i++) kernel[i]! /= total;
	const out = new Float32Array(from.length);
	for (let y = 0; y < height; y++) blurLine(from, out, y * width, 1, width, kernel);
	for (let x = 0; x < width; x++) blurLine(out, out, x, width, height, kernel);
	return out;
}

const padded = new Float32Array(1024);

/** One row or column: `length` values from `start`, `step` apart. */
function blurLine(
	from: Float32Array,
	to: Float32Array,
	start: number,
	step: number,
	length: number,
	kernel: Float32Array
): void {
	const reach = (kernel.length - 1) >> 1;
	const last = start + (length - 1) * step;
	for (let i = 0; i < reach; i++) {
		padded[i] = from[start]!;
		padded[reach + length + i] = from[last]!;
	}
	for (let i = 0; i < length; i++) padded[reach + i] = from[start + i * step]!;
	for (let i = 0; i < length; i++) {
		let sum = 0;
		for (let k = 0; k < kernel.length; k++) sum += kernel[k]! * padded[i + k]!;
		to[start + i * step] = sum;
	}
}

/** Motion along a row over some pixels. */
export function smear(
	from: Float32Array,
	width: number,
	height: number,
	length: number
): Float32Array {
	const out = new Float32Array(from.length);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			const end = Math.min(width, x + length);
			let sum = 0;
			for (let at = x; at < end; at++) sum += from[y * width + at]!;
			out[y * width + x] = sum / (end - x);
		}
	return out;
}

/** The luminance table of the JPEG standard (Annex K). */
const TABLE = [
	[16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55],
	[14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62],
	[18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92],
	[49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99]
].flat();

/** Cosines of the transform, row = frequency. */
const COSINES = Float32Array.from({ length: 64 }, (_, i) => {
	const [frequency, at] = [i >> 3, i & 7];
	const norm = frequency === 0 ? Math.sqrt(1 / 8) : 0.5;
	return norm * Math.cos(((2 * at + 1) * frequency * Math.PI) / 16);
});

const block = new Float32Array(64);
const middle = new Float32Array(64);

/** The cosines with rows and columns exchanged: the way back. */
const BACK = Float32Array.from({ length: 64 }, (_, i) => COSINES[(i & 7) * 8 + (i >> 3)]!);

/** block = M · block · Mᵀ, in place. */
function transform(m: Float32Array): void {
	for (let y = 0; y < 64; y += 8)
		for (let k = 0; k < 64; k += 8) {
			let sum = 0;
			for (let x = 0; x < 8; x++) sum += m[k + x]! * block[y + x]!;
			middle[y + (k >> 3)] = sum;
		}
	for (let k = 0; k < 64; k += 8)
		for (let x = 0; x < 8; x++) {
			let sum = 0;
			for (let y = 0; y < 8; y++) sum += m[k + y]! * middle[y * 8 + x]!;
			block[k + x] = sum;
		}
}

/** JPEG's loss of detail at a quality of 1 … 100, in place; blocks start at the corner. */
export function compress(gray: Float32Array, width: number, height: number, quality: number): void {
	const factor = (quality < 50 ? 5000 / quality : 200 - 2 * quality) / 100;
	for (let by = 0; by < height; by += 8)
		for (let bx = 0; bx < width; bx += 8) {
			for (let i = 0; i < 64; i++) {
				const x = Math.min(width - 1, bx + (i & 7));
				const y = Math.min(height - 1, by + (i >> 3));
				block[i] = Math.min(255, Math.max(0, gray[y * width + x]!)) - 128;
			}
			transform(COSINES);
			for (let i = 0; i < 64; i++) {
				const step = Math.max(1, TABLE[i]! * factor);
				block[i] = Math.round(block[i]! / step) * step;
			}
			transform(BACK);
			for (let i = 0; i < 64; i++) {
				const [x, y] = [bx + (i & 7), by + (i >> 3)];
				if (x < width && y < height)
					gray[y * width + x] = Math.min(255, Math.max(0, block[i]! + 128));
			}
		}
}
