import { readdirSync, readFileSync } from 'node:fs';
import { readMigrations } from './migrate.ts';

/** The migrations from their folder, for scripts and tests that run without a bundle. */
export function migrationsFromFiles() {
	const folder = new URL('./migrations/', import.meta.url);
	return readMigrations(
		Object.fromEntries(
			readdirSync(folder)
				.filter((name) => name.endsWith('.sql'))
				.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')])
		)
	);
}
