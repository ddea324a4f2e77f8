import { project, solveSystem, type Homography, type Point } from './homography.ts';

/**
 * From sheet to picture: first a smooth shift in millimetres (the paper is not flat), then the
 * projective map of the marks. The shifts are cubic polynomials of the place on an A4 sheet.
 */
export interface Warp {
	readonly map: Homography;
	readonly dx: readonly number[];
	readonly dy: readonly number[];
}

/** A place where the printed frame was found: shifted by (dx, dy) mm from where the map says. */
export interface Anchor {
	readonly x: number;
	readonly y: number;
	readonly dx: number;
	readonly dy: number;
	readonly weightX: number;
	readonly weightY: number;
}

const TERMS = 9;
const MIDDLE: Point = [105, 148.5];

function terms(x: number, y: number): number[] {
	const u = (x - MIDDLE[0]) / 105;
	const v = (y - MIDDLE[1]) / 148.5;
	return [1, u, v, u * u, u * v, v * v, u * u * u, u * u * v, v * v * v];
}

const sum = (coefficients: readonly number[], values: readonly number[]): number => {
	let total = 0;
	for (let at = 0; at < coefficients.length; at++) total += coefficients[at]! * values[at]!;
	return total;
};

export const flat = (map: Homography): Warp => ({ map, dx: [], dy: [] });

/** The shift in millimetres at a place of the sheet. */
export function shiftAt(warp: Warp, x: number, y: number): Point {
	if (warp.dx.length === 0) return [0, 0];
	const values = terms(x, y);
	return [sum(warp.dx, values), sum(warp.dy, values)];
}

/** Picture pixel of a place of the sheet, with an extra shift in millimetres. */
export function place(warp: Warp, x: number, y: number, extra: Point = [0, 0]): Point {
	const [dx, dy] = shiftAt(warp, x, y);
	return project(warp.map, x + dx + extra[0], y + dy + extra[1]);
}

/** Fits the smooth shift to the anchors; single wrong anchors are weighed down. */
export function fitShift(map: Homography, anchors: readonly Anchor[]): Warp {
	const rows = anchors.map((anchor) => terms(anchor.x, anchor.y));
	const dx = robust(
		rows,
		anchors.map((one) => one.dx),
		anchors.map((one) => one.weightX)
	);
	const dy = robust(
		rows,
		anchors.map((one) => one.dy),
		anchors.map((one) => one.weightY)
	);
	return dx && dy ? { map, dx, dy } : flat(map);
}

const ROUNDS = 6;

function robust(
	rows: readonly number[][],
	values: readonly number[],
	weights: readonly number[]
): number[] | undefined {
	let solved: number[] | undefined;
	let far = 3;
	for (let round = 0; round < ROUNDS; round++) {
		const now = weights.map((weight, at) => {
			if (!solved) return weight;
			const off = Math.abs(values[at]! - sum(solved, rows[at]!)) / far;
			return off >= 1 ? 0 : weight * (1 - off * off) ** 2;
		});
		solved = leastSquares(rows, values, now);
		if (!solved) return undefined;
		far = Math.max(0.35, far * 0.6);
	}
	return solved;
}

function leastSquares(
	rows: readonly number[][],
	values: readonly number[],
	weights: readonly number[]
): number[] | undefined {
	const normal = Array.from({ length: TERMS }, () => new Array<number>(TERMS).fill(0));
	const right = new Array<number>(TERMS).fill(0);
	rows.forEach((row, at) => {
		for (let i = 0; i < TERMS; i++) {
			right[i]! += weights[at]! * row[i]! * values[at]!;
			for (let j = 0; j < TERMS; j++) normal[i]![j]! += weights[at]! * row[i]! * row[j]!;
		}
	});
	// A little pull to zero keeps terms quiet that few anchors say anything about.
	for (let i = 0; i < TERMS; i++) normal[i]![i]! += i < 3 ? 0.001 : 0.02;
	return solveSystem(normal, right);
}
