import type { Raster } from './raster.ts';

export type ReaderLanguage = 'jpn' | 'eng';

/** A picture of one line and how to read it; without `letters` anything may come out. */
export interface LineJob {
	readonly line: Raster;
	readonly language: ReaderLanguage;
	readonly letters?: string;
	/** A job whose turn comes after the abort is not done. */
	readonly signal?: AbortSignal;
}

/** What was read; `confidence` 0 … 1 is the engine's own and not to be trusted alone. */
export interface LineText {
	readonly text: string;
	readonly confidence: number;
	readonly letters: readonly { readonly text: string; readonly confidence: number }[];
}

/** Reads single lines; answers keep the order of the calls per language. */
export interface LineReader {
	read(job: LineJob): Promise<LineText>;
	end(): Promise<void>;
}
