import type { Glyph } from './cell.ts';
import { classify, NO_CHARACTER, type Model } from './classifier.ts';
import { decideKana } from './kana.ts';
import type { Guess, SeenCell } from './reading.ts';
import type { WrittenLine } from './text-lines.ts';
import { PAPER } from './sample.ts';

/** A line read letter by letter; `p` is that of its most doubtful letter. */
export interface GlyphLine {
	readonly text: string;
	readonly p: number;
	/** Mean of the letters' probabilities. */
	readonly mean: number;
}

/** Columns of ink without a gap in them. */
export interface Piece {
	readonly left: number;
	readonly right: number;
	/** Cut off from the piece before: no blank column lies between them. */
	readonly cutOff: boolean;
}

/** A letter of a line: the pieces `from` … `to` − 1 and what they look like. */
export interface Letter {
	readonly from: number;
	readonly to: number;
	readonly glyph: Glyph;
	readonly guesses: Guess[];
	readonly score: number;
}

const MOST_PIECES = 4;
const GUESSES = 6;
/** A letter is at most this wide and its pieces at most this far apart, in heights of the line. */
const WIDEST = { katakana: 1.25, roman: 1.15, digits: 0.95 } as const;
const FARTHEST = { katakana: 0.58, roman: 0.12, digits: 0.12 } as const;
/** A piece wider than this may be several letters that touch. */
const CUT_FROM = { katakana: 1.05, roman: 0.55, digits: 0.55 } as const;
/** What a letter that begins at such a cut costs, as a log. */
const CUT_COST = 0.8;
/** Katakana stand in squares: what it costs, as a log, when two lie closer than this. */
const CLOSE = { from: 0.62, cost: 9 };
/** A gap wider than the usual one by this share of the height parts two words. */
const WORD_GAP = 0.28;

/**
 * Reads a line whose letters stand apart with the classifier of the comb cells: tries every way to
 * group the pieces of ink into letters and keeps the likeliest. Undefined when letters run together.
 */
export function readGlyphLine(line: WrittenLine, model: Model): GlyphLine | undefined {
	const found = lettersOf(line, model);
	return found && decide(found.letters, found.pieces, line.bottom - line.top, model);
}

/** How wide a letter is at most and how far apart its pieces lie, in heights of the line. */
export interface LetterSize {
	readonly widest: number;
	readonly farthest: number;
}

/** The likeliest way to group the pieces of a line into letters. */
export function lettersOf(
	line: WrittenLine,
	model: Model,
	size: LetterSize = { widest: WIDEST[model.charset], farthest: FARTHEST[model.charset] }
): { readonly letters: readonly Letter[]; readonly pieces: readonly Piece[] } | undefined {
	const ink = inkValues(line);
	const high = line.bottom - line.top;
	const pieces = piecesOf(line, CUT_FROM[model.charset] * high);
	const widest = size.widest * high;
	if (pieces.length === 0 || pieces.length > 90) return undefined;
	const best: (Letter & { total: number; before: number })[] = [];
	const totals = [0];
	for (let end = 1; end <= pieces.length; end++) {
		totals[end] = -Infinity;
		for (let start = end - 1; start >= Math.max(0, end - MOST_PIECES); start--) {
			const wide = pieces[end - 1]!.right - pieces[start]!.left;
			if (wide > widest && end - start > 1) break;
			if (end - start > 1 && pieces[start + 1]!.left - pieces[start]!.right > size.farthest * high)
				break;
			const letter = letterOf(line, ink, pieces, start, end, model);
			const close = model.charset === 'katakana' ? closeness(best[start], letter, pieces, high) : 0;
			const total = totals[start]! + letter.score - close;
			if (total <= totals[end]!) continue;
			totals[end] = total;
			best[end] = { ...letter, total, before: start };
		}
	}
	const letters: Letter[] = [];
	for (let end = pieces.length; end > 0; end = best[end]!.before) letters.unshift(best[end]!);
	return { letters, pieces };
}

/** What it costs that two letters lie closer than squares do. */
function closeness(
	before: Letter | undefined,
	letter: Letter,
	pieces: readonly Piece[],
	high: number
): number {
	if (!before) return 0;
	const middle = ({ from, to }: Letter): number => (pieces[from]!.left + pieces[to - 1]!.right) / 2;
	return CLOSE.cost * Math.max(0, CLOSE.from - (middle(letter) - middle(before)) / high);
}

/** Darkness of every pixel of the line's patch, 0 paper … 1 full ink. */
export function inkValues({ ink: { patch, threshold } }: WrittenLine): Float32Array {
	const { gray } = patch;
	const light = Math.min(PAPER - 8, threshold + (PAPER - threshold) * 0.7);
	let [sum, count] = [0, 0];
	for (let at = 0; at < gray.length; at++) {
		if (gray[at]! >= threshold) continue;
		sum += gray[at]!;
		count++;
	}
	const dark = Math.max(0, sum / Math.max(1, count) - 12);
	const inkOfGray = Float32Array.from({ length: 256 }, (_, value) =>
		Math.min(1, Math.max(0, (light - value) / Math.max(20, light - dark)))
	);
	const ink = new Float32Array(gray.length);
	for (let at = 0; at < gray.length; at++) ink[at] = inkOfGray[gray[at]!]!;
	return ink;
}

