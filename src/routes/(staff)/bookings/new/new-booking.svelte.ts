import type { BookingDetails } from '#lib/domain/booking/booking.ts';
import type { Request } from '#lib/domain/booking/request.ts';
import { fillFromTalk } from '#lib/domain/interpreting/fill.ts';
import type { Talk } from '#lib/domain/interpreting/talk.ts';
import type { Standby } from '#lib/domain/booking/standby.ts';
import type { MutateEnd } from '#lib/local/desk.ts';
import type { TabletState } from '../../tablet-state.svelte.ts';
import { DetailsForm, type TypedDetails } from '../details-form.svelte.ts';
import { SeatHold } from '../seat-hold.svelte.ts';
import { seatArgs, type Choice } from '../slot-choice.ts';
import { SlotSearch } from '../slot-search.svelte.ts';

/** What a draft of a booking keeps. */
export interface BookingDraft {
	form: Partial<TypedDetails>;
	topicId: string;
	language: SlotSearch['language'];
}

export interface SavedBooking {
	bookingId: string;
	receiptNo: string;
	mid: number;
	name: string;
	slot: Choice['slot'];
}

/** A refused booking that a new one takes the place of. */
export interface Replaced {
	mid: number;
	bookingId: string;
	receiptNo: string;
}

/** One booking in the making: wish, seat and details. */
export class NewBooking {
	readonly #tablet: TabletState;
	#byPerson = false;
	readonly search: SlotSearch;
	readonly hold: SeatHold;
	readonly form = new DetailsForm();
	replaced: Replaced | undefined = $state.raw();
	/** The entry of the waiting list that this booking serves. */
	standby: Standby | undefined = $state.raw();
	/** The request from the web that is being booked; its receipt number stays. */
	request: Request | undefined = $state.raw();
	saved: SavedBooking | undefined = $state.raw();
	refusal: Extract<MutateEnd, { ok: false }>['refusal'] | undefined = $state.raw();

	constructor(tablet: TabletState) {
		this.#tablet = tablet;
		this.search = new SlotSearch(tablet);
		this.hold = new SeatHold(tablet.tablet);
	}

	/** Takes a slot; a free one is kept at the centre while the form is filled. */
	choose(choice: Choice, byPerson = true): void {
		this.#byPerson = byPerson;
		this.refusal = undefined;
		if (choice.slot.slotId === this.search.slotId) return;
		this.search.take(choice);
		if (choice.state === 'free') void this.hold.want(choice.slot.slotId, this.search.need);
		else this.hold.release();
	}

	/**
	 * Another topic or an interpreter changes what the visit takes. The seat is kept anew; one that
	 * was only proposed gives way to one that suits, one that a person chose is never swapped.
	 */
	suit(): void {
		const { chosen, need } = this.search;
		if (!chosen || this.saved) return;
		const { slotId } = chosen.slot;
		if (!this.search.isChosenOpen && !this.#byPerson) this.search.take(undefined);
		else if (this.hold.lease?.slotId === slotId) void this.hold.suit(need);
		else if (chosen.state === 'free' && this.hold.state === 'none')
			void this.hold.want(slotId, need);
	}

	/** Takes up what a visitor wrote, so that nobody is asked twice. */
	takeRequest(request: Request): void {
		const { contact, needs, topicId } = request;
		this.request = request;
		this.form.takeOver({
			topicId,
			needs,
			channel: 'counter',
			origin: 'web',
			visitor: { name: contact.name, kana: '', phone: contact.phone, pensionNumber: null },
			proxy: null,
			nonDisclosure: false,
			held: [],
			consent: request.consent === 'sms' ? 'sms' : 'none',
			note: ''
		});
		this.search.topicId = topicId;
		this.search.language = needs.readingLanguage;
	}

	/** Takes up what a visitor pointed at; answers without a field of their own are the remark. */
	takeTalk(talk: Talk, remark: string): void {
		const { topicId, name, phone, supports, day } = fillFromTalk(talk.items);
		const { typed } = this.form;
		for (const support of supports)
			if (!typed.supports.includes(support)) typed.supports.push(support);
		typed.name = name;
		typed.phone = phone;
		typed.note = remark;
		this.search.language = talk.language;
		if (topicId) this.search.topicId = topicId;
		if (day) this.search.showDay(day);
	}

	/** Books; true when the intent lies safely on this device. */
	async book(details: BookingDetails): Promise<boolean> {
		await this.hold.settled();
		const { chosen } = this.search;
		const desk = this.#tablet.tablet.desk;
		if (!chosen || !desk) return false;
		const { slot } = chosen;
		const bookingId = this.replaced?.bookingId ?? crypto.randomUUID();
		const receiptNo =
			this.replaced?.receiptNo ??
			this.request?.receiptNo ??
			this.standby?.receiptNo ??
			(await this.#tablet.tablet.nextReceiptNumber());
		const standbyId = this.standby?.standbyId ?? null;
		const send = () => {
			const held = this.hold.leases(this.#tablet.tablet.clock.now());
			const seat = seatArgs(this.search.chosen ?? chosen, held);
			const args = { bookingId, receiptNo, ...seat, standbyId, details };
			return desk.mutate('booking.book@2', slot.officeId, args, this.replaced?.mid ?? null);
		};
		let end = await send();
		const isBehind =
			!end.ok &&
			((end.refusal.kind === 'lease-expired' && this.hold.lease !== null) ||
				end.refusal.kind === 'slot-taken');
		if (isBehind) {
			// A seat and the lease on it come with different rows: a hold younger than both, or a slot
			// that the lease of this very tablet has filled. The next round brings what is missing.
			await desk.syncNow();
			if (this.search.isChosenOpen) end = await send();
		}
		if (!end.ok) {
			this.refusal = end.refusal;
			return false;
		}
		if (this.request && slot.officeId === this.request.officeId) {
			const { requestId } = this.request;
			// Should this answer be lost, the centre follows the booking by its receipt number.
			await desk.mutate('request.answer@1', slot.officeId, {
				requestId,
				answer: { kind: 'booked', bookingId }
			});
		}
		this.request = undefined;
		this.hold.used();
		this.replaced = undefined;
		this.standby = undefined;
		this.saved = { bookingId, receiptNo, mid: end.mid, name: details.visitor.name, slot };
		return true;
	}

	/** Makes room for the next visitor; topic and day stay as they are. */
	next(): void {
		this.saved = undefined;
		this.refusal = undefined;
		this.form.clear();
		this.search.language = 'ja';
		this.search.take(undefined);
	}

	draft(): BookingDraft {
		const { topicId, language } = this.search;
		return { form: this.form.forDraft(), topicId, language };
	}

	restore(draft: BookingDraft): void {
		this.form.restore(draft.form);
		this.search.topicId = draft.topicId;
		this.search.language = draft.language;
	}
}
