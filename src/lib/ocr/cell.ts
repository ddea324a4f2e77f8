// From the picture of one comb cell to the ink of its character: paper and frame taken away.
import { labelInk } from './ink.ts';
import { eraseFrame, findFrame, type Frame } from './frame.ts';
import type { Patch } from './raster.ts';

/** How far a cell's patch reaches beyond the printed box on each side, in mm. */
export const CELL_MARGIN = 0.6;

/** The ink of one character. `ink` covers the patch (0 paper … 1 full ink); boxes are in pixels of it. */
export interface Glyph {
	width: number;
	height: number;
	ink: Float32Array;
	/** First and last column and row that hold ink. */
	left: number;
	top: number;
	right: number;
	bottom: number;
	/** Size and centre of the ink in mm, measured from the middle of the printed box. */
	w: number;
	h: number;
	cx: number;
	cy: number;
	/** Whether a stroke seems to lie along the printed frame and is lost with it. */
	hidden: boolean;
}

const TILE = 4;

/** Room that is used again for every cell; what the functions below return lies in it. */
let room = { raw: new Float32Array(0), rows: new Float32Array(0), dark: new Float32Array(0) };

/**
 * Darkness of every pixel against the paper around it: 0 paper … 1 black. The array is overwritten
 * by the next call.
 */
export function darkness({ width, height, gray }: Patch): Float32Array {
	const size = width * height;
	if (room.raw.length < size) {
		const fresh = () => new Float32Array(size);
		room = { raw: fresh(), rows: fresh(), dark: fresh() };
	}
	const paper = paperLevels(width, height, gray);
	const line = new Float32Array(TILE);
	const { raw } = room;
	for (let y = 0; y < height; y++) {
		const [y0, fy] = tileOf(y, height);
		for (let t = 0, at = y0 * TILE; t < TILE; t++, at++)
			line[t] = paper[at]! + (paper[at + TILE]! - paper[at]!) * fy;
		for (let x = 0, i = y * width; x < width; x++, i++) {
			const tx = Math.min(Math.max(((x + 0.5) / width) * TILE - 0.5, 0), TILE - 1);
			const x0 = tx >= TILE - 2 ? TILE - 2 : tx | 0;
			const level = line[x0]! + (line[x0 + 1]! - line[x0]!) * (tx - x0);
			const dark = 1 - gray[i]! / level;
			raw[i] = dark < 0 ? 0 : dark;
		}
	}
	return smooth(raw, width, height);
}

/** The tile before a row and the share of the way to the next. */
function tileOf(y: number, height: number): [number, number] {
	const ty = Math.min(Math.max(((y + 0.5) / height) * TILE - 0.5, 0), TILE - 1);
	const y0 = Math.min(Math.floor(ty), TILE - 2);
	return [y0, ty - y0];
}

/** The brightness of the paper in a grid of tiles: a high percentile, guarded against inked tiles. */
function paperLevels(width: number, height: number, gray: Uint8Array): Float32Array {
	const levels = new Float32Array(TILE * TILE);
	const counts = new Uint32Array(256);
	for (let ty = 0; ty < TILE; ty++)
		for (let tx = 0; tx < TILE; tx++) {
			counts.fill(0);
			const x1 = Math.floor(((tx + 1) * width) / TILE);
			const y1 = Math.floor(((ty + 1) * height) / TILE);
			let total = 0;
			for (let y = Math.floor((ty * height) / TILE); y < y1; y++)
				for (let x = Math.floor((tx * width) / TILE); x < x1; x++, total++)
					counts[gray[y * width + x]!]!++;
			let level = 255;
			for (let seen = 0; level > 0 && seen <= total * 0.2; level--) seen += counts[level]!;
			levels[ty * TILE + tx] = level + 1;
		}
	const median = [...levels].sort((a, b) => a - b)[(TILE * TILE) >> 1]!;
	return levels.map((level) => Math.max(level, median * 0.8, 8));
}

