import type { Box, Template, TemplateField } from './template.ts';

/** The printed boxes of a field. */
export const boxesOf = (field: TemplateField): readonly Box[] =>
	field.kind === 'comb'
		? field.cells
		: field.kind === 'text'
			? [field.box]
			: field.options.map(({ box }) => box);

/** The smallest box around all of them, mm. */
export function boundsOf(field: TemplateField): Box {
	const boxes = boxesOf(field);
	const x = Math.min(...boxes.map((box) => box.x));
	const y = Math.min(...boxes.map((box) => box.y));
	return {
		x,
		y,
		w: Math.max(...boxes.map((box) => box.x + box.w)) - x,
		h: Math.max(...boxes.map((box) => box.y + box.h)) - y
	};
}

/** Words stand to the right of the last tick box. */
const WORDS_MM = 28;
const MARGIN_MM = 2.5;

/** What a person has to see to key a field, mm: its boxes, a margin, and the words of its options. */
export function viewOf(field: TemplateField, page: Template['page']): Box {
	const { x, y, w, h } = boundsOf(field);
	const left = Math.max(0, x - MARGIN_MM);
	const top = Math.max(0, y - MARGIN_MM);
	const right = x + w + (field.kind === 'check' ? WORDS_MM : MARGIN_MM);
	return {
		x: left,
		y: top,
		w: Math.min(page.w, right) - left,
		h: Math.min(page.h, y + h + MARGIN_MM) - top
	};
}
