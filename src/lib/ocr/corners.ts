import { ok } from '#lib/domain/basics/result.ts';
import type { Template } from '#lib/domain/intake/template.ts';
import { prepare } from './find-page.ts';
import { scaled, solveHomography, type Point } from './homography.ts';
import { settle, type Page } from './page.ts';
import type { Raster } from './raster.ts';
import { refused, type PageResult } from './refusals.ts';

/**
 * Aligns a sheet by its four paper corners, tapped by a person in the picture's pixels, clockwise
 * from the top left of the form. The printed frames correct what the finger missed.
 */
export function alignByCorners(
	picture: Raster,
	corners: readonly [Point, Point, Point, Point],
	template: Template
): PageResult<Page> {
	const prepared = prepare(picture);
	const { w, h } = template.page;
	const sheet: Point[] = [
		[0, 0],
		[w, 0],
		[w, h],
		[0, h]
	];
	const map = solveHomography(sheet, corners);
	if (!map) return refused('no-form');
	const settled = settle(prepared, scaled(map, prepared.reduction), template);
	return ok({ ...prepared, ...settled, template, edge: 0, hidden: undefined });
}
