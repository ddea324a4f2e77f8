import type { Box, TemplateField } from '#lib/domain/intake/template.ts';
import type { Point } from './homography.ts';
import type { Page } from './page.ts';
import { place } from './warp.ts';

/** The box around everything that belongs to a field, in millimetres. */
export function fieldBox(field: TemplateField): Box {
	if (field.kind === 'text') return field.box;
	const boxes = field.kind === 'comb' ? field.cells : field.options.map((option) => option.box);
	const left = Math.min(...boxes.map(({ x }) => x));
	const top = Math.min(...boxes.map(({ y }) => y));
	const right = Math.max(...boxes.map(({ x, w }) => x + w));
	const bottom = Math.max(...boxes.map(({ y, h }) => y + h));
	return { x: left, y: top, w: right - left, h: bottom - top };
}

/** Corners of a box in the pixels of the picture as it was given, clockwise from top left. */
export function cornersOf(page: Page, { x, y, w, h }: Box): Point[] {
	return (
		[
			[x, y],
			[x + w, y],
			[x + w, y + h],
			[x, y + h]
		] as Point[]
	).map(([mx, my]): Point => {
		const [px, py] = place(page.warp, mx, my);
		return [px / page.reduction, py / page.reduction];
	});
}

export const fieldCorners = (page: Page, field: TemplateField): Point[] =>
	cornersOf(page, fieldBox(field));
