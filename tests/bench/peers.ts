import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = import.meta.dirname;

/** Installs the peers of this folder's package.json, once. */
export async function installPeers(): Promise<void> {
	if (existsSync(join(folder, 'node_modules', '.package-lock.json'))) return;
	console.log('Installing the peers (dexie, rxdb, pouchdb) under tests/bench …');
	const options = ['--no-audit', '--no-fund', '--loglevel=error'];
	await run('npm', ['install', '--prefix', folder, ...options], {
		shell: process.platform === 'win32'
	});
}

/** A page script of this folder as one text that leaves its exports in `globalThis.bench`. */
export async function bundle(entry: string): Promise<string> {
	const out = join(mkdtempSync(join(tmpdir(), 'madoguchi-bundle-')), 'page.js');
	await run(join(folder, 'node_modules', '.bin', 'esbuild'), [
		join(folder, entry),
		'--bundle',
		'--minify',
		'--format=iife',
		'--global-name=bench',
		'--footer:js=globalThis.bench=bench;',
		'--define:global=globalThis',
		'--define:process.env.NODE_ENV="production"',
		'--log-level=error',
		`--outfile=${out}`
	]);
	const text = readFileSync(out, 'utf8');
	rmSync(join(out, '..'), { recursive: true });
	return text;
}

export interface PouchServer {
	readonly origin: string;
	readonly stop: () => void;
}

/** express-pouchdb on an in-memory store, in a process of its own; also serves an empty page. */
export function startPouchServer(): Promise<PouchServer> {
	const child = spawn(process.execPath, [join(folder, 'peers', 'pouch-server.js')], {
		cwd: mkdtempSync(join(tmpdir(), 'madoguchi-pouch-')),
		stdio: ['ignore', 'pipe', 'inherit']
	});
	return new Promise((resolve, reject) => {
		child.once('exit', (code) => reject(new Error(`the PouchDB server ended with ${code}`)));
		child.stdout.on('data', (chunk: Buffer) => {
			const port = /^listening (\d+)/m.exec(chunk.toString())?.[1];
			if (port) resolve({ origin: `http://127.0.0.1:${port}`, stop: () => child.kill() });
		});
	});
}
