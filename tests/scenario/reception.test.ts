import { beforeEach, describe, expect, it } from 'vitest';
import { dateAt, timeAt } from '#lib/domain/basics/days.ts';
import type { Booking } from '#lib/domain/booking/booking.ts';
import type { Visit } from '#lib/domain/reception/visit.ts';
import type { MutateEnd } from '#lib/local/desk.ts';
import type { MutationName } from '#lib/sync/mutators.ts';
import type { CentreProcess } from './support/centre-process.ts';
import { checkInvariants } from './support/invariants.ts';
import { OFFICE, settle, useOffice, type Seat } from './support/office-day.ts';
import { bookAt, freeSlotsOf, PIN } from './support/simulated-tablet.ts';

const office = useOffice(3);
let centre: CentreProcess;
let a: Seat;
let b: Seat;
let c: Seat;
beforeEach(() => {
	({ centre } = office);
	[a, b, c] = office.seats as [Seat, Seat, Seat];
});

const now = (seat: Seat): number => seat.tablet.clock.now();
const today = (seat: Seat): string => dateAt(now(seat));
const send = (seat: Seat, name: MutationName, args: object): Promise<MutateEnd> =>
	seat.tablet.desk!.mutate(name, OFFICE, args);
const visitAt = (seat: Seat, visitId: string): Visit =>
	seat.tablet.desk!.rows.get('visit', visitId)!;
const watchKey = (): string =>
	Buffer.from(crypto.getRandomValues(new Uint8Array(12))).toString('base64url');

async function ticket(seat: Seat, over: object = {}) {
	const date = today(seat);
	const { lane, number } = await seat.tablet.nextTicket(date);
	const visitId = crypto.randomUUID();
	return { visitId, date, lane, number, watchKey: watchKey(), at: now(seat), ...over };
}

async function walkIn(seat: Seat, over: object = {}): Promise<string> {
	const args = {
		...(await ticket(seat)),
		topicId: 'payment',
		needs: { readingLanguage: 'ja', spokenLanguage: 'ja', supports: [] },
		name: null,
		simple: false,
		receiptNo: null,
		...over
	};
	expect(await send(seat, 'reception.walk-in@1', args)).toMatchObject({ ok: true });
	return args.visitId;
}

const step = (seat: Seat, visitId: string) => ({
	visitId,
	stepId: crypto.randomUUID(),
	at: now(seat)
});
const call = (seat: Seat, visitId: string, booth: number) =>
	send(seat, 'reception.call@1', { ...step(seat, visitId), booth, personId: null });

async function refusals(seat: Seat): Promise<string[]> {
	const items = await seat.tablet.desk!.outbox();
	const refused = items.filter(({ state }) => state === 'refused');
	for (const { mid } of refused) await seat.tablet.desk!.withdraw(mid);
	return refused.map(({ answer }) => answer!.refusal!.kind);
}

/** A booking of another day, moved to this very day under the tablets' feet by the centre. */
async function bookingToday(seat: Seat): Promise<Booking> {
	const slot = freeSlotsOf(seat.tablet.desk!, OFFICE).find(
		({ slotId }) => !seat.tablet.desk!.usableLease(slotId)
	)!;
	const { bookingId } = await bookAt(seat.tablet, slot);
	await settle(office.seats);
	const start = timeAt(now(seat) + 30 * 60_000);
	const row = {
		...seat.tablet.desk!.rows.get('booking', bookingId)!,
		date: today(seat),
		start: start < '00:30' ? '23:59' : start
	};
	await centre.sql(
		`SELECT commit_rows($1, jsonb_build_array(jsonb_build_object('table', 'booking', 'id', $2::text, 'day', $3::text, 'data', $4::jsonb)), now(), 'test', 'test', 'test', 'test')`,
		[OFFICE, bookingId, row.date, JSON.stringify(row)]
	);
	await settle(office.seats);
	return row;
}

