import { describe, expect, it } from 'vitest';
import { packModel } from '../../src/lib/ocr/classifier.ts';
import { heldOutFonts, missingPackages, trainingFonts } from '../../src/scripts/ocr-train-fonts.ts';
import { trainModel } from '../../src/scripts/ocr-train-model.ts';
import { quantise } from '../../src/scripts/ocr-train-net.ts';
import { compress } from '../../src/scripts/ocr-train-picture.ts';
import { classesOf, sampleOf, smallForm, writable } from '../../src/scripts/ocr-train-samples.ts';
import { parsePath, penPaths } from '../../src/scripts/ocr-train-strokes.ts';

describe('samples', () => {
	it('are the same for the same seed and differ for another', () => {
		const bytes = (seed: number) => Buffer.from(sampleOf('katakana', 'ガ', seed, []).patch.gray);
		expect(bytes(5).equals(bytes(5))).toBe(true);
		expect(bytes(5).equals(bytes(6))).toBe(false);
	});

	it('can be drawn for every class without a font', () => {
		for (const charset of ['digits', 'katakana', 'roman'] as const)
			for (const char of writable(charset))
				expect([char, penPaths.get(char)?.length ?? 0]).not.toEqual([char, 0]);
		expect(classesOf.katakana.flatMap((char) => smallForm(char) ?? []).join('')).toBe(
			'ァィゥェォッャュョ'
		);
	});

	it('cover a cell grown by its margin at ten pixels a millimetre', () => {
		const { patch } = sampleOf('digits', '3', 1, []);
		expect(patch.gray).toHaveLength(patch.width * patch.height);
		expect(patch.scale).toBe(10);
		expect(patch.width).toBeGreaterThan(68);
	});
});

describe('pen paths', () => {
	it('turn sharply where a point is marked', () => {
		const { proportions, strokes } = parsePath('0.3-0.6; 0,40 60,0! 60,100 / 5,50 95,50');
		expect(proportions).toEqual([0.3, 0.6]);
		expect(strokes).toHaveLength(2);
		expect(strokes[0]).toEqual([
			[
				[0, 40],
				[60, 0]
			],
			[
				[60, 0],
				[60, 100]
			]
		]);
	});
});

describe('training', () => {
	const recipe = {
		...{ charset: 'digits' as const, seed: 3, perClass: 7, hidden: 16, epochs: 3, fonts: [] }
	};

	it('gives the same bytes for the same seed', () => {
		const train = () => Buffer.from(packModel(trainModel(recipe).model));
		expect(train().equals(train())).toBe(true);
	}, 30_000);

	it('learns something from a few hundred samples', () => {
		const { keptAccuracy } = trainModel({ ...recipe, perClass: 22, epochs: 16 });
		expect(keptAccuracy).toBeGreaterThan(0.4);
	}, 30_000);

	it('rounds weights by at most half a step of their row', () => {
		const rows = Float32Array.from([0.5, -1, 0.2, 0.003, -0.001, 0.002]);
		const { weights, scale } = quantise(rows, new Float32Array(2), 3);
		rows.forEach((value, i) => {
			const step = scale[Math.floor(i / 3)]!;
			expect(Math.abs(weights[i]! * step - value)).toBeLessThanOrEqual(step / 2 + 1e-7);
		});
	});

	it('loses detail like JPEG but keeps the mean', () => {
		const gray = Float32Array.from({ length: 256 }, (_, i) => 128 + 60 * Math.sin(i * 1.7));
		const before = gray.slice();
		compress(gray, 16, 16, 40);
		const mean = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / values.length;
		expect(Math.abs(mean(gray) - mean(before))).toBeLessThan(4);
		expect(gray.some((value, i) => Math.abs(value - before[i]!) > 2)).toBe(true);
	});
});

describe('fonts', () => {
	it('held out are never trained on', () => {
		const trained = new Set(trainingFonts.map(({ family }) => family));
		expect(heldOutFonts.filter(({ family }) => trained.has(family))).toEqual([]);
	});

	it('that are missing are named by package', () => {
		const font = { ...trainingFonts[0]!, family: 'No Such Font', debian: 'fonts-none' };
		expect(missingPackages([font])).toEqual(['fonts-none']);
	});
});
