// From seeds to a model: samples, features, nets, calibration.
import { readGlyph } from '../lib/ocr/cell.ts';
import {
	NO_CHARACTER,
	scoreGlyph,
	type CombCharset,
	type Extent,
	type Measures,
	type Model,
	type Net
} from '../lib/ocr/classifier.ts';
import type { Glyph } from '../lib/ocr/cell.ts';
import { extractFeatures, featureCount, type View } from '../lib/ocr/features.ts';
import { chanceOf } from './ocr-train-chance.ts';
import type { Font } from './ocr-train-fonts.ts';
import { trainNet } from './ocr-train-net.ts';
import { classesOf, sampleOf, smallForm } from './ocr-train-samples.ts';

export interface Recipe {
	charset: CombCharset;
	seed: number;
	perClass: number;
	hidden: number;
	epochs: number;
	fonts: Font[];
}

const VIEWS: View[] = ['box', 'moment'];
/** Share of the samples kept for the temperature. */
const KEPT = 0.08;

interface Lesson {
	glyph: Glyph;
	label: number;
	small: boolean;
	em: number;
}

/** Trains the model of a charset. The same recipe, fonts and library versions give the same bytes. */
export function trainModel(recipe: Recipe): {
	model: Model;
	samples: number;
	keptAccuracy: number;
} {
	const classes = classesOf[recipe.charset];
	const corner = recipe.charset === 'katakana';
	const width = featureCount(corner);
	const labels: number[] = [];
	const kept: Lesson[] = [];
	const extents = new Extents();
	const chance = chanceOf(recipe.seed);
	const rows = VIEWS.map(() => new Float32Array(classes.length * recipe.perClass * width));
	for (const lesson of lessonsOf(recipe, classes)) {
		extents.add(classes[lesson.label]!, lesson);
		if (chance.chance(KEPT)) {
			kept.push(lesson);
			continue;
		}
		VIEWS.forEach((view, v) =>
			extractFeatures(
				lesson.glyph,
				view,
				corner,
				rows[v]!.subarray(labels.length * width, (labels.length + 1) * width)
			)
		);
		labels.push(lesson.label);
	}
	const nets = VIEWS.map((view, v): Net => {
		const features = rows[v]!.subarray(0, labels.length * width);
		const plan = {
			...recipe,
			classes: classes.length,
			seed: recipe.seed + v,
			dropInput: 0.15,
			dropHidden: 0.25
		};
		return { view, ...trainNet({ width, features, labels: Uint8Array.from(labels) }, plan) };
	});
	const model: Model = {
		charset: recipe.charset,
		classes,
		corner,
		temperature: 1,
		extents: extents.means(),
		nets
	};
	const keptAccuracy = calibrate(model, kept);
	return { model, samples: labels.length, keptAccuracy };
}

/** The samples, classes mixed, a quarter of the two-sized kana small; blank readings left out. */
function* lessonsOf(recipe: Recipe, classes: string[]): Generator<Lesson> {
	for (let i = 0; i < recipe.perClass; i++)
		for (let label = 0; label < classes.length; label++) {
			const seed = (recipe.seed * 1_000_003 + i * 1009 + label * 7_919_993) >>> 0;
			if (classes[label] === NO_CHARACTER && i % 2 === 1) continue;
			const small = smallForm(classes[label]!);
			const isSmall = small !== null && chanceOf(seed ^ 0x5eed).chance(0.3);
			const { patch, em } = sampleOf(
				recipe.charset,
				isSmall ? small : classes[label]!,
				seed,
				recipe.fonts
			);
			const glyph = readGlyph(patch);
			if (glyph) yield { glyph, label, small: isSmall, em };
		}
}

/** Finds the temperature that makes the probabilities of kept samples honest. Returns their accuracy. */
function calibrate(model: Model, kept: Lesson[]): number {
	const scored = kept.map(({ glyph, label }) => ({ scores: scoreGlyph(glyph, model), label }));
	const loss = (temperature: number) => {
		let sum = 0;
		for (const { scores, label } of scored) {
			const total = scores.reduce(
				(t, score) => t + Math.exp((score - scores[label]!) / temperature),
				0
			);
			sum += Math.log(total);
		}
		return sum;
	};
	const tried = Array.from({ length: 40 }, (_, i) => 0.3 + i * 0.05);
	model.temperature = tried.reduce((best, t) => (loss(t) < loss(best) ? t : best));
	const right = scored.filter(({ scores, label }) => scores.indexOf(Math.max(...scores)) === label);
	return right.length / scored.length;
}

/** Adds up how large and how high characters stand in their em square. */
class Extents {
	readonly #sums = new Map<string, number[]>();

	add(char: string, { glyph, small, em }: Lesson): void {
		const key = char + (small ? 's' : 'l');
		const sums = this.#sums.get(key) ?? [0, 0, 0, 0];
		sums[0]! += Math.log(Math.max(glyph.w, glyph.h)) - em;
		sums[1]! += glyph.cy / Math.exp(em);
		sums[2]! += Math.log(glyph.w * glyph.h) / 2 - em;
		sums[3]!++;
		this.#sums.set(key, sums);
	}

	means(): Record<string, Extent> {
		const mean = (key: string): Measures | null => {
			const sums = this.#sums.get(key);
			if (!sums) return null;
			return sums.slice(0, 3).map((sum) => Math.round((sum / sums[3]!) * 1e4) / 1e4) as Measures;
		};
		const out: Record<string, Extent> = {};
		for (const key of this.#sums.keys()) {
			const char = key[0]!;
			const large = mean(`${char}l`);
			if (large) out[char] = { large, small: mean(`${char}s`) };
		}
		return out;
	}
}
