// Puts a character on the paper of a scene: with a font or with a pen path of the project.
import type { SKRSContext2D } from '@napi-rs/canvas';
import { LARGE, SMALL } from '../lib/ocr/kana.ts';
import type { Chance } from './ocr-train-chance.ts';
import type { Font, Kind } from './ocr-train-fonts.ts';
import { penPaths, type PenPath } from './ocr-train-strokes.ts';

/** Pixels of a scene per millimetre. */
export const SCENE_SCALE = 10;

/** How one person or printer writes. */
export interface Style {
	kind: Kind;
	font: Font | null;
	weight: number;
	/** Against the usual size for the cell. */
	size: number;
	/** Degrees. */
	slant: number;
	/** How much horizontal strokes climb to the right: height per width. */
	climb: number;
	/** Width of the pen in mm, for pen paths; extra width for fonts. */
	pen: number;
	/** How unsteady the hand is; about 1. */
	jitter: number;
	/** How much the pressure changes: width of pen strokes and darkness of the ink, 0 … 1. */
	pressure: number;
	/** How far the paper seems to be stretched unevenly, in mm. */
	elastic: number;
	/** Darkness of the ink, 0 … 1. */
	ink: number;
	/** Which of the ways to write a character this hand prefers. */
	habit: number;
}

/** A style by chance; with a font that one, else the pen paths. */
export function styleOf(chance: Chance, font: Font | null): Style {
	const kind = font?.kind ?? 'drawn';
	const printed = kind === 'print';
	return {
		...{ kind, font },
		weight: font?.weights ? chance.pick(font.weights) : 400,
		size: chance.between(printed ? 0.74 : font ? 0.74 : 0.6, printed ? 1.02 : 1.14),
		slant: printed ? 0 : chance.normal() * (kind === 'drawn' ? 6.5 : 4.5),
		climb: printed ? 0 : chance.between(-0.04, font ? 0.08 : 0.2),
		pen:
			kind === 'drawn'
				? chance.between(0.22, 0.7)
				: chance.chance(0.3)
					? chance.between(0.04, 0.2)
					: 0,
		jitter: printed ? 0.15 : chance.between(0.5, 1.4),
		pressure: (printed ? 0.15 : font ? 0.6 : 1) * chance.next() ** 1.5,
		elastic: printed ? 0.04 : chance.between(0.05, 0.32),
		ink: printed ? chance.between(0.85, 1) : chance.between(0.66, 1),
		habit: Math.floor(chance.next() * 1e6)
	};
}

/** The large form of a small kana, or the character itself. */
export function largeForm(char: string): string {
	const at = SMALL.indexOf(char);
	return at < 0 ? char : LARGE[at]!;
}

interface Cell {
	w: number;
	h: number;
}

/** Draws a character around (cx, cy) mm, jitter included. */
export function drawChar(
	context: SKRSContext2D,
	char: string,
	[cx, cy]: [number, number],
	cell: Cell,
	style: Style,
	chance: Chance
): void {
	const k = SCENE_SCALE;
	const { jitter } = style;
	context.save();
	const [dx, dy] = [chance.normal() * 0.36 * jitter, chance.normal() * 0.36 * jitter];
	context.translate((cx + dx) * k, (cy + dy) * k);
	context.rotate(((style.slant * 0.5 + chance.normal() * 2.8 * jitter) * Math.PI) / 180);
	const shear = -Math.tan((style.slant * Math.PI) / 180) + chance.normal() * 0.06 * jitter;
	context.transform(
		1 + chance.normal() * 0.08 * jitter,
		-style.climb,
		shear,
		1 + chance.normal() * 0.07 * jitter,
		0,
		0
	);
	context.globalAlpha = style.kind === 'print' ? 1 : chance.between(0.8, 1);
	const kana = char >= '゠';
	const em = Math.min(cell.h * 0.74, cell.w * 0.98) * style.size * (kana ? 0.9 : 1);
	if (style.font) drawGlyph(context, char, em * k, style, style.font.kind === 'latin' ? 1.15 : 1);
	else drawPath(context, char, em * k, style, chance);
	context.restore();
}

