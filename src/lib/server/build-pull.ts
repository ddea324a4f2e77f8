import { addDays, dateAt } from '#lib/domain/basics/days.ts';
import { neighbours, type Office } from '#lib/domain/office/office.ts';
import { PAGE_ROWS, PROTOCOL } from '#lib/sync/protocol.ts';
import type { PullReply, PullRequest, SpacePage, WireRow } from '#lib/sync/pull.ts';
import type { MutationResult } from '#lib/sync/push.ts';
import { addSum, rowSum, tablesOf, type TableName } from '#lib/sync/tables.ts';
import { NEIGHBOURS } from './alternatives.ts';
import { epochSql, type Caller, type Centre } from './centre.ts';
import { askOnce, inSnapshot, sql, type Ask } from './database.ts';

/** More rows than a space ever has for a tablet. */
const WHOLE_SPACE = 1_000_000;

/** What of a space a tablet may see. */
interface Scope {
	readonly space: string;
	readonly tables: readonly TableName[];
	/** Of these tables only the rows that this device made: bookings at a neighbour office. */
	readonly own: readonly TableName[];
}

/**
 * The offices next to each one, as of a version of the reference data: with 389 offices their
 * list costs more than the rest of a pull.
 */
interface Neighbourhood {
	readonly version: number;
	readonly offices: readonly Office[];
	readonly of: Map<string, readonly string[]>;
}
const neighbourhoods = new WeakMap<Centre['pool'], Neighbourhood>();

async function neighboursAt(
	ask: Ask,
	centre: Centre,
	officeId: string,
	version: number
): Promise<readonly string[]> {
	let known = neighbourhoods.get(centre.pool);
	if (known?.version !== version) {
		const rows = await ask(sql<{ data: Office }>`SELECT data FROM office WHERE office_id = 'ref'`);
		known = { version, offices: rows.map(({ data }) => data), of: new Map() };
		neighbourhoods.set(centre.pool, known);
	}
	const before = known.of.get(officeId);
	if (before) return before;
	const home = known.offices.find((office) => office.officeId === officeId);
	const near = home ? neighbours(home, known.offices, NEIGHBOURS) : [];
	const ids = near.map((office) => office.officeId);
	known.of.set(officeId, ids);
	return ids;
}

/** Reference data, the whole home office, and of its neighbours the slots. */
const scopesOf = (officeId: string, near: readonly string[]): Scope[] => [
	{ space: 'ref', tables: tablesOf('ref'), own: [] },
	{ space: officeId, tables: tablesOf('office'), own: [] },
	...near.map((space): Scope => ({ space, tables: ['slot'], own: ['lease', 'booking'] }))
];

interface Counter {
	readonly version: number;
	readonly horizon: number;
}

/** Where the spaces of a tablet and its own mutations stand, as one statement sees them. */
interface State {
	readonly epoch: string;
	readonly counters: Readonly<Record<string, Counter>>;
	readonly lastMid: number;
	readonly results: MutationResult[];
}

async function readState(
	ask: Ask,
	caller: Caller,
	request: PullRequest,
	spaces: readonly string[]
): Promise<State> {
	const rows = await ask(sql<State>`
		SELECT ${epochSql} AS epoch, (
			SELECT coalesce(jsonb_object_agg(office_id, jsonb_build_object('version', version, 'horizon', horizon)), '{}')
			FROM space WHERE office_id = ANY(${spaces})
		) AS counters, coalesce((
			SELECT last_mid FROM client
			WHERE office_id = ${caller.officeId} AND client_id = ${request.clientId}
		), 0) AS "lastMid", (
			SELECT coalesce(jsonb_agg(result ORDER BY mid), '[]') FROM (
				SELECT mid, result FROM mutation_result
				WHERE office_id = ${caller.officeId} AND client_id = ${request.clientId} AND mid > ${request.afterMid}
				ORDER BY mid LIMIT 500
			) recent
		) AS results
	`);
	return rows[0]!;
}

