// Writes a number into the white of a page, in the hand that filled the page's combs.
import type { Box } from '#lib/domain/intake/template.ts';
import { isMyNumber } from '#lib/domain/basics/my-number.ts';
import { readGlyph, type Glyph } from '#lib/ocr/cell.ts';
import { cellPatches } from '#lib/ocr/comb-line.ts';
import type { Page } from '#lib/ocr/page.ts';
import { whitePlace, withStamp, type Stamp } from '../../src/scripts/ocr-stamp.ts';

type Hand = ReadonlyMap<string, Glyph>;

/** The digits that stand in the page's combs, as they were written. */
export function handOf(page: Page, truth: Readonly<Record<string, string>>): Hand {
	const hand = new Map<string, Glyph>();
	for (const field of page.template.fields) {
		if (field.kind !== 'comb' || field.charset !== 'digits') continue;
		const patches = cellPatches(page, field);
		for (const [at, char] of [...(truth[field.id] ?? '')].entries()) {
			const glyph = /\d/.test(char) && !hand.has(char) ? readGlyph(patches[at]!) : null;
			if (glyph) hand.set(char, glyph);
		}
	}
	return hand;
}

/** A number of twelve digits that this hand can write, with a right or a wrong check digit. */
export function numberOf(hand: Hand, isRight: boolean): string {
	const digits = [...hand.keys()];
	for (let seed = 1; ; seed++) {
		let at = seed;
		const number = Array.from({ length: 12 }, () => {
			at = (at * 48_271) % 2_147_483_647;
			return digits[at % digits.length]!;
		}).join('');
		if (isMyNumber(number) === isRight) return number;
	}
}

const SCALE = 10;

/** The text as ink; a blank is as wide as a digit. */
function stampOf(text: string, hand: Hand): Stamp {
	const gap = 8;
	const glyphs = [...text].map((char) => hand.get(char));
	const wide = (glyph: Glyph | undefined): number =>
		glyph ? glyph.right - glyph.left + 1 : 2.5 * gap;
	const height = Math.max(...glyphs.map((glyph) => (glyph ? glyph.bottom - glyph.top + 1 : 0)));
	const width = glyphs.reduce((sum, glyph) => sum + wide(glyph) + gap, 0);
	const alpha = new Uint8ClampedArray(width * height);
	let left = gap / 2;
	for (const glyph of glyphs) {
		if (glyph)
			for (let y = glyph.top; y <= glyph.bottom; y++)
				for (let x = glyph.left; x <= glyph.right; x++)
					alpha[(y - glyph.top) * width + Math.round(left) + x - glyph.left] =
						255 * glyph.ink[y * glyph.width + x]!;
		left += wide(glyph) + gap;
	}
	return { alpha, width, height, scale: SCALE };
}

/** The page with a text of digits in its white or in a box (mm), and where it stands. */
export function write(
	page: Page,
	hand: Hand,
	text: string,
	into?: Pick<Box, 'x' | 'y'>
): { page: Page; box: Box } {
	const stamp = stampOf(text, hand);
	const size = { w: stamp.width / SCALE, h: stamp.height / SCALE };
	let lot = 0;
	const lots = (): number => (lot = (lot + 0.618_034) % 1);
	const box = into ? { ...into, ...size } : whitePlace(page, size.w, size.h, lots);
	if (!box) throw new Error('no room on the page');
	return { page: { ...page, raster: withStamp(page, box, stamp) }, box };
}
