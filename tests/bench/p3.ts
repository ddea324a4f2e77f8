import { call, onFreshPage } from './browser.ts';
import { addSeats, enterOn, startBenchCentre, type BenchCentre } from './centre.ts';
import { goal, line, median, type BenchOptions, type Report } from './measure.ts';
import { startPageServer, type PageServer } from './page-server.ts';
import { bundle, startPouchServer, type PouchServer } from './peers.ts';
import { booking, today } from './rows.ts';

const SAVES = 300;
const OFFICE = 'shinjuku';

interface Drained {
	ms: number;
	acknowledged: number;
	received: number;
	kind: string;
	requests: string[];
}

function ours(centre: BenchCentre, script: string): Promise<Drained> {
	return onFreshPage(`${centre.origin}/api/health`, script, async (page) => {
		await enterOn(page, centre, OFFICE, 'naito');
		await call(page, 'save', SAVES);
		const drained = await call<Drained>(page, 'drain');
		if (drained.received !== SAVES) throw new Error(`${drained.received} of ${SAVES} received`);
		return drained;
	});
}

const lines = () => ({
	drained: line('ours, drained', 'ms', 'pushes + pull of the rows + receipts in IndexedDB'),
	sent: line('ours, acknowledged', 'ms', 'until the last push is answered'),
	rxdb: line('RxDB push', 'ms', 'batches of 50 into a Map'),
	pouch: line('PouchDB', 'ms', 'batches of 50 into express-pouchdb in memory')
});

interface Places {
	readonly centre: BenchCentre;
	readonly server: PageServer;
	readonly pouch: PouchServer;
}

async function run(rounds: number, places: Places, found: ReturnType<typeof lines>) {
	const tablet = await bundle('pages/tablet.ts');
	const rx = await bundle('peers/rxdb.js');
	const pouchPage = await bundle('peers/pouch.js');
	const rows = Array.from({ length: SAVES }, (_, index) => booking(index, today(), 'new'));
	const requests = { ours: [] as string[], rxdb: 0 };
	const peer = (address: string, script: string, argument?: unknown) =>
		onFreshPage(address, script, async (page) => {
			await call(page, 'open');
			await call(page, 'save', rows);
			return call<{ ms: number; requests: number }>(page, 'drain', argument);
		});
	for (let round = 0; round < rounds; round += 1) {
		const mine = await ours(places.centre, tablet);
		found.drained.rounds.push(mine.ms);
		found.sent.rounds.push(mine.acknowledged);
		requests.ours = mine.requests;
		const other = await peer(places.server.origin, rx);
		found.rxdb.rounds.push(other.ms);
		requests.rxdb = other.requests;
		const third = await peer(`${places.pouch.origin}/page`, pouchPage, `drain-${round}`);
		found.pouch.rounds.push(third.ms);
	}
	return requests;
}

/** P3: the 300 saves of P2 leave the browser; ours end in PostgreSQL and come back as rows. */
export async function bench({ rounds }: BenchOptions): Promise<Report> {
	const centre = await startBenchCentre();
	await addSeats(centre, OFFICE, 4 + rounds * 2);
	const server = await startPageServer();
	const pouch = await startPouchServer();
	const found = lines();
	const requests = await run(rounds, { centre, server, pouch }, found).finally(async () => {
		pouch.stop();
		server.stop();
		await centre.stopAll();
	});
	return {
		name: 'p3',
		title: `drain ${SAVES} saves`,
		lines: Object.values(found),
		goals: [
			goal('ours drained ÷ RxDB', found.drained, found.rxdb, 1),
			{ text: 'requests of ours ÷ 7', ratio: requests.ours.length / 7, limit: 1, kind: 'at most' }
		],
		notes: [
			`ours: ${requests.ours.length} requests (${requests.ours.join(' ')}); RxDB: ${requests.rxdb}`,
			`ours into ${centre.database}; ${(median(found.sent.rounds) / SAVES).toFixed(2)} ms per mutation`
		]
	};
}
