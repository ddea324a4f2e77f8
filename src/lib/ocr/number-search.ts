// Looks for a My Number wherever it may stand on a sheet: beside the fields, above, below, between.
import { myNumberChance } from '#lib/domain/basics/my-number.ts';
import { boxesOf } from '#lib/domain/intake/bounds.ts';
import type { Box, Template } from '#lib/domain/intake/template.ts';
import type { Model } from './classifier.ts';
import { smallComponents, type Component } from './components.ts';
import { inkValues, letterOf, lettersOf, piecesOf, type Letter, type Piece } from './glyph-line.ts';
import { grown, patchOf, type Page } from './page.ts';
import { darkPixels } from './picture.ts';
import type { Patch } from './raster.ts';
import { PAPER } from './sample.ts';
import { STRIP_BITS } from './strip.ts';
import { inkOf, writtenLines, type WrittenLine } from './text-lines.ts';

const SCALE = 8;
/** A digit is at least and at most this high, mm. */
const LEAST = 1.4;
const MOST = 12;
/** The lines of frames and what hangs on them are longer, mm. */
const LONGEST = 16;
/** Two digits of one number differ in height by this factor at most. */
const ALIKE = 2;
/** They are at most this far apart, in heights. */
const FARTHEST = 2.6;
/** Twelve digits of which some touch. */
const FEWEST = 7;
/** A lower sign between digits is a dash or a dot, in heights of the line. */
const SIGN = 0.4;
/** A digit is one piece of ink or several cut from one, and at most this wide, in heights. */
const SIZE = { widest: 1.15, farthest: 0 };
/** How sure the likeliest digit of a shape is at least, and twelve of them in the mean. */
const DIGIT = 0.25;
const DIGITS_SURE = 0.93;
/** What is covered although another reading is likelier: a wrong digit hides a right number. */
const CHANCE = 0.05;
const DIGITS = 12;
const MARGIN_MM = 1.5;

/**
 * Boxes of the sheet (mm) in which twelve digits stand that are a My Number, or are one in a reading
 * that is not much less likely. Combs and tick boxes are left out: their fields are read for themselves. Digits in
 * the way of printed lines, upright columns and sheets written on sideways are not found.
 */
export function findNumbers(page: Page, digits: Model): Box[] {
	const sheet = patchOf(page, { x: 0, y: 0, ...page.template.page }, SCALE);
	whiten(sheet, printedBoxes(page.template));
	const shapes = withoutFrames(sheet);
	const isTall = (shape: Component): boolean => high(shape) >= LEAST * SCALE;
	const low = shapes.filter((shape) => !isTall(shape));
	return rowsOf(shapes.filter((shape) => isTall(shape) && high(shape) <= MOST * SCALE))
		.flatMap((row) => numbersIn(cut(sheet, row, low), digits))
		.map((box) => grown(box, MARGIN_MM));
}

/** What is read or printed there is no stray number. */
function printedBoxes({ fields, strip }: Template): Box[] {
	// An empty tick box looks like a nought.
	const cells = fields.flatMap((field) => (field.kind === 'text' ? [] : boxesOf(field)));
	const code = strip && { x: strip.x, y: strip.y, w: strip.pitch * STRIP_BITS, h: strip.size };
	return [...cells, ...(code ? [code] : [])].map((box) => grown(box, 0.4));
}

/** Paints boxes (mm) white. */
function whiten(patch: Patch, boxes: readonly Box[]): void {
	for (const { x, y, w, h } of boxes)
		paint(patch, {
			left: Math.round(x * SCALE),
			top: Math.round(y * SCALE),
			right: Math.round((x + w) * SCALE),
			bottom: Math.round((y + h) * SCALE)
		});
}

type Edges = Pick<Component, 'left' | 'top' | 'right' | 'bottom'>;

function paint({ width, height, gray }: Patch, { left, top, right, bottom }: Edges): void {
	const [from, to] = [Math.max(0, left), Math.min(width, right)];
	for (let y = Math.max(0, top); y < Math.min(height, bottom) && from < to; y++)
		gray.fill(PAPER, y * width + from, y * width + to);
}

/** Takes printed frames out of the sheet and gives the shapes that are left. */
function withoutFrames(sheet: Patch): Component[] {
	const soft = 2;
	return smallComponents(
		darkPixels(sheet, 2 * SCALE, 0.8),
		sheet,
		LONGEST * SCALE,
		(row, start, end) =>
			paint(sheet, {
				left: start - soft,
				top: row - soft,
				right: end + soft,
				bottom: row + soft + 1
			})
	);
}

const high = ({ top, bottom }: Edges): number => bottom - top;

/** Shapes that follow each other from left to right, alike in height, as many as a number has. */
function rowsOf(shapes: readonly Component[]): Component[][] {
	const rows: Component[][] = [];
	for (const shape of [...shapes].sort((a, b) => a.left - b.left)) {
		let best: { row: Component[]; gap: number } | undefined;
		for (const row of rows) {
			const last = row.at(-1)!;
			const gap = shape.left - last.right;
			if (gap > FARTHEST * Math.max(high(last), high(shape)) || !areAlike(last, shape)) continue;
			if (!best || gap < best.gap) best = { row, gap };
		}
		if (best) best.row.push(shape);
		else rows.push([shape]);
	}
	return rows.filter(({ length }) => length >= FEWEST);
}

