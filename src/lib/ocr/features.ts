// What the nets see of a glyph: directions of its edges on a coarse grid, in two normalisations.
import type { Glyph } from './cell.ts';
import { findMarks, MARKS } from './voicing-marks.ts';

/** `box`: the glyph's bounding box, proportions kept. `moment`: upright, sized by its moments. */
export type View = 'box' | 'moment';

const SIDE = 36;
const INNER = 28;
const DIRECTIONS = 8;
const GRID = 7;
/** Width and height against each other and against the longer one. */
const SHAPE = 4;
/** The corner of voicing marks, on a finer grid and with four directions. */
const CORNER = 5;

/** The number of features of a view; `corner` adds those of the upper right corner. */
export function featureCount(corner: boolean): number {
	return GRID * GRID * DIRECTIONS + SHAPE + (corner ? CORNER * CORNER * 4 + MARKS : 0);
}

const raster = new Float32Array(SIDE * SIDE);
const cornerRaster = new Float32Array(SIDE * SIDE);
/** Of every pixel the lower of the two directions its edge lies between, and its share in both. */
const direction = new Uint8Array(SIDE * SIDE);
const lower = new Float32Array(SIDE * SIDE);
const upper = new Float32Array(SIDE * SIDE);

/** Fills `out` (length `featureCount(corner)`) with the features of a glyph. */
export function extractFeatures(
	glyph: Glyph,
	view: View,
	corner: boolean,
	out: Float32Array
): void {
	const map = view === 'box' ? boxMap(glyph) : momentMap(glyph);
	resample(glyph, map, raster);
	traceEdges(raster);
	let at = poolEdges(out, 0, GRID, DIRECTIONS, SIDE / GRID);
	at = addShape(glyph, out, at);
	if (!corner) return;
	resample(glyph, cornerMap(glyph), cornerRaster);
	traceEdges(cornerRaster);
	at = poolEdges(out, at, CORNER, 4, SIDE / CORNER);
	findMarks(cornerRaster, SIDE, out, at);
}

/** Where a point of the square raster lies in the glyph's patch: x = x0 + xx·u + xy·v, y = y0 + yy·v. */
interface Map {
	x0: number;
	y0: number;
	xx: number;
	xy: number;
	yy: number;
}

function boxMap({ left, top, right, bottom }: Glyph): Map {
	const w = right - left + 1;
	const h = bottom - top + 1;
	const step = Math.max(w, h, 8) / INNER;
	return centred((left + right) / 2, (top + bottom) / 2, step, 0, step);
}

function centred(cx: number, cy: number, xx: number, xy: number, yy: number): Map {
	const half = (SIDE - 1) / 2;
	return { x0: cx - half * (xx + xy), y0: cy - half * yy, xx, xy, yy };
}

/** Deslanted and scaled by the spread of the ink; width and height are drawn halfway to a square. */
function momentMap(glyph: Glyph): Map {
	const { ink, width, left, top, right, bottom } = glyph;
	let [mass, sx, sy, sxx, sxy, syy] = [1e-6, 0, 0, 0, 0, 0];
	for (let y = top; y <= bottom; y++)
		for (let x = left; x <= right; x++) {
			const m = ink[y * width + x]!;
			if (m === 0) continue;
			mass += m;
			sx += m * x;
			sy += m * y;
			sxx += m * x * x;
			sxy += m * x * y;
			syy += m * y * y;
		}
	const [cx, cy] = [sx / mass, sy / mass];
	const vy = Math.max(syy / mass - cy * cy, 1);
	const slant = Math.min(0.6, Math.max(-0.6, (sxy / mass - cx * cy) / vy)) * 0.8;
	const vx = Math.max(sxx / mass - cx * cx - slant * slant * vy, 1);
	const [w, h] = [Math.sqrt(vx), Math.sqrt(vy)];
	const longer = Math.max(w, h);
	const unit = 3.5 / INNER;
	const xx = unit * Math.sqrt(Math.max(w, longer * 0.25) * longer);
	const yy = unit * Math.sqrt(Math.max(h, longer * 0.25) * longer);
	return centred(cx, cy, xx, slant * yy, yy);
}

/** The upper right corner of the bounding box, about twice as large. */
function cornerMap({ left, top, right, bottom }: Glyph): Map {
	const side = Math.max(right - left + 1, bottom - top + 1, 8);
	const step = (side * 0.52) / SIDE;
	return {
		...{ x0: right - step * (SIDE - 3), y0: top - step * 2 },
		...{ xx: step, xy: 0, yy: step }
	};
}

