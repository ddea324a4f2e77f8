// Samples: a character, a style, a frame, a capture, all by one seed, as the reader would get them.
import { NO_CHARACTER, type CombCharset } from '../lib/ocr/classifier.ts';
import { LARGE, SMALL } from '../lib/ocr/kana.ts';
import type { Patch } from '../lib/ocr/raster.ts';
import { chanceOf, type Chance } from './ocr-train-chance.ts';
import type { Font, Kind } from './ocr-train-fonts.ts';
import { drawChar, drawNonsense, styleOf, type Style } from './ocr-train-ink.ts';
import {
	captureOf,
	patchOf,
	printedCell,
	type Capture,
	type PrintedCell
} from './ocr-train-sheet.ts';

/** What a model tells apart: large and small kana are one class, their size is judged in the comb. */
export const classesOf: Record<CombCharset, string[]> = {
	digits: [...'0123456789', NO_CHARACTER],
	katakana: [
		...'アイウエオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドナニヌネノ',
		...'ハバパヒビピフブプヘベペホボポマミムメモヤユヨラリルレロワヰヱヲンヴー',
		NO_CHARACTER
	],
	roman: [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ', NO_CHARACTER]
};

/** How often which kind of hand writes the samples. */
const SHARES: Record<CombCharset, [Kind, number][]> = {
	digits: [
		['drawn', 0.5],
		['print', 0.15],
		['japanese', 0.15],
		['latin', 0.2]
	],
	katakana: [
		['drawn', 0.4],
		['print', 0.3],
		['japanese', 0.3]
	],
	roman: [
		['drawn', 0.45],
		['print', 0.25],
		['japanese', 0.15],
		['latin', 0.15]
	]
};

/** The printed cell of a charset, in mm, within the usual range. */
export function cellSize(charset: CombCharset, chance: Chance): [number, number] {
	const usual = { digits: 6.5, katakana: 6.4, roman: 5.8 }[charset];
	return [usual * chance.between(0.93, 1.08), chance.between(7.6, 8.6)];
}

/** A font of a kind that has the characters of the charset; `null` for pen paths. */
function fontFor(charset: CombCharset, kind: Kind, fonts: Font[], chance: Chance): Font | null {
	const fit = fonts.filter(
		(font) => font.kind === kind && (charset === 'katakana' ? font.kana : font.ascii)
	);
	return fit.length > 0 ? chance.pick(fit) : null;
}

function kindFor(charset: CombCharset, chance: Chance): Kind {
	let left = chance.next();
	for (const [kind, share] of SHARES[charset]) {
		left -= share;
		if (left < 0) return kind;
	}
	return 'drawn';
}

export interface Sample {
	patch: Patch;
	style: Style;
	/** Log of the em square in mm: the style's size in this cell. */
	em: number;
}

/** A cell with a character and perhaps neighbours, in a style, as captured. */
export function writeCell(
	char: string,
	chars: readonly string[],
	style: Style,
	cell: PrintedCell,
	capture: Capture,
	chance: Chance
): Patch {
	return patchOf(cell, capture, style, chance, (context) => {
		context.fillStyle = '#000';
		context.strokeStyle = '#000';
		for (const side of [-1, 1])
			if (chance.chance(0.35))
				drawChar(context, chance.pick(chars), [side * cell.w, 0], cell, style, chance);
		if (char === NO_CHARACTER) drawNonsense(context, [0, 0], chars, cell, style, chance);
		else if (char !== ' ') drawChar(context, char, [0, 0], cell, style, chance);
	});
}

/** The characters that samples of a charset are made of. */
export function writable(charset: CombCharset): string[] {
	return classesOf[charset].filter((char) => char !== NO_CHARACTER);
}

/** One sample of a class: the same seed gives the same patch. */
export function sampleOf(charset: CombCharset, char: string, seed: number, fonts: Font[]): Sample {
	const chance = chanceOf(seed);
	const style = styleOf(chance, fontFor(charset, kindFor(charset, chance), fonts, chance));
	const cell = printedCell(chance, ...cellSize(charset, chance));
	const capture = captureOf(chance);
	const patch = writeCell(char, writable(charset), style, cell, capture, chance);
	return { patch, style, em: Math.log(Math.min(cell.h * 0.74, cell.w * 0.98) * style.size) };
}

/** The small form of a kana, or `null`. */
export function smallForm(char: string): string | null {
	return SMALL[LARGE.indexOf(char)] ?? null;
}
