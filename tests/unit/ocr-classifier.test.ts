import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { CombField } from '../../src/lib/domain/intake/template.ts';
import { readCell, readGlyph } from '../../src/lib/ocr/cell.ts';
import {
	applyLayer,
	classify,
	loadModels,
	NO_CHARACTER,
	packModel,
	type CombCharset
} from '../../src/lib/ocr/classifier.ts';
import { readComb } from '../../src/lib/ocr/comb-reader.ts';
import { extractFeatures, featureCount } from '../../src/lib/ocr/features.ts';
import { decideKana, oddness } from '../../src/lib/ocr/kana.ts';
import type { Patch } from '../../src/lib/ocr/raster.ts';
import { findMarks, MARKS } from '../../src/lib/ocr/voicing-marks.ts';
import { chanceOf } from '../../src/scripts/ocr-train-chance.ts';
import { styleOf } from '../../src/scripts/ocr-train-ink.ts';
import { sampleOf, writable, writeCell } from '../../src/scripts/ocr-train-samples.ts';
import { captureOf, printedCell } from '../../src/scripts/ocr-train-sheet.ts';

// Many samples are drawn here; a busy machine needs more than the usual five seconds.
vi.setConfig({ testTimeout: 30_000 });

const folder = join(import.meta.dirname, '../../src/lib/ocr');
const weights = (charset: CombCharset) => {
	const { buffer, byteOffset, byteLength } = readFileSync(join(folder, `weights-${charset}.bin`));
	return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
};
const bytes = {
	digits: weights('digits'),
	katakana: weights('katakana'),
	roman: weights('roman')
};
const models = loadModels(bytes);

/** A patch of a cell with these characters or none, written with pen paths. */
const written = (char: string, charset: CombCharset, seed: number): Patch =>
	sampleOf(charset, char, seed, []).patch;

const emptyCell = (seed: number): Patch => {
	const chance = chanceOf(seed);
	const cell = printedCell(chance, 6.5, 8);
	const capture = captureOf(chance);
	return writeCell(' ', ['1', '4', '8'], styleOf(chance, null), cell, capture, chance);
};

const field = (charset: CombCharset, length: number): CombField => ({
	...{
		id: 'comb',
		label: 'comb',
		required: true,
		kind: 'comb',
		charset,
		minLength: 0
	},
	cells: Array.from({ length }, (_, i) => ({ x: i * 6.5, y: 0, w: 6.5, h: 8 }))
});

/** A clean cell with a frame and dark strokes: boxes left, right, top, bottom in pixels. */
const framed = (...strokes: number[][]): Patch => {
	const gray = new Uint8Array(77 * 92).fill(250);
	const lines = [
		[5, 8, 5, 88],
		[69, 72, 5, 88],
		[5, 72, 5, 8],
		[5, 72, 84, 87]
	];
	for (const [left, right, top, bottom] of [...lines, ...strokes] as [
		number,
		number,
		number,
		number
	][])
		for (let y = top; y < bottom; y++) gray.fill(20, y * 77 + left, y * 77 + right);
	return { width: 77, height: 92, scale: 10, gray };
};

describe('a cell', () => {
	it('is blank when there is nothing but paper', () => {
		const gray = new Uint8Array(77 * 92).fill(240);
		expect(readGlyph({ width: 77, height: 92, scale: 10, gray })).toBeNull();
	});

	it('is blank when there is only a frame', () => {
		const seeds = Array.from({ length: 50 }, (_, i) => i + 1);
		const inked = seeds.filter((seed) => readGlyph(emptyCell(seed)) !== null);
		expect(inked.length).toBeLessThanOrEqual(1);
	});

	it('keeps the ink of a stroke that crosses the frame', () => {
		const glyph = readGlyph(framed([36, 41, 20, 92]))!;
		expect(glyph.top).toBeGreaterThanOrEqual(17);
		expect(glyph.bottom).toBeGreaterThan(84);
		expect(glyph.left).toBeGreaterThan(32);
		expect(glyph.right).toBeLessThan(45);
		expect(glyph.hidden).toBe(false);
	});

	it('knows when a stroke lies along the frame', () => {
		const [bar, stem] = [
			[22, 52, 7, 12],
			[47, 52, 7, 60]
		];
		expect(readGlyph(framed(bar!, stem!))!.hidden).toBe(true);
	});

	it('is doubtful when what is written is too faint to see', () => {
		expect(readCell(framed()).blank).toBeGreaterThan(0.99);
		const faint = framed();
		for (let y = 25; y < 65; y++) faint.gray.fill(238, y * 77 + 36, y * 77 + 41);
		const { glyph, blank } = readCell(faint);
		expect(glyph).toBeNull();
		expect(blank).toBeLessThan(0.9);
	});
});

describe('voicing marks', () => {
	const side = 36;
	const marksOf = (...boxes: [number, number, number, number][]) => {
		const picture = new Float32Array(side * side);
		for (const [left, right, top, bottom] of boxes)
			for (let y = top; y < bottom; y++) picture.fill(1, y * side + left, y * side + right);
		const out = new Float32Array(MARKS);
		findMarks(picture, side, out, 0);
		return [...out.slice(0, 2), out[4]];
	};
	const stroke: [number, number, number, number] = [0, 20, 20, 36];

	it('are pieces of their own above the strokes', () => {
		expect(marksOf(stroke)).toEqual([0, 0, 0]);
		expect(marksOf(stroke, [22, 26, 4, 12], [29, 33, 3, 11])).toEqual([1, 1, 0]);
	});

	it('or a ring', () => {
		const ring: [number, number, number, number][] = [
			[22, 34, 3, 6],
			[22, 34, 12, 15],
			[22, 25, 3, 15],
			[31, 34, 3, 15]
		];
		expect(marksOf(stroke, ...ring)).toEqual([1, 0, 1]);
	});
});

