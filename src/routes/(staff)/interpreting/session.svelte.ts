import { createContext } from 'svelte';
import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import type { Booking } from '#lib/domain/booking/booking.ts';
import { topicOfChoice } from '#lib/domain/interpreting/phrases.ts';
import type { AnswerKind, Talk, TalkAnswer } from '#lib/domain/interpreting/talk.ts';
import { minutesBetween, type Mode, type Place } from '#lib/domain/interpreting/usage.ts';
import { loadFonts } from '#lib/i18n/fonts.ts';
import { translator, type Translate } from '#lib/i18n/setup.svelte.ts';
import type { MutateEnd } from '#lib/local/desk.ts';
import type { TabletState } from '../tablet-state.svelte.ts';

const DRAFT = 'interpreting';
const shown = ['common', 'interpreter', 'phrases', 'refusals', 'languages'] as const;

/** A use that has begun and is not counted yet; holds no names. */
export interface Running {
	readonly mode: Mode;
	readonly startedAt: number;
	/** Whether the visitor has answered by pointing. */
	readonly answered: boolean;
}
interface Draft {
	readonly running: readonly Running[];
	readonly language: LanguageTag;
	readonly place: Place;
	readonly topicId: string | null;
}

/**
 * One visitor in front of the tablet: their language, what is pointed at and written, what is in
 * use. What was said lives in memory only until the visitor agrees; never in a draft.
 */
export class Session {
	readonly #tablet: TabletState;
	language = $state<LanguageTag>();
	/** The visitor's words, loaded when the language is known. */
	words = $state.raw<Translate>();
	/** Staff screens may be in English; what both point at is Japanese. */
	japanese = $state.raw<Translate>();
	booking = $state.raw<Booking>();
	visitId = $state<string | null>(null);
	topicId = $state<string | null>(null);
	place = $state<Place>('office');
	running = $state.raw<readonly Running[]>([]);
	talk = $state.raw<readonly TalkAnswer[]>([]);
	chat = $state.raw<readonly TalkAnswer[]>([]);
	/** Identifiers of what is in the record already. */
	kept = $state.raw<readonly string[]>([]);
	/** The record that is added to: an earlier one of this visitor, or one not yet there. */
	#record: Pick<Talk, 'talkId' | 'startedAt' | 'bookingId' | 'visitId'> | undefined;
	before = $state(0);

	constructor(tablet: TabletState) {
		this.#tablet = tablet;
	}

	now = (): number => this.#tablet.tablet.clock.now();

	get unkept(): boolean {
		return [...this.talk, ...this.chat].some(({ itemId }) => !this.kept.includes(itemId));
	}

	async open(booking: Booking | undefined, visitId: string | null): Promise<void> {
		this.booking = booking;
		this.visitId = visitId;
		// Somebody at reception said already what the visitor speaks and came for.
		const visit = visitId ? this.#tablet.get('visit', visitId) : undefined;
		const known = booking ?? visit;
		this.topicId = known?.topicId ?? null;
		this.japanese = await translator('ja', [...shown, 'interpreting', 'topics']);
		const draft = await this.#tablet.desk?.readDraft<Draft>(DRAFT);
		if (draft && draft.running.length > 0) {
			this.running = draft.running;
			this.place = draft.place;
			if (!known) this.topicId = draft.topicId;
			await this.choose(draft.language);
		} else if (known && known.needs.readingLanguage !== 'ja') {
			await this.choose(known.needs.readingLanguage);
		}
	}

	async choose(language: LanguageTag): Promise<void> {
		if (this.language !== undefined && this.language !== language) await this.forget();
		void loadFonts(language);
		this.words = await translator(language, shown);
		this.language = language;
		const earlier = this.#tablet
			.list('talk')
			.filter(
				(row) =>
					row.language === language &&
					((this.booking !== undefined && row.bookingId === this.booking.bookingId) ||
						(this.visitId !== null && row.visitId === this.visitId))
			)
			.sort((a, b) => b.startedAt - a.startedAt)[0];
		if (earlier) this.continue(earlier);
	}

	/** Goes on with a record that is there. */
	continue(row: Talk): void {
		this.#record = row;
		this.before = row.items.length;
	}

	/** Nothing of this visitor stays on the screen; uses that ran are counted. */
	async forget(): Promise<void> {
		await this.countAll();
		this.talk = [];
		this.chat = [];
		this.kept = [];
		this.#record = undefined;
		this.before = 0;
		this.language = undefined;
		this.words = undefined;
	}