describe('tickets without a line', () => {
	it('come in lanes, merge without a loss, and no number is given twice, also after a reload', async () => {
		const before = a.tablet.desk!.rows.list('visit').length;
		for (const { device } of [a, b, c]) device.network.up = false;
		const made: string[] = [];
		for (const seat of [a, b, c, a, b, c, a]) made.push(await walkIn(seat));
		await a.tablet.close();
		a.tablet = await a.device.openTab();
		expect(await a.tablet.unlock('naito', PIN)).toMatchObject({ ok: true });
		made.push(await walkIn(a));
		await settle(office.seats);
		const visits = c.tablet.desk!.rows.list('visit');
		expect(visits).toHaveLength(before + made.length);
		const tickets = made.map((id) => visitAt(c, id).ticket);
		expect(new Set(tickets).size).toBe(made.length);
		expect(new Set(made.map((id) => visitAt(c, id).lane)).size).toBe(3);
		expect(await refusals(a)).toEqual([]);
		await checkInvariants(centre, [a.tablet, b.tablet, c.tablet]);
	});

	it('are refused by the centre when a number is used, and the next one is taken', async () => {
		const first = visitAt(a, await walkIn(a));
		await settle(office.seats);
		b.device.network.up = false;
		const { lane, number } = first;
		const clash = await walkIn(b, { lane, number });
		await settle(office.seats);
		expect(await refusals(b)).toEqual(['ticket-taken']);
		expect(visitAt(b, clash)).toBeUndefined();
		expect(visitAt(b, await walkIn(b)).ticket).not.toBe(first.ticket);
	});

	it('keep to the day of the centre when the clock of a tablet is two days off, either way', async () => {
		b.device.network.up = false;
		await b.tablet.close();
		b.device.wallOffset = -48 * 3_600_000;
		b.tablet = await b.device.openTab();
		expect(await b.tablet.unlock('sakurai', PIN)).toMatchObject({ ok: true });
		const ahead = { at: Date.now() + 48 * 3_600_000, date: dateAt(Date.now() + 48 * 3_600_000) };
		const jumped = await walkIn(b, ahead);
		const behind = await walkIn(b, { at: Date.now() - 48 * 3_600_000 });
		await settle(office.seats);
		b.device.wallOffset = 0;
		for (const id of [jumped, behind]) {
			const { date, arrivedAt } = visitAt(a, id);
			expect(date).toBe(dateAt(Date.now()));
			expect(arrivedAt).toBeLessThanOrEqual(Date.now() + 2 * 60_000);
			expect(dateAt(arrivedAt)).toBe(date);
		}
		expect(await refusals(b)).toEqual([]);
	});
});

describe('one visitor, several tablets', () => {
	it('is called once: the first the centre hears wins, the other learns which booth it was', async () => {
		const id = await walkIn(a);
		await settle(office.seats);
		a.device.network.up = false;
		b.device.network.up = false;
		expect(await call(a, id, 2)).toMatchObject({ ok: true });
		expect(await call(b, id, 3)).toMatchObject({ ok: true });
		const { callId } = visitAt(b, id);
		await send(b, 'reception.start@1', { ...step(b, id), callId, personId: 'sakurai' });
		await settle([a, b, c]);
		expect(visitAt(b, id)).toMatchObject({ state: 'called', booth: 2, calls: 1 });
		expect(await refusals(b)).toEqual(['already-called', 'already-called']);
		expect(await refusals(a)).toEqual([]);
	});

	it('who has left is not called, and a step is taken back for all', async () => {
		const id = await walkIn(a);
		await settle(office.seats);
		b.device.network.up = false;
		await send(a, 'reception.leave@1', step(a, id));
		await a.tablet.desk!.syncNow();
		await call(b, id, 3);
		await settle(office.seats);
		expect(await refusals(b)).toEqual(['visit-over']);
		const { stepId } = visitAt(c, id).last!;
		expect(await send(c, 'reception.undo@1', { ...step(c, id), undoes: stepId })).toMatchObject({
			ok: true
		});
		await settle(office.seats);
		expect(visitAt(a, id).state).toBe('waiting');
		expect(await call(b, id, 3)).toMatchObject({ ok: true });
		const late = { ...step(c, id), at: now(c) + 60_000, undoes: stepId };
		expect(await send(c, 'reception.undo@1', late)).toMatchObject({
			ok: false,
			refusal: { kind: 'undo-late' }
		});
	});

	it('goes from arrival to the outcome on three tablets', async () => {
		const id = await walkIn(a);
		await settle(office.seats);
		await call(b, id, 4);
		await settle(office.seats);
		const { callId } = visitAt(c, id);
		await send(c, 'reception.start@1', { ...step(c, id), callId, personId: 'hoshino' });
		await settle(office.seats);
		const outcome = { result: 'solved', forms: ['leaflet'], followUp: 'none' };
		await send(a, 'reception.finish@1', { ...step(a, id), callId, outcome });
		await settle(office.seats);
		expect(visitAt(b, id)).toMatchObject({ state: 'done', booth: 4, outcome });
		await checkInvariants(centre, [a.tablet, b.tablet, c.tablet]);
	});
});

