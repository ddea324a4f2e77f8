import { addDays, dateAt } from '#lib/domain/basics/days.ts';
import type { Place } from '#lib/domain/intake/form.ts';
import { templateKey, type Box, type Template } from '#lib/domain/intake/template.ts';
import type { MutateEnd } from '#lib/local/desk.ts';
import type { Picture } from '#lib/local/pictures.ts';
import { isStorageFull } from '#lib/local/storage-health.ts';
import type { FoundPage } from '#lib/ocr/messages.ts';
import type { ColourPicture } from '#lib/ocr/picture.ts';
import type { PageReading } from '#lib/ocr/read-page.ts';
import type { RecogniserRefusal, Recognised } from '#lib/ocr/recogniser.ts';
import type { TabletState } from '../../tablet-state.svelte.ts';
import { offeredTemplates } from '../forms.ts';
import type { Readings } from '../readings.svelte.ts';
import { encodeSheet } from './encode.ts';
import { picturesOf, type FileFault } from './files.ts';

/** `not-read`: nothing was kept yet; `broken`: the sheet is kept, but could not be read. */
export type Fault =
	FileFault | Exclude<RecogniserRefusal['kind'], 'aborted'> | 'storage-full' | 'not-read';
type Corners = Parameters<Readings['recogniser']['findByCorners']>[2];

