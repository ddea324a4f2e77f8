import type { PullReply, WireRow } from '#lib/sync/pull.ts';
import { addSum, readRow, rowDay, rowGroup, rowSum, type TableName } from '#lib/sync/tables.ts';
import { getMeta, putMeta, type Box, type ChunkRow, type LocalDatabase } from './database.ts';
import { noteAnswers } from './outbox.ts';
import { ConfirmedRows, type HeldRow } from './rows.ts';
import type { Vault } from './vault.ts';

type ChunkContent = { id: string; version: number; row: unknown }[];

const chunkKey = (space: string, table: TableName, group: string): string =>
	`${space}|${table}|${group}`;

/** Brings the rows in memory up to what the database holds, whichever tab wrote it. */
export async function loadChunks(
	db: LocalDatabase,
	vault: Vault,
	rows: ConfirmedRows
): Promise<void> {
	const changed = (await db.chunks.where('rev').above(rows.rev).toArray()) as ChunkRow[];
	const contents = await Promise.all(
		changed.map(({ box }) =>
			box ? vault.open<ChunkContent>(box) : Promise.resolve([] as ChunkContent)
		)
	);
	changed.forEach(({ space, table, group }, index) => {
		const held = contents[index]!.map(
			({ id, version, row }) => ({ id, version, space, row }) as HeldRow
		);
		rows.replaceGroup(space, table, group, held);
	});
	rows.rev = changed.reduce((newest, chunk) => Math.max(newest, chunk.rev), rows.rev);
}

/** One pull, gathered from its pages; nothing of it counts before the last page is here. */
export interface GatheredPull {
	readonly epoch: string;
	readonly pages: readonly PullReply[];
	/** Where the spaces stood when the first page was asked for; other spaces start anew. */
	readonly since: Readonly<Record<string, number>>;
}

interface Plan {
	puts: Map<string, HeldRow & { table: TableName }>;
	gone: Set<string>;
	cursor: Record<string, number>;
	/** Spaces that are sent whole: what does not come again is gone. */
	whole: Set<string>;
}

const rowKey = (space: string, table: string, id: string): string => `${space}|${table}|${id}`;

function takeRow(plan: Plan, space: string, wire: WireRow): void {
	const key = rowKey(space, wire.table, wire.id);
	plan.puts.delete(key);
	plan.gone.delete(key);
	const row = wire.row === null ? undefined : readRow(wire.table, wire.row);
	if (row)
		plan.puts.set(key, { id: wire.id, space, version: wire.version, row, table: wire.table });
	else plan.gone.add(key);
}

function plan({ pages, since }: GatheredPull): Plan {
	const result: Plan = { puts: new Map(), gone: new Set(), cursor: {}, whole: new Set() };
	for (const page of pages) {
		for (const [space, { rows, next, whole }] of Object.entries(page.spaces)) {
			if (!since[space] || whole) result.whole.add(space);
			for (const row of rows) takeRow(result, space, row);
			result.cursor[space] = next;
		}
	}
	return result;
}

/** The groups that a plan changes, with their full new content. */
function changedGroups(
	rows: ConfirmedRows,
	{ puts, gone, whole, cursor }: Plan,
	fromDay: string
): Map<string, HeldRow[]> {
	const groups = new Map<string, HeldRow[]>();
	const touch = (space: string, table: TableName, group: string): HeldRow[] => {
		const key = chunkKey(space, table, group);
		let content = groups.get(key);
		if (!content) groups.set(key, (content = []));
		return content;
	};
	const leaves = (table: TableName, held: HeldRow): boolean => {
		const key = rowKey(held.space, table, held.id);
		const day = rowDay(table, held.row);
		const past = day !== null && day < fromDay;
		return (
			past || gone.has(key) || puts.has(key) || whole.has(held.space) || !(held.space in cursor)
		);
	};
	const stay: { table: TableName; held: HeldRow }[] = [];
	const spaces = new Set(
		[
			...rows.of('slot').values(),
			...rows.of('office').values(),
			...rows.of('booking').values(),
			...rows.of('person').values()
		].map(({ space }) => space)
	);
	for (const space of spaces) {
		for (const entry of rows.ofSpace(space)) {
			if (leaves(entry.table, entry.held))
				touch(space, entry.table, rowGroup(entry.table, entry.held.row));
			else stay.push(entry);
		}
	}
	for (const { table, ...held } of puts.values()) {
		const day = rowDay(table, held.row);
		if (day === null || day >= fromDay)
			touch(held.space, table, rowGroup(table, held.row)).push(held);
	}
	for (const { table, held } of stay)
		groups.get(chunkKey(held.space, table, rowGroup(table, held.row)))?.push(held);
	return groups;
}

async function sealGroups(
	vault: Vault,
	groups: Map<string, HeldRow[]>,
	rev: number
): Promise<ChunkRow[]> {
	return Promise.all(
		[...groups].map(async ([key, rows]): Promise<ChunkRow> => {
			const [space, table, group] = key.split('|') as [string, TableName, string];
			const content: ChunkContent = rows.map(({ id, version, row }) => ({ id, version, row }));
			const box: Box | null = content.length > 0 ? await vault.seal(content) : null;
			return { key, space, table, group, rev, box };
		})
	);
}

/**
 * Applies a whole pull: rows, cursor, epoch and the end of answered mutations in one
 * transaction, so that no state in between is ever seen. Only the elected tab calls it, with
 * `rows` fresh from the database.
 */
export async function applyPull(
	db: LocalDatabase,
	vault: Vault,
	rows: ConfirmedRows,
	pull: GatheredPull
): Promise<void> {
	const last = pull.pages.at(-1)!;
	const todo = plan(pull);
	const groups = changedGroups(rows, todo, last.fromDay);
	const rev = ((await getMeta(db, 'rev')) ?? 0) + 1;
	const chunks = await sealGroups(vault, groups, rev);
	await db.transaction('rw', db.meta, db.chunks, db.outbox, db.staging, async () => {
		await db.chunks.bulkPut(chunks);
		await db.staging.clear();
		await putMeta(db, 'rev', rev);
		await putMeta(db, 'epoch', pull.epoch);
		await putMeta(db, 'cursor', todo.cursor);
		await putMeta(db, 'fromDay', last.fromDay);
		await settleOutbox(db, pull);
	});
}

/** The rows are here, so the answers become receipts; only now does a mutation leave the view. */
async function settleOutbox(db: LocalDatabase, { pages }: GatheredPull): Promise<void> {
	const last = pages.at(-1)!;
	const results = pages.flatMap((page) => page.results);
	await noteAnswers(
		db,
		results.filter(({ mid }) => mid <= last.lastMid),
		'received'
	);
	const known = (await getMeta(db, 'afterMid')) ?? 0;
	const newest = results.reduce((mid, result) => Math.max(mid, result.mid), known);
	await putMeta(db, 'afterMid', newest);
}

/** Whether a space's rows add up to what the centre says; a false one is fetched again. */
export function addsUp(
	rows: ConfirmedRows,
	space: string,
	expected: { count: number; sum: number }
): boolean {
	let count = 0;
	let sum = 0;
	for (const { table, held } of rows.ofSpace(space)) {
		count += 1;
		sum = addSum(sum, rowSum(table, held.id, held.version));
	}
	return count === expected.count && sum === expected.sum;
}
