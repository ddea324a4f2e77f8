import { describe, expect, it } from 'vitest';
import { alignByCorners } from '../../src/lib/ocr/corners.ts';
import { findPage } from '../../src/lib/ocr/find-page.ts';
import type { Point } from '../../src/lib/ocr/homography.ts';
import { captureFault, inspect } from '../../src/lib/ocr/quality.ts';
import type { Raster } from '../../src/lib/ocr/raster.ts';
import { maskBoxes, rectify, snippet } from '../../src/lib/ocr/snippet.ts';
import { blurred, drawForm, forms, photograph, turned } from './ocr-drawing.ts';

const [formA, formB] = [forms[0]!, forms[1]!];
const SCALE = 8;
const plain = drawForm(formA, { scale: SCALE });

/** Why a picture is refused, or the form that was found in it. */
const verdict = (picture: Raster): string => {
	const found = findPage(picture, forms);
	return found.ok
		? `${found.value.template.id} ${captureFault(found.value) ?? 'good'}`
		: found.refusal.kind;
};

const onDesk = (picture: Raster, x: number, y: number, width: number, height: number): Raster =>
	photograph(
		picture,
		[
			[x, y],
			[x + picture.width, y],
			[x + picture.width, y + picture.height],
			[x, y + picture.height]
		],
		{ width, height }
	);

describe('pictures that cannot be read', () => {
	it('a good one is taken, also upside down and lying on its side', () => {
		expect(verdict(plain)).toBe('JPSD-A good');
		expect(verdict(turned(plain, 2))).toBe('JPSD-A good');
		expect(verdict(turned(plain, 1))).toBe('JPSD-A good');
	});

	it('two pages in one picture', () => {
		const small = drawForm(formA, { scale: 5 });
		const other = drawForm(formB, { scale: 5 });
		const both = onDesk(small, 20, 20, 2200, 1540);
		const right = onDesk(other, 1110, 25, 2200, 1540);
		for (let at = 0; at < both.gray.length; at++)
			if (at % both.width >= 1100) both.gray[at] = right.gray[at]!;
		expect(verdict(both)).toBe('two-pages');
	});

	it('no form at all: blank paper, a pattern, a page of lines', () => {
		const size = { width: 1700, height: 2400 };
		const of = (pixel: (x: number, y: number) => number): Raster => ({
			...size,
			gray: Uint8Array.from({ length: size.width * size.height }, (_, at) =>
				pixel(at % size.width, Math.floor(at / size.width))
			)
		});
		expect(verdict(of(() => 240))).toBe('no-form');
		expect(verdict(of((x, y) => (x * 7 + y * 13 + ((x * y) % 31)) % 256))).toBe('no-form');
		expect(verdict(of((x, y) => (y % 60 < 20 && x % 40 < 26 ? 30 : 235)))).toBe('no-form');
	});

	it('a form of another version', () => {
		expect(verdict(drawForm(formA, { version: 5 }))).toBe('unknown-form');
	});

	it('a page that lies half outside the picture', () => {
		const half = {
			width: plain.width,
			height: 1300,
			gray: plain.gray.slice(0, plain.width * 1300)
		};
		expect(verdict(half)).toBe('cropped');
	});

	it.each([0, 1, 2, 3])('one covered mark is found again by the frames (corner %i)', (corner) => {
		const corners: Point[] = [
			[120, 60],
			[1750, 130],
			[1690, 2450],
			[60, 2370]
		];
		const drawn = drawForm(formB, { hidden: [corner], scale: SCALE });
		const found = findPage(photograph(drawn, corners, { width: 1850, height: 2520 }), forms);
		if (!found.ok) throw new Error(found.refusal.kind);
		expect(found.value.template.id).toBe('JPSD-B');
		expect(found.value.hidden).toBe(corner);
		expect(found.value.agreement).toBeGreaterThan(0.9);
	});

	it('two covered marks', () => {
		expect(verdict(drawForm(formA, { hidden: [1, 2] }))).toBe('mark-hidden');
		expect(verdict(drawForm(formA, { hidden: [0, 3] }))).toBe('mark-hidden');
	});

	it('too small, and out of focus: found, but to be taken again', () => {
		expect(verdict(drawForm(formA, { scale: 5.5 }))).toBe('JPSD-A too-small');
		expect(verdict(blurred(plain, 5))).toBe('JPSD-A blurred');
	});

	it('crumpled: found, but to be taken again; only bowed: good', () => {
		const creases = (most: number, wide: number): Raster => {
			const { width, height, gray } = plain;
			const out = new Uint8Array(gray.length).fill(230);
			// Ridges across and along the sheet, flat at its corners: the paper leans and leans back.
			const lean = (at: number): number =>
				most * SCALE * Math.sin((at / SCALE / wide) * 2 * Math.PI);
			for (let y = 0; y < height; y++)
				for (let x = 0; x < width; x++) {
					const edge = Math.min(y, height - y) / SCALE / 40;
					const share = Math.min(1, Math.max(0, edge - 0.75));
					const from = Math.round(x + share * lean(y * 0.8 + x * 0.3));
					const down = Math.round(y + share * lean(x));
					if (from >= 0 && down >= 0 && from < width && down < height)
						out[y * width + x] = gray[down * width + from]!;
				}
			return { width, height, gray: out };
		};
		expect(verdict(creases(1, 45))).toBe('JPSD-A crumpled');
		expect(verdict(creases(1, 400))).toBe('JPSD-A good');
	});

	it('a picture of a hundred megapixels is made smaller first', () => {
		const factor = 5;
		const [width, height] = [plain.width * factor, plain.height * factor];
		const huge: Raster = { width, height, gray: new Uint8Array(width * height) };
		for (let y = 0; y < height; y++)
			for (let x = 0; x < plain.width; x++)
				huge.gray.fill(
					plain.gray[Math.floor(y / factor) * plain.width + x]!,
					y * width + x * factor,
					y * width + (x + 1) * factor
				);
		expect(width * height).toBeGreaterThan(95e6);
		const found = findPage(huge, forms);
		if (!found.ok) throw new Error(found.refusal.kind);
		expect(Math.max(found.value.raster.width, found.value.raster.height)).toBeLessThanOrEqual(4200);
		expect(captureFault(found.value)).toBeUndefined();
	});
});

