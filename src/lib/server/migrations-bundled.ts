import { readMigrations } from './migrate.ts';

/** The migrations as `vite build` puts them into the server's bundle. */
export const bundledMigrations = () =>
	readMigrations(
		import.meta.glob<string>('./migrations/*.sql', {
			query: '?raw',
			import: 'default',
			eager: true
		})
	);
