import { call, onFreshPage } from './browser.ts';
import { goal, line, type BenchOptions, type Line, type Report } from './measure.ts';
import { startPageServer, type PageServer } from './page-server.ts';
import { bundle, startPouchServer, type PouchServer } from './peers.ts';

interface Synced {
	ms: number;
	rows: number;
	parts?: Record<string, number>;
}

/** One first sync in a browser of its own. */
const synced = (origin: string, script: string, argument?: unknown): Promise<Synced> =>
	onFreshPage(origin, script, async (page) => {
		await call(page, 'open');
		const result = await call<Synced>(page, 'firstSync', argument);
		if (result.rows !== 10_000) throw new Error(`${result.rows} rows arrived, not 10,000`);
		return result;
	});

async function run(rounds: number, server: PageServer, pouch: PouchServer, lines: Lines) {
	const ours = await bundle('pages/local.ts');
	const dexie = await bundle('peers/dexie.js');
	const rxdb = await bundle('peers/rxdb.js');
	const pouchPage = await bundle('peers/pouch.js');
	const parts: unknown[] = [];
	const pouchAddress = `${pouch.origin}/page`;
	const filling = { origin: server.origin, name: 'rows', pages: server.pages };
	await onFreshPage(pouchAddress, pouchPage, (page) => call(page, 'fill', filling));
	for (let round = 0; round < rounds; round += 1) {
		const mine = await synced(server.origin, ours);
		lines.ours.rounds.push(mine.ms);
		parts.push(mine.parts);
		lines.dexie.rounds.push((await synced(server.origin, dexie)).ms);
		lines.rxdb.rounds.push((await synced(server.origin, rxdb)).ms);
		lines.pouch.rounds.push((await synced(pouchAddress, pouchPage, 'rows')).ms);
	}
	return parts;
}

type Lines = Record<'ours' | 'dexie' | 'rxdb' | 'pouch', Line>;

/** P1: first sync of 10,000 rows in pages of 1,000, until rows and cursor are in IndexedDB. */
export async function bench({ rounds }: BenchOptions): Promise<Report> {
	const server = await startPageServer();
	const pouch = await startPouchServer();
	const lines: Lines = {
		ours: line('ours', 'ms', 'zod, AES-GCM, sums, strict'),
		dexie: line('Dexie 4.4.7', 'ms', 'bulkPut per page, relaxed'),
		rxdb: line('RxDB 17.6.0', 'ms', 'storage-dexie, replication plugin'),
		pouch: line('PouchDB 9.0.0', 'ms', '← express-pouchdb in memory')
	};
	const parts = await run(rounds, server, pouch, lines).finally(() => {
		pouch.stop();
		server.stop();
	});
	return {
		name: 'p1',
		title: 'first sync of 10,000 rows, pages of 1,000',
		lines: Object.values(lines),
		goals: [
			goal('ours ÷ plain Dexie', lines.ours, lines.dexie, 1),
			goal('ours ÷ RxDB', lines.ours, lines.rxdb, 0.55),
			goal('ours ÷ PouchDB', lines.ours, lines.pouch, 0.35)
		],
		notes: [
			`prepared pages from one in-memory HTTP server (PouchDB: its own); ${server.rowBytes} B per row`,
			'4,000 office rows, 4,000 slots of 5 offices, 2,000 bookings; fresh profile per round'
		],
		details: { parts }
	};
}
