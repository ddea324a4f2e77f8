import { rowGroup, type AnyRow, type RowOf, type TableName, tableNames } from '#lib/sync/tables.ts';

export interface HeldRow {
	readonly id: string;
	readonly space: string;
	readonly version: number;
	readonly row: AnyRow;
}

/** Confirmed rows of the centre, by table and id, as this tab holds them in memory. */
export class ConfirmedRows {
	/** How far this tab has read the database's changes. */
	rev = 0;
	readonly #tables = new Map<TableName, Map<string, HeldRow>>(
		tableNames.map((name) => [name, new Map()])
	);

	of(table: TableName): Map<string, HeldRow> {
		return this.#tables.get(table)!;
	}

	clear(): void {
		for (const table of this.#tables.values()) table.clear();
	}

	/** Replaces what is held of one group by its new content. */
	replaceGroup(space: string, table: TableName, group: string, rows: readonly HeldRow[]): void {
		const held = this.of(table);
		for (const [id, row] of held) {
			if (row.space === space && rowGroup(table, row.row) === group) held.delete(id);
		}
		for (const row of rows) held.set(row.id, row);
	}

	*ofSpace(space: string): Iterable<{ table: TableName; held: HeldRow }> {
		for (const [table, rows] of this.#tables) {
			for (const held of rows.values()) if (held.space === space) yield { table, held };
		}
	}
}

/** What the screens read: confirmed rows with the effects of pending mutations on top. */
export interface RowView {
	get: <Name extends TableName>(table: Name, id: string) => RowOf<Name> | undefined;
	list: <Name extends TableName>(table: Name) => RowOf<Name>[];
}
