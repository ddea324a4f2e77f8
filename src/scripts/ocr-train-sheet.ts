// From ink on a scene to the patch a tablet would cut out: frame, camera or scanner, straightening.
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { CELL_MARGIN } from '../lib/ocr/cell.ts';
import type { Patch } from '../lib/ocr/raster.ts';
import type { Chance } from './ocr-train-chance.ts';
import { SCENE_SCALE } from './ocr-train-ink.ts';
import { blur, compress, smear } from './ocr-train-picture.ts';

/** Paper around the cell on a scene, in mm. */
const AROUND = 1.6;
const PATCH_SCALE = 10;

/** A printed cell and how its frame is printed. */
export interface PrintedCell {
	w: number;
	h: number;
	/** Widths in mm: left, right, top, bottom. */
	lines: [number, number, number, number];
	lineInk: number;
	dashed: boolean;
	/** Whether the frame goes on to the left and to the right. */
	goesOn: [boolean, boolean];
}

/** What happens between paper and patch; the same for all cells of a comb. */
export interface Capture {
	dpi: number;
	angle: number;
	stretch: [number, number, number];
	blur: number;
	smear: number;
	noise: number;
	quality: number;
	paper: number;
	contrast: number;
	light: [number, number];
	shadow: number;
	/** The straightening's error: mm, mm, degrees, scale. */
	error: [number, number, number, number];
}

/** A printed cell by chance, of the given size in mm. */
export function printedCell(chance: Chance, w: number, h: number): PrintedCell {
	const [thin, thick] = [chance.between(0.12, 0.28), chance.between(0.22, 0.42)];
	const side = () => (chance.chance(0.7) ? thin : thick);
	return {
		...{ w, h },
		lines: [side(), side(), thick, thick],
		lineInk: chance.between(0.55, 0.95),
		dashed: chance.chance(0.12),
		goesOn: [chance.chance(0.8), chance.chance(0.8)]
	};
}

/** A way of capture by chance. */
export function captureOf(chance: Chance): Capture {
	const photo = chance.chance(0.6);
	const dpi = chance.pick([150, 150, 200, 200, 300]);
	return {
		dpi,
		angle: chance.normal() * (photo ? 3 : 1),
		stretch: [1 + chance.normal() * 0.02, 1 + chance.normal() * 0.02, chance.normal() * 0.02],
		blur: (chance.pick([0, 0.4, 0.6, 0.8, 1.1, 1.3, 1.8]) * dpi) / 200,
		smear: photo && chance.chance(0.2) ? chance.whole(2, 4) : 0,
		noise: photo ? chance.between(1, 8) : chance.between(0.5, 3),
		quality: chance.whole(40, 85),
		paper: chance.between(chance.chance(0.6) ? 0.93 : 0.6, 1),
		contrast: chance.between(0.75, 1),
		light: [chance.normal() * 0.1, chance.normal() * 0.1],
		shadow: photo && chance.chance(0.12) ? chance.between(0.6, 0.9) : 1,
		error: [
			Math.max(-0.5, Math.min(0.5, chance.normal() * 0.17)),
			Math.max(-0.5, Math.min(0.5, chance.normal() * 0.17)),
			chance.normal() * 0.5,
			1 + chance.normal() * 0.008
		]
	};
}

/** One canvas for all scenes, large enough for the widest cell. */
const SIDE = 130;
let shared: SKRSContext2D | undefined;

/** Lets `draw` put ink around a cell (its middle is the origin, in mm) and returns the ink's cover. */
function inkOf(
	{ w, h }: PrintedCell,
	draw: (context: SKRSContext2D) => void
): { cover: Float32Array; width: number; height: number } {
	const width = Math.ceil((w + 2 * AROUND) * SCENE_SCALE);
	const height = Math.ceil((h + 2 * AROUND) * SCENE_SCALE);
	if (Math.max(width, height) > SIDE) throw new Error(`cell too large: ${w} × ${h} mm`);
	const context = (shared ??= createCanvas(SIDE, SIDE).getContext('2d'));
	context.clearRect(0, 0, width, height);
	context.save();
	context.translate(width / 2, height / 2);
	draw(context);
	context.restore();
	const { data } = context.getImageData(0, 0, width, height);
	const cover = new Float32Array(width * height);
	for (let i = 0; i < cover.length; i++) cover[i] = data[i * 4 + 3]! / 255;
	return { cover, width, height };
}

