import { describe, expect, it } from 'vitest';
import { instantOf } from '#lib/domain/basics/days.ts';
import type { Visit } from '#lib/domain/reception/visit.ts';
import { visit as visitShape } from '#lib/domain/reception/visit.ts';
import { closePastDays } from '#lib/server/pace.ts';
import { watchTicket } from '#lib/server/tickets.ts';
import { testClock, useCentre } from './support/postgres.ts';

/** A Wednesday at half past eleven: the demonstration's morning is under way. */
const clock = testClock(instantOf('2026-11-25', '11:30'));
const running = useCentre({ clock, seed: true });
const visits = async (): Promise<Visit[]> =>
	(
		await running.centre.pool.query<{ data: Visit }>(
			`SELECT data FROM visit WHERE office_id = 'shinjuku' ORDER BY id`
		)
	).rows.map(({ data }) => data);
const paceOf = async () =>
	(
		await running.centre.pool.query<{
			data: { durations: Record<string, number[]>; asOf: string };
		}>(`SELECT data FROM pace WHERE office_id = 'shinjuku'`)
	).rows[0]!.data;

describe('the demonstration on a working day', () => {
	it('is a morning under way: finished, serving, waiting, and booths that are open', async () => {
		const all = await visits();
		for (const row of all) expect(visitShape.safeParse(row).error).toBeUndefined();
		const count = (state: string) => all.filter((visit) => visit.state === state).length;
		expect(count('done')).toBeGreaterThan(5);
		expect(count('serving')).toBeGreaterThan(1);
		expect(count('waiting')).toBeGreaterThan(0);
		console.info(
			`morning: ${count('done')} done, ${count('serving')} serving, ${count('waiting')} wait`
		);
	});
});

describe('the night', () => {
	it('forgets the keys of tickets and keeps how long things took, once', async () => {
		const { centre } = running;
		const key = (await visits())[0]!.watchKey;
		expect(await watchTicket(centre, 'shinjuku', key)).toMatchObject({ ticket: 'Z-1' });
		const before = await paceOf();
		await closePastDays(centre);
		expect(await paceOf()).toEqual(before);
		clock.now += 24 * 3_600_000;
		expect(await watchTicket(centre, 'shinjuku', key)).toBeUndefined();
		await closePastDays(centre);
		const after = await paceOf();
		expect(after.asOf).toBe('2026-11-25');
		expect(Object.values(after.durations).flat().length).toBeGreaterThan(
			Object.values(before.durations).flat().length
		);
		expect((await visits()).every(({ watchKey }) => watchKey === '')).toBe(true);
		await closePastDays(centre);
		expect(await paceOf()).toEqual(after);
		expect(JSON.stringify(after)).not.toMatch(/[぀-ヿ一-龯]/);
	});
});
