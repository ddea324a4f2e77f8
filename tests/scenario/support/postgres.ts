import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { bootCentre, type RunningCentre } from '#lib/server/boot.ts';
import { readConfig, type Config } from '#lib/server/config.ts';
import { startEmbeddedPostgres } from '#lib/server/embedded-postgres.ts';
import { migrationsFromFiles } from '#lib/server/migrations-files.ts';

interface Server {
	readonly connection: pg.PoolConfig;
	readonly stop: () => Promise<void>;
}

async function startServer(): Promise<Server> {
	const url = process.env.TEST_DATABASE_URL;
	if (url) return { connection: { connectionString: url }, stop: async () => {} };
	const folder = mkdtempSync(join(tmpdir(), 'madoguchi-test-'));
	// As root the database runs as another user, who has to get to its data.
	chmodSync(folder, 0o755);
	const server = await startEmbeddedPostgres(join(folder, 'postgres'));
	return {
		connection: server.connection,
		stop: async () => {
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

let started: Promise<Server> | undefined;

// Registered first, so it runs last: after every hook of the file that imports this.
afterAll(async () => {
	await (await started)?.stop();
	started = undefined;
});

export interface TestDatabase {
	/** For openDatabase or pg.Pool. */
	readonly connection: pg.PoolConfig;
	readonly drop: () => Promise<void>;
}

async function onServer(connection: pg.PoolConfig, statement: string): Promise<void> {
	const client = new pg.Client(connection);
	await client.connect();
	await client.query(statement);
	await client.end();
}

function inDatabase(connection: pg.PoolConfig, database: string): pg.PoolConfig {
	if (!connection.connectionString) return { ...connection, database };
	const url = new URL(connection.connectionString);
	url.pathname = `/${database}`;
	return { connectionString: url.href };
}

/**
 * A new, empty database: on TEST_DATABASE_URL when that is set (any PostgreSQL 15+), else on an
 * embedded PostgreSQL in a temporary folder that starts with the first call in a test file.
 */
export async function freshDatabase(): Promise<TestDatabase> {
	started ??= startServer();
	const server = await started;
	const name = `test_${randomBytes(6).toString('hex')}`;
	await onServer(server.connection, `CREATE DATABASE ${name}`);
	return {
		connection: inDatabase(server.connection, name),
		drop: () => onServer(server.connection, `DROP DATABASE ${name} WITH (FORCE)`)
	};
}

/** A clock that stands still until a test moves it; epoch ms. */
export interface TestClock {
	(): number;
	now: number;
}

export function testClock(now: number): TestClock {
	const clock = (() => clock.now) as TestClock;
	clock.now = now;
	return clock;
}

/** Saturday evening: nothing is open before Monday. */
export const START = Date.parse('2026-11-21T18:00:00+09:00');

export const testConfig = (env: Record<string, string> = {}): Config => {
	const reading = readConfig({ LOG_LEVEL: 'silent', ...env });
	if (!reading.ok) throw new Error(reading.problems.join('; '));
	return reading.value;
};

export interface TestCentreOptions {
	readonly clock?: () => number;
	/** Demonstration data; off by default, reference data is always there. */
	readonly seed?: boolean;
	readonly env?: Record<string, string>;
}

/** A centre as a server process has it, on a fresh database, without recurring jobs. */
export async function startTestCentre(
	options: TestCentreOptions = {}
): Promise<{ centre: RunningCentre; database: TestDatabase; close: () => Promise<void> }> {
	const database = await freshDatabase();
	const centre = await bootCentre(testConfig(options.env), {
		migrations: migrationsFromFiles(),
		log: pino({ level: 'silent' }),
		clock: options.clock,
		connection: database.connection,
		jobs: false,
		seed: options.seed ?? false
	});
	return {
		centre,
		database,
		close: async () => {
			await centre.close();
			await database.drop();
		}
	};
}

/** The same for a whole test file: started before its tests, closed after them. */
export function useCentre(options: TestCentreOptions = {}): { readonly centre: RunningCentre } {
	let started: Awaited<ReturnType<typeof startTestCentre>> | undefined;
	beforeAll(async () => {
		started = await startTestCentre(options);
	});
	afterAll(() => started?.close());
	return {
		get centre() {
			return started!.centre;
		}
	};
}
