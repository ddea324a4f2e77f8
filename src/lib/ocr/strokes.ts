import type { Box } from '#lib/domain/intake/template.ts';
import { PAPER } from './sample.ts';
import type { Patch } from './raster.ts';

const INSET_MM = 0.55;
const FRAME_MM = 0.45;
const BESIDE_MM = 0.75;
const INK_STEP = 45;

/** Darker than paper by more than the noise of any picture. */
export const isInk = (value: number): boolean => value < PAPER - INK_STEP;

/**
 * Share of ink inside each box (mm from the patch's corner), where a stroke that runs through
 * several boxes counts only for the one that holds most of it.
 */
export function sharesByStroke(patch: Patch, boxes: readonly Box[]): number[] {
	const { width, height, gray, scale } = patch;
	const ink = Uint8Array.from(gray, (value) => +isInk(value));
	for (const box of boxes) eraseFrame(ink, patch, box);
	const owner = new Int8Array(width * height).fill(-1);
	boxes.forEach((box, at) => {
		for (let y = px(box.y + INSET_MM, scale); y < px(box.y + box.h - INSET_MM, scale); y++)
			for (let x = px(box.x + INSET_MM, scale); x < px(box.x + box.w - INSET_MM, scale); x++)
				owner[y * width + x] = at;
	});
	const held = boxes.map(() => 0);
	const seen = new Uint8Array(width * height);
	for (let seed = 0; seed < ink.length; seed++) {
		if (!ink[seed] || seen[seed] || owner[seed] === -1) continue;
		const counts = strokeCounts(ink, seen, owner, seed, width, boxes.length);
		const most = counts.indexOf(Math.max(...counts));
		held[most]! += counts[most]!;
	}
	return boxes.map((box, at) => {
		const area = (box.w - 2 * INSET_MM) * (box.h - 2 * INSET_MM) * scale * scale;
		return held[at]! / area;
	});
}

const px = (mm: number, scale: number): number => Math.round(mm * scale);

/** Takes the printed lines of a box away, but not where a stroke crosses them. */
function eraseFrame(ink: Uint8Array, { width, height, scale }: Patch, box: Box): void {
	const was = Uint8Array.from(ink);
	const [near, beside] = [px(FRAME_MM, scale), px(BESIDE_MM, scale)];
	const at = (x: number, y: number): number =>
		x < 0 || y < 0 || x >= width || y >= height ? 0 : was[y * width + x]!;
	const [left, right] = [px(box.x, scale), px(box.x + box.w, scale)];
	const [top, bottom] = [px(box.y, scale), px(box.y + box.h, scale)];
	for (const line of [top, bottom])
		for (let x = left - near; x <= right + near; x++)
			if (!(at(x, line - beside) && at(x, line + beside)))
				for (let y = line - near; y <= line + near; y++) if (at(x, y)) ink[y * width + x] = 0;
	for (const line of [left, right])
		for (let y = top - near; y <= bottom + near; y++)
			if (!(at(line - beside, y) && at(line + beside, y)))
				for (let x = line - near; x <= line + near; x++) if (at(x, y)) ink[y * width + x] = 0;
}

/** Follows a stroke from a pixel and counts its pixels in each box. */
function strokeCounts(
	ink: Uint8Array,
	seen: Uint8Array,
	owner: Int8Array,
	seed: number,
	width: number,
	boxes: number
): number[] {
	const counts = new Array<number>(boxes).fill(0);
	const stack = [seed];
	seen[seed] = 1;
	while (stack.length > 0) {
		const at = stack.pop()!;
		if (owner[at]! >= 0) counts[owner[at]!]!++;
		for (const step of [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1]) {
			const next = at + step;
			if (next < 0 || next >= ink.length || !ink[next] || seen[next]) continue;
			seen[next] = 1;
			stack.push(next);
		}
	}
	return counts;
}
