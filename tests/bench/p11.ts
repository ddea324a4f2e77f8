import type { BrowserContext, Page } from 'playwright-core';
import { call, dropProfile, launch, newProfile } from './browser.ts';
import { enterOn, PIN, startBenchCentre, type BenchCentre } from './centre.ts';
import { buildEmptyApp, dropFolder, serve } from './empty-app.ts';
import { goal, line, median, type BenchOptions, type Report } from './measure.ts';
import { bundle } from './peers.ts';
import { booking, today } from './rows.ts';

const OFFICE = 'shinjuku';
const ROWS = 10_000;
const TODAY = 40;

/** Fills the office up, so that its tablets hold 10,000 rows, forty bookings of today among them. */
async function fill(centre: BenchCentre, held: number): Promise<void> {
	const day = today();
	const count = Math.max(TODAY, ROWS - held);
	const rows = Array.from({ length: count }, (_, index) => {
		const row = { ...booking(index, day), officeId: OFFICE };
		return index < TODAY ? { ...row, date: day } : row;
	});
	await centre.sql(`UPDATE space SET version = version + 1 WHERE office_id = $1`, [OFFICE]);
	await centre.sql(
		`INSERT INTO booking (office_id, id, version, day, data)
		SELECT $1, data ->> 'bookingId', (SELECT version FROM space WHERE office_id = $1),
			(data ->> 'date')::date, data FROM jsonb_array_elements($2::jsonb) data`,
		[OFFICE, JSON.stringify(rows)]
	);
}

/** Waits until the page's service worker has precached everything and is in charge. */
const worker = (page: Page): Promise<unknown> =>
	page.evaluate(() => navigator.serviceWorker.ready.then(() => true));

async function inContext<Value>(
	profile: string,
	work: (page: Page, context: BrowserContext) => Promise<Value>
): Promise<Value> {
	const context = await launch(profile);
	try {
		return await work(await context.newPage(), context);
	} finally {
		await context.close();
	}
}

/** A tablet that somebody used online: activated, PIN set, 10,000 rows, app precached. */
async function prepareOurs(profile: string): Promise<{ origin: string; rows: number }> {
	const script = await bundle('pages/tablet.ts');
	const centre = await startBenchCentre();
	try {
		await inContext(profile, async (page) => {
			await page.goto(`${centre.origin}/api/health`);
			await page.evaluate(script);
			await fill(centre, await enterOn(page, centre, OFFICE, 'naito'));
			await call(page, 'drain');
			await call(page, 'close');
			await page.goto(`${centre.origin}/bookings`);
			await worker(page);
			await page.waitForTimeout(1000);
		});
		return { origin: centre.origin, rows: ROWS };
	} finally {
		await centre.stopAll();
	}
}

async function prepareEmpty(profile: string): Promise<string> {
	const folder = await buildEmptyApp();
	const server = await serve(folder, 'build/index.js', '/');
	try {
		await inContext(profile, async (page) => {
			await page.goto(server.origin);
			await worker(page);
			await page.waitForTimeout(500);
		});
		return server.origin;
	} finally {
		server.stop();
		dropFolder(folder);
	}
}

interface Loaded {
	/** The shell came from the service worker (ms after the navigation began). */
	shell: number;
	scripts: number;
	/** The last script before the PIN pad was there. */
	lastScript: number;
	others: number;
	lastOther: number;
}

interface Started {
	gate: number;
	list: number;
	loaded: Loaded;
}

/** Runs in the page: what was loaded until now. */
function loading(): Loaded {
	const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
	const all = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
	const scripts = all.filter(({ name }) => name.endsWith('.js'));
	const others = all.filter(({ name }) => !name.endsWith('.js'));
	const last = (entries: PerformanceResourceTiming[]): number =>
		Math.max(0, ...entries.map(({ responseEnd }) => responseEnd));
	return {
		shell: navigation?.responseEnd ?? 0,
		scripts: scripts.length,
		lastScript: last(scripts),
		others: others.length,
		lastOther: last(others)
	};
}

/** From the navigation to the PIN pad, and to the first booking of the day list. */
const startOurs = (profile: string, origin: string): Promise<Started> =>
	inContext(profile, async (page) => {
		const from = performance.now();
		await page.goto(`${origin}/bookings`, { waitUntil: 'commit' });
		await page.waitForSelector('.pin-pad');
		const gate = performance.now() - from;
		const loaded = await page.evaluate(loading);
		await page.keyboard.type(PIN);
		await page.keyboard.press('Enter');
		await page.waitForSelector('.bl-list tbody tr');
		return { gate, list: performance.now() - from, loaded };
	});

const startEmpty = (profile: string, origin: string): Promise<number> =>
	inContext(profile, async (page) => {
		const from = performance.now();
		await page.goto(origin, { waitUntil: 'commit' });
		await page.click('button');
		await page.waitForSelector('text=pressed 1');
		return performance.now() - from;
	});

function loadText(loads: readonly Loaded[]): string {
	const of = (name: keyof Loaded): string => median(loads.map((load) => load[name])).toFixed(0);
	return `until the PIN pad: shell at ${of('shell')} ms, ${of('scripts')} scripts until ${of('lastScript')} ms, ${of('others')} other files until ${of('lastOther')} ms`;
}

/** P11: cold start with the server dead, in a new browser process, up to the usable day list. */
export async function bench({ rounds }: BenchOptions): Promise<Report> {
	const profiles = { ours: newProfile(), empty: newProfile() };
	const list = line('ours, day list', 'ms', 'navigation → PIN typed → first row of today');
	const gate = line('ours, PIN pad', 'ms', 'navigation → PIN pad');
	const loads: Loaded[] = [];
	const empty = line('empty SvelteKit app', 'ms', 'navigation → button pressed');
	try {
		const { origin } = await prepareOurs(profiles.ours);
		const emptyOrigin = await prepareEmpty(profiles.empty);
		for (let round = 0; round < rounds; round += 1) {
			const ours = await startOurs(profiles.ours, origin);
			list.rounds.push(ours.list);
			gate.rounds.push(ours.gate);
			loads.push(ours.loaded);
			empty.rounds.push(await startEmpty(profiles.empty, emptyOrigin));
		}
	} finally {
		dropProfile(profiles.ours);
		dropProfile(profiles.empty);
	}
	return {
		name: 'p11',
		title: 'offline cold start, server dead, new browser process, 10,000 rows',
		lines: [list, gate, empty],
		goals: [goal('day list ÷ empty app', list, empty, 2.5)],
		notes: [
			'includes the driver (Playwright) typing six digits; Argon2id with 19 MiB is in it',
			loadText(loads)
		],
		details: { loads }
	};
}
