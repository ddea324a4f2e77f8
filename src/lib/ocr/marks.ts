import type { Marks } from '#lib/domain/intake/template.ts';
import type { Candidate } from './mark-candidates.ts';
import { project, solveHomography, type Homography, type Point } from './homography.ts';

/** Corners in the order top left, top right, bottom right, bottom left. */
export const CORNERS = ['topLeft', 'topRight', 'bottomRight', 'bottomLeft'] as const;

/** Where the marks of one sheet lie; `hidden` is the corner that was not found and is only guessed. */
export interface MarkFit {
	readonly points: readonly Point[];
	readonly hidden: number | undefined;
	/** Sheet millimetres to picture pixels. */
	readonly map: Homography;
	/** How far sizes and shape are from a flat sheet; less is better. */
	readonly cost: number;
	readonly used: readonly Candidate[];
}

export const markCentres = (marks: Marks): Point[] => CORNERS.map((corner) => marks[corner]);

const HIDDEN_COST = 0.7;

const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]];
const cross = (a: Point, b: Point): number => a[0] * b[1] - a[1] * b[0];
const length = (a: Point): number => Math.hypot(a[0], a[1]);
const at = (one: Candidate): Point => [one.x, one.y];

/** The sheets that the candidates can form, the likeliest first. */
export function fitMarks(candidates: readonly Candidate[], marks: Marks): MarkFit[] {
	const fits = [1, 2, 3, 0]
		.flatMap((missing) => fitsWithout(missing, candidates, marks))
		.sort((a, b) => a.cost - b.cost);
	const seen = new Set<string>();
	return fits.filter((fit) => {
		const key = fit.points.map(([x, y]) => `${Math.round(x)},${Math.round(y)}`).join(' ');
		return !seen.has(key) && seen.add(key);
	});
}

/** Whether two fits speak of different sheets: they share no mark. */
export const areApart = (one: MarkFit, other: MarkFit): boolean =>
	!one.used.some((mark) => other.used.includes(mark));

/** Fits by three corners; the fourth is taken when something lies where it should. */
function fitsWithout(missing: number, candidates: readonly Candidate[], marks: Marks): MarkFit[] {
	const roles = [0, 1, 2, 3].filter((corner) => corner !== missing);
	const pool = (corner: number): Candidate[] =>
		candidates.filter((one) => one.ring === (corner === 0));
	const fits: MarkFit[] = [];
	for (const a of pool(roles[0]!))
		for (const b of pool(roles[1]!)) {
			if (b === a || Math.abs(Math.log(a.side / b.side)) > 0.55) continue;
			for (const c of pool(roles[2]!)) {
				if (c === a || c === b) continue;
				fits.push(...fitThree([a, b, c], missing, candidates, marks));
			}
		}
	return fits;
}

function fitThree(
	three: readonly Candidate[],
	missing: number,
	candidates: readonly Candidate[],
	marks: Marks
): MarkFit[] {
	const points: Point[] = [];
	let next = 0;
	for (let corner = 0; corner < 4; corner++)
		points[corner] = corner === missing ? [0, 0] : at(three[next++]!);
	const [before, across, after] = [(missing + 3) % 4, (missing + 2) % 4, (missing + 1) % 4];
	points[missing] = [
		points[before]![0] + points[after]![0] - points[across]![0],
		points[before]![1] + points[after]![1] - points[across]![1]
	];
	const shape = shapeCost(points, marks, three);
	if (shape === undefined) return [];
	const reach = 0.22 * length(minus(points[before]!, points[after]!));
	const fourth = candidates
		.filter((one) => !three.includes(one) && one.ring === (missing === 0))
		.map((one) => ({ one, far: length(minus(at(one), points[missing]!)) }))
		.filter(({ far, one }) => far < reach && Math.abs(Math.log(one.side / three[0]!.side)) < 0.6)
		.sort((a, b) => a.far - b.far)[0];
	const guessed = fitOf(points, marks, missing, shape + HIDDEN_COST, three);
	if (!fourth) return guessed;
	const all = points.map((point, corner) => (corner === missing ? at(fourth.one) : point));
	const odd = Math.abs(Math.log(fourth.one.side / three[0]!.side));
	const cost = shape + fourth.far / reach / 2 + odd;
	return [...fitOf(all, marks, undefined, cost, [...three, fourth.one]), ...guessed];
}

function fitOf(
	points: readonly Point[],
	marks: Marks,
	hidden: number | undefined,
	cost: number,
	used: readonly Candidate[]
): MarkFit[] {
	const map = solveHomography(markCentres(marks), points);
	return map && isFlat(map, marks) ? [{ points, hidden, map, cost, used }] : [];
}

/** How unlike a sheet the four points are; undefined when they cannot be one. */
function shapeCost(
	points: readonly Point[],
	marks: Marks,
	seen: readonly Candidate[]
): number | undefined {
	const across = minus(points[1]!, points[0]!);
	const down = minus(points[3]!, points[0]!);
	if (cross(across, down) <= 0) return undefined;
	const [wide, high] = [
		marks.topRight[0] - marks.topLeft[0],
		marks.bottomLeft[1] - marks.topLeft[1]
	];
	const ratio = Math.log(length(down) / high / (length(across) / wide));
	const cosine = Math.abs(
		(across[0] * down[0] + across[1] * down[1]) / (length(across) * length(down))
	);
	if (Math.abs(ratio) > 0.3 || cosine > 0.42) return undefined;
	const scale = Math.sqrt((length(across) / wide) * (length(down) / high));
	const sizes = seen.map((one) => Math.abs(Math.log(one.side / (scale * marks.size))));
	if (Math.max(...sizes) > 0.5) return undefined;
	// Sizes tell most: print between the marks can look like one, but rarely of the right size.
	const size = sizes.reduce((sum, one) => sum + one, 0) / sizes.length + Math.max(...sizes);
	return Math.abs(ratio) + cosine + 1.5 * size;
}

/** A photo of a sheet never shows one corner much nearer than another. */
function isFlat(map: Homography, marks: Marks): boolean {
	const depths = markCentres(marks).map(([x, y]) => map[6]! * x + map[7]! * y + 1);
	return Math.min(...depths) > 0 && Math.max(...depths) / Math.min(...depths) < 1.8;
}

/** Where the corners of the paper lie by a map. */
export const sheetCorners = (map: Homography, page: { w: number; h: number }): Point[] => [
	project(map, 0, 0),
	project(map, page.w, 0),
	project(map, page.w, page.h),
	project(map, 0, page.h)
];
