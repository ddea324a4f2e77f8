import { dateAt } from '#lib/domain/basics/days.ts';
import { holdsMyNumber } from '#lib/domain/basics/my-number.ts';
import { boundsOf } from '#lib/domain/intake/bounds.ts';
import type { Place } from '#lib/domain/intake/form.ts';
import type { Template } from '#lib/domain/intake/template.ts';
import type { MutateEnd } from '#lib/local/desk.ts';
import type { Picture } from '#lib/local/pictures.ts';
import type { FoundPage } from '#lib/ocr/messages.ts';
import type { ColourPicture } from '#lib/ocr/picture.ts';
import type { FieldReading } from '#lib/ocr/read-page.ts';
import type { RecogniserRefusal, Recognised } from '#lib/ocr/recogniser.ts';
import type { TabletState } from '../../tablet-state.svelte.ts';
import { offeredTemplates } from '../forms.ts';
import type { Readings } from '../readings.svelte.ts';
import { encodeSheet } from './encode.ts';
import { picturesOf, type FileFault } from './files.ts';

export type Fault = FileFault | Exclude<RecogniserRefusal['kind'], 'aborted'> | 'storage-full';
type Corners = Parameters<Readings['recogniser']['findByCorners']>[2];

/** What a capture that was broken off left behind: the picture lies encrypted on this device. */
export interface Unfinished {
	readonly formId: string;
	readonly hash: string;
	readonly templateId: string;
	readonly templateVersion: number;
	readonly width: number;
	readonly height: number;
	readonly bytes: number;
	readonly receivedOn: string;
	readonly place: Place;
}

export const UNFINISHED = 'capture/';

interface Kept {
	readonly first: Unfinished;
	readonly template: Template;
	readonly sheet: ColourPicture;
	readonly picture: Picture;
}

/** A sheet that became a form. */
export interface Sheet {
	readonly formId: string;
	readonly template: Template;
	readonly preview: string;
	readonly covered: boolean;
}

/**
 * Takes sheets in, one after the other: finds the form, keeps the picture encrypted, reads it, and
 * makes a form of it. A fault is said while the sheet is still in front of the person.
 */
export class Capture {
	readonly #tablet: TabletState;
	readonly #readings: Readings;
	state = $state<'ready' | 'working' | 'fault' | 'corners' | 'saved'>('ready');
	fault = $state<Fault>();
	refusal = $state<Extract<MutateEnd, { ok: false }>['refusal']>();
	/** The picture at fault, to look at and to set corners on. */
	picture = $state.raw<ImageBitmap>();
	/** The page at fault that could be used all the same. */
	usable = $state.raw<FoundPage>();
	/** A sheet that is kept but could not be read: a person says that no My Number is on it. */
	unread = $state.raw<Kept>();
	saved = $state.raw<Sheet[]>([]);
	at = $state(0);
	place = $state<Place>('counter');
	receivedOn = $state('');
	/** Sheets that wait behind the one with a fault. */
	#queue: AsyncGenerator<ImageBitmap | FileFault, void, undefined> | undefined;

	constructor(tablet: TabletState, readings: Readings) {
		this.#tablet = tablet;
		this.#readings = readings;
		this.receivedOn = dateAt(tablet.minute);
	}

	get templates(): Template[] {
		return offeredTemplates(this.#tablet);
	}

	/** Files of a scanner: their pages one by one; a fault stops at its sheet, then the rest goes on. */
	async takeFiles(files: readonly File[]): Promise<void> {
		this.at = 0;
		this.#queue = picturesOf(files);
		await this.#goOn();
	}

	async #goOn(): Promise<void> {
		this.#clear();
		const next = await this.#queue?.next();
		if (!next || next.done) {
			this.#queue = undefined;
			this.state = this.saved.length > 0 ? 'saved' : 'ready';
			return;
		}
		this.at += 1;
		if (typeof next.value === 'string') this.#fail(next.value);
		else await this.take(next.value);
	}

	/** One picture of one sheet. */
	async take(picture: ImageBitmap): Promise<void> {
		this.#clear();
		this.state = 'working';
		// The worker takes a bitmap over; this one stays to be shown.
		this.picture = picture;
		const copy = await createImageBitmap(picture);
		await this.#judge(await this.#readings.recogniser.find(copy, this.templates));
	}

	async takeCorners(template: Template, corners: Corners): Promise<void> {
		if (!this.picture) return;
		this.state = 'working';
		const copy = await createImageBitmap(this.picture);
		await this.#judge(await this.#readings.recogniser.findByCorners(copy, template, corners));
	}

