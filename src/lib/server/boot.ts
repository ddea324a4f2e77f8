import { join, resolve } from 'node:path';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Centre } from './centre.ts';
import type { Config } from './config.ts';
import { openDatabase, sql, type OpenDatabase } from './database.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { createEventStreams, type EventStreams } from './event-stream.ts';
import { startJobs } from './jobs.ts';
import { ensureEpoch, loadKeys } from './keys.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { migrate, type Migration } from './migrate.ts';
import { openDays } from './open-days.ts';
import { startPokes, type Pokes } from './pokes.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';
import { seedDemonstration } from './seed/demonstration.ts';
import { seedReference } from './seed/reference.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createRequestGate, type RequestGate } from './signed-request.ts';

/** A centre with what a process keeps in memory to serve it. */
export interface RunningCentre extends Centre {
	readonly config: Config;
	readonly gate: RequestGate;
	readonly sessions: Sessions;
	readonly pokes: Pokes;
	readonly streams: EventStreams;
	readonly limits: RateLimits;
	readonly metrics: Metrics;
	/** Stops the jobs and closes the database; the embedded PostgreSQL stops with it. */
	readonly close: () => Promise<void>;
}

export interface BootOptions {
	readonly migrations: readonly Migration[];
	readonly log: Logger;
	/** Epoch ms. */
	readonly clock?: () => number;
	/** Instead of the configured database: how tests reach theirs. */
	readonly connection?: pg.PoolConfig;
	/** Hears what is being done, for the health address. */
	readonly onStep?: (reason: string) => void;
	/** Recurring jobs; on by default. */
	readonly jobs?: boolean;
	/** Data of the demonstration; as configured by default. */
	readonly seed?: boolean;
	/** Ends the wait for a database that is away. */
	readonly signal?: AbortSignal;
}

interface Located {
	readonly connection: pg.PoolConfig;
	readonly stop: () => Promise<void>;
}

async function locate(config: Config, options: BootOptions): Promise<Located> {
	const stop = async (): Promise<void> => {};
	if (options.connection) return { connection: options.connection, stop };
	if (config.databaseUrl) return { connection: { connectionString: config.databaseUrl }, stop };
	options.onStep?.('starting the embedded database');
	return startEmbeddedPostgres(join(resolve(config.dataDir), 'postgres'));
}

const pause = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));
/** No answer, a refused connection, or PostgreSQL (class 57P) that is itself starting or stopping. */
const isAway = (error: unknown): boolean =>
	/^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|ENOENT|EHOSTUNREACH|57P)/.test(
		(error as { code?: string }).code ?? ''
	);

/** Waits for a database that is away; other faults (password, name) are errors at once. */
async function waitForDatabase(database: OpenDatabase, options: BootOptions): Promise<void> {
	for (let wait = 250; ; wait = Math.min(wait * 2, 5000)) {
		try {
			await sql`SELECT 1`.execute(database.db);
			return;
		} catch (error) {
			if (!isAway(error) || options.signal?.aborted) throw error;
			options.onStep?.('waiting for the database');
			await pause(wait);
		}
	}
}

async function assemble(config: Config, options: BootOptions, database: OpenDatabase) {
	const { log } = options;
	const { db, pool } = database;
	const clock = options.clock ?? Date.now;
	await ensureEpoch(db);
	const keys = await loadKeys(db);
	const pokes = await startPokes(pool, log);
	const { poke } = pokes;
	const centre: Centre = {
		db,
		pool,
		clock,
		log,
		poke,
		keys,
		sessionMinutes: config.sessionMinutes
	};
	return {
		...centre,
		config,
		pokes,
		gate: createRequestGate(db, clock),
		sessions: createSessions(centre),
		streams: createEventStreams(),
		limits: createRateLimits(),
		metrics: createMetrics(pool)
	};
}

async function fill(centre: Centre, demo: boolean, options: BootOptions): Promise<void> {
	options.onStep?.('loading reference data');
	await seedReference(centre);
	if (demo) {
		options.onStep?.('loading demonstration data');
		await seedDemonstration(centre);
	}
	options.onStep?.('opening days');
	await openDays(centre);
}

/**
 * Starts a centre: database, migrations, keys, data, days, jobs. Throws when the database
 * cannot be started or is not one that this build may use; nothing is left running then.
 */
export async function bootCentre(config: Config, options: BootOptions): Promise<RunningCentre> {
	const { connection, stop } = await locate(config, options);
	let closing = false;
	const database = openDatabase({ connectionTimeoutMillis: 10_000, ...connection }, (error) => {
		if (!closing) options.log.warn({ error: error.message }, 'database connection lost');
	});
	let pokes: Pokes | undefined;
	const closeDatabase = async (): Promise<void> => {
		closing = true;
		await pokes?.close();
		await database.close();
		await stop();
	};
	try {
		await waitForDatabase(database, options);
		options.onStep?.('migrating the database');
		await migrate(database.pool, options.migrations);
		const centre = await assemble(config, options, database);
		pokes = centre.pokes;
		await fill(centre, options.seed ?? config.demo, options);
		const jobs = options.jobs === false ? undefined : startJobs(centre);
		const close = async (): Promise<void> => {
			centre.streams.closeAll();
			await jobs?.stop();
			await closeDatabase();
		};
		return { ...centre, close };
	} catch (error) {
		await closeDatabase().catch(() => {});
		throw error;
	}
}

export type BootState =
	| { readonly state: 'starting'; readonly reason: string }
	| { readonly state: 'ok'; readonly centre: RunningCentre }
	| { readonly state: 'failed'; readonly reason: string };

export interface Boot {
	readonly state: () => BootState;
	/** Settles when the centre is up or has failed; never rejects. */
	readonly settled: Promise<BootState>;
	/** Ends the open event streams, so that their connections can close. */
	readonly drain: () => void;
	/** Closes the centre, also one that is still starting. A second call waits for the first. */
	readonly close: () => Promise<void>;
}

/** Starts a centre in the background and tells how far it is. */
export function startBoot(config: Config, options: BootOptions): Boot {
	const abort = new AbortController();
	let state: BootState = { state: 'starting', reason: 'starting' };
	let closing: Promise<void> | undefined;
	const onStep = (reason: string): void => {
		state = { state: 'starting', reason };
		options.log.info({ step: reason }, 'starting');
	};
	const settled = bootCentre(config, { ...options, onStep, signal: abort.signal }).then(
		(centre) => (state = { state: 'ok', centre }),
		(error: unknown) => {
			const reason = error instanceof Error ? error.message : String(error);
			options.log.fatal({ error: reason }, 'the centre cannot start');
			return (state = { state: 'failed', reason });
		}
	);
	const close = async (): Promise<void> => {
		abort.abort();
		const last = await settled;
		state = { state: 'failed', reason: 'stopped' };
		if (last.state === 'ok') await last.centre.close();
	};
	return {
		state: () => state,
		settled,
		drain: () => {
			if (state.state === 'ok') state.centre.streams.closeAll();
		},
		close: () => (closing ??= close())
	};
}
