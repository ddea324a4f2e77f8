import { ok } from '#lib/domain/basics/result.ts';
import type { Box, Marks, Template } from '#lib/domain/intake/template.ts';
import { edgeWidth } from './edge.ts';
import { hiddenSearch, type HiddenSearch } from './hidden-mark.ts';
import { pixelsPerMm, project, scaled, type Homography, type Point } from './homography.ts';
import { markCandidates, type Candidate } from './mark-candidates.ts';
import { areApart, fitMarks, markCentres, type MarkFit } from './marks.ts';
import { settle, type Page } from './page.ts';
import { paperOf, reduce } from './picture.ts';
import { printedParts } from './printed-parts.ts';
import type { Raster } from './raster.ts';
import { refused, type PageResult } from './refusals.ts';
import type { LitRaster } from './sample.ts';
import { parseStrip, readStrip } from './strip.ts';

const WORK_SIDE = 1200;
/** A sheet of A4 at about 300 dpi; a finer picture only costs time. */
const MOST_SIDE = 4200;
const LEAST_AGREEMENT = 0.55;
const TWO_PAGES_COST = 0.9;
const TRIES = 6;
const MOST_ALIKE = 8;

/** A picture made ready: at most about 300 dpi, a small copy for finding, the light of its paper. */
export interface Prepared extends LitRaster {
	readonly work: Raster;
	readonly reduction: number;
}

/** Makes a picture of any size ready to be searched and read. */
export function prepare(picture: Raster): Prepared {
	const { raster, factor: reduction } = reduce(picture, MOST_SIDE);
	const { raster: work, factor } = reduce(raster, WORK_SIDE);
	return { raster, work, reduction, paper: paperOf(work, 12), paperFactor: factor };
}

/** Finds the sheet of one of the templates in a picture, whichever way up it lies. */
export function findPage(picture: Raster, templates: readonly Template[]): PageResult<Page> {
	return findPrepared(prepare(picture), templates);
}

export function findPrepared(prepared: Prepared, templates: readonly Template[]): PageResult<Page> {
	const candidates = markCandidates(prepared.work);
	let refusal = refused('no-form');
	for (const group of byMarks(templates)) {
		const found = findOf(prepared, candidates, group);
		if (found.ok) return found;
		if (found.refusal.kind !== 'no-form') refusal = found;
	}
	return refusal;
}

/** Tries the likeliest places of the marks until the printed frames agree with one. */
function findOf(
	prepared: Prepared,
	candidates: readonly Candidate[],
	group: Group
): PageResult<Page> {
	const fits = ranked(fitMarks(candidates, group.marks).slice(0, 120), prepared.work, group);
	const search = hiddenSearch(prepared.work);
	let refusal: PageResult<Page> | undefined;
	for (const { fit, code } of fits.slice(0, TRIES)) {
		const found = choose(prepared, fit, code, group, search);
		if (found.ok) return isAlone(prepared, fit, fits, group, search) ? found : refused('two-pages');
		if (found.refusal.kind === 'cropped' || isOther(fit, code, group)) refusal ??= found;
	}
	return refusal ?? refused(whyNone(candidates, group.marks, prepared.work));
}

interface Group {
	readonly marks: Marks;
	readonly templates: readonly Template[];
}

function byMarks(templates: readonly Template[]): Group[] {
	const groups = new Map<string, { marks: Marks; templates: Template[] }>();
	for (const template of templates) {
		if (!template.marks) continue;
		const key = JSON.stringify(template.marks);
		const group = groups.get(key) ?? { marks: template.marks, templates: [] };
		group.templates.push(template);
		groups.set(key, group);
	}
	return [...groups.values()];
}

interface RankedFit {
	readonly fit: MarkFit;
	readonly code: Code | undefined;
}

/** All marks of a sheet with a sound strip, but of a form that is not known here. */
const isOther = (fit: MarkFit, code: Code | undefined, group: Group): boolean =>
	fit.hidden === undefined &&
	fit.cost < 0.6 &&
	code !== undefined &&
	!group.templates.some((template) => isOf(template, code));

/** Places whose strip names a known form come first. */
function ranked(fits: readonly MarkFit[], work: Raster, group: Group): RankedFit[] {
	return fits
		.map((fit) => {
			const code = codeOf(work, fit.map, group);
			const known = code && group.templates.some((template) => isOf(template, code));
			const [a, b] = [fit.points[0]!, fit.points[2]!];
			// A sheet usually fills most of its picture.
			const small = Math.log(
				Math.hypot(work.width, work.height) / Math.hypot(b[0] - a[0], b[1] - a[1])
			);
			const unread = fit.hidden === undefined ? 1.8 : 0.5;
			return { fit, code, cost: fit.cost + small + (known ? 0 : code ? 0.8 : unread) };
		})
		.sort((a, b) => a.cost - b.cost);
}

/** Whether no other whole sheet lies beside the one that was found. */
function isAlone(
	prepared: Prepared,
	first: MarkFit,
	fits: readonly RankedFit[],
	group: Group,
	search: HiddenSearch
): boolean {
	const others = fits.filter(
		({ fit, code }) =>
			code && fit.hidden === undefined && areApart(fit, first) && fit.cost < TWO_PAGES_COST
	);
	return !others.slice(0, 3).some(({ fit, code }) => {
		const second = choose(prepared, fit, code, group, search);
		return second.ok || second.refusal.kind === 'cropped';
	});
}

function codeOf(work: Raster, map: Homography, { templates }: Group): Code | undefined {
	const strip = templates.find((template) => template.strip)?.strip;
	return strip ? parseStrip(readStrip(work, map, strip)) : undefined;
}

