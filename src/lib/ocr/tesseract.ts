import Tesseract, { type Worker as Engine } from 'tesseract.js';
import type { LineJob, LineReader, LineText, ReaderLanguage } from './line-reader.ts';
import type { Raster } from './raster.ts';

/** Where the engine's own files lie; in Node only the folders of the language data. */
export interface EngineFiles {
	readonly workerPath?: string;
	readonly corePath?: string;
	readonly languages: Readonly<Record<ReaderLanguage, string>>;
}

const SINGLE_LINE = '7';
const LSTM_ONLY = 1;

/** A binary PGM file: the engine takes it as it is, so nothing has to be packed and unpacked. */
export function toPgm({ width, height, gray }: Raster): Uint8Array {
	const head = new TextEncoder().encode(`P5 ${width} ${height} 255\n`);
	const file = new Uint8Array(head.length + gray.length);
	file.set(head);
	file.set(gray, head.length);
	return file;
}

async function openEngine(language: ReaderLanguage, files: EngineFiles): Promise<Engine> {
	const { workerPath, corePath, languages } = files;
	const engine = await Tesseract.createWorker(language, LSTM_ONLY, {
		...(workerPath && { workerPath }),
		...(corePath && { corePath }),
		workerBlobURL: false,
		langPath: languages[language],
		cacheMethod: 'none',
		gzip: true,
		errorHandler: () => undefined
	});
	await engine.setParameters({
		tessedit_pageseg_mode: SINGLE_LINE as Tesseract.PSM,
		user_defined_dpi: '300',
		preserve_interword_spaces: '1'
	});
	return engine;
}

/**
 * One engine per language, each in a worker of its own; lines of one language wait for each other.
 * Japanese is there at once, Latin starts with its first line: most pages need none.
 */
export async function openTesseract(files: EngineFiles): Promise<LineReader> {
	const jpn = await openEngine('jpn', files);
	const japanese = lane(jpn);
	let eng: Promise<{ engine: Engine; read: ReturnType<typeof lane> }> | undefined;
	const latin = (): NonNullable<typeof eng> => {
		eng ??= openEngine('eng', files).then((engine) => ({ engine, read: lane(engine) }));
		// The next line tries again.
		eng.catch(() => (eng = undefined));
		return eng;
	};
	return {
		read: async (job) => (job.language === 'jpn' ? japanese(job) : (await latin()).read(job)),
		end: async () => {
			const second = await eng?.catch(() => undefined);
			await Promise.all([jpn.terminate(), second?.engine.terminate()]);
		}
	};
}

function lane(engine: Engine): (job: LineJob) => Promise<LineText> {
	let last: Promise<unknown> = Promise.resolve();
	let letters = '';
	const read = async (job: LineJob): Promise<LineText> => {
		job.signal?.throwIfAborted();
		const wanted = job.letters ?? '';
		if (wanted !== letters) await engine.setParameters({ tessedit_char_whitelist: wanted });
		letters = wanted;
		const { data } = await engine.recognize(
			toPgm(job.line) as unknown as Tesseract.ImageLike,
			{},
			{ text: true, blocks: true }
		);
		const symbols = (data.blocks ?? []).flatMap((block) =>
			block.paragraphs.flatMap((paragraph) =>
				paragraph.lines.flatMap((line) => line.words.flatMap((word) => word.symbols))
			)
		);
		return {
			text: data.text.trim(),
			confidence: data.confidence / 100,
			letters: symbols.map((symbol) => ({ text: symbol.text, confidence: symbol.confidence / 100 }))
		};
	};
	return (job) => {
		const next = last.then(() => read(job));
		last = next.catch(() => undefined);
		return next;
	};
}
