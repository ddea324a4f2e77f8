import type { BookingDetails } from '#lib/domain/booking/booking.ts';
import type { Lease } from '#lib/domain/booking/lease.ts';
import type { MutateEnd } from '#lib/local/desk.ts';
import type { TabletState } from '../../tablet-state.svelte.ts';
import { DetailsForm, type TypedDetails } from '../details-form.svelte.ts';
import { SeatHold } from '../seat-hold.svelte.ts';
import type { Choice } from '../slot-choice.ts';
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
	readonly search: SlotSearch;
	readonly hold: SeatHold;
	readonly form = new DetailsForm();
	replaced: Replaced | undefined = $state.raw();
	saved: SavedBooking | undefined = $state.raw();
	refusal: Extract<MutateEnd, { ok: false }>['refusal'] | undefined = $state.raw();

	constructor(tablet: TabletState) {
		this.#tablet = tablet;
		this.search = new SlotSearch(tablet);
		this.hold = new SeatHold(tablet.tablet);
	}

	/** Takes a slot; a free one is kept at the centre while the form is filled. */
	choose(choice: Choice): void {
		this.refusal = undefined;
		if (choice.slot.slotId === this.search.slotId) return;
		this.search.take(choice);
		if (choice.state === 'free') void this.hold.want(choice.slot.slotId);
		else this.hold.release();
	}

	/** The seat that makes the booking certain, when there is one. */
	get lease(): Lease | undefined {
		const { chosen } = this.search;
		const { lease } = this.hold;
		const now = this.#tablet.tablet.clock.now();
		if (lease && lease.slotId === chosen?.slot.slotId && now < lease.notAfter) return lease;
		return chosen?.lease;
	}

	/** Books; true when the intent lies safely on this device. */
	async book(details: BookingDetails): Promise<boolean> {
		const { chosen } = this.search;
		const desk = this.#tablet.tablet.desk;
		if (!chosen || !desk) return false;
		const { slot } = chosen;
		const bookingId = this.replaced?.bookingId ?? crypto.randomUUID();
		const receiptNo = this.replaced?.receiptNo ?? (await this.#tablet.tablet.nextReceiptNumber());
		const leaseId = this.lease?.leaseId ?? null;
		const args = { bookingId, receiptNo, slotId: slot.slotId, leaseId, details };
		const send = () =>
			desk.mutate('booking.book@1', slot.officeId, args, this.replaced?.mid ?? null);
		let end = await send();
		if (!end.ok && end.refusal.kind === 'lease-expired' && this.hold.lease) {
			// The hold is younger than the rows this tablet has: they come with the next round.
			await desk.syncNow();
			end = await send();
		}
		if (!end.ok) {
			this.refusal = end.refusal;
			return false;
		}
		this.hold.used();
		this.replaced = undefined;
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
