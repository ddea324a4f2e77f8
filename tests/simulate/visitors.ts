import type { BookingDetails, Needs } from '#lib/domain/booking/booking.ts';
import { book } from '#lib/domain/booking/rules.ts';
import { nextSlotId, startsNeeded, type Slot } from '#lib/domain/booking/slot.ts';
import { topicList } from '#lib/domain/booking/topic-list.ts';
import { minutesFor, offersTopic, type Topic } from '#lib/domain/booking/topic.ts';
import type { Booking } from '#lib/domain/booking/booking.ts';
import type { Office } from '#lib/domain/office/office.ts';
import { demand, service, topicWeights } from './figures.ts';
import { logNormal, type Dice } from './random.ts';

export interface Wish {
	readonly topic: Topic;
	readonly needs: Needs;
}

const ownLanguage: Needs = { readingLanguage: 'ja', spokenLanguage: 'ja', supports: [] };
const languages = ['en', 'zh', 'ko', 'es', 'pt', 'vi', 'tl', 'th', 'id', 'ne', 'my'] as const;

/** What somebody comes for. */
export function wishOf(dice: Dice, office: Pick<Office, 'kind'>): Wish {
	const offered = topicList.filter((topic) => offersTopic(office as Office, topic));
	const topic = offered[dice.weighted(offered.map(({ topicId }) => topicWeights[topicId] ?? 1))]!;
	if (!dice.chance(demand.interpreter)) return { topic, needs: ownLanguage };
	const language = dice.pick(languages);
	return {
		topic,
		needs: {
			readingLanguage: language,
			spokenLanguage: language,
			supports: ['phone-interpreter']
		}
	};
}

/** How many minutes a consultation takes at the booth. */
export function minutesAtBooth(dice: Dice, needs: Needs, simple: boolean): number {
	if (simple) return service.simple;
	const factor = needs.supports.length > 0 ? service.interpreterFactor : 1;
	const minutes = logNormal(dice, service.mean * factor, service.sigma);
	return Math.round(Math.min(service.most, Math.max(service.least, minutes)));
}

export function detailsOf({ topic, needs }: Wish, number: number, dice: Dice): BookingDetails {
	return {
		topicId: topic.topicId,
		channel: 'counter',
		origin: dice.pick(['counter', 'phone', 'phone', 'web'] as const),
		proxy: null,
		nonDisclosure: false,
		held: [],
		consent: 'none',
		visitor: {
			name: `模擬 ${number}`,
			kana: 'モギ',
			phone: '00-0000-0000',
			pensionNumber: null
		},
		needs,
		note: ''
	};
}

/** The start times of one office, as far as somebody outside the centre knows them. */
export class SlotBook {
	readonly #slots = new Map<string, Slot>();
	readonly #byDate = new Map<string, string[]>();

	constructor(slots: readonly Slot[]) {
		for (const slot of slots) {
			this.#slots.set(slot.slotId, slot);
			this.#byDate.set(slot.date, [...(this.#byDate.get(slot.date) ?? []), slot.slotId]);
		}
	}

	dates(): string[] {
		return [...this.#byDate.keys()].sort();
	}

	get(slotId: string): Slot | undefined {
		return this.#slots.get(slotId);
	}

	ofDate(date: string): Slot[] {
		return (this.#byDate.get(date) ?? []).map((id) => this.#slots.get(id)!);
	}

	capacity(date: string): number {
		return this.ofDate(date).reduce((sum, { capacity }) => sum + capacity, 0);
	}

	/** A start time with room for a wish; the visit of an interpreter may need the next one too. */
	find(
		date: string,
		{ topic, needs }: Wish,
		dice: Dice
	): { slot: Slot; extra: Slot | null } | null {
		const isLong = startsNeeded(minutesFor(topic, needs)) === 2;
		const line = needs.supports.includes('phone-interpreter');
		const fits = (slot: Slot | undefined): slot is Slot =>
			slot !== undefined && slot.taken < slot.capacity && (!line || slot.linesTaken < slot.lines);
		const found = this.ofDate(date).filter(
			(slot) => fits(slot) && (!isLong || fits(this.#slots.get(nextSlotId(slot))))
		);
		if (found.length === 0) return null;
		const slot = dice.pick(found);
		return { slot, extra: isLong ? this.#slots.get(nextSlotId(slot))! : null };
	}

	/** Notes seats and lines as sold (1) or free again (-1). */
	note(slotIds: readonly (string | null)[], line: boolean, by: 1 | -1): void {
		for (const id of slotIds) {
			const slot = id === null ? undefined : this.#slots.get(id);
			if (!slot) continue;
			this.#slots.set(slot.slotId, {
				...slot,
				taken: Math.max(0, slot.taken + by),
				linesTaken: Math.max(0, slot.linesTaken + (line ? by : 0))
			});
		}
	}

	/**
	 * Books by the product's own rule, as the centre would; gives the row, or null when the day is
	 * full for this wish.
	 */
	sell(
		date: string,
		wish: Wish,
		given: { bookingId: string; receiptNo: string; number: number; at: number; by: string },
		dice: Dice
	): Booking | null {
		const place = this.find(date, wish, dice);
		if (!place) return null;
		const { slot, extra } = place;
		const decision = book(
			{
				bookingId: given.bookingId,
				receiptNo: given.receiptNo,
				slotId: slot.slotId,
				leaseId: null,
				extraSlotId: extra?.slotId ?? null,
				extraLeaseId: null,
				standbyId: null,
				details: detailsOf(wish, given.number, dice)
			},
			{
				booking: undefined,
				topic: wish.topic,
				slot,
				lease: undefined,
				extraSlot: extra ?? undefined,
				extraLease: undefined,
				standby: undefined
			},
			{
				now: given.at,
				actorId: given.by,
				deviceId: 'simulation',
				officeId: slot.officeId,
				place: 'centre'
			}
		);
		if (!decision.ok) return null;
		let row: Booking | null = null;
		for (const write of decision.value) {
			if (write.table === 'slot') this.#slots.set(write.row.slotId, write.row);
			if (write.table === 'booking') row = write.row;
		}
		return row;
	}
}