/** What a capture that was broken off left behind: the picture lies encrypted on this device. */
interface Unfinished {
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

const UNFINISHED = 'capture/';

const keyOf = ({ templateId: id, templateVersion: version }: Unfinished): string =>
	templateKey({ id, version });

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
		if (this.state === 'working' || !this.isDateGood) return;
		const rest = this.#queue;
		// What waited behind a sheet with a fault comes after the new ones.
		this.#queue = (async function* () {
			yield* picturesOf(files);
			if (rest) yield* rest;
		})();
		if (!rest) this.at = 0;
		await this.#goOn();
	}

	async #goOn(): Promise<void> {
		this.#clear();
		this.state = 'working';
		// A long scan is work: the tablet does not lock itself meanwhile.
		this.#tablet.tablet.touch();
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

	/** Whether the date of receipt is one that a form may have; it is checked before a sheet is taken. */
	get isDateGood(): boolean {
		const today = dateAt(this.#tablet.minute);
		return (
			this.receivedOn !== '' && this.receivedOn <= today && this.receivedOn >= addDays(today, -366)
		);
	}

	get #isWorking(): boolean {
		return this.state === 'working';
	}

	/** Runs a step; whatever goes wrong in it is said, and the sheet stays in front of the person. */
	async #step(work: () => Promise<void>): Promise<void> {
		this.state = 'working';
		try {
			await work();
		} catch (error) {
			this.#fail(isStorageFull(error) ? 'storage-full' : 'not-read');
		}
	}

	/** One picture of one sheet. */
	take(picture: ImageBitmap): Promise<void> {
		this.#clear();
		return this.#step(async () => {
			// The worker takes a bitmap over; this one stays to be shown.
			this.picture = picture;
			const copy = await createImageBitmap(picture);
			await this.#judge(await this.#readings.recogniser.find(copy, this.templates));
		});
	}

	takeCorners(template: Template, corners: Corners): Promise<void> {
		return this.#step(async () => {
			const copy = await createImageBitmap(this.picture!);
			await this.#judge(await this.#readings.recogniser.findByCorners(copy, template, corners));
		});
	}

	async #judge(found: Recognised<FoundPage>): Promise<void> {
		if (!found.ok) {
			const { kind } = found.refusal;
			if (kind === 'aborted') this.state = 'ready';
			else this.#fail(kind === 'broken' ? 'not-read' : kind);
		} else if (found.value.retake) {
			this.usable = found.value;
			this.#fail(found.value.retake);
		} else await this.#keep(found.value);
	}

	/** The person has seen the fault and takes the sheet as it is. */
	use(): Promise<void> {
		const { usable, unread } = this;
		this.fault = undefined;
		this.refusal = undefined;
		this.usable = undefined;
		this.unread = undefined;
		return this.#step(async () => {
			if (unread) {
				await this.#finish(unread, { fields: [], numbers: [] });
				if (this.state === 'working') await this.#goOn();
			} else if (usable) await this.#keep(usable);
		});
	}

	#fail(fault: Fault): void {
		this.fault = fault;
		this.state = 'fault';
	}

	async #keep(found: FoundPage): Promise<void> {
		const { recogniser } = this.#readings;
		const { page, template } = found;
		try {
			const sheet = await recogniser.rectify(page);
			if (!sheet.ok) return this.#fail('not-read');
			const formId = crypto.randomUUID();
			// At once, encrypted, and on this device only: from here on nothing is lost.
			const picture = await encodeSheet(sheet.value, template.page);
			const first = await this.#store(formId, template, sheet.value, picture);
			if (!first) return this.#fail('storage-full');
			const reading = await this.#readings.read(formId, page);
			await this.#end({ first, template, sheet: sheet.value, picture }, reading);
		} finally {
			await recogniser.release(page);
		}
		if (this.state === 'working') await this.#goOn();
	}

	/** A sheet that was read becomes a form; one that was not waits for the person's word. */
	async #end(kept: Kept, reading: PageReading | undefined): Promise<void> {
		if (reading) return this.#finish(kept, reading);
		this.unread = kept;
		this.#fail('broken');
	}

	/** Captures that were broken off, by a closed tab or a flat battery, go on where they were. */
	async resume(): Promise<void> {
		const desk = this.#tablet.desk!;
		const keys = await desk.draftKeys(UNFINISHED);
		if (keys.length === 0 || this.state !== 'ready') return;
		await this.#step(async () => {
			for (const key of keys) {
				const first = await desk.readDraft<Unfinished>(key);
				const template = first && this.#tablet.get('template', keyOf(first))?.template;
				const end = first && (await desk.picture(first.hash));
				if (!first || !template || end?.kind !== 'picture') continue;
				await this.#goOnWith(first, template, end.picture);
				if (!this.#isWorking) return;
			}
		});
		if (this.#isWorking) this.state = this.saved.length > 0 ? 'saved' : 'ready';
	}

	async #goOnWith(first: Unfinished, template: Template, picture: Picture): Promise<void> {
		const { sheet, reading } = await this.#readings.readKept(first.formId, template, picture);
		const { receivedOn } = this;
		const isOld = first.receivedOn < addDays(receivedOn, -366);
		const dated = isOld ? { ...first, receivedOn } : first;
		await this.#end({ first: dated, template, sheet, picture }, reading);
	}

	async #store(
		formId: string,
		template: Template,
		{ width, height }: Pick<ColourPicture, 'width' | 'height'>,
		picture: Picture
	): Promise<Unfinished | undefined> {
		const desk = this.#tablet.desk!;
		const hash = await desk.keepPicture(formId, picture);
		if (hash === 'storage-full') return undefined;
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
		try {
			await desk.saveDraft(UNFINISHED + formId, unfinished);
		} catch (error) {
			await desk.dropPicture(hash);
			throw error;
		}
		return unfinished;
	}

	/** The picture without the boxes (mm) in which a My Number stands; undefined: there is no room. */
	async #cover(kept: Kept, boxes: readonly Box[]): Promise<Kept | undefined> {
		const desk = this.#tablet.desk!;
		const { first, template, sheet } = kept;
		const picture = await encodeSheet(sheet, template.page, boxes);
		const hash = await desk.keepPicture(first.formId, picture);
		if (hash === 'storage-full') return undefined;
		const covered = { ...first, hash, bytes: picture.length };
		// The draft names the new picture before the old one goes.
		await desk.saveDraft(UNFINISHED + first.formId, covered);
		await desk.dropPicture(first.hash);
		return { ...kept, first: covered, picture };
	}

	/** What was read, and a picture without any My Number, become a form. */
	async #finish(kept: Kept, { fields, numbers }: PageReading): Promise<void> {
		const desk = this.#tablet.desk!;
		const ready = numbers.length > 0 ? await this.#cover(kept, numbers) : kept;
		if (!ready) return this.#fail('storage-full');
		const { template, picture } = ready;
		const { formId, hash, bytes, templateId, templateVersion, receivedOn, place, width, height } =
			ready.first;
		const officeId = this.#tablet.device!.officeId;
		const end = await desk.mutate('intake.capture@1', officeId, {
			formId,
			templateId,
			templateVersion,
			pages: [{ hash, bytes, width, height }],
			receivedOn,
			place
		});
		if (!end.ok) {
			this.refusal = end.refusal;
			return this.#fail(end.refusal.kind === 'storage-full' ? 'storage-full' : 'broken');
		}
		await desk.removeDraft(UNFINISHED + formId);
		const isRead = fields.some(({ holdsNumber }) => !holdsNumber);
		if (isRead) await this.#readings.note({ formId, officeId }, fields);
		const preview = URL.createObjectURL(new Blob([picture], { type: 'image/jpeg' }));
		const covered = numbers.length > 0 || template.masks.length > 0;
		this.saved = [...this.saved, { formId, template, preview, covered }];
	}

	/** Leaves the sheet with the fault out and goes on with the next one. */
	async skip(): Promise<void> {
		const { unread } = this;
		if (unread) {
			// The person does not want it: it is not taken up again at the next visit.
			await this.#tablet.desk?.removeDraft(UNFINISHED + unread.first.formId);
			await this.#tablet.desk?.dropPicture(unread.first.hash);
		}
		await this.#goOn();
	}

	#clear(): void {
		this.fault = undefined;
		this.refusal = undefined;
		if (this.usable) void this.#readings.recogniser.release(this.usable.page);
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
