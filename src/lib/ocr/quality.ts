import { markCandidates } from './mark-candidates.ts';
import { areApart, fitMarks } from './marks.ts';
import type { Page } from './page.ts';
import { reduce } from './picture.ts';
import type { Raster } from './raster.ts';
import type { PageFault } from './refusals.ts';
import type { Point } from './homography.ts';
import type { Marks, Template } from '#lib/domain/intake/template.ts';

/** The sheet's short side must have this many pixels: about 200 dots per inch of A4. */
export const LEAST_SHORT_SIDE = 1650;
/** A photo of a whole sheet has a margin; 7 % fewer pixels read as well. */
const TOLERANCE = 0.93;
/** Edges wider than this (mm) are blurred beyond reading. */
const MOST_EDGE = 0.85;
/**
 * Printed frames that lie this far (mm) from where a smooth bend of the paper puts them: flat and
 * bowed sheets of the sets stay below 0.05, creases of a millimetre begin at 0.35.
 */
const MOST_CREASE = 0.3;
/** The share of frames that may lie farther off: a tick or a shadow can mislead a single one. */
const STRAY = 0.1;

/**
 * Why a page that was found should be taken again while the form is still there, or undefined. A
 * page that cannot be taken again may be read all the same.
 */
export function captureFault(page: Page): PageFault | undefined {
	const short = Math.min(page.template.page.w, page.template.page.h);
	if (page.scale * short < LEAST_SHORT_SIDE * TOLERANCE) return 'too-small';
	if (page.edge > MOST_EDGE) return 'blurred';
	return isCrumpled(page) ? 'crumpled' : undefined;
}

function isCrumpled({ parts }: Page): boolean {
	const shifts = parts.map(({ extra }) => Math.hypot(...extra)).sort((a, b) => a - b);
	return (shifts[Math.floor(shifts.length * (1 - STRAY))] ?? 0) > MOST_CREASE;
}

/** What a frame of the live picture shows. */
export interface Inspection {
	/** Where the marks lie in the frame's pixels: top left, top right, bottom right, bottom left. */
	readonly marks: readonly (Point | undefined)[];
	/** All four marks are in the frame, of one sheet. */
	readonly complete: boolean;
	readonly twoPages: boolean;
	/** Steepest change of grey at the marks, 0 … 1 of the way from paper to ink within one pixel. */
	readonly sharpness: number;
	/** Pixels along the sheet's short side. */
	readonly shortSide: number;
}

const PREVIEW_SIDE = 1000;

/** Looks at a frame of the live camera picture; at most about 60 ms on a frame of 1280 pixels. */
export function inspect(
	frame: Raster,
	template: Pick<Template, 'marks' | 'page'>,
	enlarge = 1
): Inspection {
	const { marks } = template;
	const { raster, factor } = reduce(frame, PREVIEW_SIDE);
	const fits = marks ? fitMarks(markCandidates(raster), marks) : [];
	const [best] = fits;
	const none: Inspection = {
		marks: [undefined, undefined, undefined, undefined],
		complete: false,
		twoPages: false,
		sharpness: 0,
		shortSide: 0
	};
	if (!best || !marks || best.cost > 2.2) return none;
	const points = best.points.map((point, at) =>
		at === best.hidden ? undefined : ([point[0] / factor, point[1] / factor] as Point)
	);
	const complete = best.hidden === undefined && best.cost < 1;
	return {
		marks: points.map((point): Point | undefined =>
			point ? [point[0] * enlarge, point[1] * enlarge] : undefined
		),
		complete,
		twoPages:
			complete &&
			fits.some((fit) => fit.hidden === undefined && fit.cost < 0.5 && areApart(fit, best)),
		sharpness: sharpnessAt(frame, points),
		shortSide: (shortSideOf(best.points, marks, template.page.w) / factor) * enlarge
	};
}

function shortSideOf(points: readonly Point[], marks: Marks, wide: number): number {
	const across = Math.hypot(points[1]![0] - points[0]![0], points[1]![1] - points[0]![1]);
	return (across / (marks.topRight[0] - marks.topLeft[0])) * wide;
}

function sharpnessAt(
	{ width, height, gray }: Raster,
	points: readonly (Point | undefined)[]
): number {
	const steps = points.flatMap((point) => {
		if (!point) return [];
		const reach = Math.round(Math.max(width, height) / 45);
		let [least, most, steepest] = [255, 0, 0];
		for (let dy = -reach; dy <= reach; dy++)
			for (let dx = -reach; dx <= reach; dx++) {
				const [x, y] = [Math.round(point[0]) + dx, Math.round(point[1]) + dy];
				if (x < 1 || y < 1 || x >= width - 1 || y >= height - 1) continue;
				const value = gray[y * width + x]!;
				[least, most] = [Math.min(least, value), Math.max(most, value)];
				steepest = Math.max(
					steepest,
					Math.abs(gray[y * width + x + 1]! - gray[y * width + x - 1]!)
				);
			}
		return [steepest / 2 / Math.max(40, most - least)];
	});
	return steps.length === 0
		? 0
		: Math.min(1, (2 * steps.reduce((a, b) => a + b, 0)) / steps.length);
}
