import { readGlyphLine } from './glyph-line.ts';
import type { TextField } from '#lib/domain/intake/template.ts';
import { cutLine, joinReadings } from './japanese-line.ts';
import type { ReadingModels } from './models.ts';
import type { LineJob, LineReader } from './line-reader.ts';
import { looksLatin, tidyJapanese, tidyKatakana, tidyLatin } from './normalise.ts';
import { patchOf, type Page } from './page.ts';
import { withKnownPlace } from './places.ts';
import { drawLine, inkOf, writtenLines, type LineStyle, type WrittenLine } from './text-lines.ts';

/** What stands in a free field; `p` is a rough guess and never enough to accept it. */
export interface TextReading {
	readonly text: string;
	readonly p: number;
	/** Whether there is ink at all. */
	readonly written: boolean;
}

const TEXT_SCALE = 8;
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const KANA =
	'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴァィゥェォッャュョー';

/** Ways to draw a line of few letters for the engine, tried in turn until it is sure. */
const STYLES: readonly LineStyle[] = [
	{ wide: 1, bold: true },
	{ wide: 0.9, bold: false }
];
const SURE = 0.82;
/** From here on the classifier of the cells is believed without the line engine. */
const SURE_LETTER = 0.5;
const SURE_LETTERS = 0.93;
/** Mean probability of Latin letters: a line of kanji stays below, one of capitals above. */
const LATIN = 0.8;
const LEAST_LATIN = 3;
const SURE_LATIN = 0.9;

export interface TextReaders {
	readonly lines: LineReader;
	readonly models?: ReadingModels;
}

/** Reads a field of free writing, line by line. */
export async function readText(
	page: Page,
	field: TextField,
	readers: TextReaders
): Promise<TextReading> {
	const ink = inkOf(patchOf(page, field.box, TEXT_SCALE));
	const lines = ink ? writtenLines(ink, field.lines) : [];
	if (lines.length === 0) return { text: '', p: 0.9, written: false };
	const read = await Promise.all(lines.map((line) => readLine(line, field, readers)));
	const text = read
		.map((one) => one.text)
		.filter(Boolean)
		.join(' ');
	return {
		text: field.charset === 'japanese' ? withKnownPlace(text) : text,
		p: Math.min(...read.map(({ p }) => p)),
		written: true
	};
}

interface LineReading {
	readonly text: string;
	readonly p: number;
}

function readLine(line: WrittenLine, field: TextField, readers: TextReaders): Promise<LineReading> {
	if (field.charset === 'katakana') return readKatakana(line, readers);
	return field.charset === 'name' ? readName(line, readers) : readJapanese(line, readers);
}

/** What the line engine reads, letter by letter compared with what the ink looks like. */
async function readJapanese(
	line: WrittenLine,
	{ lines, models }: TextReaders
): Promise<LineReading> {
	const asked = bestOf(line, lines, { language: 'jpn' }, tidyJapanese);
	// Meanwhile, for the engine works in a worker of its own.
	const cut = models && cutLine(line, models);
	const whole = await asked;
	if (!cut || looksLatin(whole.text)) return whole;
	const text = tidyJapanese(joinReadings(cut, whole.text, models));
	return text === whole.text ? whole : { text, p: Math.min(whole.p, 0.7) };
}

/** Letter by letter where letters stand apart; the line engine helps out where they do not. */
async function readKatakana(
	line: WrittenLine,
	{ lines, models }: TextReaders
): Promise<LineReading> {
	const cells = models && readGlyphLine(line, models.katakana);
	if (cells && cells.p >= SURE_LETTER && cells.mean >= SURE_LETTERS) return cells;
	const whole = await bestOf(line, lines, { language: 'jpn', letters: KANA }, tidyKatakana);
	const isCells = cells && cells.text !== '' && (cells.mean >= 0.85 || whole.p < 0.8);
	return isCells ? { text: cells.text, p: Math.min(cells.p, 0.79) } : whole;
}

/**
 * Letters that look Latin one by one are read as such, and kanji never do; other names as Japanese
 * first. Unsure Latin letters are read by two.
 */
async function readName(line: WrittenLine, readers: TextReaders): Promise<LineReading> {
	const cells = readers.models && readGlyphLine(line, readers.models.roman);
	const count = cells ? cells.text.replace(/ /g, '').length : 0;
	if (!cells || count < LEAST_LATIN || cells.mean < LATIN) {
		const first = await readJapanese(line, readers);
		if (!looksLatin(first.text)) return first;
	}
	if (cells && count >= LEAST_LATIN && cells.p >= SURE_LATIN) return cells;
	const how = { language: 'eng', letters: CAPITALS } as const;
	const whole = await bestOf(line, readers.lines, how, tidyLatin);
	if (!cells) return whole;
	const agree = cells.text.replace(/ /g, '') === whole.text.replace(/ /g, '');
	if (agree) return { text: cells.text, p: Math.max(cells.p, whole.p) };
	return whole.text === '' || cells.mean >= SURE_LETTERS
		? { text: cells.text, p: Math.min(cells.p, 0.5) }
		: { ...whole, p: Math.min(whole.p, 0.5) };
}

/** The reading of which the engine is surest, over several ways to draw the line. */
async function bestOf(
	line: WrittenLine,
	reader: LineReader,
	how: Pick<LineJob, 'language' | 'letters'>,
	tidy: (text: string) => string
): Promise<LineReading> {
	let best: LineReading = { text: '', p: 0 };
	for (const style of STYLES) {
		const { text, confidence } = await reader.read({ line: drawLine(line, style), ...how });
		const tidied = tidy(text);
		if (tidied !== '' && (best.text === '' || confidence > best.p))
			best = { text: tidied, p: confidence };
		if (best.p >= SURE || how.letters === undefined) break;
	}
	return best;
}
