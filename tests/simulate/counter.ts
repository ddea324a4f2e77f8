import type { Booking, Needs } from '#lib/domain/booking/booking.ts';
import { needsLine } from '#lib/domain/booking/needs-line.ts';
import { nextSlotId, readSlotId, type Slot } from '#lib/domain/booking/slot.ts';
import { laneAt } from '#lib/domain/reception/lanes.ts';
import { defaultPolicy } from '#lib/domain/reception/policy.ts';
import { dueOf } from '#lib/domain/reception/queue.ts';
import type { MutationResult } from '#lib/sync/push.ts';
import { line, reception, rounds } from './figures.ts';
import type { LightTablet } from './light-tablet.ts';
import type { LoadedSite } from './load.ts';
import type { CounterParts, Expected, Guest } from './counter-parts.ts';
import { detailsOf, minutesAtBooth, wishOf, type Wish } from './visitors.ts';

const MINUTE = 60_000;

/** One office on one day: its waiting room, its booths, and the tablets its people work on. */
export class Counter {
	readonly site: LoadedSite;
	readonly tablets: readonly LightTablet[];
	readonly waiting: Guest[] = [];
	readonly booths: (Guest | undefined)[];
	readonly #p: CounterParts;
	#visitors = 0;

	constructor(site: LoadedSite, tablets: readonly LightTablet[], parts: CounterParts) {
		this.site = site;
		this.tablets = tablets;
		this.#p = parts;
		const open = Math.max(1, Math.round(site.office.booths * reception.boothsOpen));
		this.booths = Array.from({ length: open }, () => undefined);
		const ids = tablets.map(({ deviceId }) => deviceId).sort();
		for (const tablet of tablets) {
			// Behind the single letters, which the real tablets among them choose by themselves.
			tablet.lane = laneAt(26 + ids.indexOf(tablet.deviceId));
			tablet.tickets = 0;
		}
	}

	get isEmpty(): boolean {
		return this.waiting.length === 0 && this.booths.every((guest) => guest === undefined);
	}

	/** The tablet at the door; without a line some tickets go on there, the others elsewhere. */
	#door(): LightTablet {
		const first = this.tablets[0]!;
		if (!first.isOffline || this.#p.dice.chance(line.staysOnOffline)) return first;
		return this.tablets.find(({ isOffline }) => !isOffline) ?? first;
	}

