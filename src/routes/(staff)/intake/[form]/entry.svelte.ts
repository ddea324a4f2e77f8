import { dateAt } from '#lib/domain/basics/days.ts';
import { holdsMyNumber } from '#lib/domain/basics/my-number.ts';
import { firstConfirming, mayConfirm } from '#lib/domain/intake/confirming.ts';
import { firstValues, type passReasons } from '#lib/domain/intake/entry.ts';
import type { Field, Form } from '#lib/domain/intake/form.ts';
import {
	faultsOf,
	noFaults,
	progressOf,
	taskOf,
	tasksOf,
	type Task
} from '#lib/domain/intake/task.ts';
import type { Template, TemplateField } from '#lib/domain/intake/template.ts';
import type { MutateEnd } from '#lib/local/desk.ts';
import type { MutationName } from '#lib/sync/mutators.ts';
import type { TabletState } from '../../tablet-state.svelte.ts';
import { templateOf } from '../forms.ts';

type Refused = Extract<MutateEnd, { ok: false }>['refusal'];

interface Typed {
	readonly fieldId: string;
	/** What was typed and not left yet, by field. */
	readonly texts: Readonly<Record<string, string>>;
}

/**
 * A person at a form: which field is before them, what they have typed, which difference waits for
 * their word. What a field holds is in its row; here is only what is not said yet.
 */
export class Entry {
	readonly #tablet: TabletState;
	readonly formId: string;
	/** The field that is keyed now; undefined when there is none left to key. */
	current = $state<string>();
	typed = $state('');
	/** The differing field whose values are shown. */
	differing = $state<string>();
	/** The difference is answered by keying the field once more. */
	isRetyping = $state(false);
	/** Confirmable, but the person wants to key. */
	isKeying = $state(false);
	refusal = $state<Refused>();
	#since = 0;
	/** Somebody presses a key faster than the device writes: one step at a time. */
	#busy = false;
	#texts: Record<string, string> = {};
	#saving: ReturnType<typeof setTimeout> | undefined;

	constructor(tablet: TabletState, formId: string) {
		this.#tablet = tablet;
		this.formId = formId;
	}

	get me(): string {
		return this.#tablet.desk?.person.personId ?? '';
	}

	get form(): Form | undefined {
		return this.#tablet.get('form', this.formId);
	}

