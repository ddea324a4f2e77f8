import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPage } from '../../src/lib/ocr/find-page.ts';
import {
	invert,
	project,
	solveHomography,
	solveSystem,
	type Point
} from '../../src/lib/ocr/homography.ts';
import { markCandidates } from '../../src/lib/ocr/mark-candidates.ts';
import { fitMarks } from '../../src/lib/ocr/marks.ts';
import { reduce, toGray } from '../../src/lib/ocr/picture.ts';
import { parseStrip, readStrip, stripBits } from '../../src/lib/ocr/strip.ts';
import { fitShift, place, shiftAt, type Anchor } from '../../src/lib/ocr/warp.ts';
import { drawForm, forms, photograph, turned } from './ocr-drawing.ts';

const near = (value: number): fc.Arbitrary<number> =>
	fc.double({ min: value - 300, max: value + 300, noNaN: true });
const quad = fc.tuple(
	fc.tuple(near(500), near(500)),
	fc.tuple(near(2500), near(500)),
	fc.tuple(near(2500), near(3500)),
	fc.tuple(near(500), near(3500))
);
const sheet: Point[] = [
	[0, 0],
	[210, 0],
	[210, 297],
	[0, 297]
];

describe('maps between sheet and picture', () => {
	it('take the corners where they were told, and back', () => {
		fc.assert(
			fc.property(
				quad,
				fc.double({ min: 0, max: 210, noNaN: true }),
				fc.double({ min: 0, max: 297, noNaN: true }),
				(corners, x, y) => {
					const map = solveHomography(sheet, corners)!;
					sheet.forEach(([sx, sy], at) => {
						const [px, py] = project(map, sx, sy);
						expect(Math.hypot(px - corners[at]![0], py - corners[at]![1])).toBeLessThan(1e-3);
					});
					const [bx, by] = project(invert(map)!, ...project(map, x, y));
					expect(Math.hypot(bx - x, by - y)).toBeLessThan(1e-4);
				}
			)
		);
	});

	it('say when points lie on one line', () => {
		expect(
			solveSystem(
				[
					[1, 2],
					[2, 4]
				],
				[1, 2]
			)
		).toBeUndefined();
		expect(invert([1, 2, 3, 2, 4, 6, 0, 0, 1])).toBeUndefined();
	});

	it('bend with the paper, whatever a few wrong anchors say', () => {
		const flatMap = solveHomography(sheet, sheet)!;
		const bow = (x: number): number => 1.2 * Math.sin((x / 210) * Math.PI + 0.4);
		const anchors = Array.from({ length: 48 }, (_, at): Anchor => {
			const [x, y] = [50 + (at % 8) * 19, 35 + Math.floor(at / 8) * 38];
			const wrong = at % 11 === 3 ? 2 : 0;
			return { x, y, dx: 0.1 + wrong, dy: bow(x) - wrong, weightX: 1, weightY: 1 };
		});
		const warp = fitShift(flatMap, anchors);
		for (const { x, y } of anchors) {
			const [dx, dy] = shiftAt(warp, x, y);
			expect(Math.abs(dx - 0.1)).toBeLessThan(0.12);
			expect(Math.abs(dy - bow(x))).toBeLessThan(0.12);
		}
	});
});

describe('the strip', () => {
	it('reads back what it says, and notices one wrong square', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 7 }),
				fc.integer({ min: 1, max: 7 }),
				fc.integer({ min: 0, max: 7 }),
				(number, version, wrong) => {
					const bits = stripBits(number, version);
					expect(parseStrip(bits)).toEqual({ number, version });
					const flipped = bits.map((bit, at) => (at === wrong ? 1 - bit : bit));
					expect(parseStrip(flipped)).toBeUndefined();
				}
			)
		);
	});

	it('is read from the picture', () => {
		const raster = drawForm(forms[1]!, { scale: 6 });
		const map = solveHomography(
			sheet,
			sheet.map(([x, y]): Point => [x * 6, y * 6])
		)!;
		expect(readStrip(raster, map, forms[1]!.strip!)).toEqual(stripBits(2, 1));
	});
});

describe('marks', () => {
	const drawn = drawForm(forms[0]!, { scale: 5 });

	it.each([0, 1, 2, 3])('say what is up after %i quarter turns', (quarters) => {
		const raster = turned(drawn, quarters);
		const [best] = fitMarks(markCandidates(reduce(raster, 1400).raster), forms[0]!.marks!);
		const factor = reduce(raster, 1400).factor;
		const [x, y] = [13.5 * 5, 13.5 * 5];
		const [w, h] = [210 * 5, 297 * 5];
		const expected = [
			[x, y],
			[h - y, x],
			[w - x, h - y],
			[y, w - x]
		][quarters]!;
		expect(best!.hidden).toBeUndefined();
		expect(best!.points[0]![0] / factor).toBeCloseTo(expected[0]!, -0.5);
		expect(best!.points[0]![1] / factor).toBeCloseTo(expected[1]!, -0.5);
	});

	it('place every box within a third of a millimetre on a slanted photo', () => {
		const form = forms[2]!;
		const raster = drawForm(form, { scale: 8 });
		const corners: Point[] = [
			[140, 95],
			[1790, 170],
			[1730, 2440],
			[70, 2360]
		];
		const photo = photograph(raster, corners, { width: 1900, height: 2520 });
		const found = findPage(photo, forms);
		if (!found.ok) throw new Error(found.refusal.kind);
		expect(found.value.template.id).toBe('JPSD-C');
		expect(found.value.agreement).toBeGreaterThan(0.9);
		const truth = solveHomography(sheet, corners)!;
		for (const { part, extra } of found.value.parts) {
			const [px, py] = place(found.value.warp, part.xs[0]!, part.ys[0]!, extra);
			const [tx, ty] = project(truth, part.xs[0]!, part.ys[0]!);
			expect(Math.hypot(px - tx, py - ty) / found.value.scale).toBeLessThan(0.33);
		}
	});
});

describe('pictures', () => {
	it('become grey by luminance and smaller by averaging', () => {
		const data = Uint8Array.from([
			255, 255, 255, 255, 0, 0, 0, 255, 255, 0, 0, 255, 0, 0, 255, 255
		]);
		const gray = toGray({ width: 4, height: 1, data });
		expect([...gray.gray]).toEqual([255, 0, 76, 28]);
		const half = reduce(
			{ width: 4, height: 2, gray: Uint8Array.from([0, 100, 200, 200, 0, 100, 200, 200]) },
			2
		);
		expect([...half.raster.gray]).toEqual([50, 200]);
		expect(half.factor).toBe(0.5);
	});
});