	#boothTablet(booth: number): LightTablet {
		const own = this.tablets.find(({ seed }) => seed.booth === booth);
		return own ?? this.tablets[booth % this.tablets.length]!;
	}

	#step(
		guest: Guest,
		tablet: LightTablet,
		name: string,
		args: object,
		heard?: (result: MutationResult) => void
	): void {
		guest.open += 1;
		guest.holder = tablet;
		void tablet.mutate(name, args, (result) => {
			guest.open -= 1;
			heard?.(result);
		});
	}

	#ticket(tablet: LightTablet) {
		tablet.tickets += 1;
		const { dice, date, now } = this.#p;
		return {
			visitId: `v-${dice.id(20)}`,
			date,
			lane: tablet.lane,
			number: tablet.tickets,
			watchKey: dice.id(16),
			at: now()
		};
	}

	#sitsDown(
		tablet: LightTablet,
		given: Pick<Guest, 'visitId' | 'bookedStart' | 'minutes' | 'isWalkIn'>
	): Guest {
		const now = this.#p.now();
		const guest: Guest = {
			...given,
			date: this.#p.date,
			arrivedAt: now,
			queuedAt: now,
			callId: '',
			booth: 0,
			open: 0,
			holder: tablet,
			hasComeBack: false
		};
		this.waiting.push(guest);
		return guest;
	}

	#noteVisit = (visitId: string) => (result: MutationResult) => {
		if (result.status === 'applied') this.#p.made.visits.push(visitId);
	};

	arrives({ booking }: Expected): void {
		const tablet = this.#door();
		const ticket = this.#ticket(tablet);
		const guest = this.#sitsDown(tablet, {
			visitId: ticket.visitId,
			bookedStart: booking.start,
			minutes: minutesAtBooth(this.#p.dice, booking.needs, false),
			isWalkIn: false
		});
		const args = { ...ticket, bookingId: booking.bookingId, bindTo: null };
		this.#step(guest, tablet, 'reception.arrive@1', args, this.#noteVisit(ticket.visitId));
	}

	walksIn(simple: boolean): void {
		const tablet = this.#door();
		const ticket = this.#ticket(tablet);
		const { topic, needs } = wishOf(this.#p.dice, this.site.office);
		const guest = this.#sitsDown(tablet, {
			visitId: ticket.visitId,
			bookedStart: null,
			minutes: minutesAtBooth(this.#p.dice, needs, simple),
			isWalkIn: true
		});
		const args = {
			...ticket,
			topicId: topic.topicId,
			needs: needs satisfies Needs,
			name: null,
			simple,
			receiptNo: null
		};
		this.#step(guest, tablet, 'reception.walk-in@1', args, this.#noteVisit(ticket.visitId));
	}

	misses({ booking }: Expected): void {
		void this.#door().mutate('reception.miss@1', {
			bookingId: booking.bookingId,
			at: this.#p.now()
		});
	}

	cancels({ booking }: Expected): void {
		this.cancel(booking);
	}

	cancel(booking: Pick<Booking, 'bookingId' | 'slotId' | 'extraSlotId' | 'line'>): void {
		const args = { bookingId: booking.bookingId, reason: 'visitor' };
		void this.#door().mutate('booking.cancel@1', args, ({ status }) => {
			if (status === 'applied')
				this.site.slots.note([booking.slotId, booking.extraSlotId], booking.line, -1);
		});
	}

	/** Whoever is next goes to each free booth, in the product's own order. */
	call(): void {
		for (let booth = 1; booth <= this.booths.length; booth += 1) {
			if (this.booths[booth - 1]) continue;
			const ready = this.waiting.filter(({ open, holder }) => open === 0 || holder.isOffline);
			if (ready.length === 0) return;
			const next = ready
				.map((guest) => ({ guest, due: dueOf(guest, defaultPolicy) }))
				.sort((a, b) => a.due - b.due || a.guest.arrivedAt - b.guest.arrivedAt)[0]!.guest;
			this.#callTo(next, booth);
		}
	}

	/** The tablet for the next step: where the last ones wait, else the booth's, else one with a line. */
	#hand(guest: Guest): LightTablet {
		if (guest.open > 0) return guest.holder;
		const own = this.#boothTablet(guest.booth);
		if (!own.isOffline) return own;
		return this.tablets.find(({ isOffline }) => !isOffline) ?? own;
	}

	#callTo(guest: Guest, booth: number): void {
		const { dice, now, later } = this.#p;
		this.waiting.splice(this.waiting.indexOf(guest), 1);
		this.booths[booth - 1] = guest;
		guest.booth = booth;
		const isClear = guest.open === 0;
		const tablet = this.#hand(guest);
		guest.callId = `c-${dice.id(20)}`;
		const args = {
			visitId: guest.visitId,
			stepId: guest.callId,
			at: now(),
			booth,
			personId: tablet.personId
		};
		let rival: string | undefined;
		this.#step(guest, tablet, 'reception.call@1', args, ({ status }) => {
			// Somebody else called first: the visitor follows that call.
			if (status === 'refused' && rival) guest.callId = rival;
		});
		if (isClear && dice.chance(reception.calledTwice)) {
			const other = this.tablets.find(
				(found) => found !== tablet && !found.isOffline && found.dropsAt === Infinity
			);
			if (other && !tablet.isOffline) {
				rival = `c-${dice.id(20)}`;
				const twice = { ...args, stepId: rival, personId: other.personId };
				this.#step(guest, other, 'reception.call@1', twice);
				guest.holder = tablet;
			}
		}
		if (!guest.hasComeBack && dice.chance(reception.absent)) later(3, () => this.#parks(guest));
		else later(1, () => this.#starts(guest));
	}

	/** A tablet with a line waits for the centre's word on its call before it goes on. */
	#isUnsure = (guest: Guest): boolean => guest.open > 0 && !guest.holder.isOffline;

	#starts(guest: Guest): void {
		if (this.#isUnsure(guest)) return this.#p.later(1, () => this.#starts(guest));
		const { dice, now, later } = this.#p;
		const tablet = this.#hand(guest);
		this.#step(guest, tablet, 'reception.start@1', {
			visitId: guest.visitId,
			stepId: `s-${dice.id(20)}`,
			at: now(),
			callId: guest.callId,
			personId: tablet.personId
		});
		later(guest.minutes, () => this.#finishes(guest));
	}

	#finishes(guest: Guest): void {
		if (this.#isUnsure(guest)) return this.#p.later(1, () => this.#finishes(guest));
		const { dice, now } = this.#p;
		this.#step(guest, this.#hand(guest), 'reception.finish@1', {
			visitId: guest.visitId,
			stepId: `f-${dice.id(20)}`,
			at: now(),
			callId: guest.callId,
			outcome: {
				result: dice.pick(['solved', 'solved', 'solved', 'partly', 'not'] as const),
				forms: [],
				followUp: 'none'
			}
		});
		this.booths[guest.booth - 1] = undefined;
	}

	#parks(guest: Guest): void {
		if (this.#isUnsure(guest)) return this.#p.later(1, () => this.#parks(guest));
		const { dice, now, later } = this.#p;
		this.#step(guest, this.#hand(guest), 'reception.park@1', {
			visitId: guest.visitId,
			stepId: `p-${dice.id(20)}`,
			at: now(),
			callId: guest.callId
		});
		this.booths[guest.booth - 1] = undefined;
		const [least, most] = reception.backAfter;
		if (dice.chance(reception.comesBack))
			later(dice.between(least, most), () => this.#returns(guest));
		else later(most, () => this.leaves(guest));
	}

	#returns(guest: Guest): void {
		if (this.#isUnsure(guest)) return this.#p.later(1, () => this.#returns(guest));
		const { dice, now } = this.#p;
		this.#step(guest, this.#hand(guest), 'reception.return@1', {
			visitId: guest.visitId,
			stepId: `r-${dice.id(20)}`,
			at: now()
		});
		guest.hasComeBack = true;
		guest.queuedAt = now();
		this.waiting.push(guest);
	}

	/** Goes home without a consultation. */
	leaves(guest: Guest): void {
		if (this.#isUnsure(guest)) return this.#p.later(1, () => this.leaves(guest));
		const at = this.waiting.indexOf(guest);
		if (at >= 0) this.waiting.splice(at, 1);
		const { dice, now } = this.#p;
		this.#step(guest, this.#hand(guest), 'reception.leave@1', {
			visitId: guest.visitId,
			stepId: `l-${dice.id(20)}`,
			at: now()
		});
	}

	/** Walk-ins whose patience is over, or everybody when the doors close. */
	goHome(everybody: boolean): void {
		const limit = this.#p.now() - reception.patience * MINUTE;
		for (const guest of [...this.waiting]) {
			if (everybody || (guest.isWalkIn && guest.arrivedAt < limit)) this.leaves(guest);
		}
	}

	/** A booking for a later day on one of the tablets, by telephone or at the counter. */
	books(dates: readonly string[]): void {
		const { dice } = this.#p;
		const tablet = dice.pick(this.tablets);
		const wish = wishOf(dice, this.site.office);
		// For later days only: who would come the same day is not played.
		const leased = tablet.leases.find(
			({ notAfter, slotId }) =>
				notAfter > this.#p.now() && dates.includes(readSlotId(slotId)?.date ?? '')
		);
		if (tablet.isOffline && leased && !needsLine(wish.needs)) {
			tablet.leases.splice(tablet.leases.indexOf(leased), 1);
			return this.#book(tablet, wish, { slotId: leased.slotId, leaseId: leased.leaseId });
		}
		const date = dates[Math.floor(dates.length * dice.next() ** 1.5)]!;
		if (dice.chance(rounds.contended)) {
			const full = this.#fullest(date);
			if (full) return this.#book(tablet, wish, { slotId: full.slotId, leaseId: null });
		}
		const place = this.site.slots.find(date, wish, dice);
		if (!place) return;
		const { slot, extra } = place;
		if (tablet.isOffline || extra || needsLine(wish.needs) || !dice.chance(rounds.held))
			return this.#book(tablet, wish, { slotId: slot.slotId, leaseId: null });
		tablet.wantsRound = true;
		tablet.chores.push(async () => {
			const { held } = await tablet.lease({ hold: slot.slotId });
			this.#book(tablet, wish, { slotId: slot.slotId, leaseId: held?.leaseId ?? null });
		});
	}

	#fullest(date: string): Slot | undefined {
		return this.site.slots
			.ofDate(date)
			.sort((a, b) => a.capacity - a.taken - (b.capacity - b.taken))[0];
	}

	#book(
		tablet: LightTablet,
		wish: Wish,
		seat: { slotId: string; leaseId: string | null },
		attempt = 1
	): void {
		const { dice, made } = this.#p;
		const slot = this.site.slots.get(seat.slotId);
		if (!slot) return;
		const minutes =
			wish.topic.minutes + (wish.needs.supports.length > 0 ? wish.topic.interpreterMinutes : 0);
		const extraSlotId = minutes > 60 ? nextSlotId(slot) : null;
		const bookingId = `b-${dice.id(20)}`;
		this.#visitors += 1;
		const isLine = needsLine(wish.needs);
		this.site.slots.note([seat.slotId, extraSlotId], isLine, 1);
		void tablet.mutate(
			'booking.book@2',
			{
				bookingId,
				receiptNo: tablet.nextReceipt(),
				slotId: seat.slotId,
				leaseId: seat.leaseId,
				extraSlotId,
				extraLeaseId: null,
				standbyId: null,
				details: detailsOf(wish, this.#visitors, dice)
			},
			(result) => {
				if (result.status === 'applied') return void made.bookings.push(bookingId);
				this.site.slots.note([seat.slotId, extraSlotId], isLine, -1);
				// The clerk takes the first of the times that the refusal offers in this office.
				const other = result.refusal?.alternatives?.find(
					({ officeId, date }) => officeId === tablet.officeId && date > this.#p.date
				);
				if (other && attempt < 3)
					this.#book(tablet, wish, { slotId: other.slotId, leaseId: null }, attempt + 1);
			}
		);
	}
}
