import type { Box, CombField, Template } from '#lib/domain/intake/template.ts';

/** A piece of the printed frame: straight lines at these places, each as long as the others reach. */
export interface PrintedPart {
	readonly field: string;
	/** For a comb the first of its cells in this part and how many; for options the option. */
	readonly from: number;
	readonly count: number;
	readonly xs: readonly number[];
	readonly ys: readonly number[];
}

const CHUNK = 5;
const TOUCH = 0.6;

/** Runs of cells that touch each other, cut into pieces of at most five cells. */
export function combParts(field: CombField): PrintedPart[] {
	const runs: number[][] = [];
	field.cells.forEach((cell, at) => {
		const before = field.cells[at - 1];
		const touches =
			before &&
			Math.abs(before.x + before.w - cell.x) < TOUCH &&
			Math.abs(before.y - cell.y) < TOUCH;
		if (touches) runs.at(-1)!.push(at);
		else runs.push([at]);
	});
	return runs.flatMap((run) => {
		const pieces = Math.ceil(run.length / CHUNK);
		const size = Math.ceil(run.length / pieces);
		return Array.from({ length: pieces }, (_, piece) =>
			combPart(field, run.slice(piece * size, (piece + 1) * size))
		).filter((part) => part.count > 0);
	});
}

function combPart(field: CombField, run: readonly number[]): PrintedPart {
	const cells = run.map((at) => field.cells[at]!);
	const last = cells.at(-1);
	const xs = last ? [...cells.map((cell) => cell.x), last.x + last.w] : [];
	const ys = last ? [last.y, last.y + last.h] : [];
	return { field: field.id, from: run[0] ?? 0, count: run.length, xs, ys };
}

const boxPart = (field: string, from: number, box: Box): PrintedPart => ({
	field,
	from,
	count: 1,
	xs: [box.x, box.x + box.w],
	ys: [box.y, box.y + box.h]
});

/** Every piece of frame that a form prints around its cells and boxes to tick. */
export function printedParts(template: Template): PrintedPart[] {
	return template.fields.flatMap((field) => {
		if (field.kind === 'comb') return combParts(field);
		if (field.kind === 'check')
			return field.options.map((option, at) => boxPart(field.id, at, option.box));
		return [];
	});
}

/** The box that a part fills on the sheet. */
export const partBox = ({ xs, ys }: PrintedPart): Box => ({
	x: xs[0]!,
	y: ys[0]!,
	w: xs.at(-1)! - xs[0]!,
	h: ys.at(-1)! - ys[0]!
});
