import { MOST_PIXELS } from '#lib/ocr/picture.ts';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

/** The reader of PDFs, to be kept for the time without a line. */
export const pdfWorker: string = workerUrl;

interface Policy {
	createScriptURL: (url: string) => string;
}
interface TrustedTypes {
	createPolicy: (name: string, rules: Policy) => Policy;
}

/** Dots per inch at which a page is drawn: a scanner's own, or enough to read. */
const DPI = 250;

let policy: Policy | undefined;

function startWorker(): Worker {
	const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
	policy ??= trustedTypes?.createPolicy('madoguchi-pdf', {
		createScriptURL: (url) => {
			if (url !== workerUrl) throw new TypeError('not the worker of the PDF reader');
			return url;
		}
	});
	return new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl, { type: 'module' });
}

export type PdfFault = 'unreadable' | 'locked';

/**
 * The pages of a PDF, one after the other, drawn as pictures. Ends with a fault when the file is
 * broken or has a password.
 */
export async function* pagesOf(
	file: Blob
): AsyncGenerator<ImageBitmap, PdfFault | undefined, undefined> {
	const { getDocument, PDFWorker } = await import('pdfjs-dist');
	const port = startWorker();
	const worker = PDFWorker.create({ port: port as never });
	try {
		const task = getDocument({ data: new Uint8Array(await file.arrayBuffer()), worker });
		const document = await task.promise;
		for (let number = 1; number <= document.numPages; number += 1) {
			const page = await document.getPage(number);
			const plain = page.getViewport({ scale: 1 });
			const scale = Math.min(DPI / 72, Math.sqrt(MOST_PIXELS / (plain.width * plain.height)));
			const viewport = page.getViewport({ scale });
			const canvas = new OffscreenCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
			const canvasContext = canvas.getContext('2d') as unknown as CanvasRenderingContext2D;
			await page.render({ canvas: null, canvasContext, viewport }).promise;
			page.cleanup();
			yield canvas.transferToImageBitmap();
		}
		return undefined;
	} catch (error) {
		return (error as Error).name === 'PasswordException' ? 'locked' : 'unreadable';
	} finally {
		worker.destroy();
		port.terminate();
	}
}
