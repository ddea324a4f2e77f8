import { dateAt } from '#lib/domain/basics/days.ts';
import type { Booking } from '#lib/domain/booking/booking.ts';
import { estimate, inputOf } from '#lib/domain/reception/estimate.ts';
import { defaultPolicy, type ReceptionPolicy } from '#lib/domain/reception/policy.ts';
import { boardOf, boothsOf, type Board, type BoothView } from '#lib/domain/reception/queue.ts';
import { UNDO_MS } from '#lib/domain/reception/steps.ts';
import type { Visit } from '#lib/domain/reception/visit.ts';
import type { MutateEnd, OutboxItem } from '#lib/local/desk.ts';
import type { MutationName } from '#lib/sync/mutators.ts';
import type { TabletState } from '../tablet-state.svelte.ts';

/** 96 random bits for the address of the visitor's page. */
function newWatchKey(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(12));
	return btoa(String.fromCharCode(...bytes))
		.replaceAll('+', '-')
		.replaceAll('/', '_');
}

/** Today's reception of the tablet's office, and everything that can be done at it. */
export class ReceptionDesk {
	readonly #tablet: TabletState;
	/** Chosen by hand for the panel at the right. */
	chosenId: string | null = $state(null);
	refusal: Extract<MutateEnd, { ok: false }>['refusal'] | undefined = $state.raw();

	constructor(tablet: TabletState) {
		this.#tablet = tablet;
	}

