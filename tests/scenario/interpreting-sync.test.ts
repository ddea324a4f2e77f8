import { beforeEach, describe, expect, it } from 'vitest';
import type { Talk, TalkArgs } from '#lib/domain/interpreting/talk.ts';
import type { UseArgs } from '#lib/domain/interpreting/usage.ts';
import { lineList } from '#lib/domain/interpreting/line-list.ts';
import type { Tablet } from '#lib/local/tablet.ts';
import type { CentreProcess } from './support/centre-process.ts';
import { checkInvariants, type Saved } from './support/invariants.ts';
import { badWeather, seeded } from './support/network.ts';
import { OFFICE, settle, useOffice, type Seat } from './support/office-day.ts';
import { bookAt, freeSlotsOf, PIN } from './support/simulated-tablet.ts';

const office = useOffice(2);
let centre: CentreProcess;
let a: Seat;
let b: Seat;
beforeEach(() => {
	({ centre } = office);
	[a, b] = office.seats as [Seat, Seat];
});

const item = (over: Partial<TalkArgs['items'][number]> = {}): TalkArgs['items'][number] => ({
	itemId: crypto.randomUUID(),
	phraseId: 'joining.student',
	kind: 'yes',
	value: '',
	at: Date.now(),
	...over
});
const talkOf = (items: TalkArgs['items'], over: Partial<TalkArgs> = {}): TalkArgs => ({
	talkId: crypto.randomUUID(),
	visitId: null,
	bookingId: null,
	language: 'my',
	startedAt: Date.now(),
	agreed: true,
	items,
	...over
});
const keep = (tablet: Tablet, args: TalkArgs) =>
	tablet.desk!.mutate('interpreting.talk@1', OFFICE, args);
const useOf = (over: Partial<UseArgs> = {}): UseArgs => ({
	useId: crypto.randomUUID(),
	language: 'ne',
	mode: 'phone',
	place: 'office',
	topicId: 'joining',
	minutes: 12,
	visitId: null,
	startedAt: Date.now() - 12 * 60_000,
	...over
});
const atCentre = async (talkId: string): Promise<Talk | undefined> =>
	(await centre.sql<{ data: Talk }>(`SELECT data FROM talk WHERE id = $1`, [talkId]))[0]?.data;

describe('interpreter lines', () => {
	it('are on every tablet, to be read without a line', () => {
		a.device.network.up = false;
		const lines = a.tablet.desk!.rows.list('line');
		expect(lines.map(({ lineId }) => lineId).sort()).toEqual(
			lineList.map(({ lineId }) => lineId).sort()
		);
	});
});

describe('a kept talk', () => {
	it('is made with the line down, survives the tab, and goes on at another tablet', async () => {
		const saved: Saved = new Map();
		const slot = freeSlotsOf(a.tablet.desk!, OFFICE).find(
			({ slotId }) => !a.tablet.desk!.usableLease(slotId)
		)!;
		const { bookingId } = await bookAt(a.tablet, slot);
		a.device.network.up = false;
		const first = item({ phraseId: 'joining.arrived', kind: 'date', value: '2026-10' });
		const args = talkOf([first], { bookingId });
		expect((await keep(a.tablet, args)).ok).toBe(true);
		await a.tablet.close();
		a.tablet = await a.device.openTab();
		await a.tablet.unlock('naito', PIN);
		expect(a.tablet.desk!.rows.get('talk', args.talkId)?.items).toHaveLength(1);
		saved.set(
			a.tablet,
			(await a.tablet.db.outbox.toArray()).map(({ mid }) => mid)
		);
		await settle([a, b]);

		const second = item({ kind: 'no', at: first.at + 1 });
		expect((await keep(b.tablet, { ...args, items: [second] })).ok).toBe(true);
		const third = item({ phraseId: 'end.understood', at: first.at + 2 });
		expect((await keep(a.tablet, { ...args, items: [third] })).ok).toBe(true);
		await settle([a, b]);
		const kept = await atCentre(args.talkId);
		expect(kept?.items.map(({ itemId, by }) => [itemId, by])).toEqual([
			[first.itemId, 'naito'],
			[second.itemId, 'sakurai'],
			[third.itemId, 'naito']
		]);
		for (const { tablet } of [a, b])
			expect(tablet.desk!.rows.get('talk', args.talkId)).toEqual(kept);
		await checkInvariants(centre, [a.tablet, b.tablet], saved);
	});

	it('never loses what somebody else kept, not even to a hand on the database', async () => {
		const mine = item();
		const args = talkOf([mine]);
		await keep(a.tablet, args);
		await settle([a, b]);
		const end = await keep(b.tablet, { ...args, items: [{ ...mine, kind: 'no' }] });
		expect(end).toMatchObject({ ok: false, refusal: { kind: 'talk-item-kept' } });
		await expect(
			centre.sql(`UPDATE talk SET data = jsonb_set(data, '{items}', '[]') WHERE id = $1`, [
				args.talkId
			])
		).rejects.toThrow('a kept item');
		await expect(
			centre.sql(`UPDATE talk SET data = jsonb_set(data, '{agreed}', 'false') WHERE id = $1`, [
				args.talkId
			])
		).rejects.toThrow('talk_was_agreed');
	});

	it('is not kept without a yes, and holds no My Number', async () => {
		expect(await keep(a.tablet, talkOf([item()], { agreed: false }))).toMatchObject({
			refusal: { kind: 'talk-not-agreed' }
		});
		const written = item({ phraseId: 'chat.visitor', kind: 'write', value: '၁၂၃၄၅၆၇၈၉၀၁၈' });
		expect(await keep(a.tablet, talkOf([written]))).toMatchObject({
			refusal: { kind: 'my-number' }
		});
		expect(await a.tablet.db.outbox.where('state').equals('waiting').count()).toBe(0);
	});
});

describe('uses', () => {
	it('are counted once each over a line that drops, doubles and cuts', async () => {
		const random = seeded(16);
		for (const { device } of [a, b]) device.network.weather = badWeather(random);
		const made: UseArgs[] = [];
		for (let turn = 0; turn < 12; turn += 1) {
			const { tablet } = turn % 2 ? a : b;
			const args = useOf({ minutes: turn, language: turn % 3 ? 'ne' : 'vi' });
			made.push(args);
			expect((await tablet.desk!.mutate('interpreting.use@1', OFFICE, args)).ok).toBe(true);
			await tablet.desk!.syncNow();
		}
		await settle([a, b]);
		const rows = await centre.sql<{ id: string; minutes: number }>(
			`SELECT id, minutes FROM usage WHERE id = ANY($1)`,
			[made.map(({ useId }) => useId)]
		);
		expect(rows.map(({ minutes }) => minutes).sort((x, y) => x - y)).toEqual(
			made.map(({ minutes }) => minutes)
		);
		expect(b.tablet.desk!.rows.list('usage').length).toBeGreaterThanOrEqual(made.length);
		await checkInvariants(centre, [a.tablet, b.tablet]);
	});

	it('say no twice about the same use and carry no name', async () => {
		const args = useOf();
		await a.tablet.desk!.mutate('interpreting.use@1', OFFICE, args);
		const again = await a.tablet.desk!.mutate('interpreting.use@1', OFFICE, {
			...args,
			minutes: 99
		});
		expect(again).toMatchObject({ refusal: { kind: 'use-known' } });
		await settle([a]);
		const [row] = await centre.sql<{ data: object }>(`SELECT data FROM usage WHERE id = $1`, [
			args.useId
		]);
		expect(Object.keys(row!.data).sort()).toEqual(
			[...Object.keys(args), 'officeId', 'date'].sort()
		);
	});
});
