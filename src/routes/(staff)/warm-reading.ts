import { Recogniser } from '#lib/ocr/recogniser.ts';
import { pdfWorker } from './intake/new/pdf.ts';

/** Keeps on this device what reading forms needs, so that it works without a line; starts no engine. */
export async function warmReading(): Promise<void> {
	const recogniser = new Recogniser();
	await recogniser.keep([pdfWorker]);
	recogniser.end();
}