function drawGlyph(
	context: SKRSContext2D,
	char: string,
	em: number,
	style: Style,
	factor: number
): void {
	context.font = `${style.weight} ${(em * factor).toFixed(2)}px "${style.font!.family}"`;
	context.textAlign = 'center';
	context.textBaseline = 'alphabetic';
	const box = context.measureText(char);
	const ascii = char < '\x7f';
	const baseline = ascii
		? (box.actualBoundingBoxAscent - box.actualBoundingBoxDescent) / 2
		: em * 0.37;
	// Latin hands measure their em differently: bring outliers to the height of a digit.
	const height = (box.actualBoundingBoxAscent + box.actualBoundingBoxDescent) / em;
	const zoom = style.kind === 'latin' && ascii ? Math.min(1.5, Math.max(0.7, 0.8 / height)) : 1;
	if (zoom !== 1) context.scale((1 + zoom) / 2, (1 + zoom) / 2);
	context.fillText(char, 0, baseline);
	if (style.pen === 0) return;
	context.lineWidth = style.pen * SCENE_SCALE;
	context.lineJoin = 'round';
	context.strokeText(char, 0, baseline);
}

/** The way of writing that a hand prefers, now and then another. */
function pathOf(char: string, style: Style, chance: Chance): PenPath {
	const paths = penPaths.get(largeForm(char));
	if (!paths) throw new Error(`no pen path for ${char}`);
	if (chance.chance(0.15)) return chance.pick(paths);
	return paths[(style.habit + char.codePointAt(0)! * 7) % paths.length]!;
}

function drawPath(
	context: SKRSContext2D,
	char: string,
	em: number,
	style: Style,
	chance: Chance
): void {
	const path = pathOf(char, style, chance);
	const kana = char >= '゠';
	const [slim, wide] = path.proportions;
	const ratio = chance.between(slim, wide);
	let height = em * (kana ? 0.86 : 0.84) * chance.between(0.94, 1.06);
	let width = height * ratio;
	if (kana && ratio > 1)
		[width, height] = [Math.min(em * 0.95, width), Math.min(em * 0.95, width) / ratio];
	if (largeForm(char) !== char) {
		const small = chance.between(0.58, 0.76);
		context.translate(chance.normal() * 0.03 * em, em * chance.between(0.06, 0.2));
		[width, height] = [width * small, height * small];
	}
	strokePath(context, path, width, height, style, chance);
}

/** Draws all strokes of a path in a box around the origin. */
function strokePath(
	context: SKRSContext2D,
	path: PenPath,
	width: number,
	height: number,
	style: Style,
	chance: Chance
): void {
	const wobble = 2.4 * style.jitter;
	context.lineCap = 'round';
	context.lineJoin = 'round';
	for (const stroke of path.strokes.map((runs) => [...runs])) {
		const [sx, sy] = [chance.normal() * wobble * 0.8, chance.normal() * wobble * 0.8];
		const stretch = 1 + chance.normal() * 0.05 * style.jitter;
		const [mx, my] = middleOf(stroke);
		let joint: [number, number] | null = null;
		if (chance.chance(0.06)) stroke.unshift(hookOf(stroke, chance));
		for (const run of stroke) {
			const points = run.map(([x, y], i): [number, number] => {
				if (i === 0 && joint) return joint;
				return [
					((mx + (x - mx) * stretch + sx + chance.normal() * wobble - 50) / 100) * width,
					((my + (y - my) * stretch + sy + chance.normal() * wobble - 50) / 100) * height
				];
			});
			joint = points.at(-1)!;
			if (chance.chance(0.5)) pressAt(context, joint, style, chance);
			if (points.length > 1) strokeRun(context, points, style, chance);
		}
	}
}

/** The mean of a stroke's points. */
function middleOf(stroke: [number, number][][]): [number, number] {
	const points = stroke.flat();
	const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
	return [mean(0), mean(1)];
}

