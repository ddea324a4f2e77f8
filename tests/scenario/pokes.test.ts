import type pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '#lib/server/database.ts';
import { startPokes, type Pokes } from '#lib/server/pokes.ts';
import { freshDatabase, type TestDatabase } from './support/postgres.ts';

const log = pino({ level: 'silent' });
const pause = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));

let database: TestDatabase;
let pools: pg.Pool[];
let here: Pokes;
let there: Pokes;

beforeEach(async () => {
	database = await freshDatabase();
	pools = [1, 2].map(() => openDatabase(database.connection).pool);
	for (const pool of pools) pool.on('error', () => {});
	[here, there] = await Promise.all([startPokes(pools[0]!, log), startPokes(pools[1]!, log)]);
});

afterEach(async () => {
	await Promise.all([here.close(), there.close()]);
	await Promise.all(pools.map((pool) => pool.end()));
	await database.drop();
});

it('reach every process that listens to the space, and no other space', async () => {
	const heard: string[] = [];
	here.subscribe(['shinjuku', 'ref'], (space) => heard.push(`here ${space}`));
	const stop = there.subscribe(['shinjuku'], (space) => heard.push(`there ${space}`));
	here.poke('shinjuku');
	here.poke('chiyoda');
	await expect.poll(() => [...heard].sort()).toEqual(['here shinjuku', 'there shinjuku']);
	stop();
	await pause(60);
	there.poke('ref');
	there.poke('shinjuku');
	await expect.poll(() => heard).toHaveLength(4);
	expect(heard.filter((line) => line.startsWith('there'))).toHaveLength(1);
});

it('are few, however many changes there are, and the last change is always told', async () => {
	let heard = 0;
	there.subscribe(['shinjuku'], () => (heard += 1));
	for (let round = 0; round < 100; round += 1) {
		here.poke('shinjuku');
		await pause(1);
	}
	await pause(150);
	expect(heard).toBeGreaterThanOrEqual(2);
	expect(heard).toBeLessThanOrEqual(8);
	const before = heard;
	here.poke('shinjuku');
	await expect.poll(() => heard).toBe(before + 1);
});

it('come again after the listening connection was lost, with one for what was missed', async () => {
	const heard: string[] = [];
	there.subscribe(['shinjuku'], (space) => heard.push(space));
	await pools[0]!.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN%'`);
	await expect.poll(() => heard, { timeout: 5000 }).toEqual(['shinjuku']);
	here.poke('shinjuku');
	await expect.poll(() => heard, { timeout: 5000 }).toHaveLength(2);
});