	async #judge(found: Recognised<FoundPage>): Promise<void> {
		if (!found.ok) {
			const { kind } = found.refusal;
			if (kind === 'aborted') this.state = 'ready';
			else this.#fail(kind);
		} else if (found.value.retake) {
			this.usable = found.value;
			this.#fail(found.value.retake);
		} else await this.#keep(found.value);
	}

	/** The person has seen the fault and takes the sheet as it is. */
	async use(): Promise<void> {
		const { usable } = this;
		this.state = 'working';
		if (this.unread) {
			const { first, template, sheet, picture } = this.unread;
			this.unread = undefined;
			await this.finish(first, template, sheet, picture, []);
			if (!this.fault) await this.#goOn();
		} else if (usable) {
			this.usable = undefined;
			await this.#keep(usable);
		}
	}

	#fail(fault: Fault): void {
		this.fault = fault;
		this.state = 'fault';
	}

	async #keep(found: FoundPage): Promise<void> {
		const { recogniser } = this.#readings;
		const { page, template } = found;
		const sheet = await recogniser.rectify(page);
		if (!sheet.ok) {
			this.#fail('broken');
			return;
		}
		const formId = crypto.randomUUID();
		// At once, encrypted, and on this device only: from here on nothing is lost.
		const picture = await encodeSheet(sheet.value, template.page);
		const first = await this.#store(formId, template, sheet.value, picture);
		if (!first) return;
		const fields = await this.#readings.fieldsOf(formId, page);
		await recogniser.release(page);
		if (!fields) {
			this.unread = { first, template, sheet: sheet.value, picture };
			this.#fail('broken');
			return;
		}
		await this.finish(first, template, sheet.value, picture, fields);
		if (this.state === 'working') await this.#goOn();
	}

	/** Captures that were broken off, by a closed tab or a flat battery, go on where they were. */
	async resume(): Promise<void> {
		const desk = this.#tablet.desk!;
		for (const key of await desk.draftKeys(UNFINISHED)) {
			const first = await desk.readDraft<Unfinished>(key);
			const template = this.templates.find(
				({ id, version }) => id === first?.templateId && version === first.templateVersion
			);
			const end = first && (await desk.picture(first.hash));
			if (!first || !template || end?.kind !== 'picture') continue;
			this.state = 'working';
			await this.#goOnWith(first, template, end.picture);
		}
		if (this.state === 'working') this.state = this.saved.length > 0 ? 'saved' : 'ready';
	}

	async #goOnWith(first: Unfinished, template: Template, picture: Picture): Promise<void> {
		const { recogniser } = this.#readings;
		const bitmap = await createImageBitmap(new Blob([picture]));
		const { width, height } = bitmap;
		const canvas = new OffscreenCanvas(width, height);
		const context = canvas.getContext('2d')!;
		context.drawImage(bitmap, 0, 0);
		const sheet = { width, height, data: context.getImageData(0, 0, width, height).data };
		// It is straight already, so its corners are those of the paper.
		const corners = [
			[0, 0],
			[width, 0],
			[width, height],
			[0, height]
		] as const;
		const found = template.marks
			? await recogniser.find(bitmap, [template])
			: await recogniser.findByCorners(bitmap, template, corners);
		const fields = found.ok
			? await this.#readings.fieldsOf(first.formId, found.value.page)
			: undefined;
		if (fields) await this.finish(first, template, sheet, picture, fields);
		else {
			this.unread = { first, template, sheet, picture };
			this.#fail('broken');
		}
	}

	async #store(
		formId: string,
		template: Template,
		{ width, height }: Pick<ColourPicture, 'width' | 'height'>,
		picture: Picture
	): Promise<Unfinished | undefined> {
		const desk = this.#tablet.desk!;
		const hash = await desk.keepPicture(formId, picture);
		if (hash === 'storage-full') {
			this.#fail('storage-full');
			return undefined;
		}
		const unfinished = {
			formId,
			hash,
			templateId: template.id,
			templateVersion: template.version,
			width,
			height,
			bytes: picture.length,
			receivedOn: this.receivedOn,
			place: this.place
		};
		await desk.saveDraft(UNFINISHED + formId, unfinished);
		return unfinished;
	}

	/** What was read, and a picture without any My Number, become a form. */
	async finish(
		first: Unfinished,
		template: Template,
		sheet: ColourPicture,
		picture: Picture,
		fields: readonly FieldReading[]
	): Promise<void> {
		const desk = this.#tablet.desk!;
		const numbers = fields.filter(({ value, second }) => [value, second ?? ''].some(holdsMyNumber));
		const boxes = template.fields
			.filter(({ id }) => numbers.some(({ field }) => field === id))
			.map(boundsOf);
		let [hash, kept] = [first.hash, picture];
		if (boxes.length > 0) {
			kept = await encodeSheet(sheet, template.page, boxes);
			const stored = await desk.keepPicture(first.formId, kept);
			if (stored === 'storage-full') return this.#fail('storage-full');
			await desk.dropPicture(first.hash);
			hash = stored;
		}
		const { formId, templateId, templateVersion, receivedOn, place, width, height } = first;
		const officeId = this.#tablet.device!.officeId;
		const end = await desk.mutate('intake.capture@1', officeId, {
			formId,
			templateId,
			templateVersion,
			pages: [{ hash, bytes: kept.length, width, height }],
			receivedOn,
			place
		});
		if (!end.ok) {
			this.refusal = end.refusal;
			return this.#fail(end.refusal.kind === 'storage-full' ? 'storage-full' : 'broken');
		}
		await desk.removeDraft(UNFINISHED + formId);
		const isRead = fields.filter(({ field }) => !numbers.some((one) => one.field === field));
		if (isRead.length > 0) await this.#readings.note({ formId, officeId }, isRead);
		const preview = URL.createObjectURL(new Blob([kept], { type: 'image/jpeg' }));
		const covered = boxes.length > 0 || template.masks.length > 0;
		this.saved = [...this.saved, { formId, template, preview, covered }];
	}

	/** Leaves the sheet with the fault out and goes on with the next one. */
	async skip(): Promise<void> {
		if (this.usable) await this.#readings.recogniser.release(this.usable.page);
		await this.#goOn();
	}

	#clear(): void {
		this.fault = undefined;
		this.refusal = undefined;
		this.usable = undefined;
		this.unread = undefined;
		this.picture?.close();
		this.picture = undefined;
	}

	close(): void {
		this.#clear();
		for (const { preview } of this.saved) URL.revokeObjectURL(preview);
		void this.#queue?.return();
	}
}
