import { addDays, dateAt } from '#lib/domain/basics/calendar.ts';
import { neighbours } from '#lib/domain/office/office.ts';
import { PAGE_ROWS, PROTOCOL } from '#lib/sync/protocol.ts';
import type { PullReply, PullRequest, SpacePage, WireRow } from '#lib/sync/pull.ts';
import type { MutationResult } from '#lib/sync/push.ts';
import { addSum, rowSum, type TableName } from '#lib/sync/tables.ts';
import { listOffices, NEIGHBOURS } from './alternatives.ts';
import { readEpoch, type Caller, type Centre } from './centre.ts';
import { inTransaction, sql, type Tx } from './database.ts';

/** More rows than a space ever has for a tablet. */
const WHOLE_SPACE = 1_000_000;

/** What of a space a tablet may see. */
interface Scope {
	readonly space: string;
	readonly tables: readonly TableName[];
	/** Of these tables only the rows that this device made: bookings at a neighbour office. */
	readonly own: readonly TableName[];
}

/** Reference data, the whole home office, and of its neighbours the slots. */
async function scopesOf(tx: Tx, officeId: string): Promise<Scope[]> {
	const offices = await listOffices(tx);
	const home = offices.find((office) => office.officeId === officeId);
	const near = home ? neighbours(home, offices, NEIGHBOURS) : [];
	return [
		{ space: 'ref', tables: ['office', 'topic', 'holiday'], own: [] },
		{ space: officeId, tables: ['person', 'device', 'slot', 'lease', 'booking'], own: [] },
		...near.map((office): Scope => ({
			space: office.officeId,
			tables: ['slot'],
			own: ['lease', 'booking']
		}))
	];
}

interface FoundRow {
	table: TableName;
	id: string;
	version: number;
	row: unknown;
}

const unionOf = (
	scope: Scope,
	fromDay: string,
	deviceId: string,
	where: ReturnType<typeof sql>,
	columns: ReturnType<typeof sql>
) =>
	sql.join(
		[...scope.tables, ...scope.own].map(
			(table) => sql`SELECT ${sql.lit(table)} AS "table", id, version, ${columns}
				FROM ${sql.table(table)}
				WHERE office_id = ${scope.space} AND ${where} AND (day IS NULL OR day >= ${fromDay})
				${scope.own.includes(table) ? sql`AND device_id = ${deviceId}` : sql``}`
		),
		sql` UNION ALL `
	);

/** Rows after a version, cut where a version ends: a page never holds half a commit. */
async function pageOf(
	tx: Tx,
	scope: Scope,
	since: number,
	limit: number,
	fromDay: string,
	deviceId: string
): Promise<SpacePage> {
	const { rows: counter } = await sql<{ version: number; horizon: number }>`
		SELECT version, horizon FROM space WHERE office_id = ${scope.space}
	`.execute(tx);
	const { version, horizon } = counter[0] ?? { version: 0, horizon: 0 };
	// A cursor from a future that a restore undid, or from before what is remembered of gone rows:
	// the space comes again, in one page, so that paging cannot fall behind the horizon anew.
	if (since > version || (since > 0 && since < horizon)) {
		return { ...(await pageOf(tx, scope, 0, WHOLE_SPACE, fromDay, deviceId)), whole: true };
	}
	if (version === since) return { rows: [], next: version, more: false };
	const gone = sql`SELECT table_name AS "table", id, version, NULL::jsonb AS row FROM tombstone
		WHERE office_id = ${scope.space} AND version > ${since}`;
	const { rows: found } = await sql<FoundRow>`
		${unionOf(scope, fromDay, deviceId, sql`version > ${since}`, sql`data AS row`)}
		UNION ALL ${gone} ORDER BY version LIMIT ${limit + 1}
	`.execute(tx);
	if (found.length <= limit) return { rows: found as WireRow[], next: version, more: false };
	const cut = found[limit]!.version;
	const whole = found.filter((row) => row.version < cut);
	if (whole.length > 0) return { rows: whole as WireRow[], next: cut - 1, more: true };
	return pageOf(tx, scope, since, limit * 2, fromDay, deviceId);
}

async function sumOf(
	tx: Tx,
	scope: Scope,
	fromDay: string,
	deviceId: string
): Promise<{ count: number; sum: number }> {
	const { rows } = await sql<{ table: string; id: string; version: number }>`
		${unionOf(scope, fromDay, deviceId, sql`true`, sql`NULL AS row`)}
	`.execute(tx);
	return {
		count: rows.length,
		sum: rows.reduce((sum, row) => addSum(sum, rowSum(row.table, row.id, row.version)), 0)
	};
}

async function noteClient(centre: Centre, caller: Caller, request: PullRequest): Promise<void> {
	const oldest = request.unsent.oldest === null ? null : new Date(request.unsent.oldest);
	await sql`
		INSERT INTO client (office_id, client_id, device_id, unsent, unsent_oldest)
		VALUES (${caller.officeId}, ${request.clientId}, ${caller.deviceId}, ${request.unsent.count}, ${oldest})
		ON CONFLICT (office_id, client_id) DO UPDATE
		SET seen_at = now(), unsent = EXCLUDED.unsent, unsent_oldest = EXCLUDED.unsent_oldest
		WHERE client.seen_at < now() - interval '1 minute' OR client.unsent <> EXCLUDED.unsent
	`.execute(centre.db);
}

/**
 * Everything of the tablet's spaces that is newer than its cursor, and the answers to its
 * mutations, all as of one moment (REPEATABLE READ).
 */
export async function buildPull(
	centre: Centre,
	caller: Caller,
	request: PullRequest
): Promise<PullReply> {
	await noteClient(centre, caller, request);
	return inTransaction(
		centre.db,
		async (tx) => {
			const now = centre.clock();
			const fromDay = addDays(dateAt(now), -1);
			const epoch = await readEpoch(tx);
			const spaces: Record<string, SpacePage> = {};
			let room = PAGE_ROWS;
			for (const scope of await scopesOf(tx, caller.officeId)) {
				const since = request.epoch === epoch ? (request.cursor[scope.space] ?? 0) : 0;
				if (room <= 0) {
					spaces[scope.space] = { rows: [], next: since, more: true };
					continue;
				}
				const page = await pageOf(tx, scope, since, room, fromDay, caller.deviceId);
				if (request.check && !page.more)
					page.sum = await sumOf(tx, scope, fromDay, caller.deviceId);
				spaces[scope.space] = page;
				room -= page.rows.length;
			}
			const { rows: client } = await sql<{ last_mid: number }>`
				SELECT last_mid FROM client WHERE office_id = ${caller.officeId} AND client_id = ${request.clientId}
			`.execute(tx);
			const { rows: results } = await sql<{ result: MutationResult }>`
				SELECT result FROM mutation_result
				WHERE office_id = ${caller.officeId} AND client_id = ${request.clientId} AND mid > ${request.afterMid}
				ORDER BY mid LIMIT 500
			`.execute(tx);
			return {
				protocol: PROTOCOL,
				epoch,
				serverTime: now,
				fromDay,
				spaces,
				lastMid: client[0]?.last_mid ?? 0,
				results: results.map(({ result }) => result)
			};
		},
		'repeatable read'
	);
}