	get template(): Template | undefined {
		return this.form && templateOf(this.#tablet, this.form);
	}

	get shape(): TemplateField | undefined {
		return this.template?.fields.find(({ id }) => id === this.current);
	}

	get field(): Field | undefined {
		return this.current === undefined ? undefined : this.form?.fields[this.current];
	}

	get task(): Task | undefined {
		return this.field && taskOf(this.field, this.me);
	}

	get tasks() {
		return this.form && this.template ? tasksOf(this.form, this.template, this.me) : [];
	}

	get progress() {
		return this.form && progressOf(this.form);
	}

	get today(): string {
		return dateAt(this.#tablet.minute);
	}

	/** Decided values that break a rule and need a third person. */
	get faults() {
		return this.form && this.template ? faultsOf(this.form, this.template, this.today) : noFaults;
	}

	/** Whether this field may be confirmed instead of keyed: its reading is shown then. */
	get canConfirm(): boolean {
		const { form, shape, field } = this;
		if (!form || !shape || !field || this.isKeying) return false;
		const policy = this.#tablet.get('confirming', form.officeId) ?? firstConfirming(form.officeId);
		return mayConfirm(policy, form.formId, shape, field, firstValues(form), this.today);
	}

	/** Takes up what was typed before the tab was closed, or begins with the first field. */
	async open(): Promise<void> {
		const draft = await this.#tablet.desk!.readDraft<Typed>(this.#draftKey);
		const first = this.tasks.find(({ task }) => task !== 'choose');
		const again = this.tasks.find(({ fieldId }) => fieldId === draft?.fieldId);
		this.#texts = { ...draft?.texts };
		this.go(again?.fieldId ?? first?.fieldId);
		this.isRetyping = again?.task === 'choose';
		this.differing = this.tasks.find(({ task }) => task === 'choose')?.fieldId;
	}

	get #draftKey(): string {
		return `intake/${this.formId}/${this.me}`;
	}

	go(fieldId: string | undefined): void {
		this.current = fieldId;
		this.typed = (fieldId === undefined ? undefined : this.#texts[fieldId]) ?? '';
		this.isRetyping = false;
		this.isKeying = false;
		this.refusal = undefined;
		this.#since = performance.now();
	}

	/** Brings what is shown in line with what is to be done: a reading or a colleague came in between. */
	follow(): void {
		const { tasks, current, differing } = this;
		const waiting = tasks.find(({ task }) => task === 'choose')?.fieldId;
		const isOpen = tasks.some(({ fieldId, task }) => task === 'choose' && fieldId === differing);
		if (!isOpen && differing !== waiting) this.differing = waiting;
		if (current !== undefined && !tasks.some(({ fieldId }) => fieldId === current)) this.next();
		else if (current === undefined) {
			const first = tasks.find(({ task }) => task !== 'choose')?.fieldId;
			if (first !== undefined) this.go(first);
		}
	}

	/** Goes to a field that the person may work on; a difference shows its values instead. */
	visit(fieldId: string): void {
		const task = this.tasks.find((one) => one.fieldId === fieldId)?.task;
		if (task === 'choose') this.differing = fieldId;
		else if (task) this.go(fieldId);
	}

	type(value: string): void {
		const { current: fieldId } = this;
		this.typed = value;
		if (fieldId === undefined) return;
		// A My Number is not kept, not even for a moment.
		if (holdsMyNumber(value)) delete this.#texts[fieldId];
		else this.#texts[fieldId] = value;
		this.#keep(fieldId);
	}

	#keep(fieldId: string): void {
		clearTimeout(this.#saving);
		const typed = { fieldId, texts: { ...this.#texts } };
		this.#saving = setTimeout(() => {
			void this.#tablet.desk?.saveDraft(this.#draftKey, typed);
		}, 300);
	}

	/** The field after or before this one in the order of the sheet, among those to key. */
	#neighbour(step: 1 | -1): string | undefined {
		const order = this.template?.fields.map(({ id }) => id) ?? [];
		const open = this.tasks.filter(({ task }) => task !== 'choose');
		const from = order.indexOf(this.current ?? '');
		const place = ({ fieldId }: (typeof open)[number]): number => order.indexOf(fieldId);
		const ahead = open.filter((one) => (place(one) - from) * step > 0);
		const skipped = (id: string): boolean => this.form?.fields[id]?.reason !== null;
		if (step === -1) return ahead.at(-1)?.fieldId;
		return (ahead.find(({ fieldId }) => !skipped(fieldId)) ?? ahead[0] ?? open[0])?.fieldId;
	}

	next(): void {
		this.go(this.#neighbour(1));
		this.differing ??= this.tasks.find(({ task }) => task === 'choose')?.fieldId;
	}

	before(): void {
		const fieldId = this.#neighbour(-1);
		if (fieldId) this.go(fieldId);
	}

	async #send(name: MutationName, args: object): Promise<boolean> {
		const { desk } = this.#tablet;
		const form = this.form;
		if (!desk || !form || this.#busy) return false;
		this.#busy = true;
		try {
			const end = await desk.mutate(name, form.officeId, { formId: this.formId, ...args });
			this.refusal = end.ok ? undefined : end.refusal;
			return end.ok;
		} finally {
			this.#busy = false;
		}
	}

	get #ms(): number {
		return Math.min(86_400_000, Math.round(performance.now() - this.#since));
	}

	/** Leaves the field: what is typed is this person's entry. */
	async commit(value = this.typed): Promise<void> {
		const fieldId = this.current;
		if (!fieldId) return;
		const name = this.task === 'decide' ? 'intake.decide@1' : 'intake.key@1';
		if (await this.#send(name, { fieldId, value, ms: this.#ms })) await this.#left(fieldId);
	}

	async confirm(): Promise<void> {
		const fieldId = this.current;
		if (fieldId && (await this.#send('intake.confirm@1', { fieldId, ms: this.#ms })))
			await this.#left(fieldId);
	}

	async #left(fieldId: string): Promise<void> {
		delete this.#texts[fieldId];
		this.#keep(fieldId);
		if (this.form?.fields[fieldId]?.state === 'differing') this.differing = fieldId;
		else if (this.differing === fieldId) this.differing = undefined;
		// The screen may have left the field already, because nothing is to be done in it any more.
		if (this.current === fieldId) this.next();
		else this.differing ??= this.tasks.find(({ task }) => task === 'choose')?.fieldId;
	}

	/** Somebody else shall look at the field before this person. */
	async skip(): Promise<void> {
		const fieldId = this.current;
		if (fieldId && (await this.#send('intake.pass-on@1', { fieldId, reason: 'unreadable' })))
			this.next();
	}

	async choose(take: 'own' | 'other'): Promise<void> {
		const fieldId = this.differing;
		if (fieldId && (await this.#send('intake.choose@1', { fieldId, take, ms: 0 })))
			this.#answered();
	}

	async pass(reason: (typeof passReasons)[number], fieldId = this.differing): Promise<void> {
		if (fieldId && (await this.#send('intake.pass-on@1', { fieldId, reason }))) this.#answered();
	}

	retype(): void {
		const fieldId = this.differing;
		if (!fieldId) return;
		this.go(fieldId);
		this.isRetyping = true;
	}

	#answered(): void {
		this.differing = this.tasks.find(({ task }) => task === 'choose')?.fieldId;
		if (this.current === undefined || this.isRetyping) this.next();
	}

	/** Every field has its value: the form is verified and goes to the centre. */
	async submit(): Promise<boolean> {
		const isSent =
			(await this.#send('intake.verify@1', {})) && (await this.#send('intake.submit@1', {}));
		clearTimeout(this.#saving);
		if (isSent) await this.#tablet.desk?.removeDraft(this.#draftKey);
		return isSent;
	}
}
