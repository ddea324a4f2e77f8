import type { Page } from 'playwright-core';
import { call, onFreshPage } from './browser.ts';
import {
	goal,
	line,
	median,
	percentile,
	type BenchOptions,
	type Line,
	type Report
} from './measure.ts';
import { startPageServer } from './page-server.ts';
import { bundle } from './peers.ts';
import { booking, today } from './rows.ts';

const SAVES = 300;

interface Contestant {
	readonly what: string;
	readonly note: string;
	readonly entry: string;
	readonly prepare: (page: Page) => Promise<unknown>;
}

const contestants: Contestant[] = [
	{
		what: 'ours',
		note: 'rule + hash + AES-GCM + outbox, strict, 10,000 rows present',
		entry: 'pages/local.ts',
		prepare: async (page) => {
			await call(page, 'open');
			await call(page, 'firstSync');
		}
	},
	{
		what: 'Dexie strict',
		note: 'row + outbox in one transaction',
		entry: 'peers/dexie.js',
		prepare: (page) => call(page, 'open', 'strict')
	},
	{
		what: 'Dexie relaxed',
		note: 'row + outbox in one transaction',
		entry: 'peers/dexie.js',
		prepare: (page) => call(page, 'open', 'relaxed')
	},
	{
		what: 'RxDB insert',
		note: 'one row, relaxed',
		entry: 'peers/rxdb.js',
		prepare: (page) => call(page, 'open')
	},
	{
		what: 'PouchDB put',
		note: 'one row, relaxed',
		entry: 'peers/pouch.js',
		prepare: (page) => call(page, 'open')
	}
];

/** Times of each step of a save, ms. */
type Steps = Record<string, number[]>;

const stepsText = (steps: Steps): string =>
	Object.entries(steps)
		.map(([step, times]) => `${step} ${percentile(times, 0.5).toFixed(2)} ms`)
		.join(', ');

interface Percentiles {
	readonly p50: Line[];
	readonly p95: Line[];
}

/** Fills the lines; gives the steps of one save of ours. */
async function run(rounds: number, origin: string, { p50, p95 }: Percentiles): Promise<Steps> {
	const rows = Array.from({ length: SAVES }, (_, index) => booking(index, today(), 'new'));
	const scripts = await Promise.all(contestants.map(({ entry }) => bundle(entry)));
	const measured = <Value>(index: number, name: string): Promise<Value> =>
		onFreshPage(origin, scripts[index]!, async (page) => {
			await contestants[index]!.prepare(page);
			return call<Value>(page, name, rows);
		});
	const steps = await measured<Steps>(0, 'steps');
	for (let round = 0; round < rounds; round += 1) {
		for (const index of contestants.keys()) {
			const times = await measured<number[]>(index, 'save');
			p50[index]!.rounds.push(percentile(times, 0.5));
			p95[index]!.rounds.push(percentile(times, 0.95));
		}
	}
	return steps;
}

/** P2: 300 saves one after the other, each durable before the next; p50 and p95 per round. */
export async function bench({ rounds }: BenchOptions): Promise<Report> {
	const p50 = contestants.map(({ what, note }) => line(`${what} p50`, 'ms', note));
	const p95 = contestants.map(({ what }) => line(`${what} p95`));
	const server = await startPageServer();
	const steps = await run(rounds, server.origin, { p50, p95 }).finally(server.stop);
	const [ours, strict, , rxdb] = p50 as [Line, Line, Line, Line];
	const against = median(ours.rounds) / median(strict.rounds);
	return {
		name: 'p2',
		title: `${SAVES} saves one after the other, durable before return`,
		lines: contestants.flatMap((_, index) => [p50[index]!, p95[index]!]),
		goals: [
			goal('p50 ours ÷ RxDB one-row insert', ours, rxdb, 1.5),
			goal('p95 ours ÷ RxDB one-row insert', p95[0]!, p95[3]!, 2)
		],
		notes: [
			'fresh profile per contestant and round; RxDB and PouchDB save one row, ours and Dexie two',
			`p50 ours ÷ Dexie with two stores, strict: ${against.toFixed(2)} ×`,
			`steps of one save of ours (p50): ${stepsText(steps)}`
		],
		details: { steps }
	};
}
