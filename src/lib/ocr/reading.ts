// What reading a comb yields.
import type { Glyph } from './cell.ts';

/** A character with its probability, 0 … 1. */
export interface Guess {
	char: string;
	p: number;
}

export interface CellReading extends Guess {
	/** What else it could be, most probable first. */
	alternatives: Guess[];
}

/** `text` without trailing blanks, an inner blank as a space; `p` is that of the most doubtful cell. */
export interface CombReading {
	text: string;
	cells: CellReading[];
	p: number;
}

/** What one cell shows: guesses, most probable first, or nothing. */
export interface SeenCell {
	glyph: Glyph | null;
	guesses: Guess[];
}
