// How well models read hands they were not trained on: per cell, per comb, and by probability.
import { readComb } from '../lib/ocr/comb-reader.ts';
import type { CombCharset, CombModels } from '../lib/ocr/classifier.ts';
import { chanceOf, type Chance } from './ocr-train-chance.ts';
import type { Font, Kind } from './ocr-train-fonts.ts';
import { styleOf } from './ocr-train-ink.ts';
import { cellSize, writable, writeCell } from './ocr-train-samples.ts';
import { captureOf, printedCell } from './ocr-train-sheet.ts';

/** A comb as written and as read. */
export interface Trial {
	kind: Kind;
	family: string;
	written: string;
	read: string;
	p: number;
	cells: { written: string; read: string; p: number }[];
}

const KANA = [
	...'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ'
];
const VOICED = [...'ガギグゲゴザジズゼゾダデドバビブベボパピプペポ'];
const GLIDES = [...'キシチニヒミリギジビピ'];
const FOREIGN = [
	'ファ',
	'フィ',
	'フェ',
	'ティ',
	'ディ',
	'ヴァ',
	'ヴィ',
	'ウェ',
	'ウォ',
	'シェ',
	'ジェ',
	'チェ',
	'グエ',
	'デュ'
];

/** A word of katakana syllables, made up. */
function kanaWord(chance: Chance): string {
	let word = '';
	const length = chance.whole(2, 5);
	for (let i = 0; i < length; i++) {
		const way = chance.next();
		if (way < 0.1) word += chance.pick(GLIDES) + chance.pick([...'ャュョ']);
		else if (way < 0.14 && i > 0) word += `ッ${chance.pick([...'カキクケコサシスタチテトパプペ'])}`;
		else if (way < 0.2 && i > 0) word += 'ン';
		else if (way < 0.25 && i > 0 && !/[ンッー]$/.test(word)) word += 'ー';
		else if (way < 0.3) word += chance.pick(FOREIGN);
		else word += chance.pick(way < 0.5 ? VOICED : KANA);
	}
	return word;
}

function textOf(charset: CombCharset, chance: Chance): string {
	if (charset === 'katakana') return `${kanaWord(chance)} ${kanaWord(chance)}`;
	const length = charset === 'digits' ? chance.pick([4, 6, 6, 7, 10, 11]) : chance.whole(5, 14);
	return Array.from({ length }, () => chance.pick(writable(charset))).join('');
}

/** One comb in one hand, written, captured and read. */
function tryComb(charset: CombCharset, font: Font | null, seed: number, models: CombModels): Trial {
	const chance = chanceOf(seed);
	const style = styleOf(chance, font);
	const cell = printedCell(chance, ...cellSize(charset, chance));
	const capture = captureOf(chance);
	const written = textOf(charset, chance);
	const patches = [...written].map((char) => {
		const error = capture.error.map((value, i) => value + (i < 2 ? chance.normal() * 0.06 : 0));
		const own = { ...capture, error: error as typeof capture.error };
		return writeCell(char, writable(charset), style, cell, own, chance);
	});
	const field = {
		...{ id: 'trial', label: 'trial', required: true, kind: 'comb' as const, charset },
		...{
			minLength: 0,
			cells: [...written].map((_, i) => ({ x: i * cell.w, y: 0, w: cell.w, h: cell.h }))
		}
	};
	const reading = readComb(patches, field, models);
	const cells = [...written].map((char, i) => ({
		written: char,
		read: reading.cells[i]?.char ?? ' ',
		p: reading.cells[i]?.p ?? 0
	}));
	return {
		kind: style.kind,
		family: font?.family ?? 'drawn',
		written,
		read: reading.text,
		p: reading.p,
		cells
	};
}

/** Combs of a charset in every given font and, where `null`, in pen paths of the project. */
export function tryCombs(
	charset: CombCharset,
	fonts: (Font | null)[],
	each: number,
	seed: number,
	models: CombModels
): Trial[] {
	return fonts.flatMap((font, f) =>
		Array.from({ length: each }, (_, i) =>
			tryComb(charset, font, (seed + f * 1_000_003 + i * 7919) >>> 0, models)
		)
	);
}

export interface Figures {
	combs: number;
	combsExact: number;
	cells: number;
	cellsExact: number;
}

/** Shares of combs and cells read exactly. */
export function figuresOf(trials: Trial[]): Figures {
	const cells = trials.flatMap((trial) => trial.cells);
	const share = (right: number, all: number) => Math.round((right / Math.max(1, all)) * 1e4) / 1e4;
	return {
		combs: trials.length,
		combsExact: share(trials.filter(({ written, read }) => written === read).length, trials.length),
		cells: cells.length,
		cellsExact: share(cells.filter(({ written, read }) => written === read).length, cells.length)
	};
}

export const THRESHOLDS = [0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995];

/** For thresholds on the comb's p: the share accepted, and how many of those were wrong. */
export function acceptance(
	trials: Trial[]
): { from: number; coverage: number; accepted: number; wrong: number }[] {
	return THRESHOLDS.map((from) => {
		const accepted = trials.filter(({ p }) => p >= from);
		return {
			from,
			coverage: Math.round((accepted.length / trials.length) * 1e4) / 1e4,
			accepted: accepted.length,
			wrong: accepted.filter(({ written, read }) => written !== read).length
		};
	});
}
