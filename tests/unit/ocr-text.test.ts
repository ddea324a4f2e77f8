import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Glyph } from '../../src/lib/ocr/cell.ts';
import { extractFeatures, featureCount } from '../../src/lib/ocr/features.ts';
import { joinReadings, type CutLine, type LineModels } from '../../src/lib/ocr/japanese-line.ts';
import {
	likenesses,
	loadTextModel,
	lookalikes,
	packTextModel,
	plainLetter
} from '../../src/lib/ocr/text-model.ts';

const file = join(import.meta.dirname, '../../src/lib/ocr/weights-text.bin');
const bytes = readFileSync(file);
const text = loadTextModel(
	bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
);
const models = { text } as LineModels;

type Segment = CutLine['segments'][number];
type Look = Record<string, number>;

/** One piece of ink and what it looks like: distances by letter. */
function segment(start: number, look: Look, more: Partial<Segment> = {}): Segment {
	const near = Object.entries(look)
		.map(([char, distance]) => ({ char, distance }))
		.sort((a, b) => a.distance - b.distance);
	const distances = new Map(near.map(({ char, distance }) => [char, distance]));
	return { start, end: start + 1, near, distances, digits: [], slim: 0, ...more };
}
const line = (...looks: (Look | [Look, Partial<Segment>])[]): CutLine => ({
	pieces: looks.length,
	segments: looks.map((look, at) =>
		Array.isArray(look) ? segment(at, look[0], look[1]) : segment(at, look)
	)
});
const joined = (cut: CutLine, read: string): string => joinReadings(cut, read, models);

describe('a line read by two', () => {
	it('keeps a letter of the engine that looks nearly as likely as another', () => {
		expect(joined(line({ 看: 60, 番: 70 }, { 護: 50 }), '番護')).toBe('番護');
	});

	it('changes a letter that the ink speaks against', () => {
		expect(joined(line({ 城: 50 }, { 南: 50 }, { 看: 40, 番: 180 }, { 護: 50 }), '城南番護')).toBe(
			'城南看護'
		);
	});

	it('puts in what the engine left out, and takes out what has no ink', () => {
		expect(joined(line({ 東: 20 }, { 京: 20 }, { 都: 20 }), '東都')).toBe('東京都');
		expect(joined(line({ 東: 20 }, { 都: 20 }), '東京都')).toBe('東都');
	});

	it('takes two pieces as one letter or as two by what they look like', () => {
		const halves = line({ 木: 120 }, { 木: 120 });
		const whole: Segment = { ...segment(0, { 林: 40 }), end: 2 };
		expect(joined({ ...halves, segments: [...halves.segments, whole] }, '林')).toBe('林');
		const far: Segment = { ...segment(0, { 林: 240 }), end: 2 };
		const clear = line({ 木: 20 }, { 木: 20 });
		expect(joined({ ...clear, segments: [...clear.segments, far] }, '木木')).toBe('木木');
	});

	it('tells letters of the same look by what stands beside them', () => {
		expect(joined(line({ メ: 30 }, { 一: 50 }, { ル: 30 }), '')).toBe('メール');
		expect(joined(line({ 7: 30 }, { 一: 50 }, { 5: 30 }), '')).toBe('7-5');
		expect(joined(line({ 北: 30 }, { 一: 50 }, { 条: 30 }), '')).toBe('北一条');
	});

	it('lets the classifier of digits speak after digits only', () => {
		const seven = { digits: [{ char: '7', p: 0.99 }] };
		expect(joined(line({ 1: 20 }, { 一: 50 }, [{ ク: 300 }, seven]), '1-ク')).toBe('1-7');
		expect(joined(line({ サ: 20 }, [{ ク: 60 }, seven]), 'サク')).toBe('サク');
	});

	it('is as long as there are pieces or shorter, whatever the engine says', () => {
		const looks = fc.array(
			fc.dictionary(fc.constantFrom(...'山川田中'), fc.integer({ min: 10, max: 400 }), {
				minKeys: 1
			}),
			{ minLength: 1, maxLength: 8 }
		);
		fc.assert(
			fc.property(
				looks,
				fc.string({ unit: fc.constantFrom(...'山川田中1-ア'), maxLength: 9 }),
				(look, read) => {
					expect([...joined(line(...look), read)]).toHaveLength(look.length);
				}
			)
		);
	});
});

describe('the model of letters', () => {
	it('knows one of all letters that look the same', () => {
		for (const letter of text.classes) expect(plainLetter(letter)).toBe(letter);
		expect(new Set(text.classes).size).toBe(text.classes.length);
		expect(lookalikes('一')).toEqual(expect.arrayContaining(['一', 'ー', '-']));
		expect(plainLetter('カ')).toBe('力');
	});

	it('is packed and opened again without a change', () => {
		const again = loadTextModel(packTextModel(text).buffer);
		expect(again).toEqual(text);
		expect(() => loadTextModel(new Uint8Array([255, 255, 255, 255]).buffer)).toThrow();
	});

	it('finds the nearest place as a search through all of them does', () => {
		const chance = (seed: number): number => ((seed * 1_103_515_245 + 12_345) >>> 8) % 1000;
		const side = 40;
		for (let seed = 1; seed <= 12; seed++) {
			const ink = Float32Array.from({ length: side * side }, (_, at) => {
				const [x, y] = [at % side, Math.floor(at / side)];
				const isStroke =
					(x - (chance(seed) % side)) ** 2 < 9 || (y - (chance(seed + 40) % side)) ** 2 < 9;
				return isStroke && x > 4 && x < 36 && y > 4 && y < 36 ? 1 : 0;
			});
			const glyph: Glyph = {
				...{ width: side, height: side, ink, left: 5, top: 5, right: 35, bottom: 35 },
				...{ w: 4, h: 4, cx: 0, cy: 0, hidden: false }
			};
			const [first] = likenesses(glyph, text, 3);
			const [least, label] = nearestOfAll(glyph);
			expect(first!.char).toBe(text.classes[label]);
			expect(first!.distance).toBeCloseTo(least, 2);
		}
	});
});

/** The least squared distance to any place, and the class of that place. */
function nearestOfAll(glyph: Glyph): [number, number] {
	const { view, dims, shapes, projection, offset, places, scale } = text;
	const input = new Float32Array(featureCount(false));
	extractFeatures(glyph, view, false, input);
	const point = offset.map((from, d) =>
		input.reduce((sum, value, i) => sum + value * projection[d * input.length + i]!, from)
	);
	let best: [number, number] = [Infinity, 0];
	for (let at = 0; at < places.length / dims; at++) {
		const apart = point.reduce((sum, x, d) => sum + (x - scale * places[at * dims + d]!) ** 2, 0);
		if (apart < best[0]) best = [apart, Math.floor(at / shapes)];
	}
	return best;
}
