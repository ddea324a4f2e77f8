import { beforeEach, describe, expect, it } from 'vitest';
import type { RemedyArgs, Remedy } from '#lib/domain/reporting/remedy.ts';
import { isHard, scarcity, type Scarcity } from '#lib/domain/reporting/scarcity.ts';
import type { Tablet } from '#lib/local/tablet.ts';
import { openDays } from '#lib/server/open-days.ts';
import { measureScarcity } from '#lib/server/scarcity.ts';
import { checkInvariants } from './support/invariants.ts';
import { OFFICE, settle, useOffice, type Seat } from './support/office-day.ts';
import { START, startTestCentre, testClock, useCentre } from './support/postgres.ts';

const DAY = 86_400_000;

describe('the nightly look', () => {
	const clock = testClock(START);
	const running = useCentre({ clock });
	const query = async <Row extends object>(text: string): Promise<Row[]> =>
		(await running.centre.pool.query<Row>(text)).rows;
	const versions = () =>
		query<{ id: string; version: number; data: Scarcity }>(
			'SELECT id, version, data FROM scarcity ORDER BY id'
		);
	const nights = async (): Promise<string[]> =>
		(
			await query<{ day: string }>(
				'SELECT DISTINCT day FROM scarcity_day WHERE measured ORDER BY day'
			)
		).map(({ day }) => day);
	const fill = (office: string, until: string): Promise<object[]> =>
		query(`UPDATE slot SET data = data || jsonb_build_object('taken', data -> 'capacity')
			WHERE office_id = '${office}' AND day <= '${until}'`);

	it('sees every office once for a date, however often it is asked', async () => {
		const { centre } = running;
		expect(await measureScarcity(centre)).toBe(47);
		const first = await versions();
		expect(first.every(({ data }) => scarcity.safeParse(data).success && !isHard(data))).toBe(true);
		const together = await Promise.all([measureScarcity(centre), measureScarcity(centre)]);
		expect(together).toEqual([undefined, undefined]);
		clock.now += 3_600_000;
		expect(await measureScarcity(centre)).toBeUndefined();
		expect(await versions()).toEqual(first);
		expect(await nights()).toEqual(['2026-11-21']);
	});

	it('writes only what changed, and finds the office that filled up', async () => {
		const { centre } = running;
		await fill('tennoji', '2026-12-08');
		const before = new Map((await versions()).map(({ id, version }) => [id, version]));
		clock.now += DAY;
		// Sunday: the days are the same for everybody, only one office is fuller.
		expect(await measureScarcity(centre)).toBe(1);
		const rows = await versions();
		expect(
			rows.filter(({ id, version }) => version !== before.get(id)).map(({ id }) => id)
		).toEqual(['tennoji']);
		const row = rows.find(({ id }) => id === 'tennoji')!.data;
		expect(row).toMatchObject({ date: '2026-11-22', first: 12, firstDate: '2026-12-09' });
		expect(row.signs).toEqual(['far', 'full', 'far-long']);
		expect(row.causes[0]).toMatchObject({ kind: 'quota' });
		const gauge = await centre.metrics.registry.metrics();
		expect(gauge).toContain('madoguchi_offices_hard_to_book 1');
	});

	it('leaves a hole for a missed night and closes the fill of the days behind it', async () => {
		const { centre } = running;
		// From Sunday to Thursday: the nights of Monday to Wednesday were missed.
		clock.now += 4 * DAY;
		await openDays(centre);
		expect(await measureScarcity(centre)).toBe(47);
		expect(await nights()).toEqual(['2026-11-21', '2026-11-22', '2026-11-26']);
		const row = (await versions()).find(({ id }) => id === 'tennoji')!.data;
		// 24 and 25 November were open and full; Monday was a holiday.
		expect(row.past.slice(-3)).toEqual([null, 100, 100]);
		expect(row.firsts.slice(-2)).toEqual([null, null]);
		expect(row.date).toBe('2026-11-26');
		clock.now += DAY;
		await measureScarcity(centre);
		const next = (await versions()).find(({ id }) => id === 'tennoji')!.data;
		expect(next.firsts.at(-1)).toBe(row.first);
	});

	it('does not go back with a clock that was set back', async () => {
		clock.now -= 3 * DAY;
		expect(await measureScarcity(running.centre)).toBeUndefined();
		clock.now += 3 * DAY;
	});

	it('does nothing by halves: a night that fails is done anew', async () => {
		const { centre } = running;
		clock.now += 3 * DAY;
		await query(`ALTER TABLE scarcity ADD CONSTRAINT broken CHECK (id <> 'urasoe') NOT VALID`);
		const before = await nights();
		await expect(measureScarcity(centre)).rejects.toThrow('broken');
		expect(await nights()).toEqual(before);
		await query('ALTER TABLE scarcity DROP CONSTRAINT broken');
		expect(await measureScarcity(centre)).toBeGreaterThan(0);
	});
});