/** Runs of columns with ink; wide ones are cut where little ink holds them together. */
export function piecesOf(line: WrittenLine, cutFrom: number): Piece[] {
	const { ink, left, right, top, bottom } = line;
	const { patch, threshold } = ink;
	const columns = new Float32Array(patch.width);
	for (let x = left; x < right; x++)
		for (let y = top; y < bottom; y++)
			columns[x]! += +(patch.gray[y * patch.width + x]! < threshold);
	const pieces: Piece[] = [];
	// Specks of dust are no letters.
	const least = 0.06 * patch.scale * patch.scale;
	for (let from = left; from < right; from++) {
		if (columns[from] === 0) continue;
		let to = from;
		let dark = 0;
		while (to < right && columns[to]! > 0) dark += columns[to++]!;
		if (dark >= least)
			pieces.push(...cut(columns, { left: from, right: to, cutOff: false }, cutFrom, bottom - top));
		from = to;
	}
	return pieces;
}

/** Cuts a wide piece at its thinnest columns. */
function cut(columns: Float32Array, piece: Piece, cutFrom: number, high: number): Piece[] {
	if (piece.right - piece.left < cutFrom) return [piece];
	const near = Math.max(2, Math.round(high * 0.1));
	const cuts: number[] = [piece.left];
	for (let x = piece.left + near; x < piece.right - near; x++) {
		if (columns[x]! > high * 0.3 || x - cuts.at(-1)! < near) continue;
		let isLeast = true;
		for (let beside = -near; beside <= near && isLeast; beside++) {
			const other = columns[x + beside]!;
			isLeast = other > columns[x]! || (other === columns[x]! && beside >= 0);
		}
		if (isLeast) cuts.push(x);
	}
	return cuts.map((from, at) => ({
		left: from,
		right: cuts[at + 1] ?? piece.right,
		cutOff: at > 0
	}));
}

/** Some pieces as one letter. */
export function letterOf(
	line: WrittenLine,
	ink: Float32Array,
	pieces: readonly Piece[],
	start: number,
	end: number,
	model: Model
): Letter {
	const glyph = glyphOf(line, ink, pieces[start]!.left, pieces[end - 1]!.right);
	const probabilities = classify(glyph, model);
	const guesses = model.classes
		.map((char, at) => ({ char, p: probabilities[at]! }))
		.filter(({ char }) => char !== NO_CHARACTER)
		.sort((a, b) => b.p - a.p)
		.slice(0, GUESSES);
	// Weighed by pieces, so that few large letters do not beat many small ones by their number.
	const cost = pieces[start]!.cutOff ? CUT_COST : 0;
	const score = (end - start) * Math.log(guesses[0]!.p + 1e-4) - cost;
	return { from: start, to: end, glyph, guesses, score };
}

export function glyphOf(line: WrittenLine, ink: Float32Array, from: number, to: number): Glyph {
	const { width, scale } = line.ink.patch;
	const margin = 3;
	const [left, right] = [Math.max(0, from - margin), Math.min(width, to + margin)];
	const [top, bottom] = [
		Math.max(0, line.top - margin),
		Math.min(line.ink.patch.height, line.bottom + margin)
	];
	const [wide, high] = [right - left, bottom - top];
	const own = new Float32Array(wide * high);
	let [first, last] = [high, -1];
	for (let y = 0; y < high; y++)
		for (let x = from - left; x < to - left; x++) {
			const value = ink[(top + y) * width + left + x]!;
			own[y * wide + x] = value;
			if (value < 0.5) continue;
			first = Math.min(first, y);
			last = Math.max(last, y);
		}
	if (last < 0) [first, last] = [0, high - 1];
	const middle = (line.top + line.bottom) / 2 - top;
	return {
		width: wide,
		height: high,
		ink: own,
		left: from - left,
		right: to - left - 1,
		top: first,
		bottom: last,
		w: (to - from) / scale,
		h: (last - first + 1) / scale,
		cx: 0,
		hidden: false,
		cy: ((first + last + 1) / 2 - middle) / scale
	};
}

const BLANK: SeenCell = { glyph: null, guesses: [{ char: ' ', p: 0.995 }] };

/** Puts the blanks between words and lets the rules of syllables have their say. */
function decide(
	letters: readonly Letter[],
	pieces: readonly Piece[],
	high: number,
	model: Model
): GlyphLine {
	const gaps = letters
		.slice(1)
		.map((letter, at) => pieces[letter.from]!.left - pieces[letters[at]!.to - 1]!.right);
	const usual = [...gaps].sort((a, b) => a - b)[gaps.length >> 1] ?? 0;
	const seen = letters.flatMap((letter, at): SeenCell[] => {
		const cell = { glyph: letter.glyph, guesses: letter.guesses };
		return at > 0 && gaps[at - 1]! > usual + WORD_GAP * high ? [BLANK, cell] : [cell];
	});
	const read =
		model.charset === 'katakana' ? decideKana(seen, model) : seen.map(({ guesses }) => guesses[0]!);
	const written = read.filter(({ char }) => char !== ' ');
	return {
		text: read.map(({ char }) => char).join(''),
		p: written.reduce((least, { p }) => Math.min(least, p), 1),
		mean: written.reduce((sum, { p }) => sum + p, 0) / Math.max(1, written.length)
	};
}
