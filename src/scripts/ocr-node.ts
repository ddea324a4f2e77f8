// Reads pictures in Node with the code of the app: decoding, models and line engine from the disk.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { template, type Template } from '#lib/domain/intake/template.ts';
import type { LineReader } from '#lib/ocr/line-reader.ts';
import { loadReadingModels, type ReadingModels } from '#lib/ocr/models.ts';
import { MOST_PIXELS, toGray } from '#lib/ocr/picture.ts';
import type { Raster } from '#lib/ocr/raster.ts';
import { openTesseract, type EngineFiles } from '#lib/ocr/tesseract.ts';

const lib = join(import.meta.dirname, '..', 'lib');
const require = createRequire(import.meta.url);

const FORMS = ['jpsd-a', 'jpsd-b', 'jpsd-c'];
/** The forms that come with the product. */
export async function productTemplates(): Promise<Template[]> {
	return Promise.all(
		FORMS.map(async (name) => {
			const text = await readFile(join(lib, 'domain', 'intake', `${name}.json`), 'utf8');
			return template.parse(JSON.parse(text));
		})
	);
}

/** The weights of all models. */
export async function productModels(): Promise<ReadingModels> {
	const read = async (name: string): Promise<ArrayBuffer> => {
		const bytes = await readFile(join(lib, 'ocr', `weights-${name}.bin`));
		return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
	};
	const names = ['digits', 'katakana', 'roman', 'text'] as const;
	const files = await Promise.all(names.map(async (name) => [name, await read(name)] as const));
	return loadReadingModels(
		Object.fromEntries(files) as Record<(typeof names)[number], ArrayBuffer>
	);
}

const dataFolder = (language: string): string =>
	join(dirname(require.resolve(`@tesseract.js-data/${language}/package.json`)), '4.0.0_best_int');

export const engineFiles = (): EngineFiles => ({
	languages: { jpn: dataFolder('jpn'), eng: dataFolder('eng') }
});

export const productLines = (): Promise<LineReader> => openTesseract(engineFiles());

/** Decodes a picture file to grey; a larger one is drawn smaller, as the browser does. Throws when it is no picture. */
export async function decode(path: string): Promise<Raster> {
	const image = await loadImage(await readFile(path));
	const factor = Math.min(1, Math.sqrt(MOST_PIXELS / (image.width * image.height)));
	const [width, height] = [Math.round(image.width * factor), Math.round(image.height * factor)];
	const context = createCanvas(width, height).getContext('2d');
	context.imageSmoothingQuality = 'high';
	context.drawImage(image, 0, 0, width, height);
	return toGray({ width, height, data: context.getImageData(0, 0, width, height).data });
}
