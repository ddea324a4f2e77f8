import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#lib/server/embedded-postgres.ts';

export interface SimulatedDatabase {
	readonly url: string;
	readonly pool: pg.Pool;
	readonly stop: () => Promise<void>;
}

async function inServer(server: string): Promise<string> {
	const name = `simulate_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
	const client = new pg.Client({ connectionString: server });
	await client.connect();
	await client.query(`CREATE DATABASE ${name}`);
	await client.end();
	const url = new URL(server);
	url.pathname = `/${name}`;
	return url.href;
}

/** A database of its own: the embedded PostgreSQL, or one of `TEST_DATABASE_URL`. */
export async function startDatabase(): Promise<SimulatedDatabase> {
	const server = process.env.TEST_DATABASE_URL;
	if (server) {
		const url = await inServer(server);
		const pool = new pg.Pool({ connectionString: url, max: 4 });
		return { url, pool, stop: () => pool.end() };
	}
	const folder = mkdtempSync(join(tmpdir(), 'madoguchi-nation-'));
	// As root the database runs as another user, who has to get to its data.
	chmodSync(folder, 0o755);
	const embedded = await startEmbeddedPostgres(join(folder, 'postgres'));
	const url = `postgres://app@localhost/postgres?host=${encodeURIComponent(String(embedded.connection.host))}`;
	const pool = new pg.Pool({ connectionString: url, max: 4 });
	return {
		url,
		pool,
		stop: async () => {
			await pool.end();
			await embedded.stop();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

const freePort = (): Promise<number> =>
	new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address() as { port: number };
			server.close(() => resolve(port));
		});
	});

export interface SimulatedCentre {
	readonly origin: string;
	readonly port: number;
	/** The centre's clock, epoch ms; resolves when the server has taken it over. */
	readonly setClock: (at: number) => Promise<void>;
	/** Seconds of processor time the server process has used (Linux; else 0). */
	readonly cpuSeconds: () => number;
	readonly complaints: () => string;
	readonly stop: () => Promise<void>;
}

/** The built server as `npm start` runs it, with a clock that the simulation turns. */
export async function startServer(databaseUrl: string, now: number): Promise<SimulatedCentre> {
	const port = await freePort();
	const origin = `http://127.0.0.1:${port}`;
	let printed = '';
	const profile = process.env.SIMULATE_PROFILE
		? ['--cpu-prof', `--cpu-prof-dir=${process.env.SIMULATE_PROFILE}`]
		: [];
	const child: ChildProcess = spawn(
		process.execPath,
		[...profile, '--import', './tests/simulate/clock-of-centre.ts', 'src/scripts/start.ts'],
		{
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
			env: {
				...process.env,
				PORT: String(port),
				ORIGIN: origin,
				DATABASE_URL: databaseUrl,
				DEMO: 'off',
				// People sign in once; what this measures is not the sign-in.
				SESSION_MINUTES: '720',
				LOG_LEVEL: 'warn',
				SIMULATED_NOW: String(now)
			}
		}
	);
	const hear = (chunk: Buffer): void => {
		printed = (printed + chunk.toString()).slice(-20_000);
	};
	child.stdout!.on('data', hear);
	child.stderr!.on('data', hear);
	for (let wait = 0; ; wait += 1) {
		const health = await fetch(`${origin}/api/health`).catch(() => undefined);
		if (health?.status === 200) break;
		if (child.exitCode !== null || wait > 2400) {
			child.kill('SIGKILL');
			throw new Error(`The centre did not start:\n${printed}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	printed = '';
	return {
		origin,
		port,
		setClock: (at) =>
			new Promise((resolve, reject) => {
				if (child.exitCode !== null) return reject(new Error(`The centre ended:\n${printed}`));
				child.once('message', () => resolve());
				child.send({ at });
			}),
		cpuSeconds: () => cpuSeconds(child.pid!),
		complaints: () => printed,
		stop: async () => {
			const gone = new Promise((resolve) => child.once('exit', resolve));
			child.kill('SIGTERM');
			await gone;
		}
	};
}

/** User and system time of a process in seconds; 0 where the system does not tell. */
export function cpuSeconds(pid: number): number {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return (Number(fields[11]) + Number(fields[12])) / 100;
	} catch {
		return 0;
	}
}
