// Reads a comb: one character per printed cell, with how sure it is and what else it could be.
import type { CombField, Format } from '../domain/intake/template.ts';
import { readCell } from './cell.ts';
import { classify, NO_CHARACTER, type CombModels, type Model } from './classifier.ts';
import { decideKana } from './kana.ts';
import type { Patch } from './raster.ts';
import type { CellReading, CombReading, SeenCell } from './reading.ts';

const GUESSES = 6;
/** A bar that lies on the frame is erased with it and a 7 looks like a 1: never quite sure then. */
const HIDDEN = 0.8;

/**
 * Reads the cells of a field, in the field's order. Each patch covers a printed cell grown by
 * `CELL_MARGIN`. Rules of the field's format only tip the scales between similar shapes.
 */
export function readComb(patches: Patch[], field: CombField, models: CombModels): CombReading {
	const model = models[field.charset];
	const seen = patches.map((patch) => seeCell(patch, model));
	const cells =
		field.charset === 'katakana'
			? decideKana(seen, model)
			: seen.map((cell, i) => decide(cell, likely(field.format, i)));
	const length = cells.findLastIndex(({ char }) => char !== ' ') + 1;
	// The first blank after the text counts too: a faint last character would be missed there.
	const counted = cells.slice(0, length + 1);
	return {
		text: cells
			.slice(0, length)
			.map(({ char }) => char)
			.join(''),
		cells: cells.slice(0, length),
		p: counted.reduce((least, { p }) => Math.min(least, p), 1)
	};
}

/** What a patch shows, by its ink alone. */
function seeCell(patch: Patch, model: Model): SeenCell {
	const { glyph, blank } = readCell(patch);
	if (!glyph) return { glyph, guesses: [{ char: ' ', p: blank }] };
	const probabilities = classify(glyph, model);
	const trust = glyph.hidden ? HIDDEN : 1;
	const guesses = model.classes
		.map((char, i) => ({ char, p: probabilities[i]! * trust }))
		.filter(({ char }) => char !== NO_CHARACTER)
		.sort((a, b) => b.p - a.p)
		.slice(0, GUESSES);
	return { glyph, guesses };
}

/** How much an unlikely character of a format is discounted. */
const DISCOUNT = 0.35;

/**
 * The most probable character. The discount changes the order of guesses; it never makes the
 * chosen one more probable than its shape was.
 */
function decide({ guesses }: SeenCell, usual: RegExp | null): CellReading {
	const weighed = guesses
		.map(({ char, p }) => ({ char, p: usual && !usual.test(char) ? p * DISCOUNT : p }))
		.sort((a, b) => b.p - a.p);
	const [first, ...rest] = weighed;
	return { ...first!, alternatives: rest.slice(0, 3) };
}

/** The digits usual at a place of a format: month below 13, day below 32, hour below 25 and so on. */
const USUAL: Partial<Record<Format, Record<number, RegExp>>> = {
	yymmdd: { 2: /[01 ]/, 4: /[0-3 ]/ },
	yymm: { 2: /[01 ]/ },
	hhmm: { 0: /[0-2 ]/, 2: /[0-5 ]/ },
	phone: { 0: /[0 ]/ }
};

function likely(format: Format | undefined, place: number): RegExp | null {
	return (format && USUAL[format]?.[place]) ?? null;
}
