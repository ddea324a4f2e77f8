import { componentsOf, type Component } from './components.ts';
import { darkPixels } from './picture.ts';
import type { Raster } from './raster.ts';

/** Something that looks like a printed mark: its middle and side in pixels. */
export interface Candidate {
	readonly x: number;
	readonly y: number;
	readonly side: number;
	/** The ring with a dot of the top left corner. */
	readonly ring: boolean;
}

const MOST = 24;

/** Dark squares of a picture that could be marks, the largest first; rings are told from solid ones. */
export function markCandidates(raster: Raster): Candidate[] {
	const long = Math.max(raster.width, raster.height);
	const dark = darkPixels(raster, Math.round(long / 26), 0.72);
	const found = componentsOf(dark, raster.width, raster.height, long / 190)
		.filter((one) => isSquare(one, long))
		.flatMap((one) => candidateOf(raster, one));
	const solid = found.filter((one) => !one.ring).sort((a, b) => b.side - a.side);
	const rings = found.filter((one) => one.ring).sort((a, b) => b.side - a.side);
	return [...rings.slice(0, 6), ...solid.slice(0, MOST)];
}

function isSquare({ left, top, right, bottom }: Component, long: number): boolean {
	const [width, height] = [right - left, bottom - top];
	const side = Math.max(width, height);
	return side <= long / 9 && Math.min(width, height) > side * 0.58;
}

const AROUND = [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x) => [x, y] as const));

/** Mean grey at eight points of a square around the middle, at a share of the half side. */
function around(raster: Raster, one: Component, share: number): number {
	const [x, y] = [(one.left + one.right - 1) / 2, (one.top + one.bottom - 1) / 2];
	const [rx, ry] = [((one.right - one.left) / 2) * share, ((one.bottom - one.top) / 2) * share];
	let sum = 0;
	for (const [dx, dy] of AROUND) {
		if (dx === 0 && dy === 0) continue;
		const px = Math.min(Math.max(Math.round(x + rx * dx), 0), raster.width - 1);
		const py = Math.min(Math.max(Math.round(y + ry * dy), 0), raster.height - 1);
		sum += raster.gray[py * raster.width + px]!;
	}
	return sum / 8;
}

function candidateOf(raster: Raster, one: Component): Candidate[] {
	const [width, height] = [one.right - one.left, one.bottom - one.top];
	const side = Math.sqrt(width * height);
	const fill = one.area / (width * height);
	const inner = around(raster, one, 0.08);
	const gap = around(raster, one, 0.5);
	const rim = around(raster, one, 0.83);
	const middle = { x: (one.left + one.right - 1) / 2, y: (one.top + one.bottom - 1) / 2 };
	const outside = around(raster, one, 1.4);
	const contrast = outside - rim;
	if (contrast < 25) return [];
	if (fill > 0.36 && fill < 0.93 && gap - rim > contrast * 0.3 && gap - inner > contrast * 0.25)
		return [{ ...middle, side, ring: true }];
	// A square turned by a few degrees fills less of its box.
	if (fill > 0.66 && gap - rim < contrast * 0.25 && inner - rim < contrast * 0.25)
		return [{ x: one.x, y: one.y, side, ring: false }];
	return [];
}