/** A 3×3 mean (weights 1 2 1) against noise. */
function smooth(values: Float32Array, width: number, height: number): Float32Array {
	const { rows, dark } = room;
	const size = width * height;
	for (let i = 1; i < size - 1; i++)
		rows[i] = (values[i - 1]! + 2 * values[i]! + values[i + 1]!) / 4;
	for (let y = 0; y < height; y++) {
		const [first, last] = [y * width, y * width + width - 1];
		rows[first] = (3 * values[first]! + values[first + 1]!) / 4;
		rows[last] = (values[last - 1]! + 3 * values[last]!) / 4;
	}
	for (let i = width; i < size - width; i++)
		dark[i] = (rows[i - width]! + 2 * rows[i]! + rows[i + width]!) / 4;
	for (let x = 0, i = size - width; x < width; x++, i++) {
		dark[x] = (3 * rows[x]! + rows[x + width]!) / 4;
		dark[i] = (rows[i - width]! + 3 * rows[i]!) / 4;
	}
	return dark;
}

/** How dark the ink of the cell is and how much the paper wavers, both read inside the frame. */
function levelsInside(dark: Float32Array, width: number, frame: Frame) {
	const counts = new Uint32Array(257);
	let total = 0;
	for (let y = frame.top + 1; y < frame.bottom; y++)
		for (let x = frame.left + 1; x < frame.right; x++, total++)
			counts[Math.round(dark[y * width + x]! * 256)]!++;
	const at = (share: number) => {
		let level = 0;
		for (let seen = counts[0]!; seen < total * share;) seen += counts[++level]!;
		return level / 256;
	};
	const paper = at(0.3);
	return { ink: at(0.985), paper, waver: Math.max(paper - at(0.05), at(0.65) - paper) };
}

/** What a cell holds: its character's ink or nothing, and how surely nothing (0 … 1). */
export interface CellInk {
	glyph: Glyph | null;
	blank: number;
}

/**
 * The character written in a printed cell. The patch covers the cell's box grown by `CELL_MARGIN`;
 * the frame may be off by about half a millimetre.
 */
export function readCell(patch: Patch): CellInk {
	const { width, height, scale } = patch;
	const dark = darkness(patch);
	const frame = findFrame(dark, width, height, scale, CELL_MARGIN * scale);
	const hidden = eraseFrame(dark, width, height, frame, scale);
	const { ink, paper, waver } = levelsInside(dark, width, frame);
	const span = ink - paper;
	const least = Math.max(0.06, Math.min(0.25, 4.5 * waver));
	if (span < least) return { glyph: null, blank: span < 0.75 * least ? SURELY : DOUBTFUL };
	const low = paper + Math.max(0.16 * span, Math.min(0.42 * span, 3 * waver));
	const threshold = { low, high: paper + 0.5 * span };
	const kept = labelInk(dark, width, height, threshold, frame, scale);
	if (!kept) return { glyph: null, blank: DOUBTFUL };
	const glyph = glyphOf(kept, dark, patch, paper + span * 0.08, span * 0.82);
	return { glyph: { ...glyph, hidden }, blank: 0 };
}

const SURELY = 0.995;
const DOUBTFUL = 0.8;

/** The ink of the character in a cell, or `null` when the cell is blank. */
export function readGlyph(patch: Patch): Glyph | null {
	return readCell(patch).glyph;
}

/** Stretches the contrast of the kept ink and measures it. */
function glyphOf(
	kept: Uint8Array,
	dark: Float32Array,
	{ width, height, scale }: Patch,
	floor: number,
	span: number
): Omit<Glyph, 'hidden'> {
	const ink = new Float32Array(width * height);
	let [left, top, right, bottom] = [width, height, -1, -1];
	for (let y = 0; y < height; y++)
		for (let x = 0, i = y * width; x < width; x++, i++) {
			if (!kept[i]) continue;
			ink[i] = Math.min(1, Math.max(0, (dark[i]! - floor) / span));
			if (kept[i] !== 1) continue;
			if (x < left) left = x;
			if (x > right) right = x;
			if (y < top) top = y;
			if (y > bottom) bottom = y;
		}
	return {
		...{ width, height, ink, left, top, right, bottom },
		w: (right - left + 1) / scale,
		h: (bottom - top + 1) / scale,
		cx: ((left + right + 1) / 2 - width / 2) / scale,
		cy: ((top + bottom + 1) / 2 - height / 2) / scale
	};
}
