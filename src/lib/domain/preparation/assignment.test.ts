import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Person } from '../access/access.ts';
import type { Booking } from '../booking/booking.ts';
import {
	assign,
	assigneeOf,
	assignmentId,
	slotsOf,
	takesTime,
	unassign,
	type Assignment,
	type PlanDecision
} from './assignment.ts';
import type { Preparation } from './preparation.ts';
import { bookingAt } from './booking.fixture.ts';
import { answerSwap, proposeSwap } from './swap.ts';

const people = ['p1', 'p2', 'p3'];
const slotIds = ['0900', '1000', '1100'].map((start) => `shinjuku.2026-11-24.${start}`);
const person = (personId: string, role: Person['role'] = 'counter'): Person => ({
	personId,
	officeId: 'shinjuku',
	name: personId,
	kana: personId,
	role,
	booth: 1,
	languages: ['ja'],
	skills: [],
	active: true
});

/** The rows of one office, changed as the centre changes them. */
class Office {
	readonly rows = new Map<string, unknown>();
	constructor(bookings: readonly Booking[]) {
		for (const id of people) this.rows.set(`person/${id}`, person(id));
		this.rows.set('person/chief', person('chief', 'chief'));
		for (const booking of bookings) this.put(booking);
	}
	put = (booking: Booking): unknown => this.rows.set(`booking/${booking.bookingId}`, booking);
	booking = (id: string) => this.rows.get(`booking/${id}`) as Booking;
	context = (actorId: string) =>
		({
			now: 1000,
			actorId,
			deviceId: 'd',
			officeId: 'shinjuku',
			place: 'centre'
		}) as const;
	take<Decided extends PlanDecision | ReturnType<typeof proposeSwap>>(decision: Decided): Decided {
		if (!decision.ok) return decision;
		for (const write of decision.value) {
			const id =
				write.table === 'assignment'
					? assignmentId(write.row.personId, write.row.slotId)
					: write.table === 'swap'
						? write.row.swapId
						: write.row.bookingId;
			const before = this.rows.get(`${write.table}/${id}`) as { turn: number } | undefined;
			// What the triggers of the centre hold too.
			expect(write.row.turn).toBe((before?.turn ?? 0) + 1);
			this.rows.set(`${write.table}/${id}`, write.row);
			if (write.table === 'assignment') this.neverTwice();
		}
		return decision;
	}
	/** `assignment_once_a_visit`, after each single row. */
	neverTwice(): void {
		const held = [...this.rows]
			.filter(([name]) => name.startsWith('assignment/'))
			.map(([, row]) => row as Assignment)
			.filter(({ bookingId }) => bookingId !== null)
			.map(({ slotId, bookingId }) => `${slotId} ${bookingId}`);
		expect(new Set(held).size).toBe(held.length);
	}
	holder = (booking: Booking): string | undefined =>
		assigneeOf(
			booking,
			this.rows.get(`preparation/${booking.bookingId}`) as Preparation | undefined,
			(id) => this.rows.get(`assignment/${id}`) as Assignment | undefined
		);
	facts = () => Object.fromEntries(this.rows);
	assign = (bookingId: string, personId: string, over: object = {}) =>
		this.take(
			assign(
				{
					bookingId,
					personId,
					slotIds: slotsOf(this.booking(bookingId)),
					fromPersonId: this.holder(this.booking(bookingId)) ?? null,
					reasons: ['chosen'],
					at: 1,
					...over
				},
				this.facts(),
				this.context('p1')
			)
		);
	side = (bookingId: string) => ({
		bookingId,
		slotIds: slotsOf(this.booking(bookingId)),
		personId: this.holder(this.booking(bookingId)) ?? 'p1'
	});
	bookings = (): Booking[] =>
		[...this.rows].filter(([name]) => name.startsWith('booking/')).map(([, row]) => row as Booking);
}

const at = (bookingId: string, slot: number, long = false): Booking =>
	bookingAt({
		bookingId,
		slotId: slotIds[slot]!,
		extraSlotId: long ? slotIds[slot + 1]! : null
	});

describe('assignment', () => {
	it('gives a person one visit at a time, also a long one', () => {
		const office = new Office([at('a', 0, true), at('b', 1), at('c', 2)]);
		expect(office.assign('a', 'p1').ok).toBe(true);
		expect(office.assign('b', 'p1')).toEqual({
			ok: false,
			refusal: { kind: 'person-busy', field: 'personId' }
		});
		expect(office.assign('c', 'p1').ok).toBe(true);
		expect(office.assign('b', 'p2').ok).toBe(true);
		// All or nothing: p2 has the second half of it.
		expect(office.assign('a', 'p2')).toMatchObject({ refusal: { kind: 'person-busy' } });
		expect(office.holder(office.booking('a'))).toBe('p1');
	});

	it('moves from one person to another and sets the first free', () => {
		const office = new Office([at('a', 0), at('b', 0)]);
		office.assign('a', 'p1');
		office.assign('a', 'p2');
		expect(office.holder(office.booking('a'))).toBe('p2');
		expect(office.assign('b', 'p1').ok).toBe(true);
	});

	it('takes the time of a visit that was moved, cancelled or missed', () => {
		for (const change of [
			{ slotId: slotIds[2]! },
			{ status: 'cancelled' },
			{ status: 'missed' }
		] as const) {
			const office = new Office([at('a', 0), at('b', 0)]);
			office.assign('a', 'p1');
			office.put({ ...office.booking('a'), ...change });
			expect(office.assign('b', 'p1').ok).toBe(true);
			expect(office.holder(office.booking('a'))).toBeUndefined();
		}
	});

	it('is refused on another state than the one on the screen, and for people who left', () => {
		const office = new Office([at('a', 0)]);
		office.assign('a', 'p1');
		expect(office.assign('a', 'p2', { fromPersonId: null })).toMatchObject({
			refusal: { kind: 'stale-version', field: 'fromPersonId' }
		});
		expect(office.assign('a', 'p2', { slotIds: [slotIds[1]!] })).toMatchObject({
			refusal: { kind: 'stale-version', field: 'slotIds' }
		});
		expect(office.assign('a', 'nobody')).toMatchObject({ refusal: { kind: 'person-unknown' } });
		// The same again changes nothing.
		expect(office.assign('a', 'p1', { fromPersonId: null })).toEqual({ ok: true, value: [] });
	});
});

