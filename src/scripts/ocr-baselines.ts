// What the pipeline is measured against: the whole page through the line engine's library as it
// comes, and the same zones with the line engine alone.
import { readFile } from 'node:fs/promises';
import Tesseract from 'tesseract.js';
import type { Template } from '#lib/domain/intake/template.ts';
import { cellPatches } from '#lib/ocr/comb-line.ts';
import type { LineReader } from '#lib/ocr/line-reader.ts';
import { readOptions } from '#lib/ocr/options.ts';
import type { Page } from '#lib/ocr/page.ts';
import { readCombLine } from '#lib/ocr/read-page.ts';
import { readText } from '#lib/ocr/text-reading.ts';
import { engineFiles } from './ocr-node.ts';
import { plain, type Prediction, type TruthImage } from './ocr-score.ts';

/**
 * Whole-page recognition. Generous: a written field counts as read when its value stands anywhere
 * in the text; boxes to tick and circles are not tried.
 */
export async function openWholePage(): Promise<{
	read(path: string, image: TruthImage, template: Template): Promise<Prediction>;
	end(): Promise<unknown>;
}> {
	const engine = await Tesseract.createWorker('jpn', 1, {
		langPath: engineFiles().languages.jpn,
		cacheMethod: 'none',
		gzip: true,
		errorHandler: () => undefined
	});
	return {
		read: async (path, image, template) => {
			const { data } = await engine.recognize(await readFile(path));
			const text = plain(data.text);
			const found = template.fields.flatMap((field) => {
				const truth = image.truth[field.id];
				const isWritten = field.kind === 'comb' || field.kind === 'text';
				const reads = isWritten && truth && text.includes(plain(truth));
				return reads ? [[field.id, truth] as const] : [];
			});
			return Object.fromEntries(found);
		},
		end: () => engine.terminate()
	};
}

/** The zones of the pipeline, read by the line engine only. */
export async function readZones(page: Page, lines: LineReader): Promise<Prediction> {
	const read: Record<string, string> = {};
	for (const field of page.template.fields) {
		if (field.kind === 'comb')
			read[field.id] = (await readCombLine(cellPatches(page, field), field, lines)) ?? '';
		else if (field.kind === 'text') read[field.id] = (await readText(page, field, { lines })).text;
		else read[field.id] = readOptions(page, field).value;
	}
	return read;
}
