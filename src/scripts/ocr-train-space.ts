// Linear discriminant analysis: the directions in which classes lie apart, measured by their own scatter.
import { chanceOf } from './ocr-train-chance.ts';

/** Rows of features with the class of each. */
export interface Samples {
	readonly width: number;
	readonly rows: Float32Array;
	readonly labels: Uint16Array;
	readonly classes: number;
}

/** A point is `offset + projection · features`; scatter within classes is 1 in every direction. */
export interface Space {
	readonly dims: number;
	readonly projection: Float32Array;
	readonly offset: Float32Array;
}

/** Share of the mean variance that is added to every direction: few samples must not feign certainty. */
const SHRINKAGE = 0.05;
const ROUNDS = 60;

/** The best space of so many dimensions, the most telling direction first. */
export function discriminants(samples: Samples, dims: number, seed: number): Space {
	const { width } = samples;
	const { counts, means, mean } = meansOf(samples);
	const total = samples.labels.length;
	const within = scatter(width, total, (row, out) => {
		const label = samples.labels[row]!;
		for (let i = 0; i < width; i++)
			out[i] = samples.rows[row * width + i]! - means[label * width + i]!;
		return 1 / total;
	});
	const between = scatter(width, samples.classes, (label, out) => {
		for (let i = 0; i < width; i++) out[i] = means[label * width + i]! - mean[i]!;
		return counts[label]! / total;
	});
	let trace = 0;
	for (let i = 0; i < width; i++) trace += within[i * width + i]!;
	for (let i = 0; i < width; i++) within[i * width + i]! += (SHRINKAGE * trace) / width;
	const lower = cholesky(within, width);
	const white = solveLower(lower, transposed(solveLower(lower, between, width), width), width);
	const directions = leadingDirections(white, width, dims, seed);
	const projection = unwhitened(directions, lower, width, dims);
	const offset = Float32Array.from({ length: dims }, (_, d) => {
		let sum = 0;
		for (let i = 0; i < width; i++) sum -= projection[d * width + i]! * mean[i]!;
		return sum;
	});
	return { dims, projection, offset };
}

/** All samples as points of a space. */
export function pointsIn({ dims, projection, offset }: Space, samples: Samples): Float32Array {
	const { width, rows, labels } = samples;
	const points = new Float32Array(labels.length * dims);
	for (let row = 0; row < labels.length; row++)
		for (let d = 0; d < dims; d++) {
			let sum = offset[d]!;
			for (let i = 0; i < width; i++) sum += projection[d * width + i]! * rows[row * width + i]!;
			points[row * dims + d] = sum;
		}
	return points;
}

function meansOf({ width, rows, labels, classes }: Samples) {
	const counts = new Float64Array(classes);
	const means = new Float64Array(classes * width);
	const mean = new Float64Array(width);
	labels.forEach((label, row) => {
		counts[label]!++;
		for (let i = 0; i < width; i++) {
			means[label * width + i]! += rows[row * width + i]!;
			mean[i]! += rows[row * width + i]! / labels.length;
		}
	});
	for (let label = 0; label < classes; label++)
		for (let i = 0; i < width; i++) means[label * width + i]! /= Math.max(1, counts[label]!);
	return { counts, means, mean };
}

/** Σ weight · v · vᵀ over vectors that `fill` writes, returning their weight. */
function scatter(
	width: number,
	count: number,
	fill: (index: number, out: Float64Array) => number
): Float64Array {
	const out = new Float64Array(width * width);
	const v = new Float64Array(width);
	for (let index = 0; index < count; index++) {
		const weight = fill(index, v);
		for (let i = 0; i < width; i++) {
			const share = v[i]! * weight;
			if (share === 0) continue;
			for (let j = i, at = i * width + i; j < width; j++, at++) out[at]! += share * v[j]!;
		}
	}
	for (let i = 0; i < width; i++)
		for (let j = 0; j < i; j++) out[i * width + j] = out[j * width + i]!;
	return out;
}

/** L with L · Lᵀ = matrix. */
function cholesky(matrix: Float64Array, width: number): Float64Array {
	const lower = new Float64Array(width * width);
	for (let i = 0; i < width; i++)
		for (let j = 0; j <= i; j++) {
			let sum = matrix[i * width + j]!;
			for (let k = 0; k < j; k++) sum -= lower[i * width + k]! * lower[j * width + k]!;
			lower[i * width + j] = i === j ? Math.sqrt(sum) : sum / lower[j * width + j]!;
		}
	return lower;
}

/** L⁻¹ · matrix. */
function solveLower(lower: Float64Array, matrix: Float64Array, width: number): Float64Array {
	const out = Float64Array.from(matrix);
	for (let i = 0; i < width; i++) {
		for (let k = 0; k < i; k++) {
			const factor = lower[i * width + k]!;
			if (factor === 0) continue;
			for (let j = 0; j < width; j++) out[i * width + j]! -= factor * out[k * width + j]!;
		}
		for (let j = 0; j < width; j++) out[i * width + j]! /= lower[i * width + i]!;
	}
	return out;
}

function transposed(matrix: Float64Array, width: number): Float64Array {
	return Float64Array.from(
		matrix,
		(_, at) => matrix[(at % width) * width + Math.floor(at / width)]!
	);
}

/** The directions a symmetric matrix stretches most, found by applying it again and again. */
function leadingDirections(
	matrix: Float64Array,
	width: number,
	count: number,
	seed: number
): Float64Array {
	const chance = chanceOf(seed);
	let found = Float64Array.from({ length: count * width }, () => chance.normal());
	for (let round = 0; round < ROUNDS; round++) {
		makeOrthonormal(found, width, count);
		const next = new Float64Array(found.length);
		for (let a = 0; a < count; a++)
			for (let k = 0; k < width; k++) {
				const share = found[a * width + k]!;
				for (let j = 0; j < width; j++) next[a * width + j]! += share * matrix[k * width + j]!;
			}
		found = next;
	}
	makeOrthonormal(found, width, count);
	return found;
}

/** Each row made independent of those before it, so that the first follow the longest axes. */
function makeOrthonormal(rows: Float64Array, width: number, count: number): void {
	for (let a = 0; a < count; a++) {
		const own = rows.subarray(a * width, (a + 1) * width);
		for (let b = 0; b < a; b++) {
			const other = rows.subarray(b * width, (b + 1) * width);
			let dot = 0;
			for (let i = 0; i < width; i++) dot += own[i]! * other[i]!;
			for (let i = 0; i < width; i++) own[i]! -= dot * other[i]!;
		}
		const length = Math.hypot(...own);
		for (let i = 0; i < width; i++) own[i]! /= length;
	}
}

/** Directions · L⁻¹: from features straight into the space. */
function unwhitened(
	directions: Float64Array,
	lower: Float64Array,
	width: number,
	dims: number
): Float32Array {
	const projection = new Float32Array(dims * width);
	for (let d = 0; d < dims; d++) {
		const row = directions.slice(d * width, (d + 1) * width);
		for (let i = width - 1; i >= 0; i--) {
			row[i]! /= lower[i * width + i]!;
			for (let k = 0; k < i; k++) row[k]! -= row[i]! * lower[i * width + k]!;
		}
		projection.set(row, d * width);
	}
	return projection;
}
