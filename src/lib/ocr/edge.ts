import { place, flat } from './warp.ts';
import type { Homography, Point } from './homography.ts';
import type { LitRaster } from './sample.ts';

/**
 * How wide the edge of a printed mark is in millimetres (10 % to 90 %): about 0.15 on a sharp scan.
 * The median over the four sides of the marks given by their centres.
 */
export function edgeWidth(
	lit: LitRaster,
	map: Homography,
	centres: readonly Point[],
	size: number
): number {
	const widths = centres.flatMap(([x, y]) =>
		(
			[
				[1, 0],
				[-1, 0],
				[0, 1],
				[0, -1]
			] as Point[]
		).map(([dx, dy]) => widthAt(lit, map, [x, y], [dx, dy], size))
	);
	widths.sort((a, b) => a - b);
	return widths[widths.length >> 1] ?? 0;
}

const STEP = 0.05;
const REACH = 2;

function widthAt(lit: LitRaster, map: Homography, at: Point, way: Point, size: number): number {
	const warp = flat(map);
	const values: number[] = [];
	for (let far = size / 2 - REACH; far <= size / 2 + REACH; far += STEP) {
		let sum = 0;
		for (const side of [-1, -0.5, 0, 0.5, 1]) {
			const [px, py] = place(
				warp,
				at[0] + way[0] * far + way[1] * side,
				at[1] + way[1] * far + way[0] * side
			);
			const { raster } = lit;
			const x = Math.min(Math.max(Math.round(px), 0), raster.width - 1);
			const y = Math.min(Math.max(Math.round(py), 0), raster.height - 1);
			sum += raster.gray[y * raster.width + x]!;
		}
		values.push(sum / 5);
	}
	const dark = Math.min(...values.slice(0, 12));
	const light = Math.max(...values.slice(-24));
	const share = (value: number): number => (value - dark) / Math.max(1, light - dark);
	const last = values.findLastIndex((value) => share(value) < 0.15);
	const first = values.findIndex((value, index) => index > last && share(value) > 0.85);
	return first < 0 ? REACH : (first - last) * STEP;
}
