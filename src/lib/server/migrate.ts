import { createHash } from 'node:crypto';
import type pg from 'pg';

export interface Migration {
	number: number;
	name: string;
	sql: string;
}

export class MigrationError extends Error {
	override name = 'MigrationError';
}

const hashOf = (sql: string): string => createHash('sha256').update(sql).digest('hex');

/** Migrations from files named `0001_foundation.sql`, in order; a gap or a double is an error. */
export function readMigrations(files: Record<string, string>): Migration[] {
	const migrations = Object.entries(files).map(([path, sql]) => {
		const match = /(\d{4})_([a-z_]+)\.sql$/.exec(path);
		if (!match) throw new MigrationError(`${path} is not named like 0001_name.sql`);
		return { number: Number(match[1]), name: match[2]!, sql };
	});
	migrations.sort((a, b) => a.number - b.number);
	migrations.forEach(({ number, name }, index) => {
		if (number !== index + 1) throw new MigrationError(`${number} ${name}: expected ${index + 1}`);
	});
	return migrations;
}

// One migrator at a time, however many processes start together.
const LOCK = 0x6d61646f;

/**
 * Brings the database up to the last migration, forward only. Each migration and its line in
 * the ledger are one transaction. Refuses when an applied migration was edited afterwards or
 * when the database is newer than this build.
 */
export async function migrate(pool: pg.Pool, migrations: readonly Migration[]): Promise<number> {
	const connection = await pool.connect();
	try {
		await connection.query('SELECT pg_advisory_lock($1)', [LOCK]);
		await connection.query(`CREATE TABLE IF NOT EXISTS migration (
			number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL,
			applied_at timestamptz NOT NULL DEFAULT now())`);
		const { rows } = await connection.query<{ number: number; name: string; sha256: string }>(
			'SELECT number, name, sha256 FROM migration ORDER BY number'
		);
		for (const applied of rows) {
			const known = migrations.find(({ number }) => number === applied.number);
			if (!known) {
				throw new MigrationError(
					`The database has migration ${applied.number} ${applied.name}, which this build does not know.`
				);
			}
			if (hashOf(known.sql) !== applied.sha256) {
				throw new MigrationError(
					`Migration ${known.number} ${known.name} was edited after it had been applied. Restore it and write a new one.`
				);
			}
		}
		const open = migrations.filter(({ number }) => number > rows.length);
		for (const { number, name, sql } of open) {
			try {
				await connection.query('BEGIN');
				await connection.query(sql);
				await connection.query('INSERT INTO migration (number, name, sha256) VALUES ($1, $2, $3)', [
					number,
					name,
					hashOf(sql)
				]);
				await connection.query('COMMIT');
			} catch (error) {
				await connection.query('ROLLBACK');
				throw error;
			}
		}
		return open.length;
	} finally {
		await connection.query('SELECT pg_advisory_unlock($1)', [LOCK]).catch(() => {});
		connection.release();
	}
}
