import { execFile, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { installPackage } from './browser.ts';

const run = promisify(execFile);
const NOBODY = 65_534;
const ROOT = '/usr/lib/postgresql';

function binaries(): string | undefined {
	if (!existsSync(ROOT)) return undefined;
	const versions = readdirSync(ROOT).sort((a, b) => Number(b) - Number(a));
	return versions
		.map((version) => join(ROOT, version, 'bin'))
		.find((path) => existsSync(join(path, 'initdb')));
}

export interface SystemPostgres {
	url: string;
	version: string;
	stop: () => Promise<void>;
}

async function versionOf(url: string): Promise<string | undefined> {
	const client = new pg.Client({ connectionString: url });
	client.on('error', () => {});
	try {
		await client.connect();
		const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
		await client.end();
		return rows[0]?.server_version;
	} catch {
		return undefined;
	}
}

/**
 * A fresh cluster of the PostgreSQL that this system offers (not the embedded one), on a
 * private socket. Undefined when there is none; TEST_DATABASE_URL names a server to use instead.
 */
export async function startSystemPostgres(): Promise<SystemPostgres | undefined> {
	if (process.env.TEST_DATABASE_URL) {
		const version = await versionOf(process.env.TEST_DATABASE_URL);
		return version
			? { url: process.env.TEST_DATABASE_URL, version, stop: async () => {} }
			: undefined;
	}
	const bin = binaries() ?? (installPackage('postgresql') ? binaries() : undefined);
	if (!bin) return undefined;
	const folder = mkdtempSync(join(tmpdir(), 'madoguchi-pg-'));
	const isRoot = process.getuid?.() === 0;
	if (isRoot) chownSync(folder, NOBODY, NOBODY);
	const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
	const data = join(folder, 'data');
	await run(
		join(bin, 'initdb'),
		['-D', data, '-U', 'app', '-A', 'trust', '-E', 'UTF8', '--locale=C'],
		{ ...user, cwd: folder }
	);
	const child = spawn(
		join(bin, 'postgres'),
		[
			'-D',
			data,
			'-c',
			'listen_addresses=',
			'-c',
			`unix_socket_directories=${folder}`,
			'-c',
			'max_connections=100'
		],
		{ ...user, cwd: folder, stdio: 'ignore' }
	);
	const url = `postgres://app@localhost/postgres?host=${encodeURIComponent(folder)}`;
	const stop = async (): Promise<void> => {
		const ended = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGINT');
		await ended;
		rmSync(folder, { recursive: true, force: true });
	};
	for (let attempt = 0; attempt < 100; attempt += 1) {
		const version = await versionOf(url);
		if (version) return { url, version, stop };
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	await stop();
	return undefined;
}
