import { pagesOf, type PdfFault } from './pdf.ts';

export type FileFault = PdfFault | 'too-large';

/** Larger files are no scans of one sheet. */
const MOST_BYTES = 50_000_000;

const isPdf = (file: File): boolean =>
	file.type === 'application/pdf' || file.name.toLowerCase().endsWith('.pdf');

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
			yield await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(
				() => 'unreadable' as const
			);
		}
	}
}
