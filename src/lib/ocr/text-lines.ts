import type { Patch, Raster } from './raster.ts';
import { PAPER } from './sample.ts';

/** Height in pixels at which the line engine reads best, letters and the white above and below. */
export const LINE_HEIGHT = 40;

const WHITE = 255;
/** Wider gaps between letters make the engine invent letters. */
const MOST_GAP = 0.35;

/** Smaller marks are dust, not a line of writing. */
const LEAST_MM = 0.9;

export interface Ink {
	readonly patch: Patch;
	/** Grey below which a pixel is ink. */
	readonly threshold: number;
}

/** Tells ink from paper in a patch; undefined when nothing is written there. */
export function inkOf(patch: Patch): Ink | undefined {
	const counts = new Uint32Array(256);
	for (const value of patch.gray) counts[Math.min(value, PAPER)]!++;
	const threshold = otsu(counts, patch.gray.length);
	let [dark, darkSum] = [0, 0];
	for (let value = 0; value < threshold; value++) {
		dark += counts[value]!;
		darkSum += counts[value]! * value;
	}
	// Written strokes are at least as much as a short dash, and clearly darker than the paper.
	if (dark < 0.5 * patch.scale * patch.scale || darkSum / dark > PAPER - 45) return undefined;
	return { patch, threshold };
}

function otsu(counts: Uint32Array, total: number): number {
	let all = 0;
	for (let value = 0; value < 256; value++) all += value * counts[value]!;
	let [best, bestAt, below, belowSum] = [-1, 128, 0, 0];
	for (let value = 0; value < 255; value++) {
		below += counts[value]!;
		belowSum += value * counts[value]!;
		if (below === 0 || below === total) continue;
		const apart = belowSum / below - (all - belowSum) / (total - below);
		const between = below * (total - below) * apart * apart;
		if (between > best) [best, bestAt] = [between, value + 1];
	}
	return bestAt;
}

/** Rows and columns of ink of a band of a patch. */
function extent(ink: Ink, top: number, bottom: number): Bounds | undefined {
	const { width, gray } = ink.patch;
	let box: { -readonly [Key in keyof Bounds]: number } | undefined;
	for (let y = top; y < bottom; y++)
		for (let x = 0; x < width; x++) {
			if (gray[y * width + x]! >= ink.threshold) continue;
			box ??= { left: x, right: x + 1, top: y, bottom: y + 1 };
			box.left = Math.min(box.left, x);
			box.right = Math.max(box.right, x + 1);
			box.bottom = y + 1;
		}
	return box;
}

/** Cuts a box of writing into its lines: pairs of first and last row. */
export function splitLines(ink: Ink, lines: number): [number, number][] {
	const { width, height, gray } = ink.patch;
	if (lines < 2) return [[0, height]];
	const rows = new Float32Array(height);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) if (gray[y * width + x]! < ink.threshold) rows[y]!++;
	const cuts = [0];
	for (let line = 1; line < lines; line++) {
		const middle = (height * line) / lines;
		const reach = (height / lines) * 0.3;
		let best = Math.round(middle);
		const cost = (y: number): number => {
			let sum = 0;
			for (let near = -1; near <= 1; near++) sum += rows[y + near] ?? 0;
			return sum + (Math.abs(y - middle) / reach) * 2;
		};
		for (let y = Math.ceil(middle - reach); y <= middle + reach; y++)
			if (cost(y) < cost(best)) best = y;
		cuts.push(best);
	}
	cuts.push(height);
	return cuts.slice(1).map((cut, at): [number, number] => [cuts[at]!, cut]);
}

