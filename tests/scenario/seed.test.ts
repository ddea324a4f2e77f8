import { describe, expect, it } from 'vitest';
import { openDays } from '#lib/server/open-days.ts';
import { CROWDED_OFFICE } from '#lib/server/seed/bookings.ts';
import { seedDemonstration } from '#lib/server/seed/demonstration.ts';
import { START, startTestCentre, testClock } from './support/postgres.ts';

const content = `
	SELECT md5(string_agg(t || id || data::text, '' ORDER BY t, id)) AS hash, count(*)::integer AS rows FROM (
		SELECT 'booking' AS t, id, data FROM booking UNION ALL
		SELECT 'slot', id, data FROM slot UNION ALL
		SELECT 'person', id, data FROM person UNION ALL
		SELECT 'topic', id, data FROM topic UNION ALL
		SELECT 'office', id, data FROM office) AS everything`;

describe('the demonstration', () => {
	it('is the same in two databases, loads within ten seconds and only once', async () => {
		const hashes = new Set<string>();
		for (let round = 0; round < 2; round += 1) {
			const from = performance.now();
			const { centre, close } = await startTestCentre({ clock: testClock(START), seed: true });
			expect(performance.now() - from).toBeLessThan(10_000);
			const before = (await centre.pool.query<{ hash: string; rows: number }>(content)).rows[0]!;
			expect(before.rows).toBeGreaterThan(5000);
			hashes.add(before.hash);
			expect(await seedDemonstration(centre)).toBe(false);
			expect(await openDays(centre)).toBe(0);
			expect((await centre.pool.query(content)).rows[0]).toEqual(before);
			await close();
		}
		expect(hashes.size).toBe(1);
	});

	it('counts its seats and fills its offices', async () => {
		const { centre, close } = await startTestCentre({ clock: testClock(START), seed: true });
		const { rows: wrong } = await centre.pool.query(`
			SELECT s.id FROM slot s LEFT JOIN seat e ON e.office_id = s.office_id AND e.slot_id = s.id
			GROUP BY s.office_id, s.id, s.taken, s.capacity
			HAVING count(e.booking_id) <> s.taken OR count(e.*) <> s.capacity`);
		expect(wrong).toEqual([]);
		const { rows: offices } = await centre.pool.query<{ office_id: string; share: number }>(`
			SELECT office_id, sum(taken)::float / sum(capacity) AS share FROM slot
			WHERE office_id IN (SELECT office_id FROM person) AND day < date '2026-11-21' + 14
			GROUP BY office_id`);
		expect(offices).toHaveLength(8);
		for (const { office_id, share } of offices) {
			if (office_id === CROWDED_OFFICE) {
				expect(share).toBeGreaterThan(0.95);
				continue;
			}
			expect(share).toBeGreaterThan(0.55);
			expect(share).toBeLessThan(0.85);
		}
		await close();
	});

	it('goes on where a first start was cut short', async () => {
		const { centre, close } = await startTestCentre({ clock: testClock(START), seed: true });
		const whole = (await centre.pool.query(content)).rows[0];
		await centre.pool.query(
			`UPDATE centre SET value = value || '{"state":"started"}' WHERE name = 'demonstration'`
		);
		expect(await seedDemonstration(centre)).toBe(true);
		expect((await centre.pool.query(content)).rows[0]).toEqual(whole);
		await close();
	});

	it('is left out on demand, the reference data is not', async () => {
		const { centre, close } = await startTestCentre({ clock: testClock(START) });
		const { rows } = await centre.pool.query<{ people: number; offices: number; slots: number }>(`
			SELECT (SELECT count(*) FROM person) AS people, (SELECT count(*) FROM office) AS offices,
				(SELECT count(*) FROM slot) AS slots`);
		expect(rows[0]!.people).toBe(0);
		expect(rows[0]!.offices).toBe(47);
		expect(rows[0]!.slots).toBeGreaterThan(1000);
		await close();
	});
});
