import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const PASSWORD = /Password of all demo people\s+(\S+)/;
const CODE = /^\s+(\S+)\s+(\S+), user ID (\S+)/gm;

export interface CentreProcess {
	readonly origin: string;
	readonly password: string;
	/** Activation codes printed at the start, by office. */
	readonly codes: Readonly<Record<string, string>>;
	/** For invariants: a connection to the same database. */
	readonly sql: <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;
	/** The newest one-time password that was sent to anybody whose mail begins so. */
	readonly oneTimePassword: (sentAfter: number) => Promise<string>;
	/** Ends the process at once, as a power cut would (SIGKILL). */
	readonly kill: () => Promise<void>;
	readonly restart: () => Promise<void>;
	readonly stop: () => Promise<void>;
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

async function freshDatabase(server: string): Promise<string> {
	const name = `madoguchi_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
	const client = new pg.Client({ connectionString: server });
	await client.connect();
	await client.query(`CREATE DATABASE ${name}`);
	await client.end();
	const url = new URL(server);
	url.pathname = `/${name}`;
	return url.href;
}

/**
 * The centre as `npm start` runs it, with the demonstration data, on a database of its own; from
 * another copy of the project when its build is to change.
 */
export async function startCentre(
	env: Record<string, string> = {},
	project = process.cwd()
): Promise<CentreProcess> {
	const port = await freePort();
	const origin = `http://127.0.0.1:${port}`;
	const folder = mkdtempSync(join(tmpdir(), 'madoguchi-centre-'));
	// As root the database runs as another user, who has to get to its data.
	chmodSync(folder, 0o755);
	const server = process.env.TEST_DATABASE_URL;
	const database = server ? { DATABASE_URL: await freshDatabase(server) } : {};
	let child: ChildProcess;
	let printed = '';
	const launch = async (): Promise<void> => {
		printed = '';
		child = spawn(process.execPath, ['src/scripts/start.ts'], {
			cwd: project,
			stdio: ['ignore', 'pipe', 'pipe'],
			env: {
				...process.env,
				PORT: String(port),
				ORIGIN: origin,
				DATA_DIR: join(folder, 'data'),
				LOG_LEVEL: 'warn',
				...database,
				...env
			}
		});
		child.stdout!.on('data', (chunk: Buffer) => (printed += chunk.toString()));
		child.stderr!.on('data', (chunk: Buffer) => (printed += chunk.toString()));
		for (let wait = 0; ; wait += 1) {
			const health = await fetch(`${origin}/api/health`).catch(() => undefined);
			// A centre for the public alone has no tablets to print codes for.
			const isReady = env.ZONE === 'public' || PASSWORD.test(printed);
			if (health?.status === 200 && isReady) return;
			if (child.exitCode !== null || wait > 1200) {
				child.kill('SIGKILL');
				throw new Error(`The centre did not start:\n${printed}`);
			}
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	};
	const gone = (): Promise<unknown> =>
		child.exitCode !== null || child.signalCode !== null
			? Promise.resolve()
			: new Promise((resolve) => child.once('exit', resolve));
	await launch();
	const socket = (): pg.ClientConfig =>
		database.DATABASE_URL
			? { connectionString: database.DATABASE_URL }
			: { host: readSocket(folder), user: 'app', database: 'postgres' };
	return {
		origin,
		get password() {
			return PASSWORD.exec(printed)![1]!;
		},
		get codes() {
			return Object.fromEntries(
				[...printed.matchAll(CODE)].map(([, code, office]) => [office!, code!])
			);
		},
		sql: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) => {
			const client = new pg.Client(socket());
			await client.connect();
			try {
				return (await client.query<Row>(text, values)).rows;
			} finally {
				await client.end();
			}
		},
		oneTimePassword: async (sentAfter) => {
			for (let wait = 0; wait < 50; wait += 1) {
				const { mails } = (await (await fetch(`${origin}/api/demo/mailbox`)).json()) as {
					mails: { body: string; sentAt: number }[];
				};
				const digits = mails
					.filter(({ sentAt }) => sentAt >= sentAfter)
					.map(({ body }) => /\b\d{8}\b/.exec(body)?.[0])[0];
				if (digits) return digits;
				await new Promise((resolve) => setTimeout(resolve, 100));
			}
			throw new Error('no one-time password in the mailbox');
		},
		kill: async () => {
			child.kill('SIGKILL');
			await gone();
		},
		restart: launch,
		stop: async () => {
			child.kill('SIGTERM');
			await gone();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

function readSocket(folder: string): string {
	// The third and fifth lines of postmaster.pid are the start time and the socket's folder.
	return readFileSync(join(folder, 'data', 'postgres', 'postmaster.pid'), 'utf8').split('\n')[4]!;
}
