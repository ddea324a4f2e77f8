import { loadavg } from 'node:os';
import { addDays, instantOf, weekdayOf } from '#lib/domain/basics/days.ts';
import { isYearEnd } from '#lib/domain/office/office.ts';
import { holidays } from '#lib/server/seed/reference.ts';
import { startDatabase, startServer } from './centre.ts';
import { findBroken, type Finding } from './check.ts';
import type { Made } from './counter-parts.ts';
import { runDay, type DayReport } from './day.ts';
import { monthOf, rounds } from './figures.ts';
import { LightTablet, newTally, type Tally } from './light-tablet.ts';
import { loadNation, signIn } from './load.ts';
import { makeNation } from './nation.ts';
import { diceOf } from './random.ts';
import { openSpotChecks } from './spot-checks.ts';
import { readDays, type DayFigures } from './day-figures.ts';
import { Wire, type Kind } from './wire.ts';

export interface SimulateOptions {
	readonly seed: number;
	readonly days: number;
	/** 1–12. */
	readonly month: number;
	readonly offices: number;
	readonly devices: number;
	/** Real tablets (the product's own code) that work along. */
	readonly spotChecks: number;
	readonly log?: (text: string) => void;
}

export interface SimulateReport {
	readonly options: Omit<SimulateOptions, 'log'>;
	readonly nation: { offices: number; branches: number; booths: number; devices: number };
	readonly dates: readonly string[];
	readonly seconds: { load: number; start: number; days: number; check: number; total: number };
	readonly days: readonly DayReport[];
	readonly figures: readonly DayFigures[];
	readonly latencies: Record<Kind, number[]>;
	readonly tally: Tally;
	readonly bookingsLoaded: number;
	readonly bookingsMade: number;
	readonly megabytesIn: number;
	readonly cpu: { server: number; driver: number };
	readonly load: { before: number; after: number };
	readonly findings: readonly Finding[];
	readonly complaints: readonly string[];
}

/** Open days of the month's middle, in the fiscal year 2026. */
export function datesOf(month: number, days: number): string[] {
	const closed = new Set(holidays().map(({ date }) => date));
	const year = month >= 4 ? 2026 : 2027;
	const dates: string[] = [];
	let date = `${year}-${String(month).padStart(2, '0')}-09`;
	// From a Tuesday on: the first open day of a week has an evening, which most days do not.
	while (weekdayOf(date) !== 2) date = addDays(date, 1);
	while (dates.length < days) {
		const weekday = weekdayOf(date);
		if (weekday !== 0 && weekday !== 6 && !closed.has(date) && !isYearEnd(date)) dates.push(date);
		date = addDays(date, 1);
	}
	return dates;
}

/** Loads a nation, lets its days pass against the real server, and looks what holds. */
export async function simulate(options: SimulateOptions): Promise<SimulateReport> {
	const { log = () => {}, seed } = options;
	const began = performance.now();
	const since = (from: number): number => (performance.now() - from) / 1000;
	const loadBefore = loadavg()[0]!;
	const month = monthOf(options.month);
	const dates = datesOf(options.month, options.days);
	const nation = makeNation(seed, options);
	const branches = nation.sites.filter(({ office }) => office.kind === 'branch');
	const booths = branches.reduce((sum, { office }) => sum + office.booths, 0);
	const seeds = nation.sites.flatMap(({ tablets }) => tablets);
	log(
		`${nation.sites.length} offices (${branches.length} branches with ${booths} booths), ${seeds.length} tablets; ${dates.join(', ')}`
	);
	const database = await startDatabase();
	const closers: (() => Promise<void>)[] = [database.stop];
	try {
		const spots = openSpotChecks(database.pool, nation, options.spotChecks, seed);
		const loaded = await loadNation({
			databaseUrl: database.url,
			nation,
			month,
			dates,
			seed,
			also: spots.prepare
		});
		const load = since(began);
		log(`loaded in ${load.toFixed(1)} s: ${loaded.bookingsLoaded} bookings`);
		const clock = { now: instantOf(dates[0]!, '07:55') };
		const startFrom = performance.now();
		const centre = await startServer(database.url, clock.now);
		closers.push(centre.stop);
		const start = since(startFrom);
		const wire = new Wire(centre.port, rounds.concurrency);
		const tally = newTally();
		const made: Made = { visits: [], bookings: [] };
		const query = (text: string, values: unknown[]): Promise<unknown> =>
			database.pool.query(text, values);
		const access = await signIn(query, seeds, clock.now);
		const parts = { wire, dice: diceOf(seed, 'line'), tally, now: () => clock.now };
		const offices = loaded.sites.map((site) => ({
			site,
			tablets: site.tablets.map(
				(tablet) =>
					new LightTablet(
						tablet,
						access.get(tablet.device.deviceId)!,
						site.cursor,
						loaded.epoch,
						parts
					)
			)
		}));
		const tablets = offices.flatMap((office) => office.tablets);
		const signInAgain = async (): Promise<void> => {
			const renewed = await signIn(query, seeds, clock.now);
			for (const tablet of tablets) tablet.access = renewed.get(tablet.deviceId)!;
		};
		await spots.open(centre, clock);
		closers.push(spots.close);
		const serverBefore = centre.cpuSeconds();
		const driverBefore = process.cpuUsage();
		const days: DayReport[] = [];
		const daysFrom = performance.now();
		for (const date of dates) {
			if (days.length > 0) {
				clock.now = instantOf(date, '07:55');
				await centre.setClock(clock.now);
				await signInAgain();
			}
			const laterDates = loaded.sites[0]!.slots.dates()
				.filter((later) => later > dates.at(-1)!)
				.slice(0, 8);
			const day = await runDay({
				centre,
				wire,
				clock,
				date,
				laterDates,
				month,
				part: nation.share,
				seed,
				offices,
				made,
				log,
				secondShift: signInAgain,
				hourly: (hour) => spots.work(hour, days.length === 0)
			});
			days.push(day);
			log(
				`${date}: ${day.daySeconds.toFixed(1)} s, storm of ${day.stormDevices} tablets ${day.stormSeconds.toFixed(1)} s`
			);
		}
		const daySeconds = since(daysFrom);
		const { user, system } = process.cpuUsage(driverBefore);
		const checkFrom = performance.now();
		const findings = await findBroken(database.pool, tablets, made, dates);
		findings.push(...(await spots.findBroken(dates[0]!)));
		const figures = await readDays(database.pool, dates);
		wire.close();
		return {
			options: {
				seed,
				days: options.days,
				month: options.month,
				offices: options.offices,
				devices: options.devices,
				spotChecks: options.spotChecks
			},
			nation: {
				offices: nation.sites.length,
				branches: branches.length,
				booths,
				devices: seeds.length
			},
			dates,
			seconds: { load, start, days: daySeconds, check: since(checkFrom), total: since(began) },
			days,
			figures,
			latencies: wire.latencies,
			tally,
			bookingsLoaded: loaded.bookingsLoaded,
			bookingsMade: made.bookings.length,
			megabytesIn: wire.bytesIn / 1e6,
			cpu: { server: centre.cpuSeconds() - serverBefore, driver: (user + system) / 1e6 },
			load: { before: loadBefore, after: loadavg()[0]! },
			findings,
			complaints: [...wire.complaints, ...centre.complaints().split('\n').filter(Boolean)]
		};
	} finally {
		for (const close of closers.reverse()) await close();
	}
}