describe('the live picture', () => {
	it('shows where the marks are, within the time of a frame', () => {
		const frame = photograph(
			plain,
			[
				[60, 30],
				[800, 50],
				[780, 1130],
				[40, 1100]
			],
			{ width: 900, height: 1200 }
		);
		inspect(frame, formA);
		const from = performance.now();
		const seen = inspect(frame, formA);
		expect(performance.now() - from).toBeLessThan(200);
		expect(seen.complete).toBe(true);
		expect(seen.marks.every(Boolean)).toBe(true);
		expect(seen.shortSide).toBeGreaterThan(700);
		expect(seen.shortSide).toBeLessThan(780);
		const soft = inspect(blurred(frame, 4), formA);
		expect(soft.sharpness).toBeLessThan(seen.sharpness * 0.6);
	});

	it('says which mark is missing, and when there is nothing', () => {
		const hidden = inspect(drawForm(formA, { hidden: [2], scale: 4 }), formA);
		expect(hidden.complete).toBe(false);
		expect(hidden.marks.map(Boolean)).toEqual([true, true, false, true]);
		const none = inspect(
			{ width: 800, height: 600, gray: new Uint8Array(480_000).fill(200) },
			formA
		);
		expect(none.marks.some(Boolean)).toBe(false);
	});
});

describe('pages by hand and for the eye', () => {
	it('four tapped corners place a form without marks, though the finger is off', () => {
		const corners: [Point, Point, Point, Point] = [
			[140, 90],
			[1800, 120],
			[1760, 2470],
			[90, 2440]
		];
		const photo = photograph(plain, corners, { width: 1900, height: 2540 });
		const tapped = corners.map(([x, y], at): Point => [
			x + (at % 2 ? 9 : -7),
			y + (at > 1 ? -8 : 6)
		]);
		const found = alignByCorners(photo, [tapped[0]!, tapped[1]!, tapped[2]!, tapped[3]!], {
			...formA,
			marks: null,
			strip: null
		});
		if (!found.ok) throw new Error(found.refusal.kind);
		expect(found.value.agreement).toBeGreaterThan(0.9);
	});

	it('cuts fields out straight and paints masks black', () => {
		const found = findPage(plain, [{ ...formA, masks: [{ x: 20, y: 100, w: 30, h: 10 }] }]);
		if (!found.ok) throw new Error(found.refusal.kind);
		const data = new Uint8ClampedArray(plain.gray.length * 4);
		plain.gray.forEach((value, at) => data.fill(value, at * 4, at * 4 + 4));
		const page = { page: found.value, colours: { width: plain.width, height: plain.height, data } };
		const field = formA.fields.find(({ id }) => id === 'name')!;
		const cut = snippet(page, field, 6);
		expect(cut.width).toBe(Math.round((144 + 3) * 6));
		expect(cut.height).toBe(Math.round((13 + 3) * 6));
		const sheet = rectify(page, 100);
		const at = (x: number, y: number): number =>
			sheet.data[(Math.round((y * 100) / 25.4) * sheet.width + Math.round((x * 100) / 25.4)) * 4]!;
		expect(at(35, 105)).toBe(0);
		expect(at(35, 115)).toBeGreaterThan(200);
		maskBoxes(sheet, [{ x: -5, y: -5, w: 2000, h: 2000 }], 1);
		expect(Math.max(...sheet.data.filter((_, index) => index % 4 !== 3).slice(0, 4000))).toBe(0);
	});
});