type Code = NonNullable<ReturnType<typeof parseStrip>>;

const isOf = (template: Template, code: Code): boolean =>
	template.strip?.number === code.number && template.strip.version === code.version;

/** Tries the template that the strip names, or all of them, and keeps the one whose frames fit. */
function choose(
	prepared: Prepared,
	fit: MarkFit,
	code: Code | undefined,
	group: Group,
	search: HiddenSearch
): PageResult<Page> {
	const named = code ? group.templates.filter((template) => isOf(template, code)) : [];
	// With a corner covered the strip may be misread, and only the frames say which form it is.
	const tried = [...named, ...(fit.hidden === undefined && code ? [] : group.templates)];
	const pages: Page[] = [];
	for (const template of new Set(tried)) {
		const page = pageOf(prepared, fit, group.marks, template, search);
		if (page) pages.push(page);
		if (page && named.includes(template) && page.agreement > 0.8) break;
	}
	const [best, next] = pages.sort((a, b) => b.agreement - a.agreement);
	if (!best || best.agreement < LEAST_AGREEMENT) return refused('unknown-form');
	if (next && next.agreement > best.agreement - 0.12) return refused('unknown-form');
	return isWhole(best) ? ok(best) : refused('cropped');
}

function pageOf(
	prepared: Prepared,
	fit: MarkFit,
	marks: Marks,
	template: Template,
	search: HiddenSearch
): Page | undefined {
	const centres = markCentres(marks);
	const workMap =
		fit.hidden === undefined ? fit.map : search(centres, fit, fit.hidden, printedParts(template));
	if (!workMap) return undefined;
	const map = scaled(workMap, 1 / prepared.paperFactor);
	let settled = settle(prepared, map, template);
	// A guessed corner may have left some frames out of reach; from the bent map they are nearer.
	for (let round = 0; fit.hidden !== undefined && settled.agreement < 0.97 && round < 3; round++)
		settled = settle(prepared, map, template, settled.warp);
	const seen = centres.filter((_, at) => at !== fit.hidden && at !== 0);
	const edge = edgeWidth(prepared, map, seen, marks.size);
	return { ...prepared, ...settled, template, edge, hidden: fit.hidden };
}

const boxesOf = (template: Template): Box[] =>
	template.fields.flatMap((field) => {
		if (field.kind === 'comb') return field.cells;
		return field.kind === 'text' ? [field.box] : field.options.map((option) => option.box);
	});

/** Whether every field lies in the picture. */
function isWhole({ raster, warp, template }: Page): boolean {
	const slack = 1.5 * pixelsPerMm(warp.map, 105, 148);
	return boxesOf(template).every(({ x, y, w, h }) =>
		(
			[
				[x, y],
				[x + w, y],
				[x + w, y + h],
				[x, y + h]
			] as Point[]
		).every(([mx, my]) => {
			const [px, py] = project(warp.map, mx, my);
			return px > -slack && py > -slack && px < raster.width + slack && py < raster.height + slack;
		})
	);
}

/**
 * Why no sheet was found though marks may be there: two marks at a fitting distance say that others
 * are covered, or lie beyond the edge of the picture.
 */
function whyNone(
	candidates: readonly Candidate[],
	marks: Marks,
	work: Raster
): 'mark-hidden' | 'cropped' | 'no-form' {
	const centres = markCentres(marks);
	const pairs = candidates.flatMap((one) =>
		candidates.flatMap((other) => {
			if (one === other || other.ring) return [];
			const roles = one.ring
				? [
						[0, 1],
						[0, 2],
						[0, 3]
					]
				: [
						[1, 2],
						[1, 3],
						[2, 3]
					];
			return roles.flatMap(([a, b]) => missingOf(one, other, centres, a!, b!, marks.size) ?? []);
		})
	);
	const least = Math.min(work.width, work.height) / 2;
	const [likeliest] = pairs
		.filter(({ far }) => far > least)
		.sort((a, b) => a.error - a.far / WORK_SIDE - (b.error - b.far / WORK_SIDE));
	// A page full of equal squares is a pattern, not a form.
	const alike = candidates.filter(
		({ side }) => likeliest && Math.abs(Math.log(side / likeliest.side)) < 0.15
	);
	if (!likeliest || alike.length > MOST_ALIKE) return 'no-form';
	const inside = likeliest.missing.every(
		([x, y]) => x > 0 && y > 0 && x < work.width && y < work.height
	);
	return inside ? 'mark-hidden' : 'cropped';
}

/** Two candidates taken for corners a and b: how far their sizes are off, and the other corners. */
function missingOf(
	one: Candidate,
	other: Candidate,
	centres: readonly Point[],
	a: number,
	b: number,
	size: number
): { missing: Point[]; far: number; side: number; error: number } | undefined {
	const [from, to] = [centres[a]!, centres[b]!];
	const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
	const [px, py] = [other.x - one.x, other.y - one.y];
	const far = Math.hypot(px, py);
	const scale = far / Math.hypot(dx, dy);
	const off = [one, other].map(({ side }) => Math.abs(Math.log(side / (size * scale))));
	if (Math.max(...off) > 0.2) return undefined;
	const square = dx * dx + dy * dy;
	const [cos, sin] = [(px * dx + py * dy) / square, (py * dx - px * dy) / square];
	const missing = centres
		.filter((_, at) => at !== a && at !== b)
		.map(([x, y]): Point => {
			const [mx, my] = [x - from[0], y - from[1]];
			return [one.x + mx * cos - my * sin, one.y + mx * sin + my * cos];
		});
	return { missing, far, side: one.side, error: off[0]! + off[1]! };
}