function areAlike(a: Component, b: Component): boolean {
	const [low, tall] = [Math.min(high(a), high(b)), Math.max(high(a), high(b))];
	const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
	return tall <= ALIKE * low && shared >= 0.5 * low && b.x > a.x;
}

interface Row extends Patch {
	/** Its place on the sheet, pixels. */
	readonly x: number;
	readonly y: number;
}

/** One row of the sheet as a picture of its own, without dashes and dots between its shapes. */
function cut(sheet: Patch, row: readonly Component[], low: readonly Component[]): Row {
	const rim = 2;
	const left = Math.max(0, Math.min(...row.map((one) => one.left)) - rim);
	const top = Math.max(0, Math.min(...row.map((one) => one.top)) - rim);
	const right = Math.min(sheet.width, Math.max(...row.map((one) => one.right)) + rim);
	const bottom = Math.min(sheet.height, Math.max(...row.map((one) => one.bottom)) + rim);
	const [width, height] = [right - left, bottom - top];
	const gray = new Uint8Array(width * height);
	for (let y = 0; y < height; y++) {
		const from = (top + y) * sheet.width;
		gray.set(sheet.gray.subarray(from + left, from + right), y * width);
	}
	const picture: Row = { width, height, gray, scale: sheet.scale, x: left, y: top };
	for (const sign of low) {
		// The bar of a 5 stands above it; a dash has nothing above or below.
		if (row.some((one) => one.left < sign.right && one.right > sign.left)) continue;
		paint(picture, {
			left: sign.left - left - 1,
			top: sign.top - top - 1,
			right: sign.right - left + 1,
			bottom: sign.bottom - top + 1
		});
	}
	return picture;
}

interface Digit {
	readonly left: number;
	readonly right: number;
	/** How much it looks like each digit, and how sure the likeliest is; undefined: it is none. */
	readonly chances: readonly number[] | undefined;
	readonly p: number;
}

function numbersIn(row: Row, model: Model): Box[] {
	const ink = inkOf(row);
	const line = ink && writtenLines(ink, 1)[0];
	if (!line || !mayHoldDigits(line, model)) return [];
	const found = lettersOf(line, model, SIZE);
	if (!found) return [];
	const usual = high(line);
	const signs = found.letters
		.filter(({ glyph }) => glyph.bottom - glyph.top + 1 >= SIGN * usual)
		.map((letter) => digitOf(letter, found.pieces));
	return stretches(signs, usual)
		.filter(isMyNumber)
		.map((stretch) => ({
			x: (row.x + stretch[0]!.left) / SCALE,
			y: (row.y + line.top) / SCALE,
			w: (stretch.at(-1)!.right - stretch[0]!.left) / SCALE,
			h: usual / SCALE
		}));
}

/** A quick look at every other piece: printed words are no row of digits. */
function mayHoldDigits(line: WrittenLine, model: Model): boolean {
	const ink = inkValues(line);
	const pieces = piecesOf(line, Infinity);
	let inRow = 0;
	for (let at = 0; at < pieces.length && inRow < FEWEST / 2; at += 2)
		inRow = letterOf(line, ink, pieces, at, at + 1, model).guesses[0]!.p < DIGIT ? 0 : inRow + 1;
	return inRow >= FEWEST / 2;
}

function digitOf({ from, to, guesses }: Letter, pieces: readonly Piece[]): Digit {
	const sum = guesses.reduce((all, { p }) => all + p, 0);
	const p = guesses[0]!.p;
	const chances = Array.from({ length: 10 }, (_, digit) => {
		const guess = guesses.find(({ char }) => char === String(digit));
		return guess ? guess.p / sum : 0;
	});
	return {
		left: pieces[from]!.left,
		right: pieces[to - 1]!.right,
		chances: p >= DIGIT ? chances : undefined,
		p
	};
}

function isMyNumber(digits: readonly Digit[]): boolean {
	const sure = digits.reduce((sum, { p }) => sum + p, 0) / DIGITS;
	return sure >= DIGITS_SURE && myNumberChance(digits.map(({ chances }) => chances!)) >= CHANCE;
}

/** Twelve digits in a row that stand apart from others; a longer run is another kind of number. */
function stretches(signs: readonly Digit[], usual: number): Digit[][] {
	const runs: Digit[][] = [[]];
	for (const sign of signs)
		if (sign.chances) runs.at(-1)!.push(sign);
		else runs.push([]);
	return runs.flatMap((run) =>
		run
			.map((_, at) => run.slice(at, at + DIGITS))
			.filter((some, at) => some.length === DIGITS && isApart(run, at, usual))
	);
}

function isApart(run: readonly Digit[], at: number, usual: number): boolean {
	const gap = (after: number): number =>
		run[after] && run[after - 1] ? run[after].left - run[after - 1]!.right : Infinity;
	const inside = Array.from({ length: DIGITS - 1 }, (_, next) => gap(at + 1 + next));
	const middle = inside.sort((a, b) => a - b)[DIGITS >> 1]!;
	const least = Math.max(0.4 * usual, 1.5 * middle);
	return gap(at) >= least && gap(at + DIGITS) >= least;
}
