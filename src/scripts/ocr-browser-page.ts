// Runs in the browser of the OCR evaluation: the app's own recogniser, called from outside.
import type { Template } from '#lib/domain/intake/template.ts';
import { fittingBitmap } from '#lib/ocr/bitmap.ts';
import type { FieldReading } from '#lib/ocr/read-page.ts';
import { Recogniser } from '#lib/ocr/recogniser.ts';

/** What one picture gave in the browser; times in milliseconds. */
export interface BrowserRun {
	readonly template?: string;
	readonly readings?: readonly FieldReading[];
	readonly trouble?: string;
	readonly retake?: string;
	readonly decode: number;
	readonly find: number;
	readonly read: number;
}

const recogniser = new Recogniser();

async function start(): Promise<number> {
	const from = performance.now();
	const warm = await recogniser.warm();
	if (!warm.ok) throw new Error(warm.refusal.kind);
	return performance.now() - from;
}

async function read(url: string, templates: Template[], today: string): Promise<BrowserRun> {
	const response = await fetch(url);
	const blob = await response.blob();
	const fetched = performance.now();
	const picture = await fittingBitmap(await createImageBitmap(blob));
	const decoded = performance.now();
	const found = await recogniser.find(picture, templates);
	const placed = performance.now();
	const times = { decode: decoded - fetched, find: placed - decoded, read: 0 };
	if (!found.ok) return { trouble: found.refusal.kind, ...times };
	const { page, template, retake } = found.value;
	const readings = await recogniser.read(page, today);
	const done = performance.now();
	await recogniser.release(page);
	if (!readings.ok) return { trouble: readings.refusal.kind, ...times, read: done - placed };
	const base = { template: template.id, readings: readings.value.fields, ...times };
	return { ...base, ...(retake && { retake }), read: done - placed };
}

Object.assign(globalThis, { ocr: { start, read } });
