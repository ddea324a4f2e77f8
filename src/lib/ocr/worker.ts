// The recogniser's own worker: everything that takes time happens here, away from the screen.
import corePath from 'tesseract.js-core/tesseract-core-simd-lstm.wasm.js?url';
import workerPath from 'tesseract.js/dist/worker.min.js?url';
import eng from '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz?url';
import jpn from '@tesseract.js-data/jpn/4.0.0_best_int/jpn.traineddata.gz?url';
import { Bench, type Tools } from './bench.ts';
import type { LineReader } from './line-reader.ts';
import type { Picture, Reply, Request } from './messages.ts';
import { loadReadingModels, type ReadingModels } from './models.ts';
import type { ColourPicture } from './picture.ts';
import { openTesseract } from './tesseract.ts';
import digits from './weights-digits.bin?url';
import katakana from './weights-katakana.bin?url';
import roman from './weights-roman.bin?url';
import text from './weights-text.bin?url';

interface Scope {
	onmessage: ((event: MessageEvent<Request>) => void) | null;
	postMessage(reply: Reply, transfer?: Transferable[]): void;
	readonly location: { readonly href: string };
}
const scope = globalThis as unknown as Scope;

const absolute = (url: string): string => new URL(url, scope.location.href).href;

async function bytesOf(url: string): Promise<ArrayBuffer> {
	const response = await fetch(absolute(url));
	if (!response.ok) throw new Error(`${response.status} for ${url}`);
	return response.arrayBuffer();
}

async function fetchModels(): Promise<ReadingModels> {
	const [first, second, third, fourth] = await Promise.all(
		[digits, katakana, roman, text].map(bytesOf)
	);
	return loadReadingModels({
		...{ digits: first!, katakana: second! },
		...{ roman: third!, text: fourth! }
	});
}

/** The files of reading, kept in a cache that the service worker answers from. */
async function keepFiles(more: readonly string[]): Promise<void> {
	const files = [workerPath, corePath, eng, jpn, digits, katakana, roman, text, ...more];
	const wanted = [scope.location.href, ...files.map(absolute)];
	const cache = await caches.open('reading');
	for (const url of wanted)
		if (!(await cache.match(url))) await cache.add(url).catch(() => undefined);
	for (const { url } of await cache.keys()) if (!wanted.includes(url)) await cache.delete(url);
}

const openLines = (): Promise<LineReader> =>
	openTesseract({
		workerPath: absolute(workerPath),
		corePath: absolute(corePath),
		// The engine adds a file name of its own to this address; behind the # it does no harm.
		languages: { jpn: `${absolute(jpn)}#`, eng: `${absolute(eng)}#` }
	});

/** The colours of a bitmap or of raw bytes; a bitmap of too many pixels is drawn smaller. */
function coloursOf(picture: Picture, most: number): ColourPicture {
	if ('data' in picture) return picture;
	const factor = Math.min(1, Math.sqrt(most / (picture.width * picture.height)));
	const width = Math.max(1, Math.round(picture.width * factor));
	const height = Math.max(1, Math.round(picture.height * factor));
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d', { willReadFrequently: true });
	if (!context) throw new Error('no canvas');
	context.imageSmoothingQuality = 'high';
	context.drawImage(picture, 0, 0, width, height);
	picture.close();
	const { data } = context.getImageData(0, 0, width, height);
	// Gives the memory back at once; the collector would take its time.
	canvas.width = canvas.height = 1;
	return { width, height, data };
}

let models: Promise<ReadingModels> | undefined;
let lines: Promise<LineReader> | undefined;

/** Keeps a promise for the next use, unless it fails. */
const tools: Tools = {
	models: () =>
		(models ??= fetchModels().catch((error: unknown) => ((models = undefined), fail(error)))),
	lines: () =>
		(lines ??= openLines().catch((error: unknown) => ((lines = undefined), fail(error)))),
	rest: async () => {
		const open = lines;
		lines = undefined;
		await open?.then((reader) => reader.end()).catch(() => undefined);
	},
	keep: keepFiles,
	colours: coloursOf
};

const fail = (error: unknown): never => {
	throw error;
};

const bench = new Bench(tools);
const running = new Map<number, AbortController>();

async function answer(request: Exclude<Request, { kind: 'cancel' }>): Promise<void> {
	const { id } = request;
	const abort = new AbortController();
	running.set(id, abort);
	try {
		const result =
			request.kind === 'read'
				? await bench.read(request.question, abort.signal, (field, share) =>
						scope.postMessage({ id, field, share })
					)
				: await bench[request.kind](request.question as never);
		const isPicture = result !== null && 'data' in result;
		scope.postMessage({ id, answer: result }, isPicture ? [result.data.buffer] : []);
	} catch (error) {
		scope.postMessage({ id, error: String(error) });
	} finally {
		running.delete(id);
	}
}

scope.onmessage = ({ data }) => {
	if (data.kind === 'cancel') running.get(data.id)?.abort();
	else void answer(data);
};
