// Finding and taking away the four printed lines around a comb cell.

/** Inner edges of the printed box in pixels, and the lines found. */
export interface Frame {
	left: number;
	top: number;
	right: number;
	bottom: number;
	lines: Line[];
}

/** A printed line: where it crosses the patch's middle, its drift over the patch, half its width. */
interface Line {
	upright: boolean;
	middle: number;
	drift: number;
	/** Reach towards smaller and larger positions, in pixels. */
	before: number;
	after: number;
}

/** How far a line may lie from where the template puts it, in mm. */
const REACH = 0.75;
/** Drifts that are tried first, in pixels over the patch; then those beside the best. */
const DRIFTS = [-4, -2, 0, 2, 4];

/** Looks for the four lines, `margin` pixels from the edges; a line not seen leaves its place as the edge. */
export function findFrame(
	dark: Float32Array,
	width: number,
	height: number,
	scale: number,
	margin: number
): Frame {
	const view = { dark, width, height, scale };
	const left = findLine(view, true, margin);
	const right = findLine(view, true, width - margin);
	const top = findLine(view, false, margin);
	const bottom = findLine(view, false, height - margin);
	const inner = (line: Line | null, place: number, side: 1 | -1) => {
		if (!line) return Math.round(place);
		const drift = Math.abs(line.drift) / 2;
		return Math.round(line.middle + side * ((side > 0 ? line.after : line.before) + drift));
	};
	return {
		left: inner(left, margin, 1),
		top: inner(top, margin, 1),
		right: Math.min(width - 1, inner(right, width - margin, -1)),
		bottom: Math.min(height - 1, inner(bottom, height - margin, -1)),
		lines: [left, right, top, bottom].filter((line) => line !== null)
	};
}

interface View {
	dark: Float32Array;
	width: number;
	height: number;
	scale: number;
}

/** The line that is dark over the greatest part of its length, or `null`. */
function findLine(view: View, upright: boolean, place: number): Line | null {
	const length = upright ? view.height : view.width;
	const [from, to] = [Math.round(0.75 * view.scale), Math.round(length - 0.75 * view.scale)];
	const reach = Math.round(REACH * view.scale);
	let best = { score: 0, middle: 0, drift: 0 };
	const consider = (middle: number, drift: number) => {
		const nearness = 1 - Math.abs(middle - place) / (12 * reach);
		const score = lineScore(view, upright, middle, drift, from, to) * nearness;
		if (score > best.score) best = { score, middle, drift };
	};
	for (let middle = Math.round(place) - reach; middle <= Math.round(place) + reach; middle++)
		for (const drift of DRIFTS) consider(middle, drift);
	const { middle, drift } = best;
	for (let by = -1; by <= 1; by++) for (const side of [-1, 1]) consider(middle + by, drift + side);
	if (best.score < 0.05) return null;
	const profile = (offset: number) =>
		lineScore(view, upright, best.middle + offset, best.drift, from, to);
	const peak = profile(0);
	const most = Math.round(0.45 * view.scale);
	const extent = (side: 1 | -1) => {
		let reached = 1;
		while (reached < most && profile(side * (reached + 1)) > peak * 0.16) reached++;
		return reached + 1;
	};
	return { upright, ...best, before: extent(-1), after: extent(1) };
}

/**
 * How dark a line is over its whole length: the second least of eight stretches, so that a written
 * stroke, which covers a part only, does not count as a line.
 */
function lineScore(
	view: View,
	upright: boolean,
	middle: number,
	drift: number,
	from: number,
	to: number
): number {
	const { dark, width, height } = view;
	const [length, extent] = upright ? [height, width] : [width, height];
	const [step, stride] = upright ? [width, 1] : [1, width];
	const shifts = shiftsOf(drift, length);
	let [first, second] = [2, 2];
	for (let part = 0; part < 8; part++) {
		const start = Math.round(from + ((to - from) * part) / 8);
		const end = Math.round(from + ((to - from) * (part + 1)) / 8);
		let sum = 0;
		for (let along = start; along < end; along++) {
			const across = middle + shifts[along]!;
			if (across >= 0 && across < extent) sum += dark[along * step + across * stride]!;
		}
		const mean = sum / (end - start);
		if (mean < first) [first, second] = [mean, first];
		else if (mean < second) second = mean;
	}
	return second;
}

const knownShifts = new Map<number, Int8Array>();

/** How far a drifting line is off its middle at every step along it. */
function shiftsOf(drift: number, length: number): Int8Array {
	const key = length * 32 + drift;
	let shifts = knownShifts.get(key);
	if (!shifts) {
		shifts = Int8Array.from({ length }, (_, along) => Math.round(drift * (along / length - 0.5)));
		knownShifts.set(key, shifts);
	}
	return shifts;
}

/** A line that is stronger than usual for so many mm hides a written stroke. */
const HIDING = 1.3;

/**
 * Takes the lines away. What stands on both sides of a line, or touches it from inside, is carried
 * on across it, so that strokes that cross the frame keep their shape. Says whether a stroke seems
 * to lie along a line: that one is lost.
 */
export function eraseFrame(
	dark: Float32Array,
	width: number,
	height: number,
	{ lines }: Frame,
	scale: number
): boolean {
	let hides = false;
	for (const line of lines) {
		const length = line.upright ? height : width;
		const extent = line.upright ? width : height;
		const [step, stride] = line.upright ? [width, 1] : [1, width];
		const strength = new Float32Array(length);
		for (let along = 0; along < length; along++) {
			const across = Math.round(line.middle + line.drift * (along / length - 0.5));
			const first = across - line.before;
			const last = across + line.after;
			const read = (position: number) =>
				position < 0 || position >= extent ? 0 : dark[along * step + position * stride]!;
			const [start, end] = [read(first - 1), read(last + 1)];
			for (let position = Math.max(0, first); position <= Math.min(extent - 1, last); position++) {
				const share = (position - first + 1) / (last - first + 2);
				const at = along * step + position * stride;
				strength[along]! += dark[at]!;
				dark[at] = start + (end - start) * share;
			}
		}
		const inner = strength.subarray(Math.round(1.2 * scale), Math.round(length - 1.2 * scale));
		if (longestSwell(inner) >= HIDING * scale) hides = true;
	}
	return hides;
}

/** The longest stretch in which a line is clearly stronger than where it stands alone. */
function longestSwell(strength: Float32Array): number {
	const usual = strength.slice().sort()[strength.length >> 2]!;
	let [longest, run] = [0, 0];
	for (const value of strength) {
		run = value > usual * 1.35 + 0.25 ? run + 1 : 0;
		longest = Math.max(longest, run);
	}
	return longest;
}
