import { describe, expect, it } from 'vitest';
import { issueActivationCode } from '#lib/server/devices.ts';
import { cleanUp, runOnce } from '#lib/server/jobs.ts';
import { sendMail } from '#lib/server/mail.ts';
import { START, testClock, useCentre } from './support/postgres.ts';

const clock = testClock(START);
const running = useCentre({ clock });
const DAY = 86_400_000;

describe('jobs', () => {
	it('run in one process at a time', async () => {
		let finish = (): void => {};
		const slow = { lock: 42, work: () => new Promise<void>((resolve) => (finish = resolve)) };
		const first = runOnce(running.centre, slow);
		await expect
			.poll(async () => runOnce(running.centre, { lock: 42, work: async () => {} }))
			.toBe(false);
		finish();
		expect(await first).toBe(true);
		expect(await runOnce(running.centre, { lock: 42, work: async () => {} })).toBe(true);
	});

	it('give the lock back after a failure', async () => {
		const broken = { lock: 43, work: () => Promise.reject(new Error('no')) };
		await expect(runOnce(running.centre, broken)).rejects.toThrow('no');
		expect(await runOnce(running.centre, { lock: 43, work: async () => {} })).toBe(true);
	});

	it('clear what is over and keep what is not', async () => {
		const { centre } = running;
		const count = async (table: string): Promise<number> =>
			(await centre.pool.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)).rows[0]!.n;
		await issueActivationCode(centre, 'shinjuku', 'x');
		await sendMail(centre.db, clock.now, {
			officeId: 'shinjuku',
			to: 'a@example.jp',
			subject: 's',
			body: 'b'
		});
		await cleanUp(centre);
		expect([await count('activation_code'), await count('mailbox')]).toEqual([1, 1]);
		clock.now += 3 * DAY;
		await cleanUp(centre);
		expect([await count('activation_code'), await count('mailbox')]).toEqual([0, 0]);
	});
});
