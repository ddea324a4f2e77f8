import { createContext } from 'svelte';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { dateAt } from '#lib/domain/basics/days.ts';
import { holdsMyNumber } from '#lib/domain/basics/my-number.ts';
import { VALUE_LENGTH, type Form } from '#lib/domain/intake/form.ts';
import type { Template } from '#lib/domain/intake/template.ts';
import type { Picture } from '#lib/local/pictures.ts';
import type { FieldReading } from '#lib/ocr/read-page.ts';
import { Recogniser } from '#lib/ocr/recogniser.ts';
import type { TabletState } from '../tablet-state.svelte.ts';

/** What read a form: a name that the record of a form keeps. */
const ENGINE = 'madoguchi-ocr 1, tesseract.js 7';

/** What one reading says, as `intake.read@1` takes it; a My Number is no reading. */
const readingsOf = (fields: readonly FieldReading[]) =>
	Object.fromEntries(
		fields
			.filter(({ value }) => !holdsMyNumber(value))
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

	/** Forms whose picture shows a My Number that was found too late to cover it. */
	readonly #withNumber = new SvelteSet<string>();

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

	/** Whether the picture of a form shows a My Number: it has to be captured anew. */
	showsNumber(formId: string): boolean {
		return this.#withNumber.has(formId);
	}

	/** Reads a page that the worker keeps; undefined when it was broken off or failed. */
	async fieldsOf(formId: string, page: number): Promise<readonly FieldReading[] | undefined> {
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

	/** Reads a kept picture: its tab was closed before that. */
	async again(form: Form, template: Template, picture: Picture): Promise<void> {
		const isRead = Object.values(form.fields).some(({ entries }) =>
			entries.some(({ by }) => by === 'ocr')
		);
		const isOpen = form.state === 'captured' || form.state === 'entry';
		if (isRead || !isOpen || this.#shares.has(form.formId) || !template.marks) return;
		const bitmap = await createImageBitmap(new Blob([picture]));
		const found = await this.recogniser.find(bitmap, [template], this.#abort.signal);
		if (!found.ok) return;
		const fields = await this.fieldsOf(form.formId, found.value.page);
		await this.recogniser.release(found.value.page);
		if (!fields) return;
		if (fields.some(({ value }) => holdsMyNumber(value))) this.#withNumber.add(form.formId);
		await this.note(form, fields);
	}

	end(): void {
		this.#abort.abort();
		this.recogniser.end();
	}
}

export const [getReadings, setReadings] = createContext<Readings>();
