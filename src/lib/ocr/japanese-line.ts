import type { Glyph } from './cell.ts';
import { classify, NO_CHARACTER, type Model } from './classifier.ts';
import { glyphOf, inkValues, piecesOf, type Piece } from './glyph-line.ts';
import {
	likenesses,
	lookalikes,
	plainLetter,
	type Likeness,
	type TextModel
} from './text-model.ts';
import type { WrittenLine } from './text-lines.ts';

/** Models that read single characters of a Japanese line. */
export interface LineModels {
	readonly text: TextModel;
	readonly digits: Model;
}

/** A group of pieces of ink that may be one character. */
interface Segment {
	readonly start: number;
	readonly end: number;
	/** What it may be, the likeliest first. */
	readonly near: readonly Likeness[];
	readonly distances: ReadonlyMap<string, number>;
	/** Digits that the classifier of the cells sees in it. */
	readonly digits: readonly { readonly char: string; readonly p: number }[];
	/** How much it is narrower than letters usually are, in heights of the line. */
	readonly slim: number;
}

/** Pieces of ink: of one character, and on a line. */
const [MOST_PIECES, MOST_ON_LINE] = [5, 90];
/** In heights of the line: the widest letter, the widest gap within one, where letters may touch. */
const [WIDEST, FARTHEST, CUT_FROM] = [1.2, 0.3, 1.1];
const [WIDEST_DIGIT, USUAL_WIDTH] = [0.85, 0.75];
const CANDIDATES = 40;
/** A dash or the sign for one: its shape says little, its flatness all. */
const FLAT = { high: 0.33, slope: 0.5, distance: 50 };
/** An upright stroke. */
const UPRIGHT = { slope: 0.3, distance: 90, behind: 20 };

/**
 * What a way to read a line gains and loses, in squared distances of the text model; found by
 * search on lines of training fonts with a model that had not seen the font of a third of them.
 */
const GAIN = {
	/** A letter, less its distance. */
	letter: 110,
	/** It is what the line engine read. */
	same: 24,
	/** Another letter than the engine's, one more, one less. */
	other: -20,
	more: -80,
	less: -95,
	/** A letter of the engine that does not look like it at all. */
	unlike: 55,
	/** Per height of the line that a segment is too narrow. */
	slim: -65,
	/** From one script to another; kanji and hiragana go together. */
	turn: -12,
	/** A digit after digits, by the classifier of the cells; less sure ones lose more. */
	digit: -150,
	unsure: -30
};
const DIGIT_FROM = 0.7;
/** Letters this much farther than the nearest are not tried. */
const REACH = 60;
const MOST_TRIED = 12;

/** The pieces of a line, cut, with what every group of them may be. */
export interface CutLine {
	readonly pieces: number;
	readonly segments: readonly Segment[];
}

/** Cuts a line into possible characters. Undefined where they run together. */
export function cutLine(line: WrittenLine, models: LineModels): CutLine | undefined {
	const ink = inkValues(line);
	const high = line.bottom - line.top;
	const pieces = piecesOf(line, CUT_FROM * high);
	if (pieces.length === 0 || pieces.length > MOST_ON_LINE) return undefined;
	const segments: Segment[] = [];
	for (let start = 0; start < pieces.length; start++)
		for (let end = start + 1; end <= Math.min(pieces.length, start + MOST_PIECES); end++) {
			if (end > start + 1 && !mayBeOne(pieces, start, end, high)) break;
			segments.push(segmentOf(line, ink, pieces, start, end, models));
		}
	return { pieces: pieces.length, segments };
}

const mayBeOne = (pieces: readonly Piece[], start: number, end: number, high: number): boolean =>
	pieces[end - 1]!.right - pieces[start]!.left <= WIDEST * high &&
	pieces[end - 1]!.left - pieces[end - 2]!.right <= FARTHEST * high;

function segmentOf(
	line: WrittenLine,
	ink: Float32Array,
	pieces: readonly Piece[],
	start: number,
	end: number,
	{ text, digits }: LineModels
): Segment {
	const [left, right] = [pieces[start]!.left, pieces[end - 1]!.right];
	const high = line.bottom - line.top;
	const glyph = glyphOf(line, ink, left, right);
	const isFlat =
		glyph.h * line.ink.patch.scale < FLAT.high * high && glyph.h < FLAT.slope * glyph.w;
	const near = isFlat
		? [{ char: '一', distance: FLAT.distance }]
		: likenesses(glyph, text, CANDIDATES);
	if (!isFlat && glyph.w < UPRIGHT.slope * glyph.h) addStroke(near);
	const wide = (right - left) / high;
	return {
		...{ start, end, near },
		distances: new Map(near.map(({ char, distance }) => [char, distance])),
		digits: isFlat || wide > WIDEST_DIGIT ? [] : digitsOf(glyph, digits),
		slim: isFlat ? 0 : Math.max(0, USUAL_WIDTH - wide)
	};
}

function digitsOf(glyph: Glyph, model: Model): Segment['digits'] {
	const shares = classify(glyph, model);
	return model.classes
		.map((char, at) => ({ char, p: shares[at]! }))
		.filter(({ char, p }) => p >= DIGIT_FROM && char !== NO_CHARACTER);
}

/** An upright stroke may always be a 1. */
function addStroke(near: Likeness[]): void {
	const distance = Math.min(UPRIGHT.distance, near[0]!.distance + UPRIGHT.behind);
	const known = near.findIndex(({ char }) => char === '1');
	if (known >= 0 && near[known]!.distance <= distance) return;
	if (known >= 0) near.splice(known, 1);
	near.push({ char: '1', distance });
	near.sort((a, b) => a.distance - b.distance);
}

