import { PAPER, samplePatch, type LitRaster } from './sample.ts';
import type { Patch } from './raster.ts';
import { partBox, type PrintedPart } from './printed-parts.ts';
import type { Warp } from './warp.ts';

/** How far the printed lines lie from where they were expected, in mm, and how clearly they show. */
export interface Registration {
	readonly dx: number;
	readonly dy: number;
	/** Grey levels by which the lines stand out of what lies beside them. */
	readonly clearX: number;
	readonly clearY: number;
}

const SCALE = 6;
/** Heavy ink must not outweigh a thin printed line. */
const MOST_DARK = 110;
const BESIDE_MM = 0.75;

/** Looks for the lines of a part within `range` mm of where the warp puts them. */
export function register(
	lit: LitRaster,
	warp: Warp,
	part: PrintedPart,
	range: number
): Registration {
	const margin = range + BESIDE_MM + 0.4;
	const box = partBox(part);
	const patch = samplePatch(
		lit,
		warp,
		{ x: box.x - margin, y: box.y - margin, w: box.w + 2 * margin, h: box.h + 2 * margin },
		SCALE
	);
	const rows = profile(patch, margin, false);
	const columns = profile(patch, margin, true);
	const y = bestShift(
		rows,
		part.ys.map((line) => line - box.y + margin),
		range
	);
	const x = bestShift(
		columns,
		part.xs.map((line) => line - box.x + margin),
		range
	);
	return { dx: x.shift, dy: y.shift, clearX: x.clear, clearY: y.clear };
}

/** Mean darkness of every row (or column) over the inside of the part. */
function profile(patch: Patch, margin: number, upright: boolean): Float32Array {
	const inset = Math.round(margin * patch.scale);
	const long = upright ? patch.width : patch.height;
	const across = upright ? patch.height : patch.width;
	const out = new Float32Array(long);
	for (let at = 0; at < long; at++) {
		let total = 0;
		for (let side = inset; side < across - inset; side++) {
			const value = patch.gray[upright ? side * patch.width + at : at * patch.width + side]!;
			total += Math.min(MOST_DARK, Math.max(0, PAPER - 12 - value));
		}
		out[at] = total / Math.max(1, across - 2 * inset);
	}
	return out;
}

function bestShift(
	darkness: Float32Array,
	lines: readonly number[],
	range: number
): { shift: number; clear: number } {
	const beside = BESIDE_MM * SCALE;
	const value = (at: number): number => {
		const left = Math.min(Math.max(Math.floor(at), 0), darkness.length - 2);
		const part = Math.min(Math.max(at - left, 0), 1);
		return darkness[left]! * (1 - part) + darkness[left + 1]! * part;
	};
	const score = (shift: number): number => {
		let total = 0;
		for (const line of lines) {
			const at = line * SCALE - 0.5 + shift;
			const edge = Math.max(value(at - beside), value(at + beside));
			const mean = (value(at - beside) + value(at + beside)) / 2;
			total += value(at) - (edge + mean) / 2;
		}
		return total / lines.length;
	};
	const reach = Math.round(range * SCALE * 2);
	const scores = Array.from({ length: 2 * reach + 1 }, (_, at) => score((at - reach) / 2));
	// Nearer is likelier: a place at the end of the range must stand out a little more.
	const lean = (at: number): number => scores[at]! * (1 - 0.25 * ((at - reach) / (reach + 1)) ** 2);
	let best = 0;
	for (let at = 1; at < scores.length; at++) if (lean(at) > lean(best)) best = at;
	const [before, after] = [scores[best - 1] ?? -1e9, scores[best + 1] ?? -1e9];
	const bend = before - 2 * scores[best]! + after;
	const fine = before > -1e8 && after > -1e8 && bend < 0 ? (0.5 * (before - after)) / bend : 0;
	return { shift: (best - reach + fine) / 2 / SCALE, clear: scores[best]! };
}
