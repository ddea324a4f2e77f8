import { boundsOf } from '#lib/domain/intake/bounds.ts';
import type { Box, TemplateField } from '#lib/domain/intake/template.ts';
import type { Point } from './homography.ts';
import type { Page } from './page.ts';
import { place } from './warp.ts';

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
	cornersOf(page, boundsOf(field));
