import { fittingBitmap } from '#lib/ocr/bitmap.ts';
import { pagesOf, type PdfFault } from './pdf.ts';

export type FileFault = PdfFault | 'too-large';

/** Larger files are no scans of one sheet. */
const MOST_BYTES = 50_000_000;

const isPdf = (file: File): boolean =>
	file.type === 'application/pdf' || file.name.toLowerCase().endsWith('.pdf');

/** A picture from a file, turned as the camera meant it and no larger than is of use. */
async function bitmapOf(file: File): Promise<ImageBitmap> {
	const turned = { imageOrientation: 'from-image' } as const;
	const whole = await createImageBitmap(file, turned).catch(() =>
		// Too many pixels for this device at once: decoded smaller.
		createImageBitmap(file, { ...turned, resizeWidth: 3000, resizeQuality: 'high' })
	);
	return fittingBitmap(whole);
}

/**
 * Every page of the files that a person chose, in their order; a fault stands where a page could
 * not be had, and the rest goes on. Turned as the camera meant it; nothing else of a file is kept.
 */
export async function* picturesOf(
	files: readonly File[]
): AsyncGenerator<ImageBitmap | FileFault, void, undefined> {
	for (const file of files) {
		if (file.size > MOST_BYTES) yield 'too-large';
		else if (isPdf(file)) {
			const fault = yield* pagesOf(file);
			if (fault) yield fault;
		} else {
			yield await bitmapOf(file).catch(() => 'unreadable' as const);
		}
	}
}
