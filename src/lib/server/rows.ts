import type { Reads } from '#lib/sync/mutator.ts';
import { rowDay, rowId, type AnyRow, type TableName } from '#lib/sync/tables.ts';
import { sql, type Tx } from './database.ts';

/** Changes to the rows of one office. `row: null` removes. */
export type RowChange =
	| { readonly table: TableName; readonly row: AnyRow }
	| { readonly table: TableName; readonly id: string; readonly row: null };

export interface CommitNote {
	readonly at: number;
	readonly actorId: string;
	readonly deviceId: string;
	/** What was done and to what: names and ids, never personal data. */
	readonly action: string;
	readonly subject: string;
}

/** The rows as `commit_rows` takes them. */
export const rowsJson = (changes: readonly RowChange[]): string =>
	JSON.stringify(
		changes.map((change) =>
			change.row === null
				? { table: change.table, id: change.id, day: null, data: null }
				: {
						table: change.table,
						id: rowId(change.table, change.row),
						day: rowDay(change.table, change.row),
						data: change.row
					}
		)
	);

/**
 * Reads the rows that a rule asks for in one round trip and locks them until commit, always in
 * the same order, so that two mutations never wait for each other.
 */
export async function readFacts(
	tx: Tx,
	officeId: string,
	reads: Reads
): Promise<Record<string, unknown>> {
	const wanted = Object.entries(reads)
		.filter((entry): entry is [string, NonNullable<Reads[string]>] => entry[1] !== null)
		.sort(([, a], [, b]) => (a.join('/') < b.join('/') ? -1 : 1));
	if (wanted.length === 0) return {};
	const { rows } = await sql<{ facts: unknown[] }>`
		SELECT read_facts(${officeId}, ${JSON.stringify(wanted.map(([, read]) => read))}::jsonb) AS facts
	`.execute(tx);
	return Object.fromEntries(
		wanted.map(([name], index) => [name, rows[0]!.facts[index] ?? undefined])
	);
}

/** Writes rows at the office's next version and notes it in the audit log; gives the version. */
export async function commitRows(
	tx: Tx,
	officeId: string,
	changes: readonly RowChange[],
	note: CommitNote
): Promise<number> {
	const { rows } = await sql<{ version: number }>`
		SELECT commit_rows(${officeId}, ${rowsJson(changes)}::jsonb, ${new Date(note.at)},
			${note.actorId}, ${note.deviceId}, ${note.action}, ${note.subject}) AS version
	`.execute(tx);
	return rows[0]!.version;
}
