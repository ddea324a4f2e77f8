import { ok } from '#lib/domain/basics/result.ts';
import type { ReadingModels } from './models.ts';
import { alignByCorners } from './corners.ts';
import { cornersOf } from './field-place.ts';
import { findPage } from './find-page.ts';
import type { LineReader } from './line-reader.ts';
import type { Answers, FoundPage, Questions } from './messages.ts';
import type { Page } from './page.ts';
import { MOST_PIXELS, toGray, type ColourPicture } from './picture.ts';
import { captureFault, inspect } from './quality.ts';
import { readPage } from './read-page.ts';
import type { PageResult } from './refusals.ts';
import { rectify, snippet, type ColourPage } from './snippet.ts';

/** What the bench needs from its surroundings: files of models and engine, loaded when first used. */
export interface Tools {
	models(): Promise<ReadingModels>;
	lines(): Promise<LineReader>;
	/** Ends the line engine; the next use of `lines` starts it again. */
	rest(): Promise<void>;
	/** Keeps every file that reading needs, and these, on this device. */
	keep(more: readonly string[]): Promise<void>;
	/** The colours of a bitmap, at most so many pixels large. */
	colours(picture: Questions['find']['picture'], most: number): ColourPicture;
}

const PREVIEW_PIXELS = 1.5e6;

/** Where pages lie while they are worked on: finds, keeps, reads and shows them. */
export class Bench {
	readonly #tools: Tools;
	readonly #pages = new Map<number, ColourPage>();
	#next = 1;

	constructor(tools: Tools) {
		this.#tools = tools;
	}

	find({ picture, templates }: Questions['find']): Answers['find'] {
		const colours = this.#tools.colours(picture, MOST_PIXELS);
		return this.#keep(findPage(toGray(colours), templates), colours, widthOf(picture));
	}

	corners({ picture, template, corners }: Questions['corners']): Answers['corners'] {
		const wide = widthOf(picture);
		const colours = this.#tools.colours(picture, MOST_PIXELS);
		const factor = colours.width / wide;
		const [a, b, c, d] = corners.map(([x, y]) => [x * factor, y * factor] as const);
		return this.#keep(alignByCorners(toGray(colours), [a!, b!, c!, d!], template), colours, wide);
	}

	inspect({ picture, template }: Questions['inspect']): Answers['inspect'] {
		const wide = widthOf(picture);
		const frame = toGray(this.#tools.colours(picture, PREVIEW_PIXELS));
		return inspect(frame, template, wide / frame.width);
	}

	async read(
		{ page, today }: Questions['read'],
		signal: AbortSignal,
		onField: (field: string, share: number) => void
	): Promise<Answers['read']> {
		const [models, lines] = await Promise.all([this.#tools.models(), this.#tools.lines()]);
		signal.throwIfAborted();
		return readPage(this.#page(page).page, { models, lines, today, signal, onField });
	}

	snippet({ page, field, scale }: Questions['snippet']): Answers['snippet'] {
		const kept = this.#page(page);
		const found = kept.page.template.fields.find(({ id }) => id === field);
		if (!found) throw new Error(`no such field: ${field}`);
		return snippet(kept, found, scale);
	}

	rectify({ page, dotsPerInch }: Questions['rectify']): Answers['rectify'] {
		return rectify(this.#page(page), dotsPerInch);
	}

	release({ page }: Questions['release']): null {
		this.#pages.delete(page);
		return null;
	}

	async warm(): Promise<null> {
		await Promise.all([this.#tools.models(), this.#tools.lines()]);
		return null;
	}

	async rest(): Promise<null> {
		await this.#tools.rest();
		return null;
	}

	async keep({ more }: Questions['keep']): Promise<null> {
		await this.#tools.keep(more);
		return null;
	}

	#page(id: number): ColourPage {
		const page = this.#pages.get(id);
		if (!page) throw new Error(`page ${id} was released`);
		return page;
	}

	#keep(found: PageResult<Page>, colours: ColourPicture, wide: number): PageResult<FoundPage> {
		if (!found.ok) return found;
		const factor = colours.width / wide;
		const page = { ...found.value, reduction: found.value.reduction * factor };
		const id = this.#next++;
		this.#pages.set(id, { page, colours });
		const { template, hidden, agreement } = page;
		const corners = cornersOf(page, { x: 0, y: 0, ...template.page });
		return ok({ page: id, template, corners, retake: captureFault(page), hidden, agreement });
	}
}

const widthOf = (picture: Questions['find']['picture']): number => picture.width;
