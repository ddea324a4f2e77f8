import type { Box } from '#lib/domain/intake/template.ts';
import type { Point } from './homography.ts';
import { paperAt, type Paper } from './picture.ts';
import type { Patch, Raster } from './raster.ts';
import { place, type Warp } from './warp.ts';

/** A picture of a sheet and how its paper is lit; `paper` was estimated at `paperFactor` of its size. */
export interface LitRaster {
	readonly raster: Raster;
	readonly paper: Paper;
	readonly paperFactor: number;
}

/** What paper comes out as when the light is evened. */
export const PAPER = 245;

const TILE_MM = 4;

/** The straightened picture of a box of the sheet (mm), `scale` pixels per mm, with the light evened. */
export function samplePatch(
	lit: LitRaster,
	warp: Warp,
	box: Box,
	scale: number,
	extra: Point = [0, 0]
): Patch {
	const width = Math.max(1, Math.round(box.w * scale));
	const height = Math.max(1, Math.round(box.h * scale));
	const patch: Patch = { width, height, scale, gray: new Uint8Array(width * height) };
	const tile = Math.max(8, Math.round(TILE_MM * scale));
	for (let top = 0; top < height; top += tile)
		for (let left = 0; left < width; left += tile) {
			const right = Math.min(width, left + tile);
			const bottom = Math.min(height, top + tile);
			const corner = (px: number, py: number): Corner => {
				const [x, y] = place(warp, box.x + px / scale, box.y + py / scale, extra);
				return [x, y, paperAt(lit.paper, x * lit.paperFactor, y * lit.paperFactor)];
			};
			const ends = [
				corner(left, top),
				corner(right, top),
				corner(left, bottom),
				corner(right, bottom)
			];
			fillTile(patch, lit.raster, ends, { left, top, right, bottom });
		}
	return patch;
}

/** Picture pixel, and brightness of the paper there. */
type Corner = readonly [number, number, number];

interface Tile {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

function fillTile(patch: Patch, raster: Raster, ends: readonly Corner[], tile: Tile): void {
	const [a, b, c, d] = ends as [Corner, Corner, Corner, Corner];
	const [wide, high] = [tile.right - tile.left, tile.bottom - tile.top];
	for (let row = 0; row < high; row++) {
		const v = (row + 0.5) / high;
		const u = 1 - v;
		let x = a[0] * u + c[0] * v;
		let y = a[1] * u + c[1] * v;
		let paper = a[2] * u + c[2] * v;
		const sx = (b[0] * u + d[0] * v - x) / wide;
		const sy = (b[1] * u + d[1] * v - y) / wide;
		const sp = (b[2] * u + d[2] * v - paper) / wide;
		x += sx / 2 - 0.5;
		y += sy / 2 - 0.5;
		let at = (tile.top + row) * patch.width + tile.left;
		for (const end = at + wide; at < end; at++) {
			const value = (bilinear(raster, x, y) * PAPER) / (paper < 20 ? 20 : paper);
			patch.gray[at] = value > 255 ? 255 : value;
			x += sx;
			y += sy;
			paper += sp;
		}
	}
}

/** Grey between pixels; beyond the picture its edge goes on. */
function bilinear({ width, height, gray }: Raster, x: number, y: number): number {
	const cx = x < 0 ? 0 : x > width - 1.001 ? width - 1.001 : x;
	const cy = y < 0 ? 0 : y > height - 1.001 ? height - 1.001 : y;
	const left = cx | 0;
	const top = cy | 0;
	const fx = cx - left;
	const fy = cy - top;
	const at = top * width + left;
	return (
		(gray[at]! * (1 - fx) + gray[at + 1]! * fx) * (1 - fy) +
		(gray[at + width]! * (1 - fx) + gray[at + width + 1]! * fx) * fy
	);
}
