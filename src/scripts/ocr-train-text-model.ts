// From drawn letters to the model of free writing: a space that parts them, and typical places in it.
import { extractFeatures, featureCount } from '../lib/ocr/features.ts';
import { likenesses, type TextModel } from '../lib/ocr/text-model.ts';
import type { Font, Kind } from './ocr-train-fonts.ts';
import { coverageOf, letterGlyph, lettersOfText } from './ocr-train-letters.ts';
import { discriminants, pointsIn, type Samples } from './ocr-train-space.ts';

const VIEW = 'moment';
const DIMS = 128;
const SHAPES = 3;
/** How often a letter is drawn by each weight of a font. */
const TIMES: Partial<Record<Kind, number>> = { print: 1, japanese: 3 };
const MEANS_ROUNDS = 8;
/** Places beyond this share of the farthest are drawn in, so that a byte measures finely enough. */
const CLIP = 0.6;

/** Trains the model. The same fonts, seed and library versions give the same bytes. */
export function trainTextModel(seed: number, fonts: readonly Font[]) {
	const classes = lettersOfText();
	const samples = samplesOf(classes, seed, fonts);
	const space = discriminants(samples, DIMS, seed);
	const means = typicalPlaces(pointsIn(space, samples), samples);
	const farthest = means.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
	const scale = (CLIP * farthest) / 127;
	const places = Int8Array.from(means, (value) =>
		Math.max(-127, Math.min(127, Math.round(value / scale)))
	);
	const model: TextModel = {
		...{ classes, view: VIEW, shapes: SHAPES, scale, places, known: new Set(classes) },
		...space
	};
	return { model, samples: samples.labels.length };
}

function samplesOf(classes: readonly string[], seed: number, fonts: readonly Font[]): Samples {
	const width = featureCount(false);
	const hands = fonts.filter(({ kana }) => kana).map((font) => ({ font, has: coverageOf(font) }));
	const rows: Float32Array[] = [];
	const labels: number[] = [];
	classes.forEach((letter, label) =>
		hands.forEach(({ font, has }, hand) => {
			if (!has(letter)) return;
			const times = (TIMES[font.kind] ?? 0) * (font.weights?.length ?? 1);
			for (let time = 0; time < times; time++) {
				const lot = seed * 1_000_003 + label * 7919 + hand * 104_729 + time * 1_299_709;
				const glyph = letterGlyph(letter, lot >>> 0, font);
				if (!glyph) continue;
				const row = new Float32Array(width);
				extractFeatures(glyph, VIEW, false, row);
				rows.push(row);
				labels.push(label);
			}
		})
	);
	const all = new Float32Array(rows.length * width);
	rows.forEach((row, at) => all.set(row, at * width));
	return { width, rows: all, labels: Uint16Array.from(labels), classes: classes.length };
}

/** A few means of every class, begun with its mean and the samples farthest from what is there. */
function typicalPlaces(points: Float32Array, { labels, classes }: Samples): Float32Array {
	const members: Float32Array[][] = Array.from({ length: classes }, () => []);
	labels.forEach((label, row) =>
		members[label]!.push(points.subarray(row * DIMS, (row + 1) * DIMS))
	);
	const places = new Float32Array(classes * SHAPES * DIMS);
	members.forEach((own, label) => {
		const centres = Array.from({ length: SHAPES }, (_, shape) =>
			places.subarray((label * SHAPES + shape) * DIMS, (label * SHAPES + shape + 1) * DIMS)
		);
		if (own.length === 0) return;
		centres[0]!.set(meanOf(own));
		for (let shape = 1; shape < SHAPES; shape++) {
			const there = centres.slice(0, shape);
			const far = own.map((point) => Math.min(...there.map((centre) => apart(point, centre))));
			centres[shape]!.set(own[far.indexOf(Math.max(...far))]!);
		}
		for (let round = 0; round < MEANS_ROUNDS; round++) {
			const groups: Float32Array[][] = centres.map(() => []);
			for (const point of own) {
				const distances = centres.map((centre) => apart(point, centre));
				groups[distances.indexOf(Math.min(...distances))]!.push(point);
			}
			groups.forEach((group, shape) => {
				if (group.length > 0) centres[shape]!.set(meanOf(group));
			});
		}
	});
	return places;
}

function meanOf(points: readonly Float32Array[]): Float32Array {
	const mean = new Float32Array(DIMS);
	for (const point of points) for (let d = 0; d < DIMS; d++) mean[d]! += point[d]! / points.length;
	return mean;
}

function apart(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let d = 0; d < DIMS; d++) sum += (a[d]! - b[d]!) ** 2;
	return sum;
}

/** Share of a font's letters that come first, and among the first five. */
export function recognised(model: TextModel, font: Font, seed: number) {
	const has = coverageOf(font);
	const tried = model.classes.flatMap((letter, label) => {
		const glyph = has(letter) && letterGlyph(letter, (seed + label * 31) >>> 0, font);
		return glyph ? [likenesses(glyph, model, 5).findIndex(({ char }) => char === letter)] : [];
	});
	const share = (count: number): number => Math.round((count / tried.length) * 1e4) / 1e4;
	return {
		letters: tried.length,
		first: share(tried.filter((place) => place === 0).length),
		firstFive: share(tried.filter((place) => place >= 0).length)
	};
}