	/** The consultation is over: the next visitor has no booking yet. */
	leave(): void {
		this.booking = undefined;
		this.visitId = null;
		this.topicId = null;
	}

	#item(phraseId: string, kind: AnswerKind, value: string): TalkAnswer {
		return { itemId: crypto.randomUUID(), phraseId, kind, value, at: this.now() };
	}

	/** Shows a phrase to the visitor. */
	show(phraseId: string): void {
		this.begin('talk');
		this.talk = [...this.talk, this.#item(phraseId, 'shown', '')];
	}

	/** The visitor's answer to what is shown; until it is kept a new tap replaces it. */
	answer(kind: AnswerKind, value = ''): void {
		const last = this.talk.at(-1);
		if (!last) return;
		// What the visitor came for is asked once: the hand-over card and the count know it too.
		if (kind === 'choice' && last.phraseId === 'start.hello') this.topicId ??= topicOfChoice(value);
		if (this.runs('talk')?.answered === false) {
			this.running = this.running.map((use) =>
				use.mode === 'talk' ? { ...use, answered: true } : use
			);
			void this.#remember();
		}
		if (this.kept.includes(last.itemId)) {
			this.talk = [...this.talk, this.#item(last.phraseId, kind, value)];
		} else {
			this.talk = [...this.talk.slice(0, -1), { ...last, kind, value, at: this.now() }];
		}
	}

	write(phraseId: string, kind: 'shown' | 'write', value = ''): void {
		this.begin('chat');
		this.chat = [...this.chat, this.#item(phraseId, kind, value)];
	}

	get recordId(): string | undefined {
		return this.#record?.talkId;
	}

	/** Puts what is not kept yet into the record; only after the visitor said yes. */
	async keep(items: readonly TalkAnswer[]): Promise<MutateEnd | undefined> {
		const desk = this.#tablet.desk;
		const officeId = this.#tablet.device?.officeId;
		if (!desk || !officeId || !this.language) return undefined;
		const fresh = items.filter(({ itemId }) => !this.kept.includes(itemId));
		this.#record ??= {
			talkId: crypto.randomUUID(),
			startedAt: fresh[0]?.at ?? this.now(),
			bookingId: this.booking?.bookingId ?? null,
			visitId: this.visitId
		};
		const end = await desk.mutate('interpreting.talk@1', officeId, {
			talkId: this.#record.talkId,
			startedAt: this.#record.startedAt,
			bookingId: this.#record.bookingId,
			visitId: this.#record.visitId,
			language: this.language,
			agreed: true,
			items: fresh
		});
		if (end.ok) this.kept = [...this.kept, ...fresh.map(({ itemId }) => itemId)];
		return end;
	}

	runs = (mode: Mode): Running | undefined => this.running.find((use) => use.mode === mode);

	/** A way of talking is in use from now on. */
	begin(mode: Mode): void {
		if (this.runs(mode)) return;
		this.running = [...this.running, { mode, startedAt: this.now(), answered: false }];
		void this.#remember();
	}

	async #remember(): Promise<void> {
		const desk = this.#tablet.desk;
		if (!desk || !this.language) return;
		if (this.running.length === 0) return desk.removeDraft(DRAFT);
		const { language, place, topicId, running } = this;
		await desk.saveDraft(DRAFT, { language, place, topicId, running } satisfies Draft);
	}

	/** Counts a use that has ended. */
	async count(use: Running, minutes: number): Promise<MutateEnd | undefined> {
		const desk = this.#tablet.desk;
		const officeId = this.#tablet.device?.officeId;
		if (!desk || !officeId || !this.language) return undefined;
		const end = await desk.mutate('interpreting.use@1', officeId, {
			useId: crypto.randomUUID(),
			language: this.language,
			// Cards when nothing was answered: then they were only shown.
			mode: use.mode === 'talk' && !use.answered ? 'cards' : use.mode,
			place: this.place,
			topicId: this.topicId,
			minutes,
			visitId: this.visitId,
			startedAt: use.startedAt
		});
		if (end.ok) {
			this.running = this.running.filter(({ mode }) => mode !== use.mode);
			await this.#remember();
		}
		return end;
	}

	/** Counts everything that still runs, by the clock. */
	async countAll(): Promise<void> {
		for (const use of this.running)
			await this.count(use, minutesBetween(use.startedAt, this.now()));
	}
}

export const [getSession, setSession] = createContext<Session>();
