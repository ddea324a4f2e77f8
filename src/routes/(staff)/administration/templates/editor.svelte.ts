import {
	cellsOf,
	emptyDraft,
	emptyField,
	nextVersion,
	tidyBox,
	toTemplate,
	type DraftField,
	type TemplateDraft
} from '#lib/domain/intake/template-draft.ts';
import type { Box, Template } from '#lib/domain/intake/template.ts';
import type { TabletState } from '../../tablet-state.svelte.ts';

const SAVE_AFTER_MS = 500;

interface Kept {
	readonly draft: TemplateDraft;
	readonly png: string;
}

/** A form that an administrator draws: its draft is kept on this device until it is published. */
export class TemplateEditor {
	readonly #tablet: TabletState;
	draft = $state<TemplateDraft>(emptyDraft());
	/** The empty sheet, PNG in base64; '' before one is loaded. */
	png = $state('');
	/** The field to which drawn boxes belong; undefined: they are masks. */
	at = $state<number>();
	isMasking = $state(false);
	/** Cells into which the next drawn row of a comb is cut. */
	cells = $state(1);
	#saving: ReturnType<typeof setTimeout> | undefined;

	constructor(tablet: TabletState) {
		this.#tablet = tablet;
	}

	get #draftKey(): string {
		return `template/${this.#tablet.desk?.person.personId ?? ''}`;
	}

	get field(): DraftField | undefined {
		return this.at === undefined ? undefined : this.draft.fields[this.at];
	}

	get result() {
		return toTemplate($state.snapshot(this.draft) as TemplateDraft);
	}

	async open(): Promise<boolean> {
		const kept = await this.#tablet.desk!.readDraft<Kept>(this.#draftKey);
		if (!kept) return false;
		this.draft = kept.draft;
		this.png = kept.png;
		return true;
	}

	begin(from?: Template, png = ''): void {
		this.draft = from ? nextVersion(from) : emptyDraft();
		this.png = png;
		this.at = from ? 0 : undefined;
		this.save();
	}

	save(): void {
		clearTimeout(this.#saving);
		this.#saving = setTimeout(() => {
			const kept = { draft: $state.snapshot(this.draft), png: this.png };
			void this.#tablet.desk?.saveDraft(this.#draftKey, kept);
		}, SAVE_AFTER_MS);
	}

	async discard(): Promise<void> {
		clearTimeout(this.#saving);
		await this.#tablet.desk?.removeDraft(this.#draftKey);
		this.draft = emptyDraft();
		this.png = '';
		this.at = undefined;
	}

	addField(): void {
		const taken = this.draft.fields.map(({ id }) => id);
		let number = taken.length + 1;
		while (taken.includes(`field${number}`)) number += 1;
		this.draft.fields.push(emptyField(number));
		this.at = this.draft.fields.length - 1;
		this.isMasking = false;
		this.save();
	}

	removeField(): void {
		if (this.at === undefined) return;
		this.draft.fields.splice(this.at, 1);
		this.at = this.draft.fields.length > 0 ? Math.max(0, this.at - 1) : undefined;
		this.save();
	}

	/** A box was drawn: cells, the frame, or the box of one more option of the field at hand. */
	addBox(drawn: Box): void {
		const box = tidyBox(drawn, this.draft.page);
		if (this.isMasking) this.draft.masks.push(box);
		else {
			if (!this.field) this.addField();
			const field = this.field!;
			if (field.kind === 'comb') field.boxes.push(...cellsOf(box, Math.max(1, this.cells)));
			else if (field.kind === 'text') field.boxes = [box];
			else {
				field.boxes.push(box);
				const number = field.boxes.length;
				field.options.push({ label: '', value: String(number) });
			}
		}
		this.save();
	}

	/** Takes the last drawn box away. */
	undo(): void {
		if (this.isMasking) this.draft.masks.pop();
		else if (this.field) {
			this.field.boxes.pop();
			this.field.options.length = Math.min(this.field.options.length, this.field.boxes.length);
		}
		this.save();
	}

	/** Every box on the sheet with the number of its field, for drawing. */
	get shapes(): { box: Box; field: number | 'mask' }[] {
		return [
			...this.draft.fields.flatMap(({ boxes }, field) => boxes.map((box) => ({ box, field }))),
			...this.draft.masks.map((box) => ({ box, field: 'mask' as const }))
		];
	}
}
