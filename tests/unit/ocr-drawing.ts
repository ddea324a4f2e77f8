// Draws forms as greyscale pictures without any font: frames, marks, strip, ticks and circles.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { template, type Box, type Template } from '../../src/lib/domain/intake/template.ts';
import { invert, project, solveHomography, type Point } from '../../src/lib/ocr/homography.ts';
import type { Raster } from '../../src/lib/ocr/raster.ts';
import { stripBits } from '../../src/lib/ocr/strip.ts';

const intake = join(import.meta.dirname, '../../src/lib/domain/intake');

/** The three forms of the product. */
export const forms: Template[] = ['a', 'b', 'c'].map((name) =>
	template.parse(JSON.parse(readFileSync(join(intake, `jpsd-${name}.json`), 'utf8')))
);

/** A sheet of paper to draw on, in millimetres. */
export class Sheet {
	readonly raster: Raster;
	readonly #scale: number;

	constructor(wide: number, high: number, scale: number) {
		const [width, height] = [Math.round(wide * scale), Math.round(high * scale)];
		this.raster = { width, height, gray: new Uint8Array(width * height).fill(238) };
		this.#scale = scale;
	}

	fill({ x, y, w, h }: Box, gray: number): void {
		const { width, height, gray: pixels } = this.raster;
		const px = (mm: number, most: number): number =>
			Math.min(most, Math.max(0, Math.round(mm * this.#scale)));
		for (let row = px(y, height); row < Math.max(px(y, height) + 1, px(y + h, height)); row++)
			pixels.fill(
				gray,
				row * width + px(x, width),
				row * width + Math.max(px(x, width) + 1, px(x + w, width))
			);
	}

	/** The outline of a box, as thick as a printed frame. */
	frame({ x, y, w, h }: Box, thick = 0.3, gray = 40): void {
		const half = thick / 2;
		this.fill({ x: x - half, y: y - half, w: w + thick, h: thick }, gray);
		this.fill({ x: x - half, y: y + h - half, w: w + thick, h: thick }, gray);
		this.fill({ x: x - half, y: y - half, w: thick, h: h + thick }, gray);
		this.fill({ x: x + w - half, y: y - half, w: thick, h: h + thick }, gray);
	}

	/** A stroke of the pen from point to point. */
	stroke(points: readonly Point[], thick = 0.5, gray = 30): void {
		for (const [at, [x, y]] of points.slice(0, -1).entries()) {
			const [tx, ty] = points[at + 1]!;
			const steps = Math.ceil(Math.hypot(tx - x, ty - y) * 10);
			for (let step = 0; step <= steps; step++) {
				const [cx, cy] = [x + ((tx - x) * step) / steps, y + ((ty - y) * step) / steps];
				this.fill({ x: cx - thick / 2, y: cy - thick / 2, w: thick, h: thick }, gray);
			}
		}
	}

	ellipse({ x, y, w, h }: Box): void {
		const points = Array.from({ length: 60 }, (_, at): Point => {
			const angle = (at * 2 * Math.PI) / 59;
			return [x + w / 2 + (w / 2) * Math.cos(angle), y + h / 2 + (h / 2) * Math.sin(angle)];
		});
		this.stroke(points);
	}
}

export interface Drawing {
	readonly scale?: number;
	/** Corners (0 top left, clockwise) that a thumb covers. */
	readonly hidden?: readonly number[];
	/** Values of the options to tick and circle, by field. */
	readonly ticked?: Readonly<Record<string, string>>;
	/** Drawn after everything else. */
	readonly also?: (sheet: Sheet) => void;
	readonly version?: number;
}

/** A printed form with ticks and circles, as a flat grey picture of exactly the sheet. */
export function drawForm(form: Template, drawing: Drawing = {}): Raster {
	const sheet = new Sheet(form.page.w, form.page.h, drawing.scale ?? 8);
	drawMarks(sheet, form, drawing.version);
	for (const field of form.fields) {
		if (field.kind === 'comb') for (const cell of field.cells) sheet.frame(cell, 0.25);
		else if (field.kind === 'text')
			sheet.frame({
				...field.box,
				x: field.box.x - 1,
				y: field.box.y - 1,
				w: field.box.w + 2,
				h: field.box.h + 2
			});
		else if (field.kind === 'check') for (const { box } of field.options) sheet.frame(box);
		else
			for (const { box } of field.options)
				sheet.fill({ x: box.x + 3, y: box.y + 2.5, w: 7, h: 0.4 }, 60);
		if (field.kind !== 'check' && field.kind !== 'circle') continue;
		const values = drawing.ticked?.[field.id]?.split(',') ?? [];
		for (const { box } of field.options.filter(({ value }) => values.includes(value)))
			if (field.kind === 'check') tick(sheet, box);
			else sheet.ellipse(box);
	}
	drawing.also?.(sheet);
	for (const corner of drawing.hidden ?? []) thumb(sheet, form, corner);
	return sheet.raster;
}

export const tick = (sheet: Sheet, { x, y }: Box): void =>
	sheet.stroke([
		[x + 0.4, y + 1.8],
		[x + 1.7, y + 3.4],
		[x + 4.2, y]
	]);

function drawMarks(sheet: Sheet, form: Template, version = form.version): void {
	const { marks, strip } = form;
	if (!marks || !strip) throw new Error('a form without marks');
	const square = ([x, y]: Point, size: number, gray: number): void =>
		sheet.fill({ x: x - size / 2, y: y - size / 2, w: size, h: size }, gray);
	for (const corner of ['topLeft', 'topRight', 'bottomRight', 'bottomLeft'] as const)
		square(marks[corner], marks.size, 15);
	square(marks.topLeft, 4.6, 238);
	square(marks.topLeft, 2.4, 15);
	stripBits(strip.number, version).forEach((bit, at) => {
		if (bit)
			sheet.fill({ x: strip.x + at * strip.pitch, y: strip.y, w: strip.size, h: strip.size }, 15);
	});
}

function thumb(sheet: Sheet, form: Template, corner: number): void {
	const { marks } = form;
	const [x, y] = [marks!.topLeft, marks!.topRight, marks!.bottomRight, marks!.bottomLeft][corner]!;
	for (let dy = -8; dy <= 8; dy += 0.25) {
		const half = 11 * Math.sqrt(1 - (dy / 8) ** 2);
		sheet.fill({ x: x - half, y: y + dy, w: 2 * half, h: 0.25 }, 168);
	}
}

/** The picture seen from elsewhere: its corners come to lie at these points of a dark desk. */
export function photograph(
	{ width, height, gray }: Raster,
	corners: readonly Point[],
	size: { width: number; height: number },
	desk = 105
): Raster {
	const sheet: Point[] = [
		[0, 0],
		[width, 0],
		[width, height],
		[0, height]
	];
	const back = invert(solveHomography(sheet, corners)!)!;
	const out = new Uint8Array(size.width * size.height).fill(desk);
	for (let y = 0; y < size.height; y++)
		for (let x = 0; x < size.width; x++) {
			const [sx, sy] = project(back, x + 0.5, y + 0.5);
			if (sx < 0 || sy < 0 || sx >= width || sy >= height) continue;
			out[y * size.width + x] = gray[Math.floor(sy) * width + Math.floor(sx)]!;
		}
	return { ...size, gray: out };
}

/** The picture turned by quarter turns, clockwise. */
export function turned(raster: Raster, quarters: number): Raster {
	let { width, height, gray } = raster;
	for (let turn = 0; turn < quarters; turn++) {
		const next = new Uint8Array(gray.length);
		for (let y = 0; y < height; y++)
			for (let x = 0; x < width; x++) next[x * height + (height - 1 - y)] = gray[y * width + x]!;
		[width, height, gray] = [height, width, next];
	}
	return { width, height, gray };
}

/** The picture out of focus: a mean over a square, `times` over. */
export function blurred({ width, height, gray }: Raster, reach: number, times = 2): Raster {
	let from = gray;
	for (let time = 0; time < times; time++)
		for (const step of [1, width]) {
			const out = new Uint8Array(from.length);
			for (let at = 0; at < from.length; at++) {
				let sum = 0;
				for (let beside = -reach; beside <= reach; beside++) sum += from[at + beside * step] ?? 238;
				out[at] = sum / (2 * reach + 1);
			}
			from = out;
		}
	return { width, height, gray: from };
}
