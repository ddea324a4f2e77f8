// Ink that is put into the white of a page's picture, for what no set of pages has.
import type { Box } from '#lib/domain/intake/template.ts';
import { patchOf, type Page } from '#lib/ocr/page.ts';
import { darkPixels } from '#lib/ocr/picture.ts';
import type { Raster } from '#lib/ocr/raster.ts';
import { place } from '#lib/ocr/warp.ts';

/** Ink from 0 to 255, `scale` pixels per millimetre. */
export interface Stamp {
	readonly alpha: Uint8ClampedArray;
	readonly width: number;
	readonly height: number;
	readonly scale: number;
}

/** A white place of the sheet of that size, mm. */
export function whitePlace(page: Page, w: number, h: number, lot: () => number): Box | undefined {
	const { w: wide, h: high } = page.template.page;
	const sheet = patchOf(page, { x: 0, y: 0, w: wide, h: high }, 4);
	const dark = darkPixels(sheet, 8, 0.85);
	for (let tries = 0; tries < 4000; tries++) {
		const box = { x: 8 + lot() * (wide - w - 16), y: 8 + lot() * (high - h - 16), w, h };
		const [left, right] = [Math.floor((box.x - 1.5) * 4), Math.ceil((box.x + w + 1.5) * 4)];
		let isWhite = true;
		for (let y = Math.floor((box.y - 1.2) * 4); isWhite && y < (box.y + h + 1.2) * 4; y++)
			for (let x = left; isWhite && x < right; x++) isWhite = !dark[y * sheet.width + x];
		if (isWhite) return box;
	}
	return undefined;
}

/** The picture with the stamp in a box of its sheet, in ink as dark as a pen's. */
export function withStamp(page: Page, { x, y, w, h }: Box, stamp: Stamp): Raster {
	const { raster } = page;
	const gray = new Uint8Array(raster.gray);
	const [ox, oy] = place(page.warp, x, y);
	const [ax, ay] = place(page.warp, x + w, y);
	const [bx, by] = place(page.warp, x, y + h);
	const [ux, uy, vx, vy] = [(ax - ox) / w, (ay - oy) / w, (bx - ox) / h, (by - oy) / h];
	const area = ux * vy - uy * vx;
	const corners = [
		[ox, oy],
		[ax, ay],
		[bx, by],
		[ax + bx - ox, ay + by - oy]
	];
	const reach = (k: 0 | 1, pick: (...values: number[]) => number): number =>
		Math.round(pick(...corners.map((corner) => corner[k]!)));
	const samples = 3;
	for (let py = reach(1, Math.min); py <= reach(1, Math.max); py++)
		for (let px = reach(0, Math.min); px <= reach(0, Math.max); px++) {
			let ink = 0;
			for (let s = 0; s < samples * samples; s++) {
				const dx = px + ((s % samples) + 0.5) / samples - 0.5 - ox;
				const dy = py + (Math.floor(s / samples) + 0.5) / samples - 0.5 - oy;
				const sx = Math.floor(((dx * vy - dy * vx) / area) * stamp.scale);
				const sy = Math.floor(((dy * ux - dx * uy) / area) * stamp.scale);
				if (sx >= 0 && sy >= 0 && sx < stamp.width && sy < stamp.height)
					ink += stamp.alpha[sy * stamp.width + sx]! / 255 / samples / samples;
			}
			const at = py * raster.width + px;
			gray[at] = gray[at]! * (1 - 0.72 * ink);
		}
	return { ...raster, gray };
}
