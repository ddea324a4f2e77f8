import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCentre } from '../scenario/support/centre-process.ts';
import type { BenchCentre } from './centre.ts';
import { nextPush, requestBytes, type LoadDevice } from './load-data.ts';
import { queuesOf } from './p4.ts';
import { drive } from './wire.ts';

export interface Found {
	readonly notes: string[];
	readonly details: unknown;
}

const PUSH = '/api/sync/push';

/**
 * What a request costs as more and more of its way is gone: refused without a signature,
 * refused for its shape behind the signature, a known mutation again, a new one.
 */
export async function stepsOf(centre: BenchCentre, devices: LoadDevice[]): Promise<Found> {
	const port = Number(new URL(centre.origin).port);
	const last = new Map<LoadDevice, unknown>();
	const ladder: [string, (device: LoadDevice) => Promise<Buffer>][] = [
		['Kit handler, reply', (device) => requestBytes(device, PUSH, { protocol: 1 }, false)],
		[
			'+ signature, nonce, rate limit, zod',
			(device) => requestBytes(device, PUSH, { protocol: 1 })
		],
		[
			'+ session, one transaction (a repeat)',
			(device) => requestBytes(device, PUSH, last.get(device))
		],
		[
			'+ author, facts, rule, commit, audit',
			async (device) => requestBytes(device, PUSH, await nextPush(device))
		]
	];
	for (const device of devices) {
		const push = await nextPush(device);
		last.set(device, push);
		await drive(port, [[await requestBytes(device, PUSH, push)]]);
	}
	const found: { step: string; ms: number; added: number; statuses: object }[] = [];
	for (const [step, make] of ladder) {
		const { perSecond, statuses } = await drive(port, await queuesOf(devices, make));
		const ms = 1000 / perSecond;
		found.push({ step, ms, added: ms - (found.at(-1)?.ms ?? 0), statuses });
	}
	const whole = found.at(-1)!.ms;
	const notes = found.map(({ step, ms, added }) => {
		const share = ((100 * added) / whole).toFixed(0);
		return `ladder: ${step}: ${ms.toFixed(3)} ms per request at full load (+${share} %)`;
	});
	return { notes, details: found };
}

interface CpuProfile {
	nodes: { id: number; callFrame: { functionName: string; url: string } }[];
	samples: number[];
	timeDeltas: number[];
}

/** The room that a line of a profile belongs to. */
function roomOf({ functionName, url }: { functionName: string; url: string }): string {
	if (/^\((idle|program|garbage collector|root)\)$/.test(functionName)) return functionName;
	const dependency = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
	if (dependency) return dependency;
	if (url.startsWith('node:')) return url.replace(/^node:internal\//, 'node:').split('/')[0]!;
	if (url.includes('/build/')) return `build/${url.split('/build/')[1]!.replace(/[-.].*$/, '')}`;
	return url === '' ? 'native' : 'other';
}

/** CPU seconds of the server process by room, idle left out. */
export function sharesOf(profile: CpuProfile): { room: string; share: number }[] {
	const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, roomOf(callFrame)]));
	const spent = new Map<string, number>();
	profile.samples.forEach((id, index) => {
		const room = frames.get(id) ?? 'other';
		spent.set(room, (spent.get(room) ?? 0) + (profile.timeDeltas[index] ?? 0));
	});
	const idle = spent.get('(idle)') ?? 0;
	const whole = [...spent.values()].reduce((sum, time) => sum + time, 0) - idle;
	return [...spent]
		.filter(([room]) => room !== '(idle)')
		.map(([room, time]) => ({ room, share: time / whole }))
		.sort((a, b) => b.share - a.share);
}

/** A second server process on the same database, under V8's sampling profiler. */
export async function profileOf(centre: BenchCentre, devices: LoadDevice[]): Promise<Found> {
	if (!centre.databaseServer) return { notes: [], details: null };
	const folder = mkdtempSync(join(tmpdir(), 'madoguchi-profile-cpu-'));
	const profiled = await startCentre({
		DATABASE_URL: centre.databaseServer,
		NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}`
	});
	const queues = await queuesOf(devices, async (device) =>
		requestBytes(device, PUSH, await nextPush(device))
	);
	const { perSecond } = await drive(Number(new URL(profiled.origin).port), queues);
	await profiled.stop();
	const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'));
	const profile = JSON.parse(readFileSync(join(folder, file!), 'utf8')) as CpuProfile;
	rmSync(folder, { recursive: true });
	const shares = sharesOf(profile);
	const most = shares
		.slice(0, 12)
		.map(({ room, share }) => `${room} ${(100 * share).toFixed(0)} %`);
	return {
		notes: [`CPU of the server process: ${most.join(', ')}`],
		details: { perSecond, shares }
	};
}
