/** A point: pixels of a picture or millimetres of the sheet, by context. */
export type Point = readonly [number, number];

/** A 3×3 projective map, row by row, last number 1. */
export type Homography = readonly number[];

/** Solves a small dense system by Gauss–Jordan with pivoting; undefined when it is singular. */
export function solveSystem(matrix: number[][], right: number[]): number[] | undefined {
	const size = right.length;
	const rows = matrix.map((row, at) => [...row, right[at]!]);
	for (let at = 0; at < size; at++) {
		let pivot = at;
		for (let row = at + 1; row < size; row++)
			if (Math.abs(rows[row]![at]!) > Math.abs(rows[pivot]![at]!)) pivot = row;
		if (Math.abs(rows[pivot]![at]!) < 1e-12) return undefined;
		[rows[at], rows[pivot]] = [rows[pivot]!, rows[at]!];
		for (let row = 0; row < size; row++) {
			const factor = row === at ? 0 : rows[row]![at]! / rows[at]![at]!;
			if (factor === 0) continue;
			for (let column = at; column <= size; column++)
				rows[row]![column]! -= factor * rows[at]![column]!;
		}
	}
	return rows.map((row, at) => row[size]! / row[at]!);
}

/** The map that takes every `from` to its `to` (least squares from four pairs on). */
export function solveHomography(
	from: readonly Point[],
	to: readonly Point[],
	weights?: readonly number[]
): Homography | undefined {
	const normal = Array.from({ length: 8 }, () => new Array<number>(8).fill(0));
	const right = new Array<number>(8).fill(0);
	const add = (row: number[], value: number, weight: number): void => {
		for (let i = 0; i < 8; i++) {
			right[i]! += weight * row[i]! * value;
			for (let j = 0; j < 8; j++) normal[i]![j]! += weight * row[i]! * row[j]!;
		}
	};
	// Both sides are brought to about 1, or the normal equations lose their digits.
	const a = scaling(from);
	const b = scaling(to);
	from.forEach(([fx, fy], at) => {
		const [x, y] = [(fx - a.x) / a.size, (fy - a.y) / a.size];
		const [u, v] = [(to[at]![0] - b.x) / b.size, (to[at]![1] - b.y) / b.size];
		const weight = weights?.[at] ?? 1;
		add([x, y, 1, 0, 0, 0, -u * x, -u * y], u, weight);
		add([0, 0, 0, x, y, 1, -v * x, -v * y], v, weight);
	});
	const solved = solveSystem(normal, right);
	if (!solved) return undefined;
	const back = [b.size, 0, b.x, 0, b.size, b.y, 0, 0, 1];
	const there = [1 / a.size, 0, -a.x / a.size, 0, 1 / a.size, -a.y / a.size, 0, 0, 1];
	return normalised(multiply(multiply(back, [...solved, 1]), there));
}

function scaling(points: readonly Point[]): { x: number; y: number; size: number } {
	const x = points.reduce((sum, point) => sum + point[0], 0) / points.length;
	const y = points.reduce((sum, point) => sum + point[1], 0) / points.length;
	const spread = points.reduce((sum, point) => sum + Math.hypot(point[0] - x, point[1] - y), 0);
	return { x, y, size: spread / points.length || 1 };
}

export function multiply(a: Homography, b: Homography): Homography {
	const product = new Array<number>(9).fill(0);
	for (let row = 0; row < 3; row++)
		for (let column = 0; column < 3; column++)
			for (let k = 0; k < 3; k++)
				product[row * 3 + column]! += a[row * 3 + k]! * b[k * 3 + column]!;
	return product;
}

function normalised(map: Homography): Homography | undefined {
	const last = map[8]!;
	return Math.abs(last) < 1e-12 ? undefined : map.map((value) => value / last);
}

/** Where a point goes. */
export function project(map: Homography, x: number, y: number): Point {
	const w = map[6]! * x + map[7]! * y + map[8]!;
	return [(map[0]! * x + map[1]! * y + map[2]!) / w, (map[3]! * x + map[4]! * y + map[5]!) / w];
}

/** The map back; undefined when the map flattens the plane. */
export function invert(map: Homography): Homography | undefined {
	const [a, b, c, d, e, f, g, h, i] = map as [
		number,
		number,
		number,
		number,
		number,
		number,
		number,
		number,
		number
	];
	const adjugate = [
		e * i - f * h,
		c * h - b * i,
		b * f - c * e,
		f * g - d * i,
		a * i - c * g,
		c * d - a * f,
		d * h - e * g,
		b * g - a * h,
		a * e - b * d
	];
	return normalised(adjugate);
}

/** The map for a picture that was made `factor` times as large. */
export const scaled = (map: Homography, factor: number): Homography =>
	map.map((value, at) => (at < 6 ? value * factor : value));

/** Picture pixels per millimetre around a point of the sheet: the smaller of both directions. */
export function pixelsPerMm(map: Homography, x: number, y: number): number {
	const [px, py] = project(map, x, y);
	const [rx, ry] = project(map, x + 1, y);
	const [dx, dy] = project(map, x, y + 1);
	return Math.min(Math.hypot(rx - px, ry - py), Math.hypot(dx - px, dy - py));
}
