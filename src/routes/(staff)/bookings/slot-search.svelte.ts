import { addDays, dateAt, minutesOf } from '#lib/domain/basics/days.ts';
import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import type { Support } from '#lib/domain/booking/booking.ts';
import { needsLine } from '#lib/domain/booking/needs-line.ts';
import type { SeatNeed } from '#lib/domain/booking/search.ts';
import { answersDuring, phoneLineId } from '#lib/domain/interpreting/line.ts';
import { nextSlotId, startsNeeded, type Slot } from '#lib/domain/booking/slot.ts';
import { minutesFor, offersTopic } from '#lib/domain/booking/topic.ts';
import { distanceKm, neighbours, SLOT_MINUTES, type Office } from '#lib/domain/office/office.ts';
import type { TabletState } from '../tablet-state.svelte.ts';
import { byId, choiceOf, firstSensible, isOpen, type Choice } from './slot-choice.ts';

const NEIGHBOURS = 3;
const DAYS = 8;

export interface Column {
	readonly office: Office;
	readonly km: number | null;
}

export interface SearchDay {
	readonly date: string;
	/** Seats of the first office that can be chosen; null when it is closed that day. */
	readonly free: number | null;
	/** Seats at the offices nearby. */
	readonly near: number;
	/** The last start time when the office is open longer than usual. */
	readonly late: string | null;
}

/** The wish of a visitor and the start times that suit it, as the tablet knows them. */
export class SlotSearch {
	readonly #tablet: TabletState;
	readonly #officeId: string | undefined;
	topicId = $state('');
	language: LanguageTag = $state('ja');
	/** Days from today at which the search begins. */
	from = $state(0);
	/** What the visitor needs besides a seat. */
	supports: readonly Support[] = $state.raw([]);
	/** Holds of this screen, which make their slots seats of this device. */
	holdIds: readonly string[] = $state.raw([]);
	slotId: string | null = $state(null);
	#day: string | null = $state(null);

	/** With an office only its start times are offered, as for a move. */
	constructor(tablet: TabletState, officeId?: string) {
		this.#tablet = tablet;
		this.#officeId = officeId;
	}

	topics = $derived.by(() => this.#tablet.list('topic').sort((a, b) => a.order - b.order));
	topic = $derived.by(
		() => this.topics.find(({ topicId }) => topicId === this.topicId) ?? this.topics[0]
	);

	minutes = $derived.by(() =>
		this.topic ? minutesFor(this.topic, { supports: [...this.supports] }) : SLOT_MINUTES
	);
	need: SeatNeed = $derived.by(() => ({
		isLong: startsNeeded(this.minutes) === 2,
		line: needsLine({ supports: [...this.supports] })
	}));

	columns: Column[] = $derived.by(() => {
		const offices = this.#tablet.list('office');
		const homeId = this.#officeId ?? this.#tablet.device?.officeId;
		const home = offices.find(({ officeId }) => officeId === homeId);
		if (!home) return [];
		if (this.#officeId) return [{ office: home, km: null }];
		const near = neighbours(home, offices, NEIGHBOURS);
		return [
			{ office: home, km: null },
			...near.map((office) => ({ office, km: Math.max(1, Math.round(distanceKm(home, office))) }))
		];
	});

	choices: ReadonlyMap<string, Choice> = $derived.by(() => {
		const seats = this.#tablet.seats(this.holdIds);
		const spoken = this.language === 'ja-easy' ? 'ja' : this.language;
		const found: [string, Choice][] = [];
		for (const slot of this.#tablet.list('slot')) {
			const office = this.columns.find(
				(column) => column.office.officeId === slot.officeId
			)?.office;
			if (!office) continue;
			const offered = !this.topic || offersTopic(office, this.topic);
			const nextId = nextSlotId(slot);
			const given = {
				need: this.need,
				lease: seats.get(slot.slotId),
				next: this.#tablet.get('slot', nextId),
				nextLease: seats.get(nextId),
				closed: this.#isClosed(slot),
				fresh: this.#tablet.fresh,
				now: this.#tablet.minute,
				offered
			};
			found.push([slot.slotId, choiceOf(slot, { ...given, language: spoken })]);
		}
		return byId(found);
	});

	/** Whether the interpreter's line for this language is closed during the visit. */
	#isClosed(slot: Slot): boolean {
		const spoken = this.language === 'ja-easy' ? 'ja' : this.language;
		const line = this.need.line ? this.#tablet.get('line', phoneLineId(spoken)) : undefined;
		if (!line) return false;
		const isHoliday = this.#tablet.get('holiday', slot.date) !== undefined;
		return !answersDuring(line, { ...slot, minutes: this.minutes }, isHoliday);
	}

	days: SearchDay[] = $derived.by(() => {
		const home = this.columns[0]?.office.officeId;
		const start = addDays(dateAt(this.#tablet.minute), this.from);
		const byDate = Map.groupBy(this.choices.values(), ({ slot }) => slot.date);
		return Array.from({ length: DAYS }, (_, index) => {
			const date = addDays(start, index);
			const all = byDate.get(date) ?? [];
			const here = all.filter(({ slot }) => slot.officeId === home);
			const sum = (list: Choice[]) => list.reduce((total, { seats }) => total + seats, 0);
			const last = here
				.map(({ slot }) => slot.start)
				.sort()
				.at(-1);
			return {
				date,
				free: here.length === 0 ? null : sum(here),
				near: sum(all) - sum(here),
				late: last && minutesOf(last) > minutesOf('16:00') ? last : null
			};
		});
	});

	/** The shown day: the chosen one, or the first on which the office has a seat. */
	day: string = $derived.by(() => {
		const shown = this.days.find(({ date }) => date === this.#day);
		const first =
			this.days.find(({ free }) => (free ?? 0) > 0) ?? this.days.find(({ near }) => near > 0);
		return (shown ?? first ?? this.days[0])?.date ?? '';
	});

	times: string[] = $derived.by(() => {
		const shown = [...this.choices.values()].filter(({ slot }) => slot.date === this.day);
		return shown
			.map(({ slot }) => slot.start)
			.filter((start, index, all) => all.indexOf(start) === index)
			.sort();
	});

	/** What an office offers at a time of the shown day. */
	at(officeId: string, start: string): Choice | undefined {
		return this.choices.get(`${officeId}.${this.day}.${start.replace(':', '')}`);
	}

	chosen: Choice | undefined = $derived.by(() =>
		this.slotId === null ? undefined : this.choices.get(this.slotId)
	);

	/** What a practised clerk would take first: the next certain seat of this office. */
	get next(): Choice | undefined {
		const home = this.columns[0]?.office.officeId;
		const since = addDays(dateAt(this.#tablet.minute), this.from);
		const mine = [...this.choices.values()].filter(({ slot }) => slot.officeId === home);
		return firstSensible(mine.filter(({ slot }) => slot.date >= since));
	}

	showDay(date: string): void {
		this.#day = date;
	}

	/** Takes a slot and shows its day. */
	take(choice: Choice | undefined): void {
		this.slotId = choice?.slot.slotId ?? null;
		if (choice) this.#day = choice.slot.date;
	}

	/** Whether the chosen slot can still be had. */
	get isChosenOpen(): boolean {
		return this.chosen !== undefined && isOpen(this.chosen);
	}
}
