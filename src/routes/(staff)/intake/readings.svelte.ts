import { createContext } from 'svelte';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { dateAt } from '#lib/domain/basics/days.ts';
import { VALUE_LENGTH, type Form } from '#lib/domain/intake/form.ts';
import type { Box, Template } from '#lib/domain/intake/template.ts';
import type { Picture } from '#lib/local/pictures.ts';
import type { ColourPicture } from '#lib/ocr/picture.ts';
import type { FieldReading, PageReading } from '#lib/ocr/read-page.ts';
import { Recogniser } from '#lib/ocr/recogniser.ts';
import type { TabletState } from '../tablet-state.svelte.ts';
import { coloursOf, encodeSheet } from './new/encode.ts';

/** What read a form: a name that the record of a form keeps. */
const ENGINE = 'madoguchi-ocr 1, tesseract.js 7';

/** What one reading says, as `intake.read@1` takes it; a My Number is no reading. */
const readingsOf = (fields: readonly FieldReading[]) =>
	Object.fromEntries(
		fields
			.filter(({ holdsNumber }) => !holdsNumber)
			.map(({ field, value, p }) => [
				field,
				{ value: value.slice(0, VALUE_LENGTH), p: Math.min(1, Math.max(0, p)) }
			])
	);

/** Reads forms on this device, one worker for all; how far each is, by form. */
export class Readings {
	readonly #tablet: TabletState;
	readonly recogniser = new Recogniser();
	readonly #abort = new AbortController();
	readonly #shares = new SvelteMap<string, number>();

	/** Forms that are being read again, until what was read is written down. */
	readonly #again = new SvelteSet<string>();
	/** Forms in whose kept picture a My Number was found: whether it is covered now. */
	readonly #numbers = new SvelteMap<string, 'covered' | 'open'>();

	constructor(tablet: TabletState) {
		this.#tablet = tablet;
	}

	/** Share of the fields that are read; undefined when this form is not being read. */
	share(formId: string): number | undefined {
		return this.#shares.get(formId);
	}

	/** How far the sheet is that is being read now, whichever it is. */
	get anyShare(): number | undefined {
		return [...this.#shares.values()][0];
	}

	/** A My Number that a later reading found in a kept picture; `open`: there was no room to cover it. */
	numberIn(formId: string): 'covered' | 'open' | undefined {
		return this.#numbers.get(formId);
	}

	/** Reads a page that the worker keeps; undefined when it was broken off or failed. */
	async read(formId: string, page: number): Promise<PageReading | undefined> {
		this.#shares.set(formId, 0);
		try {
			const read = await this.recogniser.read(page, dateAt(this.#tablet.minute), {
				signal: this.#abort.signal,
				onField: (_, share) => this.#shares.set(formId, share)
			});
			return read.ok ? read.value : undefined;
		} finally {
			this.#shares.delete(formId);
		}
	}

	/** Writes down what was read, as operator 1. */
	async note(form: Pick<Form, 'formId' | 'officeId'>, fields: readonly FieldReading[]) {
		const args = { formId: form.formId, engine: ENGINE, readings: readingsOf(fields) };
		await this.#tablet.desk?.mutate('intake.read@1', form.officeId, args);
	}

	/** Reads a picture that was kept straightened. */
	async readKept(
		formId: string,
		template: Template,
		picture: Picture
	): Promise<{ sheet: ColourPicture; reading: PageReading | undefined }> {
		const bitmap = await createImageBitmap(new Blob([picture]));
		const sheet = coloursOf(bitmap);
		const found = await this.recogniser.findWhole(bitmap, template, this.#abort.signal);
		if (!found.ok) return { sheet, reading: undefined };
		const reading = await this.read(formId, found.value.page);
		await this.recogniser.release(found.value.page);
		return { sheet, reading };
	}

	/** Reads a kept picture: its tab was closed before that. A My Number in it is covered now. */
	async again(form: Form, template: Template, picture: Picture): Promise<void> {
		const isRead = Object.values(form.fields).some(({ entries }) =>
			entries.some(({ by }) => by === 'ocr')
		);
		const isOpen = form.state === 'captured' || form.state === 'entry';
		const { formId } = form;
		if (isRead || !isOpen || this.#shares.has(formId) || this.#again.has(formId)) return;
		this.#again.add(formId);
		try {
			const { sheet, reading } = await this.readKept(formId, template, picture);
			if (!reading) return;
			if (reading.numbers.length > 0) {
				const isCovered = await this.cover(form, template, sheet, reading.numbers);
				this.#numbers.set(formId, isCovered ? 'covered' : 'open');
			}
			await this.note(form, reading.fields);
		} finally {
			this.#again.delete(formId);
		}
	}

	/** Puts a picture with these boxes (mm) painted black in the place of the kept one. */
	async cover(
		{ formId, officeId, pages }: Form,
		template: Template,
		sheet: ColourPicture,
		boxes: readonly Box[]
	): Promise<boolean> {
		const desk = this.#tablet.desk!;
		const picture = await encodeSheet(sheet, template.page, boxes);
		const hash = await desk.keepPicture(formId, picture);
		if (hash === 'storage-full') return false;
		const { width, height } = sheet;
		const page = { hash, bytes: picture.length, width, height };
		const was = pages[0]!.hash;
		const end = await desk.mutate('intake.cover@1', officeId, { formId, hash: was, page });
		await desk.dropPicture(end.ok ? was : hash);
		return end.ok;
	}

	end(): void {
		this.#abort.abort();
		this.recogniser.end();
	}
}

export const [getReadings, setReadings] = createContext<Readings>();
