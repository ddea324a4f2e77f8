import type { Box, CheckField, CircleField } from '#lib/domain/intake/template.ts';
import type { Page } from './page.ts';
import { grown, patchOf } from './page.ts';
import { PAPER } from './sample.ts';
import type { Patch } from './raster.ts';
import type { Point } from './homography.ts';
import { isInk, sharesByStroke } from './strokes.ts';

const SCALE = 8;
const INSET_MM = 0.55;

export function inkShare(patch: Patch): number {
	let ink = 0;
	for (const value of patch.gray) if (isInk(value)) ink++;
	return ink / patch.gray.length;
}

/** The shift that was found for the box of an option. */
export const extraOf = (page: Page, field: string, from: number): Point =>
	page.parts.find(({ part }) => part.field === field && part.from === from)?.extra ?? [0, 0];

/** Share of ink inside every box to tick. */
export function tickInk(page: Page, field: CheckField): number[] {
	const boxes = tickBoxes(page);
	const shares = boxes.map(({ box }) => inkShare(patchOf(page, grown(box, -INSET_MM), SCALE)));
	const own = boxes.flatMap((one, at) => (one.field === field.id ? [at] : []));
	for (const at of own) {
		const beside = boxes.flatMap((other, index) =>
			index !== at && shares[index]! >= TICK_BAND[0] && areNear(other.box, boxes[at]!.box)
				? [index]
				: []
		);
		if (shares[at]! < TICK_BAND[0] || beside.length === 0) continue;
		const [first] = ownInk(
			page,
			[at, ...beside].map((index) => boxes[index]!.box)
		);
		shares[at] = first!;
	}
	return own.map((at) => shares[at]!);
}

interface TickBox {
	readonly field: string;
	/** Where the box was found, in millimetres before the page's warp. */
	readonly box: Box;
}

/** Every box to tick of the page, each where its frame was found. */
function tickBoxes(page: Page): TickBox[] {
	return page.template.fields.flatMap((field) => {
		if (field.kind !== 'check') return [];
		return field.options.map(({ box }, at): TickBox => {
			const [dx, dy] = extraOf(page, field.id, at);
			return { field: field.id, box: { ...box, x: box.x + dx, y: box.y + dy } };
		});
	});
}

const areNear = (a: Box, b: Box): boolean => Math.hypot(a.x - b.x, a.y - b.y) < NEAR_MM;

/** Ink shares of boxes near each other, every stroke counted only for the box that holds most of it. */
function ownInk(page: Page, boxes: readonly Box[]): number[] {
	const left = Math.min(...boxes.map(({ x }) => x)) - 4;
	const top = Math.min(...boxes.map(({ y }) => y)) - 4;
	const right = Math.max(...boxes.map(({ x, w }) => x + w)) + 4;
	const bottom = Math.max(...boxes.map(({ y, h }) => y + h)) + 4;
	const patch = patchOf(page, { x: left, y: top, w: right - left, h: bottom - top }, SCALE);
	return sharesByStroke(
		patch,
		boxes.map((box) => ({ ...box, x: box.x - left, y: box.y - top }))
	);
}

/** From this share of ink on a box counts as ticked; in the band around it a person must look. */
const TICKED = 0.11;
const TICK_BAND = [0.06, 0.16] as const;
/** A stroke can reach from one box to another that is at most this far away. */
const NEAR_MM = 16;

const RAYS = 64;
const [NEAR, FAR] = [0.8, 1.24];

/** Share of the way around every printed word on which a circle is drawn. */
export function circleInk(page: Page, field: CircleField): number[] {
	return field.options.map(({ box }) => {
		const around = {
			x: box.x - box.w * 0.15,
			y: box.y - box.h * 0.15,
			w: box.w * 1.3,
			h: box.h * 1.3
		};
		const patch = patchOf(page, around, SCALE);
		const [cx, cy] = [patch.width / 2, patch.height / 2];
		const [rx, ry] = [(box.w / 2) * SCALE, (box.h / 2) * SCALE];
		let hits = 0;
		for (let ray = 0; ray < RAYS; ray++) {
			const angle = ((ray + 0.5) * 2 * Math.PI) / RAYS;
			// The printed word reaches further to its sides than up and down.
			const near = NEAR + 0.1 * Math.abs(Math.cos(angle));
			for (let share = near; share <= FAR; share += 0.02) {
				const x = Math.round(cx + rx * share * Math.cos(angle));
				const y = Math.round(cy + ry * share * Math.sin(angle));
				if (!isInk(patch.gray[y * patch.width + x] ?? PAPER)) continue;
				hits++;
				break;
			}
		}
		return hits / RAYS;
	});
}

const CIRCLED = 0.45;
const CIRCLE_BAND = [0.3, 0.6] as const;

export interface OptionReading {
	/** Values of the marked options, comma-joined in the order of the form. */
	readonly value: string;
	readonly p: number;
	readonly doubtful: boolean;
}

/** Which options are ticked or circled; none or two where one belongs is doubtful. */
export function readOptions(page: Page, field: CheckField | CircleField): OptionReading {
	const isCheck = field.kind === 'check';
	const shares = isCheck ? tickInk(page, field) : circleInk(page, field);
	const [from, [low, high]] = isCheck ? [TICKED, TICK_BAND] : [CIRCLED, CIRCLE_BAND];
	const marked = field.options.filter((_, at) => shares[at]! >= from);
	const p = Math.min(...shares.map((share) => sureness(share, from, low, high)));
	const isOne = marked.length === 1 || (isCheck && field.multi && marked.length > 0);
	return {
		value: marked.map((option) => option.value).join(','),
		p: isOne ? p : Math.min(p, 0.5),
		doubtful: !isOne || p < 0.9
	};
}

/** 0.5 at the border, 0.9 at the ends of the band, nearly 1 well beyond them. */
function sureness(share: number, from: number, low: number, high: number): number {
	const reach = share >= from ? high - from : from - low;
	const far = Math.abs(share - from) / reach;
	return far < 1 ? 0.5 + 0.4 * far : 1 - 0.1 / (1 + 12 * (far - 1));
}
