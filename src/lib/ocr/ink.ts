// Which pieces of ink in a cell's patch belong to its character.
import type { Frame } from './frame.ts';

interface Piece {
	area: number;
	/** The darkest of its pixels. */
	peak: number;
	inside: number;
	left: number;
	right: number;
	top: number;
	bottom: number;
}

/** Room that is used again for every cell. */
let room = { label: new Int16Array(0), stack: new Int32Array(0) };

/** From which darkness a pixel is ink, and which its piece must reach somewhere. */
export interface Threshold {
	low: number;
	high: number;
}

/**
 * Marks the ink of the cell's own character: 1 ink above the threshold, 2 its soft edge, 0 the
 * rest. Pieces that lie mostly beyond the frame belong to a neighbour, slim pieces along the frame
 * are what is left of a line, specks are noise. `null` when nothing remains.
 */
export function labelInk(
	dark: Float32Array,
	width: number,
	height: number,
	threshold: Threshold,
	frame: Frame,
	scale: number
): Uint8Array | null {
	const size = width * height;
	if (room.label.length < size) room = { label: new Int16Array(size), stack: new Int32Array(size) };
	const label = room.label.subarray(0, size).fill(0);
	const pieces = findPieces(dark, label, width, height, threshold.low, frame);
	const kept = pieces.map((piece) => piece.peak >= threshold.high && isOwn(piece, frame, scale));
	const largest = Math.max(0, ...pieces.map((piece, i) => (kept[i] ? piece.area : 0)));
	const least = Math.max(0.1 * scale * scale, largest * 0.025);
	if (largest < 0.22 * scale * scale) return null;
	const mask = new Uint8Array(size);
	for (let i = 0; i < label.length; i++) {
		const piece = label[i]! - 1;
		if (piece >= 0 && kept[piece] && pieces[piece]!.area >= least) mask[i] = 1;
	}
	softenEdge(mask, width, height);
	softenEdge(mask, width, height);
	return mask;
}

/** Connected pieces of ink (eight neighbours), labelled from 1. */
function findPieces(
	dark: Float32Array,
	label: Int16Array,
	width: number,
	height: number,
	threshold: number,
	frame: Frame
): Piece[] {
	const pieces: Piece[] = [];
	const { stack } = room;
	for (let seed = 0; seed < label.length; seed++) {
		if (label[seed] || dark[seed]! < threshold) continue;
		const piece = { area: 0, peak: 0, inside: 0, left: width, right: 0, top: height, bottom: 0 };
		pieces.push(piece);
		let depth = 0;
		stack[depth++] = seed;
		label[seed] = pieces.length;
		while (depth > 0) {
			const i = stack[--depth]!;
			const x = i % width;
			const y = (i - x) / width;
			addPixel(piece, x, y, frame);
			piece.peak = Math.max(piece.peak, dark[i]!);
			for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++)
				for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
					const next = ny * width + nx;
					if (label[next] || dark[next]! < threshold) continue;
					label[next] = pieces.length;
					stack[depth++] = next;
				}
		}
	}
	return pieces;
}

function addPixel(piece: Piece, x: number, y: number, frame: Frame): void {
	piece.area++;
	if (x >= frame.left && x <= frame.right && y >= frame.top && y <= frame.bottom) piece.inside++;
	if (x < piece.left) piece.left = x;
	if (x > piece.right) piece.right = x;
	if (y < piece.top) piece.top = y;
	if (y > piece.bottom) piece.bottom = y;
}

/** Whether a piece is part of this cell's character. */
function isOwn(piece: Piece, frame: Frame, scale: number): boolean {
	if (piece.inside < piece.area * 0.5) return false;
	const near = 0.3 * scale;
	const slim = 0.3 * scale;
	const alongSide =
		(piece.right <= frame.left + near || piece.left >= frame.right - near) &&
		piece.right - piece.left < slim;
	const alongEdge =
		(piece.bottom <= frame.top + near || piece.top >= frame.bottom - near) &&
		piece.bottom - piece.top < slim;
	return !alongSide && !alongEdge;
}

/** Adds a rim of one pixel to the mask, marked 2. */
function softenEdge(mask: Uint8Array, width: number, height: number): void {
	const before = mask.slice();
	for (let y = 1; y < height - 1; y++)
		for (let x = 1, i = y * width + 1; x < width - 1; x++, i++)
			if (!mask[i] && (before[i - 1] || before[i + 1] || before[i - width] || before[i + width]))
				mask[i] = 2;
}