/** A blot where the pen turns or stops, as a brush leaves it. */
function pressAt(
	context: SKRSContext2D,
	[x, y]: [number, number],
	{ pen, pressure }: Style,
	chance: Chance
): void {
	context.beginPath();
	const radius = pen * SCENE_SCALE * (0.5 + 0.45 * pressure * chance.next());
	context.arc(x, y, radius, 0, 2 * Math.PI);
	context.fill();
}

/** A little serif or hook with which the pen comes down. */
function hookOf(stroke: [number, number][][], chance: Chance): [number, number][] {
	const [x, y] = stroke[0]![0]!;
	return [
		[x + chance.normal() * 9, y + chance.normal() * 6],
		[x, y]
	];
}

/** A smooth run (Catmull-Rom) with the pressure of the pen changing along it. */
function strokeRun(
	context: SKRSContext2D,
	points: [number, number][],
	{ pen, pressure }: Style,
	chance: Chance
): void {
	const steps = 5;
	const [from, to] = [0, 0].map(() => 1 + chance.between(-0.75, 0.45) * pressure) as [
		number,
		number
	];
	const middle = 1 + chance.between(-0.4, 0.5) * pressure;
	const at = (i: number) => points[Math.max(0, Math.min(points.length - 1, i))]!;
	let [px, py] = points[0]!;
	for (let i = 0; i < points.length - 1; i++)
		for (let step = 1; step <= steps; step++) {
			const t = step / steps;
			const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
			const x = spline(a[0], b[0], c[0], d[0], t);
			const y = spline(a[1], b[1], c[1], d[1], t);
			const share = (i + t) / (points.length - 1);
			const width =
				from + (to - from) * share + (middle - (from + to) / 2) * 4 * share * (1 - share);
			context.lineWidth = Math.max(0.12, pen * width) * SCENE_SCALE;
			context.beginPath();
			context.moveTo(px, py);
			context.lineTo(x, y);
			context.stroke();
			[px, py] = [x, y];
		}
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
	return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/** Ink that is no character: scribbles, crossings-out, blots. */
export function drawNonsense(
	context: SKRSContext2D,
	[cx, cy]: [number, number],
	chars: readonly string[],
	cell: Cell,
	style: Style,
	chance: Chance
): void {
	const k = SCENE_SCALE;
	const way = chance.next();
	if (way < 0.35) {
		drawChar(context, chance.pick(chars), [cx, cy], cell, style, chance);
		crossOut(context, [cx, cy], cell, style, chance);
	} else if (way < 0.55) {
		const slim = { ...style, size: style.size * 0.75 };
		const aside = cell.w * chance.between(0.18, 0.26);
		drawChar(context, chance.pick(chars), [cx - aside, cy], cell, slim, chance);
		drawChar(context, chance.pick(chars), [cx + aside, cy], cell, slim, chance);
	} else {
		context.save();
		context.translate(cx * k, cy * k);
		const strokes = chance.whole(way < 0.7 ? 1 : 3, way < 0.7 ? 2 : 7);
		const spread = way < 0.7 ? 14 : 34;
		for (let i = 0; i < strokes; i++) {
			const points = Array.from({ length: chance.whole(3, 7) }, (): [number, number] => [
				chance.normal() * spread * 0.01 * cell.w * k,
				chance.normal() * spread * 0.01 * cell.h * k
			]);
			strokeRun(
				context,
				points,
				{ ...style, pen: chance.between(0.3, way < 0.7 ? 1.6 : 0.6) },
				chance
			);
		}
		context.restore();
	}
}

/** Two or more lines through what was written (二重線). */
function crossOut(
	context: SKRSContext2D,
	[cx, cy]: [number, number],
	cell: Cell,
	style: Style,
	chance: Chance
): void {
	const k = SCENE_SCALE;
	const tilt = chance.normal() * 0.3;
	const half = cell.w * chance.between(0.38, 0.55);
	for (let i = 0; i < chance.whole(2, 3); i++) {
		const y = cy + (i - 0.5) * chance.between(0.6, 1.3);
		const ends: [number, number][] = [
			[(cx - half) * k, (y - half * tilt) * k],
			[(cx + half) * k, (y + half * tilt) * k]
		];
		strokeRun(context, ends, { ...style, pen: Math.max(style.pen, 0.3) }, chance);
	}
}