/** Digits and dashes, katakana, hiragana, kanji, others. */
function scriptOf(letter: string): number {
	if (/[0-9-]/.test(letter)) return DIGIT;
	if (/[ァ-ヺー]/u.test(letter)) return 1;
	if (/[ぁ-ゖ]/u.test(letter)) return 2;
	return /[\p{Script=Han}々ヶ]/u.test(letter) ? 3 : 4;
}
const DIGIT = 0;
const SCRIPTS = 5;
const turn = (from: number, to: number): number =>
	from === to || (from === 2 && to === 3) || (from === 3 && to === 2) ? 0 : GAIN.turn;

interface Step {
	readonly char: string;
	readonly script: number;
	readonly gain: number;
	/** Only after a digit. */
	readonly isFigure?: boolean;
}

/** Letters a segment may be by its looks alone. */
function ownSteps({ near, digits, slim }: Segment): Step[] {
	const base = GAIN.letter + GAIN.slim * slim;
	const tried = near
		.filter(({ distance }) => distance <= near[0]!.distance + REACH)
		.slice(0, MOST_TRIED);
	return [
		...tried.flatMap(({ char, distance }) =>
			lookalikes(char).map((letter) => ({
				...{ char: letter, script: scriptOf(letter), gain: base - distance }
			}))
		),
		...digits.map(({ char, p }) => ({
			...{ char, script: DIGIT, isFigure: true },
			gain: GAIN.letter + GAIN.digit + GAIN.unsure * (1 - p)
		}))
	];
}

/** The step that follows the engine's letter. */
function sameStep(segment: Segment, letter: string, known: ReadonlySet<string>): Step {
	const plain = plainLetter(letter);
	const script = scriptOf(letter);
	const { near, distances, slim } = segment;
	const unlike = (known.has(plain) ? near.at(-1)! : near[0]!).distance + GAIN.unlike;
	const distance = distances.get(plain) ?? unlike;
	const gain = GAIN.letter + GAIN.same - distance + (script === DIGIT ? 0 : GAIN.slim * slim);
	return { char: letter, script, gain };
}

/**
 * Joins what the line engine read with what the characters look like by themselves: of all ways to
 * cut the line and to follow the engine's letters the likeliest.
 */
export function joinReadings(cut: CutLine, read: string, { text }: LineModels): string {
	const letters = [...read];
	const ways = new Ways(cut.pieces, letters.length);
	const segments = cut.segments.map((segment) => ({ segment, own: ownSteps(segment) }));
	for (let at = 0; at <= cut.pieces; at++) {
		for (let j = 0; j < letters.length; j++) ways.skip(at, j);
		for (const { segment, own } of segments) {
			if (segment.start !== at) continue;
			for (let j = 0; j <= letters.length; j++) {
				const letter = letters[j];
				if (letter !== undefined)
					ways.take(at, j, segment.end, j + 1, sameStep(segment, letter, text.known), 0);
				for (const step of own) {
					ways.take(at, j, segment.end, j, step, GAIN.more);
					if (letter !== undefined) ways.take(at, j, segment.end, j + 1, step, GAIN.other);
				}
			}
		}
	}
	return ways.best();
}

/** The best way to every place: pieces used, letters of the engine followed, script of the last one. */
class Ways {
	readonly #wide: number;
	readonly #pieces: number;
	readonly #gain: Float64Array;
	readonly #from: Int32Array;
	readonly #char: string[] = [];

	constructor(pieces: number, letters: number) {
		this.#pieces = pieces;
		this.#wide = letters + 1;
		this.#gain = new Float64Array((pieces + 1) * this.#wide * SCRIPTS).fill(-Infinity);
		this.#from = new Int32Array(this.#gain.length).fill(-1);
		this.#gain.fill(0, 0, SCRIPTS);
	}

	#place(pieces: number, letters: number): number {
		return (pieces * this.#wide + letters) * SCRIPTS;
	}

	#offer(to: number, from: number, gain: number, char: string): void {
		if (gain <= this.#gain[to]!) return;
		this.#gain[to] = gain;
		this.#from[to] = from;
		this.#char[to] = char;
	}

	/** A letter of the engine for which there is no ink. */
	skip(pieces: number, letters: number): void {
		const [from, to] = [this.#place(pieces, letters), this.#place(pieces, letters + 1)];
		for (let script = 0; script < SCRIPTS; script++)
			this.#offer(to + script, from + script, this.#gain[from + script]! + GAIN.less, '');
	}

	take(
		pieces: number,
		letters: number,
		toPieces: number,
		toLetters: number,
		{ char, script, gain, isFigure }: Step,
		extra: number
	): void {
		const from = this.#place(pieces, letters);
		const to = this.#place(toPieces, toLetters) + script;
		for (let last = 0; last < SCRIPTS; last++) {
			if (isFigure && last !== DIGIT) continue;
			const total = this.#gain[from + last]! + gain + extra + turn(last, script);
			this.#offer(to, from + last, total, char);
		}
	}

	best(): string {
		const end = this.#place(this.#pieces, this.#wide - 1);
		let at = end;
		for (let script = 1; script < SCRIPTS; script++)
			if (this.#gain[end + script]! > this.#gain[at]!) at = end + script;
		const chars: string[] = [];
		for (; this.#from[at]! >= 0; at = this.#from[at]!) chars.push(this.#char[at]!);
		return chars.reverse().join('');
	}
}
