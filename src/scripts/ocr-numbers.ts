// Writes My Numbers into the white of pages and looks how many of them the search finds.
import { createHash } from 'node:crypto';
import { createCanvas } from '@napi-rs/canvas';
import { isMyNumber } from '#lib/domain/basics/my-number.ts';
import type { Box, Template } from '#lib/domain/intake/template.ts';
import type { Model } from '#lib/ocr/classifier.ts';
import { findPage } from '#lib/ocr/find-page.ts';
import { findNumbers } from '#lib/ocr/number-search.ts';
import type { Page } from '#lib/ocr/page.ts';
import type { Raster } from '#lib/ocr/raster.ts';
import { whitePlace, withStamp, type Stamp } from './ocr-stamp.ts';

interface Hand {
	readonly font: string;
	readonly isPrint: boolean;
}
const hands: Hand[] = [
	...['Noto Sans', 'IPAGothic', 'IPAMincho', 'Sawarabi Gothic'].map((font) => ({
		font,
		isPrint: true
	})),
	...['Klee One', 'kiloji', 'Breip', 'Because We Learn', 'AoyagiKouzanFontT'].map((font) => ({
		font,
		isPrint: false
	}))
];
/** How the three groups of digits are set. */
const sets = ['', ' ', '-'] as const;
/** Height of a digit in mm. */
const heights = [2.4, 3.5, 5] as const;

/** The same numbers for the same page: drawn by its name. */
function lots(name: string): () => number {
	let at = 0;
	return () => createHash('sha256').update(`${name} ${at++}`).digest().readUInt32BE() / 2 ** 32;
}

function someMyNumber(lot: () => number): string {
	const body = Array.from({ length: 11 }, () => Math.floor(lot() * 10)).join('');
	return Array.from({ length: 10 }, (_, digit) => body + digit).find(isMyNumber)!;
}

/** The number as ink, 14 pixels per millimetre, cut to what is drawn. */
function draw(text: string, font: string, high: number): Stamp {
	const scale = 14;
	const size = (high * scale) / 0.72;
	const canvas = createCanvas(Math.ceil(text.length * size), Math.ceil(size * 1.6));
	const context = canvas.getContext('2d');
	context.font = `${size}px "${font}"`;
	context.fillText(text, size / 4, size * 1.2);
	const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
	const inked = (x: number, y: number): boolean => data[(y * canvas.width + x) * 4 + 3]! > 40;
	let [left, top, right, bottom] = [canvas.width, canvas.height, 0, 0];
	for (let y = 0; y < canvas.height; y++)
		for (let x = 0; x < canvas.width; x++)
			if (inked(x, y)) {
				[left, right] = [Math.min(left, x), Math.max(right, x + 1)];
				[top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
			}
	const [width, height] = [right - left, bottom - top];
	const alpha = new Uint8ClampedArray(width * height);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			alpha[y * width + x] = data[((top + y) * canvas.width + left + x) * 4 + 3]!;
	return { alpha, width, height, scale };
}

const covers = (found: readonly Box[], { x, y, w, h }: Box): boolean =>
	found.some(
		(box) =>
			box.x <= x + 0.5 &&
			box.y <= y + 0.8 &&
			box.x + box.w >= x + w - 0.5 &&
			box.y + box.h >= y + h - 0.8
	);

/** How many numbers of one hand were written and found. */
interface Found {
	found: number;
	all: number;
	readonly isPrint: boolean;
}

/** Writes one number in every hand on every page, looks for it, and prints how many were found. */
export async function printNumbers(
	files: readonly string[],
	decode: (file: string) => Promise<Raster>,
	templates: readonly Template[],
	digits: Model
): Promise<void> {
	const tally = new Map(
		hands.map(({ font, isPrint }): [string, Found] => [font, { found: 0, all: 0, isPrint }])
	);
	let [pages, wrong, milliseconds] = [0, 0, 0];
	for (const file of files) {
		const found = findPage(await decode(file), templates);
		if (!found.ok) continue;
		const page = found.value;
		pages++;
		const from = performance.now();
		if (findNumbers(page, digits).length > 0) wrong++;
		milliseconds += performance.now() - from;
		for (const [font, count] of tally)
			count.all += writeAndLook(page, font, lots(file + font), digits, count);
	}
	console.log(`\nMy Numbers written into the white of ${pages} pages (2.4, 3.5 or 5 mm high)`);
	for (const [font, { found, all, isPrint }] of tally)
		console.log(`  ${isPrint ? 'print' : 'hand '} ${font.padEnd(20)} ${found} of ${all} covered`);
	console.log(`  pages without a number on which something was covered: ${wrong}`);
	console.log(`  ${(milliseconds / pages).toFixed(0)} ms a page`);
}

/** 1 when there was room for a number; whether it was found goes to the count. */
function writeAndLook(
	page: Page,
	font: string,
	lot: () => number,
	digits: Model,
	count: Found
): 0 | 1 {
	const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(lot() * items.length)]!;
	const text = someMyNumber(lot).replace(/(\d{4})(?=\d)/g, `$1${pick(sets)}`);
	const stamp = draw(text, font, pick(heights));
	const [w, h] = [stamp.width / stamp.scale, stamp.height / stamp.scale];
	const box = whitePlace(page, w, h, lot);
	if (!box) return 0;
	const written = { ...page, raster: withStamp(page, box, stamp) };
	if (covers(findNumbers(written, digits), box)) count.found++;
	return 1;
}
