import type { Strip } from '#lib/domain/intake/template.ts';
import { project, type Homography } from './homography.ts';
import type { Raster } from './raster.ts';

export const STRIP_BITS = 8;

/** Start bit, three bits of the form's number, three of its version, even parity. */
export function stripBits(number: number, version: number): number[] {
	const bits = [
		1,
		...[4, 2, 1].map((bit) => +!!(number & bit)),
		...[4, 2, 1].map((bit) => +!!(version & bit))
	];
	return [...bits, bits.reduce((sum, bit) => sum ^ bit, 0)];
}

/** Number and version from the bits; undefined without start bit or with odd parity. */
export function parseStrip(
	bits: readonly number[]
): { number: number; version: number } | undefined {
	if (bits.length !== STRIP_BITS || bits[0] !== 1) return undefined;
	if (bits.reduce((sum, bit) => sum ^ bit, 0) !== 0) return undefined;
	const [, a, b, c, d, e, f] = bits as [number, number, number, number, number, number, number];
	return { number: a * 4 + b * 2 + c, version: d * 4 + e * 2 + f };
}

/** Mean grey of a square of the sheet, by 5 × 5 samples. */
function squareGray(raster: Raster, map: Homography, x: number, y: number, size: number): number {
	let sum = 0;
	for (let row = 0; row < 5; row++)
		for (let column = 0; column < 5; column++) {
			const [px, py] = project(map, x + (size * (column + 0.5)) / 5, y + (size * (row + 0.5)) / 5);
			const at = clamp(py, raster.height) * raster.width + clamp(px, raster.width);
			sum += raster.gray[at]!;
		}
	return sum / 25;
}

const clamp = (value: number, size: number): number =>
	Math.min(Math.max(Math.round(value), 0), size - 1);

/** Reads the strip: the square of each bit against the paper right above and below it. */
export function readStrip(
	raster: Raster,
	map: Homography,
	strip: Pick<Strip, 'x' | 'y' | 'size' | 'pitch'>
): number[] {
	const inset = strip.size * 0.22;
	const inner = strip.size - 2 * inset;
	return Array.from({ length: STRIP_BITS }, (_, bit) => {
		const x = strip.x + bit * strip.pitch + inset;
		const ink = squareGray(raster, map, x, strip.y + inset, inner);
		const above = squareGray(raster, map, x, strip.y - strip.size * 0.9, strip.size * 0.5);
		const below = squareGray(raster, map, x, strip.y + strip.size * 1.4, strip.size * 0.5);
		return ink < Math.max(above, below) * 0.68 ? 1 : 0;
	});
}
