import pino from 'pino';
import { bootCentre, type RunningCentre } from '../../src/lib/server/boot.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { migrationsFromFiles } from '../../src/lib/server/migrations-files.ts';
import { receivePush } from '../../src/lib/server/receive-push.ts';
import { startBenchCentre, type BenchCentre } from './centre.ts';
import { insertLoad, nextPush, requestBytes, type LoadDevice } from './load-data.ts';
import { goal, line, percentile, type BenchOptions, type Line, type Report } from './measure.ts';
import { startPouchServer } from './peers.ts';
import { pgbench, runPgbench } from './pgbench.ts';
import { profileOf, stepsOf } from './p4-steps.ts';
import { drive } from './wire.ts';

const CONNECTIONS = 32;
const EACH = 48;

type Maker = (device: LoadDevice) => Promise<Buffer>;

/** One queue per connection; a device's requests stay on one connection, in order. */
export async function queuesOf(devices: readonly LoadDevice[], make: Maker): Promise<Buffer[][]> {
	const per = devices.length / CONNECTIONS;
	return Promise.all(
		Array.from({ length: CONNECTIONS }, async (_, connection) => {
			const queue: Buffer[] = [];
			for (let index = 0; index < EACH; index += 1)
				queue.push(await make(devices[connection + CONNECTIONS * (index % per)]!));
			return queue;
		})
	);
}

/** A centre in this process on the same database: its functions without HTTP. */
function directCentre(centre: BenchCentre): Promise<RunningCentre> {
	const reading = readConfig({ LOG_LEVEL: 'silent', DATABASE_URL: centre.databaseServer });
	if (!reading.ok) throw new Error(reading.problems.join('; '));
	return bootCentre(reading.value, {
		migrations: migrationsFromFiles(),
		log: pino({ level: 'silent' }),
		jobs: false,
		seed: false
	});
}

/** The same pushes by function call, 32 at a time. */
async function direct(centre: RunningCentre, devices: readonly LoadDevice[]): Promise<number> {
	const per = devices.length / CONNECTIONS;
	const queues = await Promise.all(
		Array.from({ length: CONNECTIONS }, async (_, at) => {
			const pushes = [];
			for (let index = 0; index < EACH; index += 1) {
				const device = devices[at + CONNECTIONS * (index % per)]!;
				pushes.push({ device, push: await nextPush(device) });
			}
			return pushes;
		})
	);
	const from = performance.now();
	await Promise.all(
		queues.map(async (queue) => {
			for (const { device, push } of queue) {
				const caller = { ...device, role: 'counter' as const };
				const outcome = await receivePush(centre, caller, push);
				if (!outcome.ok || outcome.value.results[0]?.status !== 'applied')
					throw new Error(JSON.stringify(outcome));
			}
		})
	);
	return (CONNECTIONS * EACH) / ((performance.now() - from) / 1000);
}

async function overHttp(centre: BenchCentre, devices: readonly LoadDevice[]) {
	const queues = await queuesOf(devices, async (device) =>
		requestBytes(device, '/api/sync/push', await nextPush(device))
	);
	const driven = await drive(Number(new URL(centre.origin).port), queues);
	if (driven.complaint) throw new Error(`not all were applied: ${driven.complaint}`);
	return driven;
}

async function intoPouch(origin: string, devices: readonly LoadDevice[]): Promise<number> {
	const path = '/db/load';
	await fetch(origin + path, { method: 'PUT' });
	const queues = await queuesOf(devices, async (device) => {
		const push = await nextPush(device);
		device.mid -= 1;
		return requestBytes(device, path, { _id: crypto.randomUUID(), ...push }, false);
	});
	const driven = await drive(Number(new URL(origin).port), queues);
	if (driven.complaint) throw new Error(driven.complaint);
	return driven.perSecond;
}

async function rounds(
	count: number,
	{ centre, devices, ours, functions, postgres, pouchdb }: Running
): Promise<number[]> {
	const pouch = await startPouchServer();
	const inside = centre.databaseServer ? await directCentre(centre) : undefined;
	const program = pgbench();
	const latencies: number[] = [];
	try {
		for (let round = 0; round < count; round += 1) {
			const driven = await overHttp(centre, devices);
			ours.rounds.push(driven.perSecond);
			latencies.push(...driven.latencies);
			if (program && centre.databaseServer)
				postgres.rounds.push(await runPgbench(program, centre.databaseServer, round));
			if (inside) functions.rounds.push(await direct(inside, devices));
			pouchdb.rounds.push(await intoPouch(pouch.origin, devices));
		}
	} finally {
		await inside?.close();
		pouch.stop();
	}
	return latencies;
}

interface Running {
	centre: BenchCentre;
	devices: LoadDevice[];
	ours: Line;
	functions: Line;
	postgres: Line;
	pouchdb: Line;
}

/** P4: writes per second, 32 connections, one booking per request, and where the time goes. */
export async function bench(options: BenchOptions): Promise<Report> {
	const centre = await startBenchCentre();
	try {
		const devices = await insertLoad(centre);
		const ours = line('ours over HTTP', '/s', 'signature, session, zod, rule, audit, fsync');
		const functions = line('ours, receivePush alone', '/s', 'same process, no HTTP');
		const postgres = line('pgbench c=16', '/s', 'the same six statements');
		const pouchdb = line('express-pouchdb', '/s', 'one document per POST, in memory');
		const running = { centre, devices, ours, functions, postgres, pouchdb };
		const latencies = await rounds(options.rounds, running);
		const steps = await stepsOf(centre, devices);
		const profile = await profileOf(centre, devices);
		const p = (share: number): string => percentile(latencies, share).toFixed(1);
		return {
			name: 'p4',
			title: 'server writes, 32 connections, one booking per request',
			lines: [ours, functions, postgres, pouchdb].filter(({ rounds }) => rounds.length > 0),
			goals: [
				...(postgres.rounds.length > 0
					? [
							goal('ours ÷ pgbench', ours, postgres, 0.5, 'at least'),
							goal('receivePush alone ÷ pgbench', functions, postgres, 0.5, 'at least')
						]
					: []),
				goal('ours ÷ express-pouchdb', ours, pouchdb, 1.5, 'at least')
			],
			notes: [
				`${centre.database}; 128 devices of 64 offices; latency p50 ${p(0.5)} ms, p95 ${p(0.95)} ms`,
				...(postgres.rounds.length > 0 ? [] : ['no pgbench on this machine (postgresql-contrib)']),
				...steps.notes,
				...profile.notes
			],
			details: { steps: steps.details, profile: profile.details }
		};
	} finally {
		await centre.stopAll();
	}
}
