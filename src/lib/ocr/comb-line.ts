import type { CombField } from '#lib/domain/intake/template.ts';
import { CELL_MARGIN, readGlyph, type Glyph } from './cell.ts';
import { extraOf } from './options.ts';
import { grown, patchOf, type Page } from './page.ts';
import type { Patch, Raster } from './raster.ts';
import { LINE_HEIGHT } from './text-lines.ts';

const CELL_SCALE = 10;
/** White between two letters, as a share of the height: wider makes the engine invent letters. */
const GAP = 0.22;

/** The pictures of the cells of a comb, each sampled where its piece of frame was found. */
export function cellPatches(page: Page, field: CombField): Patch[] {
	const pieces = page.parts.filter(({ part }) => part.field === field.id);
	return field.cells.map((cell, at) => {
		const piece = pieces.find(({ part }) => at >= part.from && at < part.from + part.count);
		return patchOf(
			page,
			grown(cell, CELL_MARGIN),
			CELL_SCALE,
			piece?.extra ?? extraOf(page, field.id, 0)
		);
	});
}

/** The characters of a comb set close as one line, without frames; undefined when all is blank. */
export function combLine(patches: readonly Patch[]): Raster | undefined {
	const glyphs = patches.flatMap((patch) => readGlyph(patch) ?? []);
	if (glyphs.length === 0) return undefined;
	const top = Math.min(...glyphs.map((glyph) => glyph.top));
	const bottom = Math.max(...glyphs.map((glyph) => glyph.bottom)) + 1;
	const factor = (LINE_HEIGHT * 0.75) / (bottom - top);
	const gap = Math.round(LINE_HEIGHT * 0.75 * GAP);
	const pad = Math.round(LINE_HEIGHT * 0.2);
	const widths = glyphs.map((glyph) =>
		Math.max(2, Math.round((glyph.right + 1 - glyph.left) * factor))
	);
	const width = widths.reduce((sum, one) => sum + one + gap, 2 * pad - gap);
	const height = Math.round((bottom - top) * factor) + 2 * pad;
	const line: Raster = { width, height, gray: new Uint8Array(width * height).fill(255) };
	let left = pad;
	glyphs.forEach((glyph, at) => {
		draw(line, glyph, { left, top: pad, width: widths[at]!, from: top, factor });
		left += widths[at]! + gap;
	});
	return line;
}

function draw(
	line: Raster,
	glyph: Glyph,
	to: { left: number; top: number; width: number; from: number; factor: number }
): void {
	for (let y = 0; y < line.height - 2 * to.top; y++)
		for (let x = 0; x < to.width; x++) {
			const sx = Math.min(glyph.right, glyph.left + x / to.factor);
			const sy = Math.min(glyph.height - 1.001, to.from + y / to.factor);
			const [cx, cy] = [Math.floor(sx), Math.floor(sy)];
			const [fx, fy] = [sx - cx, sy - cy];
			const at = cy * glyph.width + cx;
			const next = cx + 1 < glyph.width ? 1 : 0;
			const ink =
				(glyph.ink[at]! * (1 - fx) + glyph.ink[at + next]! * fx) * (1 - fy) +
				(glyph.ink[at + glyph.width]! * (1 - fx) + glyph.ink[at + glyph.width + next]! * fx) * fy;
			line.gray[(y + to.top) * line.width + to.left + x] = 255 - ink * 255;
		}
}