describe('bookings that come', () => {
	it('arrive once, however many tablets say so, and both show the one visit', async () => {
		const { bookingId } = await bookingToday(a);
		a.device.network.up = false;
		b.device.network.up = false;
		const [first, second] = [await ticket(a), await ticket(b)];
		const args = { bookingId, bindTo: null };
		expect(await send(a, 'reception.arrive@1', { ...first, ...args })).toMatchObject({ ok: true });
		expect(await send(b, 'reception.arrive@1', { ...second, ...args })).toMatchObject({ ok: true });
		await settle(office.seats);
		expect(await refusals(b)).toEqual(['already-arrived']);
		for (const seat of [a, b, c]) {
			const visits = seat.tablet
				.desk!.rows.list('visit')
				.filter((visit) => visit.bookingId === bookingId);
			expect(visits.map(({ visitId }) => visitId)).toEqual([first.visitId]);
			expect(seat.tablet.desk!.rows.get('booking', bookingId)?.status).toBe('arrived');
		}
	});

	it('get a ticket on a tablet that does not know them, and are joined when they are here', async () => {
		b.device.network.up = false;
		const { bookingId, receiptNo } = await (async () => {
			const slot = freeSlotsOf(a.tablet.desk!, OFFICE).find(({ date }) => date > today(a))!;
			return bookAt(a.tablet, slot);
		})();
		const unknown = { ...(await ticket(b)), bookingId, bindTo: null };
		expect(await send(b, 'reception.arrive@1', unknown)).toMatchObject({
			refusal: { kind: 'booking-unknown' }
		});
		const id = await walkIn(b, { receiptNo });
		await settle(office.seats);
		const otherDay = { ...(await ticket(b)), bookingId, bindTo: null };
		expect(await send(b, 'reception.arrive@1', otherDay)).toMatchObject({
			refusal: { kind: 'booking-other-day' }
		});
		const row = { ...b.tablet.desk!.rows.get('booking', bookingId)!, date: today(b) };
		await centre.sql(
			`SELECT commit_rows($1, jsonb_build_array(jsonb_build_object('table', 'booking', 'id', $2::text, 'day', $3::text, 'data', $4::jsonb)), now(), 'test', 'test', 'test', 'test')`,
			[OFFICE, bookingId, row.date, JSON.stringify(row)]
		);
		await settle(office.seats);
		const bind = { ...(await ticket(b)), bookingId, bindTo: id };
		expect(await send(b, 'reception.arrive@1', bind)).toMatchObject({ ok: true });
		await settle(office.seats);
		expect(visitAt(a, id)).toMatchObject({ source: 'booking', bookingId });
	});
});

describe('the page of a ticket', () => {
	const look = async (key: string, lang = 'ne') => {
		const reply = await fetch(`${centre.origin}/${lang}/ticket/${OFFICE}/${key}`);
		return {
			status: reply.status,
			cache: reply.headers.get('cache-control'),
			text: await reply.text()
		};
	};

	it('shows number and state, no name; says so when the centre does not know it', async () => {
		const id = await walkIn(a, { name: '秘密 太郎' });
		const { watchKey: key, ticket: number } = visitAt(a, id);
		expect((await look(key)).text).toContain('यो नम्बरको जानकारी अझै छैन');
		await settle(office.seats);
		const page = await look(key);
		expect([page.status, page.cache]).toEqual([200, 'no-store']);
		expect(page.text).toContain(number);
		expect(page.text).not.toContain('秘密');
		await call(a, id, 5);
		await settle(office.seats);
		await expect
			.poll(async () => (await look(key)).text, { timeout: 8000, interval: 1000 })
			.toContain('काउन्टर 5');
		expect((await look('x')).text).toContain('यो नम्बरको जानकारी अझै छैन');
	});
});