/** Unsteady hand: a smooth random displacement of up to about `reach` mm, strokes thinner or thicker. */
export function distort(
	cover: Float32Array,
	width: number,
	height: number,
	reach: number,
	chance: Chance
): Float32Array {
	const grid = 5;
	const shifts = Float32Array.from(
		{ length: 2 * grid * grid },
		() => chance.normal() * reach * SCENE_SCALE
	);
	const out = new Float32Array(cover.length);
	const [kx, ky] = [(grid - 1) / width, (grid - 1) / height];
	for (let y = 0; y < height; y++) {
		const gy = y * ky;
		const [y0, fy] = [gy | 0, gy - (gy | 0)];
		for (let x = 0; x < width; x++) {
			const gx = x * kx;
			const [x0, fx] = [gx | 0, gx - (gx | 0)];
			const i = 2 * (y0 * grid + x0);
			const j = i + 2 * grid;
			const dx = mix(mix(shifts[i]!, shifts[i + 2]!, fx), mix(shifts[j]!, shifts[j + 2]!, fx), fy);
			const dy = mix(
				mix(shifts[i + 1]!, shifts[i + 3]!, fx),
				mix(shifts[j + 1]!, shifts[j + 3]!, fx),
				fy
			);
			out[y * width + x] = sample(cover, width, height, x + dx, y + dy);
		}
	}
	const bias = Math.max(-0.16, chance.normal() * 0.12);
	if (Math.abs(bias) < 0.06) return out;
	const soft = blur(out, width, height, 1.3);
	return soft.map((value) => Math.min(1, Math.max(0, (value - 0.5 + bias) * 2.2 + 0.5)));
}

/** Ink that is fainter in places, in place. */
function fade(
	cover: Float32Array,
	width: number,
	height: number,
	ink: number,
	pressure: number,
	chance: Chance
): void {
	const grid = 7;
	const levels = Float32Array.from(
		{ length: grid * grid },
		() => ink * (1 - 0.45 * pressure * chance.next())
	);
	for (let y = 0; y < height; y++) {
		const gy = (y * (grid - 1)) / height;
		const row = (gy | 0) * grid;
		for (let x = 0; x < width; x++) {
			const i = y * width + x;
			if (cover[i] === 0) continue;
			const gx = (x * (grid - 1)) / width;
			const [at, fx] = [row + (gx | 0), gx - (gx | 0)];
			const upper = mix(levels[at]!, levels[at + 1]!, fx);
			cover[i]! *= mix(upper, mix(levels[at + grid]!, levels[at + grid + 1]!, fx), gy - (gy | 0));
		}
	}
}

const mix = (a: number, b: number, share: number) => a + (b - a) * share;

function sample(from: Float32Array, width: number, height: number, x: number, y: number): number {
	if (x < 0 || y < 0 || x >= width - 1 || y >= height - 1) return 0;
	const [x0, y0] = [x | 0, y | 0];
	const i = y0 * width + x0;
	const upper = mix(from[i]!, from[i + 1]!, x - x0);
	return mix(upper, mix(from[i + width]!, from[i + width + 1]!, x - x0), y - y0);
}

/** Prints the frame over the ink: darkness 0 … 1 of the scene. */
function printFrame(
	ink: Float32Array,
	width: number,
	height: number,
	cell: PrintedCell
): Float32Array {
	const scene = ink.slice();
	const k = SCENE_SCALE;
	const [x0, x1] = [width / 2 - (cell.w * k) / 2, width / 2 + (cell.w * k) / 2];
	const [y0, y1] = [height / 2 - (cell.h * k) / 2, height / 2 + (cell.h * k) / 2];
	const [left, right, top, bottom] = cell.lines;
	const from = cell.goesOn[0] ? 0 : x0 - (left * k) / 2;
	const to = cell.goesOn[1] ? width : x1 + (right * k) / 2;
	const cover = (position: number, middle: number, thickness: number) =>
		Math.min(1, Math.max(0, (thickness * k) / 2 + 0.5 - Math.abs(position + 0.5 - middle)));
	const across = Float32Array.from({ length: width }, (_, x) =>
		Math.max(cover(x, x0, left), cover(x, x1, right))
	);
	for (let y = 0; y < height; y++) {
		const level = Math.max(cover(y, y0, top), cover(y, y1, bottom));
		const open = y + 0.5 > y0 && y + 0.5 < y1 && !(cell.dashed && (y / k) % 1.2 > 0.8);
		for (let x = 0, i = y * width; x < width; x++, i++) {
			let line = x + 0.5 > from && x + 0.5 < to ? level : 0;
			if (open && across[x]! > line) line = across[x]!;
			if (line > 0) scene[i] = Math.max(scene[i]!, line * cell.lineInk);
		}
	}
	return scene;
}

/** The patch of a cell in which `draw` writes; `ink` is the ink's darkness. */
export function patchOf(
	cell: PrintedCell,
	capture: Capture,
	{ ink, elastic, pressure }: { ink: number; elastic: number; pressure: number },
	chance: Chance,
	draw: (context: SKRSContext2D) => void
): Patch {
	const { cover, width, height } = inkOf(cell, draw);
	const written = distort(cover, width, height, elastic, chance);
	fade(written, width, height, ink, pressure, chance);
	const scene = printFrame(written, width, height, cell);
	return straighten(photograph(scene, width, height, capture, chance), cell, capture);
}

