import { dateAt } from '#lib/domain/basics/days.ts';
import { maskMyNumber } from '#lib/domain/basics/my-number.ts';
import { checkForm, type RuleFault } from '#lib/domain/intake/field-rules.ts';
import { noFaults } from '#lib/domain/intake/task.ts';
import { templateKey, type Template, type TemplateField } from '#lib/domain/intake/template.ts';
import { normalValue } from '#lib/domain/intake/value.ts';
import type { TabletState } from '../../tablet-state.svelte.ts';
import { offeredTemplates } from '../forms.ts';

interface Draft {
	readonly key: string;
	readonly typed: Record<string, string>;
}

const SAVE_AFTER_MS = 400;

/** A form filled without paper: what was typed stays on this device, encrypted, until it is discarded. */
export class Twin {
	readonly #tablet: TabletState;
	key = $state('');
	typed = $state<Record<string, string>>({});
	/** Fields that were left once: only these show what is wrong with them. */
	left = $state<Record<string, true>>({});
	hasDraft = $state(false);
	#saving: ReturnType<typeof setTimeout> | undefined;

	constructor(tablet: TabletState) {
		this.#tablet = tablet;
	}

	get #draftKey(): string {
		return `twin/${this.#tablet.desk?.person.personId ?? ''}`;
	}

	get templates(): Template[] {
		return offeredTemplates(this.#tablet);
	}

	get template(): Template | undefined {
		return this.templates.find((one) => templateKey(one) === this.key);
	}

	/** The values as the form will show them. */
	get values(): Record<string, string> {
		const fields = this.template?.fields ?? [];
		return Object.fromEntries(
			fields.map((field) => [field.id, normalValue(field, this.typed[field.id] ?? '')])
		);
	}

	get faults(): ReadonlyMap<string, RuleFault> {
		const { template } = this;
		return template ? checkForm(template, this.values, dateAt(this.#tablet.minute)) : noFaults;
	}

	async open(): Promise<void> {
		const draft = await this.#tablet.desk!.readDraft<Draft>(this.#draftKey);
		if (!draft) return;
		this.key = draft.key;
		this.typed = draft.typed;
		this.hasDraft = true;
	}

	choose(key: string): void {
		this.key = key;
		this.left = {};
		this.#save();
	}

	type(field: TemplateField, value: string): void {
		this.typed[field.id] = value;
		this.#save();
	}

	leave(field: TemplateField): void {
		this.left[field.id] = true;
	}

	/** Shows what is wrong everywhere; true when nothing is. */
	check(): boolean {
		this.left = Object.fromEntries((this.template?.fields ?? []).map(({ id }) => [id, true]));
		return this.faults.size === 0;
	}

	#save(): void {
		clearTimeout(this.#saving);
		this.#saving = setTimeout(() => {
			const typed = Object.fromEntries(
				Object.entries(this.typed).map(([id, text]) => [id, maskMyNumber(text)])
			);
			void this.#tablet.desk
				?.saveDraft(this.#draftKey, { key: this.key, typed })
				.then(() => (this.hasDraft = true));
		}, SAVE_AFTER_MS);
	}

	async discard(): Promise<void> {
		clearTimeout(this.#saving);
		this.typed = {};
		this.left = {};
		this.hasDraft = false;
		await this.#tablet.desk?.removeDraft(this.#draftKey);
	}
}
