import { createCanvas } from '@napi-rs/canvas';
import { join } from 'node:path';
import type { Box } from '#lib/domain/intake/template.ts';
import { findPage } from '#lib/ocr/find-page.ts';
import { decode, productTemplates } from '../../../src/scripts/ocr-node.ts';
import { handOf, numberOf, write } from '../../support/written-number.ts';

/** A sheet on which a My Number was written beside the fields, as a file, and where (mm). */
export async function sheetWithNumber(
	sheet: { readonly file: string; readonly truth: Readonly<Record<string, string>> },
	folder: string
): Promise<{ file: { name: string; mimeType: string; buffer: Buffer }; box: Box }> {
	const found = findPage(await decode(join(folder, sheet.file)), await productTemplates());
	if (!found.ok) throw new Error(found.refusal.kind);
	const hand = handOf(found.value, sheet.truth);
	const { page, box } = write(found.value, hand, numberOf(hand, true));
	const { width, height, gray } = page.raster;
	const canvas = createCanvas(width, height);
	const context = canvas.getContext('2d');
	const image = context.createImageData(width, height);
	for (const [at, value] of gray.entries()) {
		image.data.fill(value, at * 4, at * 4 + 3);
		image.data[at * 4 + 3] = 255;
	}
	context.putImageData(image, 0, 0);
	const buffer = await canvas.encode('jpeg', 92);
	return { file: { name: 'number.jpg', mimeType: 'image/jpeg', buffer }, box };
}