describe('the int8 nets', () => {
	it('give what a plain sum over all weights gives', () => {
		const { patch } = sampleOf('digits', '5', 11, []);
		const model = models.digits;
		const input = new Float32Array(featureCount(model.corner));
		for (const { view, hidden } of model.nets) {
			extractFeatures(readGlyph(patch)!, view, model.corner, input);
			const out = new Float32Array(hidden.outputs);
			applyLayer(hidden, input, out);
			const plain = Array.from({ length: hidden.outputs }, (_, row) =>
				input.reduce(
					(sum, value, i) =>
						sum + value * hidden.weights[row * hidden.inputs + i]! * hidden.scale[row]!,
					hidden.bias[row]!
				)
			);
			plain.forEach((value, row) => expect(out[row]).toBeCloseTo(value, 3));
		}
	});

	it('come back the same from a packed file', () => {
		for (const charset of ['digits', 'katakana', 'roman'] as const)
			expect(Buffer.from(packModel(models[charset])).equals(Buffer.from(bytes[charset]))).toBe(
				true
			);
	});

	it('stay below 1.5 MB together', () => {
		const total = Object.values(bytes).reduce((sum, { byteLength }) => sum + byteLength, 0);
		expect(total).toBeLessThan(1_500_000);
	});

	it('refuse weights of another charset', () => {
		expect(() => loadModels({ ...bytes, digits: bytes.roman })).toThrow('weights of roman');
	});
});

describe('reading', () => {
	const accuracy = (charset: CombCharset, each: number): number => {
		let [right, all] = [0, 0];
		for (const char of writable(charset))
			for (let i = 0; i < each; i++, all++) {
				const patch = written(char, charset, 900_001 + all * 13);
				if (readComb([patch], field(charset, 1), models).text === char) right++;
			}
		return right / all;
	};

	it('reads digits drawn with new seeds', () => {
		expect(accuracy('digits', 8)).toBeGreaterThan(0.96);
	});

	it('reads capitals drawn with new seeds', () => {
		expect(accuracy('roman', 2)).toBeGreaterThan(0.9);
	});

	it('drops blanks at the end and keeps those between', () => {
		const patches = [
			written('4', 'digits', 3),
			emptyCell(5),
			written('7', 'digits', 9),
			emptyCell(6)
		];
		const { text, cells } = readComb(patches, field('digits', 4), models);
		expect(text).toBe('4 7');
		expect(cells).toHaveLength(3);
	});

	it('is unsure about blots and scribbles', () => {
		let sure = 0;
		for (let i = 0; i < 30; i++) {
			const { p, text } = readComb(
				[written(NO_CHARACTER, 'digits', 7_000 + i)],
				field('digits', 1),
				models
			);
			if (text !== '' && p >= 0.85) sure++;
		}
		expect(sure).toBeLessThanOrEqual(2);
	});

	it('gives probabilities that add up to one', () => {
		const p = classify(readGlyph(written('ガ', 'katakana', 21))!, models.katakana);
		expect(p.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
	});
});

describe('small kana', () => {
	/** A cell that surely shows this large form, as large and as low as told (mm). */
	const cell = (char: string, size: number, cy: number) => ({
		guesses: [{ char, p: 0.98 }],
		glyph: {
			...readGlyph(written('5', 'digits', 4))!,
			w: size,
			h: size,
			cx: 0,
			cy
		}
	});
	const sizeOf = (char: string) => models.katakana.extents[char]!;
	const at = (char: string, form: 'large' | 'small') => {
		const [, rise, size] = sizeOf(char)[form]!;
		return cell(char, Math.exp(size) * 4.7, rise * 4.7);
	};
	const text = (cells: ReturnType<typeof cell>[]) =>
		decideKana(cells, models.katakana)
			.map(({ char }) => char)
			.join('');

	it('are told by their size against the others of the comb', () => {
		expect(text([at('シ', 'large'), at('ユ', 'small'), at('カ', 'large')])).toBe('シュカ');
		expect(text([at('シ', 'large'), at('ユ', 'large'), at('カ', 'large')])).toBe('シユカ');
	});

	it('stay what they are when all of the comb is written small', () => {
		const tiny = (char: string) => {
			const [, rise, size] = sizeOf(char).large;
			return cell(char, Math.exp(size) * 3, rise * 3);
		};
		expect(text([tiny('ヤ'), tiny('マ'), tiny('カ'), tiny('ワ')])).toBe('ヤマカワ');
	});

	it('cannot stand first, and follow what they can follow', () => {
		expect(oddness(' ', 'ャ')).toBeLessThan(oddness('シ', 'ャ'));
		expect(oddness('カ', 'ュ')).toBeLessThan(-2);
		expect(oddness('ッ', 'ア')).toBeLessThan(-2);
		expect(text([at('ヨ', 'small'), at('シ', 'large'), at('ダ', 'large')])).toBe('ヨシダ');
	});
});