interface Photo {
	gray: Float32Array;
	width: number;
	height: number;
	/** From mm around the cell's middle to pixels of the photo. */
	toPhoto: [number, number, number, number];
}

/** What a camera or scanner makes of the scene. */
function photograph(
	scene: Float32Array,
	width: number,
	height: number,
	capture: Capture,
	chance: Chance
): Photo {
	const k = capture.dpi / 25.4;
	const turn = (capture.angle * Math.PI) / 180;
	const [sx, sy, shear] = capture.stretch;
	const photo: Photo = {
		gray: new Float32Array(0),
		width: Math.ceil((width / SCENE_SCALE) * k) + 2,
		height: Math.ceil((height / SCENE_SCALE) * k) + 2,
		toPhoto: [
			k * sx * Math.cos(turn),
			k * (shear - sy * Math.sin(turn)),
			k * sx * Math.sin(turn),
			k * sy * Math.cos(turn)
		]
	};
	let gray = expose(scene, width, height, photo, capture, chance);
	if (capture.blur >= 0.3) gray = blur(gray, photo.width, photo.height, capture.blur);
	if (capture.smear) gray = smear(gray, photo.width, photo.height, capture.smear);
	for (let i = 0; i < gray.length; i++)
		gray[i]! += (chance.next() + chance.next() + chance.next() - 1.5) * 2 * capture.noise;
	compress(gray, photo.width, photo.height, capture.quality);
	return { ...photo, gray };
}

/** The scene seen askew, in uneven light. */
function expose(
	scene: Float32Array,
	width: number,
	height: number,
	{ width: w, height: h, toPhoto }: Photo,
	{ dpi, paper, contrast, light, shadow }: Capture,
	chance: Chance
): Float32Array {
	const gray = new Float32Array(w * h);
	const [a, b, c, d] = toPhoto;
	const toScene = SCENE_SCALE / (a * d - b * c);
	const [phaseU, phaseV, edge] = [chance.next(), chance.next(), chance.normal() * 0.2 * w];
	// Two points on a diagonal stand for the area of a pixel.
	const spread = (0.28 * SCENE_SCALE * 25.4) / dpi;
	for (let v = 0; v < h; v++)
		for (let u = 0; u < w; u++) {
			const pu = u + phaseU - 0.5 - w / 2;
			const pv = v + phaseV - 0.5 - h / 2;
			const x = (d * pu - b * pv) * toScene + width / 2 - 0.5;
			const y = (a * pv - c * pu) * toScene + height / 2 - 0.5;
			const dark =
				(sample(scene, width, height, x - spread, y - spread) +
					sample(scene, width, height, x + spread, y + spread)) /
				2;
			let level = 255 * paper * (1 + light[0] * (u / w - 0.5) + light[1] * (v / h - 0.5));
			if (shadow < 1) level *= 1 - (1 - shadow) / (1 + Math.exp((edge - u + w / 2) / (0.2 * w)));
			gray[v * w + u] = level * (1 - contrast * dark);
		}
	return gray;
}

/** Cuts the cell's patch out of the photo, with the straightening's error. */
function straighten(
	{ gray, width, height, toPhoto }: Photo,
	cell: PrintedCell,
	capture: Capture
): Patch {
	const w = Math.round((cell.w + 2 * CELL_MARGIN) * PATCH_SCALE);
	const h = Math.round((cell.h + 2 * CELL_MARGIN) * PATCH_SCALE);
	const out = new Uint8Array(w * h);
	const [ex, ey, turn, scale] = capture.error;
	const [cos, sin] = [
		Math.cos((turn * Math.PI) / 180) * scale,
		Math.sin((turn * Math.PI) / 180) * scale
	];
	const [a, b, c, d] = toPhoto;
	for (let v = 0; v < h; v++)
		for (let u = 0; u < w; u++) {
			const mx = (u + 0.5 - w / 2) / PATCH_SCALE;
			const my = (v + 0.5 - h / 2) / PATCH_SCALE;
			const x = mx * cos - my * sin + ex;
			const y = mx * sin + my * cos + ey;
			const px = Math.min(width - 1.01, Math.max(0, a * x + b * y + width / 2 - 0.5));
			const py = Math.min(height - 1.01, Math.max(0, c * x + d * y + height / 2 - 0.5));
			out[v * w + u] = Math.min(255, Math.max(0, sample(gray, width, height, px, py)));
		}
	return { width: w, height: h, gray: out, scale: PATCH_SCALE };
}
