import { createHash } from 'node:crypto';
import {
	cpSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readlinkSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** Where data lies when its own folder cannot be entered by the user PostgreSQL runs as. */
const SHELTER = '/var/lib/madoguchi';

/** Whether any user may enter every folder above a path and read and run the path itself. */
export function isOpenToAll(path: string): boolean {
	if (existsSync(path) && (statSync(path).mode & 0o005) !== 0o005) return false;
	for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
		if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
		if (folder === dirname(folder)) return true;
	}
}

const nameOf = (path: string): string =>
	createHash('sha256').update(resolve(path)).digest('hex').slice(0, 16);

/**
 * A program of PostgreSQL that any user can run: itself, or a copy of its whole installation in
 * the folder for temporary files when root keeps the project in a folder of its own.
 */
export function runnable(program: string): string {
	if (isOpenToAll(program)) return program;
	const installation = dirname(dirname(program));
	const copy = join(tmpdir(), `madoguchi-postgres-${nameOf(installation)}`);
	const copied = join(copy, 'bin', basename(program));
	if (!existsSync(copied) || statSync(copied).mtimeMs < statSync(program).mtimeMs) {
		const draft = `${copy}.${process.pid}`;
		cpSync(installation, draft, {
			recursive: true,
			verbatimSymlinks: true,
			preserveTimestamps: true
		});
		rmSync(copy, { recursive: true, force: true });
		renameSync(draft, copy);
	}
	return copied;
}

/**
 * The folder in which a cluster can live: the one that is wanted, or one below /var/lib with a
 * link to it, when only root may enter the folders above.
 */
export function livable(directory: string): string {
	if (existsSync(directory) && lstatSync(directory).isSymbolicLink())
		return readlinkSync(directory);
	if (isOpenToAll(dirname(directory))) return directory;
	const shelter = join(SHELTER, nameOf(directory));
	mkdirSync(SHELTER, { recursive: true, mode: 0o755 });
	mkdirSync(dirname(directory), { recursive: true });
	// Somebody has removed the link to start anew; data is never removed by us.
	if (existsSync(shelter))
		renameSync(shelter, `${shelter}.${Math.round(statSync(shelter).ctimeMs)}`);
	symlinkSync(shelter, directory);
	return shelter;
}