/** Samples the glyph's ink on the square raster, four points to a pixel. */
function resample({ ink, width, height }: Glyph, map: Map, out: Float32Array): void {
	for (let v = 0; v < SIDE; v++)
		for (let u = 0; u < SIDE; u++) {
			let sum = 0;
			for (let part = 0; part < 4; part++) {
				const du = u + (part & 1 ? 0.25 : -0.25);
				const dv = v + (part & 2 ? 0.25 : -0.25);
				const x = map.x0 + map.xx * du + map.xy * dv;
				const y = map.y0 + map.yy * dv;
				if (x < 0 || y < 0 || x >= width - 1 || y >= height - 1) continue;
				const i = (y | 0) * width + (x | 0);
				const [fx, fy] = [x - (x | 0), y - (y | 0)];
				const above = ink[i]! + (ink[i + 1]! - ink[i]!) * fx;
				const below = ink[i + width]! + (ink[i + width + 1]! - ink[i + width]!) * fx;
				sum += above + (below - above) * fy;
			}
			out[v * SIDE + u] = sum / 4;
		}
}

/** Splits the gradient of every pixel between the two nearest of eight directions. */
function traceEdges(picture: Float32Array): void {
	lower.fill(0);
	upper.fill(0);
	for (let v = 1; v < SIDE - 1; v++)
		for (let u = 1, i = v * SIDE + 1; u < SIDE - 1; u++, i++) {
			const [a, b, c] = [picture[i - SIDE - 1]!, picture[i - SIDE]!, picture[i - SIDE + 1]!];
			const [d, e] = [picture[i - 1]!, picture[i + 1]!];
			const [f, g, h] = [picture[i + SIDE - 1]!, picture[i + SIDE]!, picture[i + SIDE + 1]!];
			const gx = c + 2 * e + h - a - 2 * d - f;
			const gy = f + 2 * g + h - a - 2 * b - c;
			const strength = Math.sqrt(gx * gx + gy * gy);
			if (strength < 0.05) continue;
			// Faint strokes count nearly as much as dark ones.
			const weight = strength / (strength + 0.8);
			const angle = (Math.atan2(gy, gx) / (2 * Math.PI) + 1) * DIRECTIONS;
			const low = Math.floor(angle);
			direction[i] = low % DIRECTIONS;
			lower[i] = weight * (1 - (angle - low));
			upper[i] = weight * (angle - low);
		}
}

/** Pools the edges on a grid, each pixel shared between the four nearest cells; roots, unit length. */
function poolEdges(
	out: Float32Array,
	from: number,
	grid: number,
	directions: number,
	step: number
): number {
	const count = grid * grid * directions;
	out.fill(0, from, from + count);
	for (let v = 1; v < SIDE - 1; v++) {
		const gy = (v + 0.5) / step - 0.5;
		const y0 = Math.floor(gy);
		for (let u = 1, i = v * SIDE + 1; u < SIDE - 1; u++, i++) {
			if (lower[i] === 0 && upper[i] === 0) continue;
			const gx = (u + 0.5) / step - 0.5;
			const x0 = Math.floor(gx);
			const first = direction[i]! % directions;
			const second = (direction[i]! + 1) % directions;
			for (let part = 0; part < 4; part++) {
				const x = x0 + (part & 1);
				const y = y0 + (part >> 1);
				if (x < 0 || y < 0 || x >= grid || y >= grid) continue;
				const weight = (1 - Math.abs(gx - x)) * (1 - Math.abs(gy - y));
				const cell = from + (y * grid + x) * directions;
				out[cell + first]! += weight * lower[i]!;
				out[cell + second]! += weight * upper[i]!;
			}
		}
	}
	let total = 1e-6;
	for (let i = from; i < from + count; i++) total += out[i]!;
	// The root of a share: steadier against stroke width than the share itself.
	const unit = (count * 0.35) / total;
	for (let i = from; i < from + count; i++) out[i] = Math.sqrt(out[i]! * unit);
	return from + count;
}

function addShape({ w, h }: Glyph, out: Float32Array, at: number): number {
	const ratio = Math.min(2, Math.max(-2, Math.log(w / h)));
	out[at] = Math.max(0, ratio);
	out[at + 1] = Math.max(0, -ratio);
	out[at + 2] = w / Math.max(w, h);
	out[at + 3] = h / Math.max(w, h);
	return at + SHAPE;
}