interface Bounds {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

/** One written line of a box. */
export interface WrittenLine extends Bounds {
	readonly ink: Ink;
}

/** The written lines of a box; blank ones are left out. */
export function writtenLines(ink: Ink, lines: number): WrittenLine[] {
	return splitLines(ink, lines).flatMap(([top, bottom]) => {
		const box = extent(ink, top, bottom);
		const least = ink.patch.scale * LEAST_MM;
		return box && box.bottom - box.top >= least && box.right - box.left >= least
			? [{ ink, ...box }]
			: [];
	});
}

/** How a line is drawn for the line engine: share of its width, and strokes a little bolder. */
export interface LineStyle {
	readonly wide: number;
	readonly bold: boolean;
}

/** Columns of a line with long gaps cut short. */
function keptColumns({ ink, left, right, top, bottom }: WrittenLine): number[] {
	const { width, gray } = ink.patch;
	const most = Math.max(2, Math.round((bottom - top) * MOST_GAP));
	const columns: number[] = [];
	let blank = 0;
	for (let x = left; x < right; x++) {
		let has = false;
		for (let y = top; y < bottom && !has; y++) has = gray[y * width + x]! < ink.threshold;
		blank = has ? 0 : blank + 1;
		if (blank <= most) columns.push(x);
	}
	return columns;
}

/** The picture of a line for the line engine: even height, close letters, full contrast. */
export function drawLine(line: WrittenLine, style: LineStyle): Raster {
	const columns = keptColumns(line);
	const high = line.bottom - line.top;
	const factor = (LINE_HEIGHT * 0.75) / high;
	const [fx, pad] = [factor * style.wide, Math.round(LINE_HEIGHT * 0.2)];
	const width = Math.max(1, Math.round(columns.length * fx)) + 2 * pad;
	const height = Math.round(high * factor) + 2 * pad;
	const gray = new Uint8Array(width * height).fill(WHITE);
	const dark = darkest(line);
	const { threshold } = line.ink;
	const light = Math.min(PAPER - 8, threshold + (PAPER - threshold) * 0.75);
	const stretch = 255 / Math.max(20, light - dark);
	for (let y = pad; y < height - pad; y++)
		for (let x = pad; x < width - pad; x++) {
			const value = between(
				line,
				columns,
				(x - pad + 0.5) / fx - 0.5,
				(y - pad + 0.5) / factor - 0.5
			);
			gray[y * width + x] = Math.max(0, Math.min(255, (value - dark) * stretch));
		}
	const drawn = { width, height, gray };
	return style.bold ? bolder(drawn) : drawn;
}

/** Grey between the kept columns and the rows of a line. */
function between(
	{ ink, top, bottom }: WrittenLine,
	columns: readonly number[],
	x: number,
	y: number
): number {
	const { width, gray } = ink.patch;
	const sx = Math.min(columns.length - 1.001, Math.max(0, x));
	const sy = Math.min(bottom - top - 1.001, Math.max(0, y));
	const [cx, cy] = [sx | 0, sy | 0];
	const [fx, fy] = [sx - cx, sy - cy];
	const [left, right] = [columns[cx]!, columns[Math.min(cx + 1, columns.length - 1)]!];
	const at = (top + cy) * width;
	return (
		(gray[at + left]! * (1 - fx) + gray[at + right]! * fx) * (1 - fy) +
		(gray[at + width + left]! * (1 - fx) + gray[at + width + right]! * fx) * fy
	);
}

/** Every pixel half way to its darkest neighbour. */
function bolder({ width, height, gray }: Raster): Raster {
	const out = new Uint8Array(gray);
	for (let y = 1; y < height - 1; y++)
		for (let x = 1; x < width - 1; x++) {
			const at = y * width + x;
			const dark = Math.min(gray[at - 1]!, gray[at + 1]!, gray[at - width]!, gray[at + width]!);
			if (dark < gray[at]!) out[at] = (gray[at]! + dark) / 2;
		}
	return { width, height, gray: out };
}

/** The grey of the darker strokes. */
function darkest({ ink, left, right, top, bottom }: WrittenLine): number {
	const counts = new Uint32Array(256);
	let total = 0;
	for (let y = top; y < bottom; y++)
		for (let x = left; x < right; x++) {
			const value = ink.patch.gray[y * ink.patch.width + x]!;
			if (value >= ink.threshold) continue;
			counts[value]!++;
			total++;
		}
	let value = 0;
	for (let rest = total * 0.15; value < 255 && (rest -= counts[value]!) > 0; value++);
	return value;
}
