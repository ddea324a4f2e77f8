import type { Template } from '#lib/domain/intake/template.ts';
import type { Homography, Point } from './homography.ts';
import { pixelsPerMm } from './homography.ts';
import { fitShift, flat, shiftAt, type Anchor, type Warp } from './warp.ts';
import { partBox, printedParts, type PrintedPart } from './printed-parts.ts';
import { register, type Registration } from './register.ts';
import { samplePatch, type LitRaster } from './sample.ts';
import type { Box } from '#lib/domain/intake/template.ts';
import type { Patch } from './raster.ts';

/** A sheet found in a picture: which form, and where every millimetre of it lies. */
export interface Page extends LitRaster {
	readonly template: Template;
	readonly warp: Warp;
	/** Pieces of printed frame with the shift in mm that is left after the warp. */
	readonly parts: readonly LocatedPart[];
	/** Share of the printed frames that were found where they should be. */
	readonly agreement: number;
	/** How many times smaller than the given picture the one here is: 1 or less. */
	readonly reduction: number;
	/** Picture pixels per millimetre of the sheet. */
	readonly scale: number;
	/** Share of the way from paper to ink that an edge takes, in mm: large when blurred. */
	readonly edge: number;
	/** The corner (0 top left … 3 bottom left) whose mark could not be seen. */
	readonly hidden: number | undefined;
}

export interface LocatedPart {
	readonly part: PrintedPart;
	readonly extra: Point;
	readonly clear: number;
}

const CLEAR = 7;
const FIRST_RANGE = 2.6;
const SECOND_RANGE = 1;
/** A part may leave the smooth warp by this much before it counts as mistaken. */
const MOST_EXTRA = 0.75;

const weightOf = (clear: number): number => Math.min(1, Math.max(0, (clear - 3) / 12));

function anchorsOf(
	lit: LitRaster,
	warp: Warp,
	parts: readonly PrintedPart[],
	range: number
): { anchors: Anchor[]; found: Registration[] } {
	const found = parts.map((part) => register(lit, warp, part, range));
	const anchors = parts.map((part, at): Anchor => {
		const box = partBox(part);
		const [x, y] = [box.x + box.w / 2, box.y + box.h / 2];
		const [sx, sy] = shiftAt(warp, x, y);
		const one = found[at]!;
		return {
			x,
			y,
			dx: sx + one.dx,
			dy: sy + one.dy,
			weightX: weightOf(one.clearX),
			weightY: weightOf(one.clearY)
		};
	});
	return { anchors, found };
}

/** Fits the sheet to its printed frames: bends the map to them and keeps what is left for each part. */
export function settle(
	lit: LitRaster,
	map: Homography,
	template: Template,
	from: Warp = flat(map)
): Pick<Page, 'warp' | 'parts' | 'agreement' | 'scale'> {
	const parts = printedParts(template);
	const first = anchorsOf(lit, from, parts, FIRST_RANGE);
	const bent = fitShift(map, first.anchors);
	const second = anchorsOf(lit, bent, parts, SECOND_RANGE);
	const warp = fitShift(map, second.anchors);
	let agreeing = 0;
	const located = parts.map((part, at): LocatedPart => {
		const anchor = second.anchors[at]!;
		const [sx, sy] = shiftAt(warp, anchor.x, anchor.y);
		const { clearX, clearY } = second.found[at]!;
		const [ex, ey] = [anchor.dx - sx, anchor.dy - sy];
		const holds = (clear: number, extra: number): boolean =>
			clear > CLEAR && Math.abs(extra) < MOST_EXTRA;
		const [x, y] = [holds(clearX, ex), holds(clearY, ey)];
		if (x && y) agreeing++;
		return { part, extra: [x ? ex : 0, y ? ey : 0], clear: Math.min(clearX, clearY) };
	});
	const { w, h } = template.page;
	return {
		warp,
		parts: located,
		agreement: agreeing / Math.max(1, parts.length),
		scale: pixelsPerMm(map, w / 2, h / 2)
	};
}

/** The straightened picture of a box of the sheet. */
export const patchOf = (page: Page, box: Box, scale: number, extra: Point = [0, 0]): Patch =>
	samplePatch(page, page.warp, box, scale, extra);

export const grown = ({ x, y, w, h }: Box, by: number): Box => ({
	x: x - by,
	y: y - by,
	w: w + 2 * by,
	h: h + 2 * by
});