	get officeId(): string {
		return this.#tablet.device?.officeId ?? '';
	}
	readonly today = $derived.by(() => dateAt(this.#tablet.minute));
	readonly visits: Visit[] = $derived.by(() =>
		this.#tablet
			.list('visit')
			.filter(({ date, officeId }) => date === this.today && officeId === this.officeId)
	);
	readonly bookings: Booking[] = $derived.by(() =>
		this.#tablet
			.list('booking')
			.filter(({ date, officeId }) => date === this.today && officeId === this.officeId)
	);
	readonly policy: ReceptionPolicy = $derived.by(
		() => this.#tablet.get('policy', this.officeId)?.reception ?? defaultPolicy
	);
	readonly board: Board = $derived.by(() =>
		boardOf(this.visits, this.bookings, this.policy, this.#tablet.minute)
	);
	readonly booths: BoothView[] = $derived.by(() =>
		boothsOf(
			this.#tablet.get('office', this.officeId)?.booths ?? 0,
			this.#tablet.list('booth').filter(({ officeId }) => officeId === this.officeId),
			this.visits
		)
	);
	readonly open: BoothView[] = $derived.by(() =>
		this.booths.filter(({ state }) => state !== 'closed')
	);
	readonly input = $derived.by(() =>
		inputOf(
			this.board,
			this.booths,
			this.#tablet.get('pace', this.officeId),
			this.policy,
			this.#tablet.minute
		)
	);
	readonly estimate = $derived.by(() => estimate(this.input));

	/** What the panel is about: chosen by hand, called from this tablet, or the next in the queue. */
	readonly focus: Visit | undefined = $derived.by(() => {
		const chosen = this.visits.find(({ visitId }) => visitId === this.chosenId);
		if (chosen && chosen.state !== 'done' && chosen.state !== 'left') return chosen;
		const mine = this.board.called.find(
			({ callDeviceId }) => callDeviceId === this.#tablet.device?.deviceId
		);
		return mine ?? this.board.waiting[0];
	});

	/** The latest step of this tablet that can still be taken back; not what a colleague did. */
	readonly undoable: Visit | undefined = $derived.by(() => {
		const since = this.#tablet.minute - UNDO_MS + 60_000;
		return this.visits
			.filter(
				({ last, isVoid }) =>
					last !== null &&
					!isVoid &&
					last.at > since &&
					last.deviceId === this.#tablet.device?.deviceId
			)
			.reduce<Visit | undefined>(
				(newest, visit) => (!newest || visit.last!.at > newest.last!.at ? visit : newest),
				undefined
			);
	});

	/** Where to call somebody: to oneself, to who speaks the language, to who is free. */
	boothFor(visit: Pick<Visit, 'needs'>): number | undefined {
		const me = this.#tablet.desk?.person.personId;
		const free = this.open.filter(({ state }) => state === 'free');
		const own = this.open.find(({ personId }) => personId === me);
		if (own && (own.state === 'free' || free.length === 0)) return own.number;
		const speaks = free.find(
			({ personId }) =>
				personId !== null &&
				this.#tablet.get('person', personId)?.languages.includes(visit.needs.spokenLanguage)
		);
		const plain = free.find(({ personId }) => personId !== null);
		return (speaks ?? plain ?? free[0] ?? own ?? this.open[0])?.number;
	}

	#now = (): number => this.#tablet.tablet.clock.now();

	async send(name: MutationName, args: object, replaces: number | null = null): Promise<boolean> {
		this.refusal = undefined;
		const end = await this.#tablet.desk?.mutate(name, this.officeId, args, replaces);
		if (end && !end.ok) this.refusal = end.refusal;
		return end?.ok ?? false;
	}

	#step(visit: Visit): { visitId: string; stepId: string; at: number } {
		return { visitId: visit.visitId, stepId: crypto.randomUUID(), at: this.#now() };
	}

	call(visit: Visit, number: number): Promise<boolean> {
		const personId = this.booths.find((booth) => booth.number === number)?.personId ?? null;
		this.chosenId = visit.visitId;
		return this.send('reception.call@1', { ...this.#step(visit), booth: number, personId });
	}
	start(visit: Visit): Promise<boolean> {
		const personId = visit.personId ?? this.#tablet.desk!.person.personId;
		const { callId } = visit;
		this.chosenId = null;
		return this.send('reception.start@1', { ...this.#step(visit), callId, personId });
	}
	park(visit: Visit): Promise<boolean> {
		this.chosenId = null;
		return this.send('reception.park@1', { ...this.#step(visit), callId: visit.callId });
	}
	comeBack(visit: Visit): Promise<boolean> {
		return this.send('reception.return@1', this.#step(visit));
	}
	leave(visit: Visit): Promise<boolean> {
		this.chosenId = null;
		return this.send('reception.leave@1', this.#step(visit));
	}
	finish(visit: Visit, outcome: object): Promise<boolean> {
		this.chosenId = null;
		const { callId } = visit;
		return this.send('reception.finish@1', { ...this.#step(visit), callId, outcome });
	}
	undo(visit: Visit): Promise<boolean> {
		return this.send('reception.undo@1', { ...this.#step(visit), undoes: visit.last!.stepId });
	}
	setBooth(number: number, isOpen: boolean, personId: string | null): Promise<boolean> {
		return this.send('reception.booth@1', { number, isOpen, personId, at: this.#now() });
	}
	miss(booking: Booking, missed: boolean): Promise<boolean> {
		const { bookingId } = booking;
		const name = missed ? 'reception.miss@1' : 'reception.unmiss@1';
		return this.send(name, { bookingId, at: this.#now() });
	}

	async #ticket() {
		const { lane, number } = await this.#tablet.tablet.nextTicket(this.today);
		const visitId = crypto.randomUUID();
		const watchKey = newWatchKey();
		return { visitId, date: this.today, lane, number, watchKey, at: this.#now() };
	}

	/** The visit of a booking that has come; `bindTo` is a ticket it has already. */
	async arrive(booking: Booking, bindTo: string | null = null): Promise<boolean> {
		const { bookingId } = booking;
		return this.send('reception.arrive@1', { ...(await this.#ticket()), bookingId, bindTo });
	}

	/** A booking that nobody comes for gets its ticket; the panel at the right goes on from there. */
	async reach(booking: Booking): Promise<boolean> {
		const ticket = await this.#ticket();
		const { bookingId } = booking;
		const arrived = await this.send('reception.arrive@1', { ...ticket, bookingId, bindTo: null });
		if (arrived) this.chosenId = ticket.visitId;
		return arrived;
	}

	/** The line stands, or the letter is taken up: a start without a call through the waiting room. */
	async begin(visit: Visit, booth: number): Promise<boolean> {
		const called = this.#step(visit);
		const personId =
			this.booths.find(({ number }) => number === booth)?.personId ??
			this.#tablet.desk!.person.personId;
		if (!(await this.send('reception.call@1', { ...called, booth, personId }))) return false;
		const callId = called.stepId;
		return this.send('reception.start@1', { ...this.#step(visit), callId, personId });
	}

	/** Reached by phone, screen or letter: the waiting room is not told. */
	isRemote({ bookingId }: Pick<Visit, 'bookingId'>): boolean {
		const booking = bookingId ? this.#tablet.get('booking', bookingId) : undefined;
		return (booking?.channel ?? 'counter') !== 'counter';
	}

	async walkIn(args: object): Promise<string | undefined> {
		const ticket = await this.#ticket();
		const done = await this.send('reception.walk-in@1', { ...ticket, ...args });
		return done ? ticket.visitId : undefined;
	}

	/** The same visitor under the next number, when the centre knew the first one already. */
	async renumber(item: OutboxItem): Promise<void> {
		const again = { ...(item.mutation!.args as object), ...(await this.#ticket()) };
		await this.send(item.name as MutationName, again, item.mid);
	}

	/** The booking of somebody who got a ticket before it was known here. */
	bookingOf(visit: Visit): Booking | undefined {
		if (!visit.receiptNo || visit.bookingId) return undefined;
		return this.bookings.find(
			({ receiptNo, status }) =>
				receiptNo === visit.receiptNo && status !== 'arrived' && status !== 'cancelled'
		);
	}
}
