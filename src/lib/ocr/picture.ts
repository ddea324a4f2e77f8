import type { Raster } from './raster.ts';

/** Bytes of a colour picture as a canvas gives them: red, green, blue, alpha. */
export interface ColourPicture {
	width: number;
	height: number;
	data: Uint8Array | Uint8ClampedArray;
}

/** Reading uses 10 pixels per millimetre: 6.2 million of A4, and a little around it. */
export const MOST_PIXELS = 6.5e6;

/** Grey by the usual weights of luminance. */
export function toGray({ width, height, data }: ColourPicture): Raster {
	const gray = new Uint8Array(width * height);
	for (let at = 0, from = 0; at < gray.length; at++, from += 4)
		gray[at] = (data[from]! * 77 + data[from + 1]! * 150 + data[from + 2]! * 29) >> 8;
	return { width, height, gray };
}

/** The same picture made smaller by averaging areas; returned as it is when it is small enough. */
export function reduce(raster: Raster, longSide: number): { raster: Raster; factor: number } {
	const long = Math.max(raster.width, raster.height);
	if (long <= longSide) return { raster, factor: 1 };
	const factor = longSide / long;
	const width = Math.max(1, Math.round(raster.width * factor));
	const height = Math.max(1, Math.round(raster.height * factor));
	return { raster: { width, height, gray: average(raster, width, height) }, factor };
}

function average(from: Raster, width: number, height: number): Uint8Array {
	const out = new Uint8Array(width * height);
	const sums = new Uint32Array(width);
	const edges = Int32Array.from({ length: width + 1 }, (_, x) =>
		Math.floor((x * from.width) / width)
	);
	for (let y = 0; y < height; y++) {
		const top = Math.floor((y * from.height) / height);
		const bottom = Math.max(top + 1, Math.floor(((y + 1) * from.height) / height));
		sums.fill(0);
		for (let row = top; row < bottom; row++) {
			const line = row * from.width;
			for (let x = 0; x < width; x++) {
				let sum = 0;
				for (let at = line + edges[x]!; at < line + edges[x + 1]!; at++) sum += from.gray[at]!;
				sums[x]! += sum;
			}
		}
		for (let x = 0; x < width; x++)
			out[y * width + x] = sums[x]! / ((edges[x + 1]! - edges[x]!) * (bottom - top));
	}
	return out;
}

/** Sums over rectangles in constant time: (width + 1) × (height + 1); of up to 16 megapixels. */
export function integral({ width, height, gray }: Raster): Uint32Array {
	const stride = width + 1;
	const sums = new Uint32Array(stride * (height + 1));
	for (let y = 0; y < height; y++) {
		let row = 0;
		for (let x = 0; x < width; x++) {
			row += gray[y * width + x]!;
			sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1]! + row;
		}
	}
	return sums;
}

/** 1 where a pixel is darker than `share` of the mean of its neighbourhood of `radius`. */
export function darkPixels(raster: Raster, radius: number, share: number): Uint8Array {
	const { width, height, gray } = raster;
	const sums = integral(raster);
	const stride = width + 1;
	const dark = new Uint8Array(width * height);
	for (let y = 0; y < height; y++) {
		const top = Math.max(0, y - radius) * stride;
		const bottom = Math.min(height, y + radius + 1) * stride;
		const rows = (bottom - top) / stride / share;
		const line = y * width;
		for (let x = 0; x < width; x++) {
			const left = x < radius ? 0 : x - radius;
			const right = x + radius >= width ? width : x + radius + 1;
			const sum =
				sums[bottom + right]! - sums[bottom + left]! - sums[top + right]! + sums[top + left]!;
			if (gray[line + x]! * (right - left) * rows < sum) dark[line + x] = 1;
		}
	}
	return dark;
}

/** The brightness of the paper, block by block, with the ink taken out. */
export interface Paper {
	readonly block: number;
	readonly columns: number;
	readonly rows: number;
	readonly level: Float32Array;
}

/** Estimates the paper's brightness from blocks of `block` pixels. */
export function paperOf(raster: Raster, block: number): Paper {
	const columns = Math.ceil(raster.width / block);
	const rows = Math.ceil(raster.height / block);
	const bright = new Float32Array(columns * rows);
	const counts = new Uint32Array(64);
	for (let row = 0; row < rows; row++)
		for (let column = 0; column < columns; column++) {
			counts.fill(0);
			let total = 0;
			for (let y = row * block; y < Math.min(raster.height, (row + 1) * block); y += 2)
				for (let x = column * block; x < Math.min(raster.width, (column + 1) * block); x += 2) {
					counts[raster.gray[y * raster.width + x]! >> 2]!++;
					total++;
				}
			let level = 63;
			for (let left = total * 0.25; level > 0 && (left -= counts[level]!) > 0; level--);
			bright[row * columns + column] = level * 4 + 2;
		}
	const open = windowed(
		bright,
		columns,
		rows,
		(values) => Math.max(...values) * 0.5 + median(values) * 0.5
	);
	const level = windowed(
		open,
		columns,
		rows,
		(values) => values.reduce((a, b) => a + b, 0) / values.length
	);
	return { block, columns, rows, level };
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

function windowed(
	from: Float32Array,
	columns: number,
	rows: number,
	pick: (values: number[]) => number
): Float32Array {
	const out = new Float32Array(from.length);
	for (let row = 0; row < rows; row++)
		for (let column = 0; column < columns; column++) {
			const values: number[] = [];
			for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++)
				for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++)
					values.push(from[y * columns + x]!);
			out[row * columns + column] = pick(values);
		}
	return out;
}

/** The paper's brightness at a pixel of the picture it was estimated from. */
export function paperAt(paper: Paper, x: number, y: number): number {
	const column = Math.min(Math.max(x / paper.block - 0.5, 0), paper.columns - 1.001);
	const row = Math.min(Math.max(y / paper.block - 0.5, 0), paper.rows - 1.001);
	const [left, top] = [Math.floor(Math.max(column, 0)), Math.floor(Math.max(row, 0))];
	const [fx, fy] = [column - left, row - top];
	const at = top * paper.columns + left;
	const right = Math.min(left + 1, paper.columns - 1) - left;
	const below = (Math.min(top + 1, paper.rows - 1) - top) * paper.columns;
	const { level } = paper;
	return (
		(level[at]! * (1 - fx) + level[at + right]! * fx) * (1 - fy) +
		(level[at + below]! * (1 - fx) + level[at + below + right]! * fx) * fy
	);
}