/** The state with the spaces that belong to it: the neighbours follow from the reference data. */
async function readScopes(
	ask: Ask,
	centre: Centre,
	caller: Caller,
	request: PullRequest
): Promise<{ state: State; scopes: Scope[] }> {
	const { officeId } = caller;
	const guess = neighbourhoods.get(centre.pool)?.of.get(officeId) ?? [];
	const state = await readState(ask, caller, request, ['ref', officeId, ...guess]);
	const near = await neighboursAt(ask, centre, officeId, state.counters.ref?.version ?? 0);
	const scopes = scopesOf(officeId, near);
	if (near.every((space) => space in state.counters)) return { state, scopes };
	const spaces = scopes.map(({ space }) => space);
	return { state: await readState(ask, caller, request, spaces), scopes };
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
	ask: Ask,
	scope: Scope,
	counter: Counter,
	since: number,
	limit: number,
	fromDay: string,
	deviceId: string
): Promise<SpacePage> {
	const { version, horizon } = counter;
	// A cursor from a future that a restore undid, or from before what is remembered of gone rows:
	// the space comes again, in one page, so that paging cannot fall behind the horizon anew.
	if (since > version || (since > 0 && since < horizon)) {
		return {
			...(await pageOf(ask, scope, counter, 0, WHOLE_SPACE, fromDay, deviceId)),
			whole: true
		};
	}
	if (version === since) return { rows: [], next: version, more: false };
	const gone = sql`SELECT table_name AS "table", id, version, NULL::jsonb AS row FROM tombstone
		WHERE office_id = ${scope.space} AND version > ${since}`;
	const found = await ask(sql<FoundRow>`
		${unionOf(scope, fromDay, deviceId, sql`version > ${since}`, sql`data AS row`)}
		UNION ALL ${gone} ORDER BY version LIMIT ${limit + 1}
	`);
	if (found.length <= limit) return { rows: found as WireRow[], next: version, more: false };
	const cut = found[limit]!.version;
	const whole = found.filter((row) => row.version < cut);
	if (whole.length > 0) return { rows: whole as WireRow[], next: cut - 1, more: true };
	return pageOf(ask, scope, counter, since, limit * 2, fromDay, deviceId);
}

async function sumOf(
	ask: Ask,
	scope: Scope,
	fromDay: string,
	deviceId: string
): Promise<{ count: number; sum: number }> {
	const rows = await ask(sql<{ table: string; id: string; version: number }>`
		${unionOf(scope, fromDay, deviceId, sql`true`, sql`NULL AS row`)}
	`);
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

const sinceOf = (request: PullRequest, state: State, { space }: Scope): number =>
	request.epoch === state.epoch ? (request.cursor[space] ?? 0) : 0;

const nobody: Counter = { version: 0, horizon: 0 };

/**
 * Everything of the tablet's spaces that is newer than its cursor, and the answers to its
 * mutations, all as of one moment (REPEATABLE READ). When nothing is newer, the one statement
 * that says so is the whole pull.
 */
export async function buildPull(
	centre: Centre,
	caller: Caller,
	request: PullRequest
): Promise<PullReply> {
	await noteClient(centre, caller, request);
	const now = centre.clock();
	const fromDay = addDays(dateAt(now), -1);
	const replyOf = (state: State, spaces: Record<string, SpacePage>): PullReply => ({
		protocol: PROTOCOL,
		epoch: state.epoch,
		serverTime: now,
		fromDay,
		spaces,
		lastMid: state.lastMid,
		results: state.results
	});
	const { state, scopes } = await readScopes(askOnce(centre), centre, caller, request);
	const isNew = scopes.some(
		(scope) => sinceOf(request, state, scope) !== state.counters[scope.space]?.version
	);
	if (!isNew && !request.check) {
		const entries = scopes.map(({ space }): [string, SpacePage] => [
			space,
			{ rows: [], next: state.counters[space]!.version, more: false }
		]);
		return replyOf(state, Object.fromEntries(entries));
	}
	return inSnapshot(centre, async (ask) => {
		const { state, scopes } = await readScopes(ask, centre, caller, request);
		const spaces: Record<string, SpacePage> = {};
		let room = PAGE_ROWS;
		for (const scope of scopes) {
			const since = sinceOf(request, state, scope);
			if (room <= 0) {
				spaces[scope.space] = { rows: [], next: since, more: true };
				continue;
			}
			const counter = state.counters[scope.space] ?? nobody;
			const page = await pageOf(ask, scope, counter, since, room, fromDay, caller.deviceId);
			if (request.check && !page.more) page.sum = await sumOf(ask, scope, fromDay, caller.deviceId);
			spaces[scope.space] = page;
			room -= page.rows.length;
		}
		return replyOf(state, spaces);
	});
}