describe('a swap', () => {
	function proposed() {
		const office = new Office([at('a', 0, true), at('b', 0), at('c', 1)]);
		office.assign('a', 'p1');
		office.assign('b', 'p2');
		const args = { swapId: 's', from: office.side('a'), to: office.side('b'), at: 1 };
		const end = office.take(
			proposeSwap(
				{ ...args, reason: '得意な用件', byId: 'p1' },
				office.facts(),
				office.context('p1')
			)
		);
		expect(end.ok).toBe(true);
		const answer = (byId: string, said: 'accepted' | 'declined' | 'withdrawn', actor = byId) =>
			office.take(
				answerSwap({ ...args, answer: said, byId }, office.facts(), office.context(actor))
			);
		return { office, answer };
	}

	it('changes both visits at once when the other person says yes', () => {
		const { office, answer } = proposed();
		expect(answer('p2', 'accepted').ok).toBe(true);
		expect(office.holder(office.booking('a'))).toBe('p2');
		expect(office.holder(office.booking('b'))).toBe('p1');
		expect(answer('p2', 'accepted')).toEqual({ ok: true, value: [] });
		expect(answer('p2', 'declined')).toMatchObject({ refusal: { kind: 'swap-closed' } });
	});

	it('is answered by nobody but the other person or a chief, under no other name', () => {
		const { answer } = proposed();
		expect(answer('p1', 'accepted')).toMatchObject({ refusal: { kind: 'not-permitted' } });
		expect(answer('p3', 'declined')).toMatchObject({ refusal: { kind: 'not-permitted' } });
		expect(answer('p2', 'accepted', 'p1')).toMatchObject({ refusal: { kind: 'not-permitted' } });
		expect(answer('chief', 'accepted').ok).toBe(true);
	});

	it('is refused whole when something changed meanwhile', () => {
		const { office, answer } = proposed();
		office.assign('c', 'p2');
		expect(answer('p2', 'accepted')).toMatchObject({ refusal: { kind: 'person-busy' } });
		office.assign('b', 'p3');
		expect(answer('p2', 'accepted')).toMatchObject({ refusal: { kind: 'stale-version' } });
		expect(office.holder(office.booking('a'))).toBe('p1');
		expect(answer('p1', 'withdrawn').ok).toBe(true);
	});
});

describe('whatever several devices do', () => {
	const bookingIds = ['a', 'b', 'c', 'd', 'e'];
	const command = fc.record({
		kind: fc.constantFrom('assign', 'unassign', 'swap', 'move', 'cancel', 'missed'),
		bookingId: fc.constantFrom(...bookingIds),
		other: fc.constantFrom(...bookingIds),
		personId: fc.constantFrom(...people),
		/** What the device had on its screen: the truth, or anything. */
		base: fc.option(fc.constantFrom(null, ...people), { nil: undefined }),
		slot: fc.integer({ min: 0, max: 1 }),
		isLong: fc.boolean()
	});

	it('nobody has two visits at one time, and no visit is half held', () => {
		fc.assert(
			fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
				const office = new Office(bookingIds.map((id, index) => at(id, index % 3)));
				for (const [index, c] of commands.entries()) {
					const booking = office.booking(c.bookingId);
					if (c.kind === 'assign')
						office.assign(
							c.bookingId,
							c.personId,
							c.base === undefined ? {} : { fromPersonId: c.base }
						);
					else if (c.kind === 'unassign')
						office.take(
							unassign(
								{
									bookingId: c.bookingId,
									slotIds: slotsOf(booking),
									fromPersonId: c.base ?? office.holder(booking) ?? null,
									at: 1
								},
								office.facts(),
								office.context('p2')
							)
						);
					else if (c.kind === 'swap') {
						const args = {
							swapId: `s${index}`,
							from: office.side(c.bookingId),
							to: office.side(c.other),
							byId: 'chief',
							at: 1
						};
						const facts = office.facts();
						office.take(proposeSwap({ ...args, reason: 'x' }, facts, office.context('chief')));
						office.take(
							answerSwap({ ...args, answer: 'accepted' }, office.facts(), office.context('chief'))
						);
					} else if (c.kind === 'move')
						office.put({
							...booking,
							status: 'confirmed',
							slotId: slotIds[c.slot]!,
							extraSlotId: c.isLong ? slotIds[c.slot + 1]! : null
						});
					else office.put({ ...booking, status: c.kind === 'cancel' ? 'cancelled' : 'missed' });
					const busy = office.bookings().flatMap((held) => {
						const holder = office.holder(held);
						return holder
							? slotsOf(held)
									.filter((slotId) => takesTime(held, slotId))
									.map((slotId) => `${holder} ${slotId}`)
							: [];
					});
					expect(new Set(busy).size).toBe(busy.length);
				}
			}),
			{ numRuns: 300 }
		);
	});
});
