import type { Box, Template, TemplateField } from '#lib/domain/intake/template.ts';

/** Pixels per millimetre of the printed sheet: 300 dpi. */
const SCALE = 300 / 25.4;
const INK = '#0b1a5e';
const FONT = "'Noto Sans JP Variable', 'Noto Sans CJK JP', sans-serif";

type Pen = CanvasRenderingContext2D;

/** One character in the middle of its cell. */
function drawComb(pen: Pen, cells: readonly Box[], value: string): void {
	[...value].forEach((letter, at) => {
		const cell = cells[at];
		if (!cell) return;
		pen.font = `${Math.min(cell.h * 0.72, cell.w * 0.95) * SCALE}px ${FONT}`;
		pen.fillText(letter, (cell.x + cell.w / 2) * SCALE, (cell.y + cell.h / 2) * SCALE);
	});
}

/** Words in as many lines as the frame has, broken at spaces first, made smaller until they fit. */
function drawText(pen: Pen, box: Box, lines: number, value: string): void {
	const height = box.h / lines;
	// The smallest size is taken whether it fits or not: nothing is left out in silence.
	for (let size = Math.min(height * 0.62, 6.4); size > 1.2; size -= 0.2) {
		pen.font = `${size * SCALE}px ${FONT}`;
		const rows = breakLines(pen, value, (box.w - 4) * SCALE);
		if (rows.length > lines && size > 1.4) continue;
		pen.textAlign = 'left';
		rows.forEach((row, at) =>
			pen.fillText(row, (box.x + 2) * SCALE, (box.y + height * (at + 0.5)) * SCALE)
		);
		pen.textAlign = 'center';
		return;
	}
}

function breakLines(pen: Pen, value: string, width: number): string[] {
	const rows: string[] = [''];
	// A word that is longer than a line is broken by letters.
	const pieces = value
		.split(/(?<= )/)
		.flatMap((piece) => (pen.measureText(piece).width > width ? [...piece] : [piece]));
	for (const piece of pieces) {
		const longer = rows.at(-1)! + piece;
		if (pen.measureText(longer.trimEnd()).width <= width) rows[rows.length - 1] = longer;
		else rows.push(piece);
	}
	return rows.map((row) => row.trim());
}

function drawTick(pen: Pen, { x, y, w, h }: Box): void {
	pen.beginPath();
	pen.moveTo((x + w * 0.12) * SCALE, (y + h * 0.5) * SCALE);
	pen.lineTo((x + w * 0.42) * SCALE, (y + h * 0.85) * SCALE);
	pen.lineTo((x + w * 1.05) * SCALE, (y + h * 0.02) * SCALE);
	pen.stroke();
}

function drawCircle(pen: Pen, { x, y, w, h }: Box): void {
	pen.beginPath();
	const [cx, cy] = [(x + w / 2) * SCALE, (y + h / 2) * SCALE];
	pen.ellipse(cx, cy, (w / 2) * SCALE, (h / 2) * SCALE, 0, 0, 2 * Math.PI);
	pen.stroke();
}

function drawField(pen: Pen, field: TemplateField, value: string): void {
	if (field.kind === 'comb') return drawComb(pen, field.cells, value);
	if (field.kind === 'text') return drawText(pen, field.box, field.lines, value);
	const chosen = new Set(value.split(','));
	for (const option of field.options) {
		if (!chosen.has(option.value)) continue;
		if (field.kind === 'check') drawTick(pen, option.box);
		else drawCircle(pen, option.box);
	}
}

/** The empty sheet with the values written into their places, at 300 dpi. */
export async function drawFilled(
	template: Template,
	blank: ImageBitmap,
	values: Readonly<Record<string, string>>
): Promise<HTMLCanvasElement> {
	const letters = Object.values(values).join('');
	await document.fonts.load(`16px 'Noto Sans JP Variable'`, letters).catch(() => []);
	const canvas = document.createElement('canvas');
	canvas.width = Math.round(template.page.w * SCALE);
	canvas.height = Math.round(template.page.h * SCALE);
	const pen = canvas.getContext('2d')!;
	pen.fillStyle = '#fff';
	pen.fillRect(0, 0, canvas.width, canvas.height);
	pen.drawImage(blank, 0, 0, canvas.width, canvas.height);
	pen.fillStyle = INK;
	pen.strokeStyle = INK;
	pen.lineWidth = 0.5 * SCALE;
	pen.lineCap = 'round';
	pen.textAlign = 'center';
	pen.textBaseline = 'middle';
	for (const field of template.fields) {
		const value = values[field.id];
		if (value) drawField(pen, field, value);
	}
	return canvas;
}