describe('the nation', () => {
	it('is measured in one go: 389 offices', async () => {
		const clock = testClock(START);
		const { centre, close } = await startTestCentre({ clock, seed: true });
		const run = (text: string) => centre.pool.query(text);
		const sites = `(SELECT 'site-' || n AS site FROM generate_series(1, 342) n) AS sites`;
		const model = `'sapporo-higashi'`;
		await run(`INSERT INTO space (office_id) SELECT site FROM ${sites}`);
		await run(`INSERT INTO office (office_id, id, version, day, data)
			SELECT 'ref', site, 1, NULL, data || jsonb_build_object('officeId', site)
			FROM office, ${sites} WHERE id = ${model}`);
		await run(`INSERT INTO slot (office_id, id, version, day, data)
			SELECT site, replace(id, ${model}, site), 1, day, data FROM slot, ${sites} WHERE office_id = ${model}`);
		await run(`INSERT INTO booking (office_id, id, version, day, data)
			SELECT site, id, 1, day, data FROM booking, ${sites} WHERE office_id = ${model}`);
		await run('ANALYZE');
		const times: number[] = [];
		for (let night = 0; night < 2; night += 1) {
			clock.now += 2 * DAY;
			const from = performance.now();
			expect(await measureScarcity(centre)).toBeGreaterThan(340);
			times.push(Math.round(performance.now() - from));
		}
		const { rows: sums } = await centre.pool.query<Record<string, number>>(`SELECT
			(SELECT count(*) FROM office) AS offices, (SELECT count(*) FROM slot) AS slots,
			(SELECT count(*) FROM booking) AS bookings,
			(SELECT max(length(data::text)) FROM scarcity) AS bytes`);
		console.log(`a night of the nation: ${times.join(' and ')} ms`, sums[0]);
		expect(sums[0]!.offices).toBe(389);
		expect(sums[0]!.bytes).toBeLessThan(1500);
		const { rows: hard } = await run(`SELECT id FROM scarcity WHERE data -> 'signs' @> '["far"]'`);
		expect(hard.map((row) => (row as { id: string }).id)).toEqual(['tennoji']);
		await close();
	}, 300_000);
});

describe('the remedy log', () => {
	const office = useOffice(2);
	let a: Seat;
	let b: Seat;
	beforeEach(() => {
		[a, b] = office.seats as [Seat, Seat];
	});
	const argsOf = (over: Partial<RemedyArgs> = {}): RemedyArgs => ({
		remedyId: crypto.randomUUID(),
		kind: 'post',
		note: '裁定請求書は郵送で',
		from: new Date().toISOString().slice(0, 10),
		until: null,
		...over
	});
	const log = (tablet: Tablet, args: RemedyArgs) =>
		tablet.desk!.mutate('reporting.remedy@1', OFFICE, args);
	const atCentre = async (id: string): Promise<Remedy | undefined> =>
		(await office.centre.sql<{ data: Remedy }>('SELECT data FROM remedy WHERE id = $1', [id]))[0]
			?.data;

	it('brings the figures of the first start to every tablet, small', () => {
		const rows = b.tablet.desk!.rows.list('scarcity');
		expect(rows).toHaveLength(47);
		expect(rows.filter(isHard).map(({ officeId }) => officeId)).toEqual(['tennoji']);
		for (const row of rows) expect(JSON.stringify(row).length).toBeLessThan(1000);
	});

	it('takes a decision without a line and shows it at the other tablet', async () => {
		a.device.network.up = false;
		const args = argsOf();
		expect((await log(a.tablet, args)).ok).toBe(true);
		expect(a.tablet.desk!.rows.get('remedy', args.remedyId)).toMatchObject({ by: 'naito' });
		await settle([a, b]);
		expect(b.tablet.desk!.rows.get('remedy', args.remedyId)).toEqual(await atCentre(args.remedyId));
		a.device.network.up = false;
		const end = { remedyId: args.remedyId, on: args.from };
		expect((await a.tablet.desk!.mutate('reporting.end-remedy@1', OFFICE, end)).ok).toBe(true);
		await settle([a, b]);
		expect((await atCentre(args.remedyId))?.ended).toMatchObject({ on: args.from, by: 'naito' });
		await checkInvariants(office.centre, [a.tablet, b.tablet]);
	});

	it('is not written by who has no right to; everybody reads', async () => {
		const args = argsOf({ kind: 'phone' });
		await log(b.tablet, args);
		await settle([a, b]);
		expect(await atCentre(args.remedyId)).toBeUndefined();
		const [refused] = (await b.tablet.desk!.outbox()).filter(({ state }) => state === 'refused');
		expect(refused?.answer?.refusal?.kind).toBe('not-permitted');
		await b.tablet.desk!.withdraw(refused!.mid);
	});

	it('keeps what is in it, also from a hand on the database', async () => {
		const args = argsOf({ kind: 'quota' });
		await log(a.tablet, args);
		await settle([a, b]);
		const { sql } = office.centre;
		const id = [args.remedyId];
		await expect(
			sql(`UPDATE remedy SET data = data || '{"note":""}' WHERE id = $1`, id)
		).rejects.toThrow('would change');
		await expect(sql('DELETE FROM remedy WHERE id = $1', id)).rejects.toThrow('stays in the log');
	});
});
