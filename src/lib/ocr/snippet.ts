import { boundsOf } from '#lib/domain/intake/bounds.ts';
import type { Box, TemplateField } from '#lib/domain/intake/template.ts';
import { grown, type Page } from './page.ts';
import type { ColourPicture } from './picture.ts';
import { place } from './warp.ts';

/** A page together with the colours it was found in. */
export interface ColourPage {
	readonly page: Page;
	readonly colours: ColourPicture;
}

const MARGIN_MM = 1.5;
const DOTS_PER_INCH = 200;
const MM_PER_INCH = 25.4;
const TILE_MM = 4;

/** The straightened picture of a field with a little around it; `scale` is pixels per millimetre. */
export function snippet(page: ColourPage, field: TemplateField, scale = 8): ColourPicture {
	return straighten(page, grown(boundsOf(field), MARGIN_MM), scale);
}

/** The whole sheet straightened, with the template's masks painted black. */
export function rectify(page: ColourPage, dotsPerInch = DOTS_PER_INCH): ColourPicture {
	const { template } = page.page;
	const scale = dotsPerInch / MM_PER_INCH;
	const sheet = straighten(page, { x: 0, y: 0, ...template.page }, scale);
	maskBoxes(sheet, template.masks, scale);
	return sheet;
}

/** Paints boxes (mm from the picture's top left) black for good. */
export function maskBoxes(picture: ColourPicture, boxes: readonly Box[], scale: number): void {
	const { width, height, data } = picture;
	const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
	for (const { x, y, w, h } of boxes) {
		const [left, right] = [
			clamp(Math.floor(x * scale), width),
			clamp(Math.ceil((x + w) * scale), width)
		];
		const [top, bottom] = [
			clamp(Math.floor(y * scale), height),
			clamp(Math.ceil((y + h) * scale), height)
		];
		for (let row = top; row < bottom; row++)
			for (let at = (row * width + left) * 4; at < (row * width + right) * 4; at += 4) {
				data[at] = data[at + 1] = data[at + 2] = 0;
				data[at + 3] = 255;
			}
	}
}

/** A box of the sheet (mm) as a straight picture in its own colours. */
export function straighten({ page, colours }: ColourPage, box: Box, scale: number): ColourPicture {
	const width = Math.max(1, Math.round(box.w * scale));
	const height = Math.max(1, Math.round(box.h * scale));
	const out: ColourPicture = { width, height, data: new Uint8ClampedArray(width * height * 4) };
	const tile = Math.max(8, Math.round(TILE_MM * scale));
	const factor = colours.width / page.raster.width;
	const corner = (px: number, py: number): [number, number] => {
		const [x, y] = place(page.warp, box.x + px / scale, box.y + py / scale);
		return [x * factor, y * factor];
	};
	for (let top = 0; top < height; top += tile)
		for (let left = 0; left < width; left += tile) {
			const [right, bottom] = [Math.min(width, left + tile), Math.min(height, top + tile)];
			const [a, b, c, d] = [
				corner(left, top),
				corner(right, top),
				corner(left, bottom),
				corner(right, bottom)
			];
			for (let y = top; y < bottom; y++)
				for (let x = left; x < right; x++) {
					const [u, v] = [(x - left + 0.5) / (right - left), (y - top + 0.5) / (bottom - top)];
					const at = (k: 0 | 1): number =>
						(a[k] * (1 - u) + b[k] * u) * (1 - v) + (c[k] * (1 - u) + d[k] * u) * v;
					copyPixel(colours, at(0) - 0.5, at(1) - 0.5, out.data, (y * width + x) * 4);
				}
		}
	return out;
}

/** One pixel between pixels; white beyond the picture. */
function copyPixel(
	{ width, height, data }: ColourPicture,
	x: number,
	y: number,
	out: Uint8Array | Uint8ClampedArray,
	to: number
): void {
	out[to + 3] = 255;
	if (x < 0 || y < 0 || x >= width - 1 || y >= height - 1) {
		out[to] = out[to + 1] = out[to + 2] = 255;
		return;
	}
	const [left, top] = [x | 0, y | 0];
	const [fx, fy] = [x - left, y - top];
	const at = (top * width + left) * 4;
	const below = at + width * 4;
	for (let k = 0; k < 3; k++)
		out[to + k] =
			(data[at + k]! * (1 - fx) + data[at + 4 + k]! * fx) * (1 - fy) +
			(data[below + k]! * (1 - fx) + data[below + 4 + k]! * fx) * fy;
}
