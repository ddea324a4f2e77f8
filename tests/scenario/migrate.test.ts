import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '#lib/server/database.ts';
import { migrate, readMigrations, type Migration } from '#lib/server/migrate.ts';
import { migrationsFromFiles } from '#lib/server/migrations-files.ts';
import { freshDatabase, type TestDatabase } from './support/postgres.ts';

const first: Migration = { number: 1, name: 'first', sql: 'CREATE TABLE a (x integer)' };
const second: Migration = { number: 2, name: 'second', sql: 'ALTER TABLE a ADD COLUMN y integer' };

let database: TestDatabase;
let pool: pg.Pool;

beforeEach(async () => {
	database = await freshDatabase();
	pool = openDatabase(database.connection).pool;
});

afterEach(async () => {
	await pool.end();
	await database.drop();
});

const tables = async (): Promise<string[]> =>
	(
		await pool.query<{ t: string }>(
			"SELECT tablename AS t FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
		)
	).rows.map(({ t }) => t);

describe('migrate', () => {
	it('applies the real migrations once', async () => {
		const all = migrationsFromFiles();
		expect(await migrate(pool, all)).toBe(all.length);
		expect(await migrate(pool, all)).toBe(0);
		expect(await tables()).toContain('booking');
	});

	it('lets two processes start together', async () => {
		const all = migrationsFromFiles();
		const applied = await Promise.all([migrate(pool, all), migrate(pool, all), migrate(pool, all)]);
		expect(applied.reduce((sum, count) => sum + count)).toBe(all.length);
	});

	it('goes on from where it was', async () => {
		expect(await migrate(pool, [first])).toBe(1);
		expect(await migrate(pool, [first, second])).toBe(1);
	});

	it('refuses a migration that was edited afterwards', async () => {
		await migrate(pool, [first]);
		const edited = { ...first, sql: `${first.sql};` };
		await expect(migrate(pool, [edited, second])).rejects.toThrow('was edited');
	});

	it('refuses a database that is newer than the build', async () => {
		await migrate(pool, [first, second]);
		await expect(migrate(pool, [first])).rejects.toThrow('does not know');
	});

	it('leaves nothing of a migration that fails', async () => {
		const broken = { ...second, sql: 'CREATE TABLE b (x integer); SELECT 1 / 0' };
		await expect(migrate(pool, [first, broken])).rejects.toThrow('division by zero');
		expect(await tables()).toEqual(['a', 'migration']);
		expect(await migrate(pool, [first, second])).toBe(1);
	});
});

describe('readMigrations', () => {
	it('refuses a gap, a double and a wrong name', () => {
		expect(() => readMigrations({ '0001_a.sql': '', '0003_c.sql': '' })).toThrow('expected 2');
		expect(() => readMigrations({ '0001_a.sql': '', '0001_b.sql': '' })).toThrow('expected 2');
		expect(() => readMigrations({ '1-a.sql': '' })).toThrow('not named');
	});
});
