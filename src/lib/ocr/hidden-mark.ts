import { integral } from './picture.ts';
import type { Raster } from './raster.ts';
import { pixelsPerMm, solveHomography, type Homography, type Point } from './homography.ts';
import type { PrintedPart } from './printed-parts.ts';

/** Points on the printed lines of a form, one every few millimetres. */
export function linePoints(parts: readonly PrintedPart[], step: number): Point[] {
	return parts.flatMap(({ xs, ys }) => {
		const along = (from: number, to: number): number[] => {
			const count = Math.max(1, Math.round((to - from) / step));
			return Array.from({ length: count }, (_, at) => from + ((to - from) * (at + 0.5)) / count);
		};
		const across = along(xs[0]!, xs.at(-1)!);
		const down = along(ys[0]!, ys.at(-1)!);
		return [
			...ys.flatMap((y) => across.map((x): Point => [x, y])),
			...xs.flatMap((x) => down.map((y): Point => [x, y]))
		];
	});
}

/** How much darker than its surroundings each pixel is, spread by `spread` pixels. */
function lineMap(raster: Raster, radius: number, spread: number): Raster {
	const { width, height, gray } = raster;
	const sums = integral(raster);
	const stride = width + 1;
	const dark = new Uint8Array(width * height);
	const mean = (s: Uint32Array, x: number, y: number, reach: number): number => {
		const [left, right] = [Math.max(0, x - reach), Math.min(width, x + reach + 1)];
		const [top, bottom] = [Math.max(0, y - reach), Math.min(height, y + reach + 1)];
		const total =
			s[bottom * stride + right]! -
			s[bottom * stride + left]! -
			s[top * stride + right]! +
			s[top * stride + left]!;
		return total / ((right - left) * (bottom - top));
	};
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			dark[y * width + x] = Math.min(
				60,
				Math.max(0, mean(sums, x, y, radius) - gray[y * width + x]!)
			);
	const soft = integral({ width, height, gray: dark });
	const out = new Uint8Array(width * height);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) out[y * width + x] = mean(soft, x, y, spread) * 4;
	return { width, height, gray: out };
}

function darkness(map: Homography, points: readonly Point[], lines: Raster): number {
	const [a, b, c, d, e, f, g, h] = map as [
		number,
		number,
		number,
		number,
		number,
		number,
		number,
		number
	];
	const { width, height, gray } = lines;
	let total = 0;
	for (const [x, y] of points) {
		const w = 1 / (g * x + h * y + 1);
		const px = ((a * x + b * y + c) * w + 0.5) | 0;
		const py = ((d * x + e * y + f) * w + 0.5) | 0;
		if (px >= 0 && py >= 0 && px < width && py < height) total += gray[py * width + px]!;
	}
	return total / points.length;
}

/** Finds the map of a sheet with one covered mark, for a form with these printed parts. */
export type HiddenSearch = (
	marks: readonly Point[],
	fit: { readonly points: readonly Point[]; readonly map: Homography },
	hidden: number,
	parts: readonly PrintedPart[]
) => Homography | undefined;

interface Lines {
	readonly coarse: Raster;
	readonly fine: Raster;
}

const STEPS = [
	{ reach: 42, step: 3, every: 7, fine: false },
	{ reach: 3, step: 1, every: 5, fine: false },
	{ reach: 1.2, step: 0.4, every: 3, fine: true }
] as const;

/**
 * Finds covered marks in a picture: the three seen marks leave two degrees of freedom, and the
 * printed frames of the form say which, from coarse to fine.
 */
export function hiddenSearch(raster: Raster): HiddenSearch {
	const kept = new Map<number, Lines>();
	return (marks, fit, hidden, parts) => {
		const scale = Math.round(2 * pixelsPerMm(fit.map, 105, 148)) / 2;
		const lines = kept.get(scale) ?? {
			coarse: lineMap(raster, Math.round(scale * 1.6), Math.max(1, Math.round(scale * 1.1))),
			fine: lineMap(raster, Math.round(scale * 1.2), Math.round(scale * 0.3))
		};
		kept.set(scale, lines);
		let points = fit.points;
		let map: Homography | undefined;
		for (const { reach, step, every, fine } of STEPS) {
			const found = darkest(marks, points, hidden, linePoints(parts, every), {
				reach: reach * scale,
				step: step * scale,
				lines: fine ? lines.fine : lines.coarse
			});
			if (!found) return undefined;
			({ points, map } = found);
		}
		return map;
	};
}

function darkest(
	marks: readonly Point[],
	seen: readonly Point[],
	hidden: number,
	samples: readonly Point[],
	{ reach, step, lines }: { reach: number; step: number; lines: Raster }
): { map: Homography; points: readonly Point[] } | undefined {
	let best: { map: Homography; points: readonly Point[]; value: number } | undefined;
	for (let y = -reach; y <= reach; y += step)
		for (let x = -reach; x <= reach; x += step) {
			const points = seen.map((point, at): Point =>
				at === hidden ? [point[0] + x, point[1] + y] : point
			);
			const map = solveHomography(marks, points);
			if (!map) continue;
			const value = darkness(map, samples, lines);
			if (!best || value > best.value) best = { map, points, value };
		}
	return best;
}
