import { createHash, randomUUID } from 'node:crypto';
import pino from 'pino';
import { OFFLINE_GRANT_MS } from '#lib/domain/access/access.ts';
import { addDays, dateAt, instantOf } from '#lib/domain/basics/days.ts';
import { receiptNumber } from '#lib/domain/basics/receipt-number.ts';
import type { Booking } from '#lib/domain/booking/booking.ts';
import type { Slot } from '#lib/domain/booking/slot.ts';
import { neighbours } from '#lib/domain/office/office.ts';
import { NEIGHBOURS } from '#lib/server/alternatives.ts';
import { bootCentre, type RunningCentre } from '#lib/server/boot.ts';
import { readEpoch } from '#lib/server/centre.ts';
import { readConfig } from '#lib/server/config.ts';
import { inTransaction, sql } from '#lib/server/database.ts';
import { migrationsFromFiles } from '#lib/server/migrations-files.ts';
import { openDays } from '#lib/server/open-days.ts';
import { commitRows, type RowChange } from '#lib/server/rows.ts';
import { bookingRate, consultationsADay, demand, type MonthFigures } from './figures.ts';
import { randomToken, type Nation, type Site, type TabletSeed } from './nation.ts';
import { diceOf, share } from './random.ts';
import { SlotBook, wishOf } from './visitors.ts';

const PARALLEL = 6;

/** Runs work on all items, so many at a time. */
export async function inParallel<Item>(
	items: readonly Item[],
	most: number,
	work: (item: Item) => Promise<void>
): Promise<void> {
	let at = 0;
	await Promise.all(
		Array.from({ length: Math.min(most, items.length) }, async () => {
			while (at < items.length) await work(items[at++]!);
		})
	);
}

export interface LoadedSite extends Site {
	readonly slots: SlotBook;
	/** Bookings of the days that are simulated and of later ones. */
	readonly bookings: Booking[];
	/** The spaces its tablets hold, and their versions when they were switched off. */
	readonly cursor: Readonly<Record<string, number>>;
}

export interface Access {
	readonly grantId: string;
	readonly token: string;
}

export interface Loaded {
	readonly sites: readonly LoadedSite[];
	readonly epoch: string;
	readonly dates: readonly string[];
	readonly bookingsLoaded: number;
}

export const noteOf = (at: number, action: string, subject: string) => ({
	at,
	actorId: 'simulation',
	deviceId: 'simulation',
	action,
	subject
});

async function loadOffices(centre: RunningCentre, nation: Nation): Promise<void> {
	const synthetic = nation.sites.filter(({ isReal }) => !isReal).map(({ office }) => office);
	await inTransaction(centre.db, async (tx) => {
		await sql`INSERT INTO space (office_id)
			SELECT jsonb_array_elements_text(${JSON.stringify(synthetic.map(({ officeId }) => officeId))}::jsonb)
		`.execute(tx);
		for (let from = 0; from < synthetic.length; from += 100) {
			const rows = synthetic.slice(from, from + 100);
			const changes = rows.map((row): RowChange => ({ table: 'office', row }));
			await commitRows(tx, 'ref', changes, noteOf(centre.clock(), 'simulate.offices', 'ref'));
		}
	});
	await inParallel(nation.sites, PARALLEL, async ({ office, people, tablets }) => {
		const changes: RowChange[] = [
			...people.map((row): RowChange => ({ table: 'person', row })),
			...tablets.map(({ device }): RowChange => ({ table: 'device', row: device }))
		];
		const note = noteOf(centre.clock(), 'simulate.staff', office.officeId);
		await inTransaction(centre.db, (tx) => commitRows(tx, office.officeId, changes, note));
	});
}

async function slotsOf(centre: RunningCentre, sites: readonly Site[], last: string) {
	const today = dateAt(centre.clock());
	const { rows } = await sql<{ data: Slot }>`
		SELECT data FROM slot
		WHERE office_id = ANY(${sites.map(({ office }) => office.officeId)}) AND day BETWEEN ${today} AND ${last}
		ORDER BY id
	`.execute(centre.db);
	const bySite = new Map<string, Slot[]>();
	for (const { data } of rows)
		bySite.set(data.officeId, [...(bySite.get(data.officeId) ?? []), data]);
	return bySite;
}

interface Selling {
	readonly site: LoadedSite;
	readonly slots: SlotBook;
	readonly seed: number;
	readonly at: number;
	next: number;
}

/** Sells seats of a day of one office; what does not fit stays unsold. */
function sell(selling: Selling, date: string, wanted: number): Booking[] {
	const { site, slots, seed, at } = selling;
	const dice = diceOf(seed, `sold ${site.office.officeId} ${date} ${selling.next}`);
	const sold: Booking[] = [];
	for (let index = 0; index < wanted; index += 1) {
		selling.next += 1;
		const given = {
			bookingId: `${site.office.officeId}.b${selling.next}`,
			receiptNo: receiptNumber(site.code, selling.next),
			number: selling.next,
			at,
			by: site.people[0]!.personId
		};
		let row: Booking | null = null;
		for (let attempt = 0; attempt < 4 && !row; attempt += 1)
			row = slots.sell(date, wishOf(dice, site.office), given, dice);
		if (row) sold.push(row);
	}
	return sold;
}

async function commitSold(
	centre: RunningCentre,
	site: LoadedSite,
	sold: readonly Booking[]
): Promise<void> {
	if (sold.length === 0) return;
	const touched = new Set(sold.flatMap(({ slotId, extraSlotId }) => [slotId, extraSlotId]));
	const changes: RowChange[] = [...touched]
		.flatMap((id) => (id === null ? [] : [site.slots.get(id)!]))
		.map((row): RowChange => ({ table: 'slot', row }));
	changes.push(...sold.map((row): RowChange => ({ table: 'booking', row })));
	const { officeId } = site.office;
	await inTransaction(centre.db, (tx) =>
		commitRows(tx, officeId, changes, noteOf(centre.clock(), 'simulate.bookings', officeId))
	);
	site.bookings.push(...sold);
}

/** Bookings of a simulated day: as many as shall come, and those who will not. */
export const bookingsWanted = (month: MonthFigures, part: number): number =>
	(consultationsADay(month) * bookingRate(month) * part) /
	(1 - demand.noShow) /
	(1 - demand.cancelledOnTheDay);

async function loadBookings(
	centre: RunningCentre,
	sites: readonly LoadedSite[],
	dates: readonly string[],
	wanted: number,
	seed: number
): Promise<() => Promise<void>> {
	const selling = sites.map((site): Selling => {
		return { site, slots: site.slots, seed, at: centre.clock(), next: 0 };
	});
	const perDay = dates.map((date) =>
		share(
			wanted,
			sites.map(({ slots }) => slots.capacity(date))
		)
	);
	const overnight = new Map<LoadedSite, Booking[]>();
	await inParallel(selling, PARALLEL, async (seller) => {
		const { site } = seller;
		const index = sites.indexOf(site);
		const later = site.slots.dates().filter((date) => date > dates.at(-1)!);
		const before: Booking[] = [];
		const after: Booking[] = [];
		dates.forEach((date, day) => before.push(...sell(seller, date, perDay[day]![index]!)));
		demand.soldAhead.forEach((part, day) => {
			const date = later[day];
			if (!date) return;
			const seats = Math.round(site.slots.capacity(date) * part * 0.85);
			const late = day === 0 ? Math.round(seats * demand.overnight) : 0;
			before.push(...sell(seller, date, seats - late));
			after.push(...sell(seller, date, late));
		});
		overnight.set(site, after);
		await commitSold(centre, site, before);
	});
	return () =>
		inParallel(sites, PARALLEL, (site) => commitSold(centre, site, overnight.get(site) ?? []));
}

/** Sessions and offline grants for one day: everybody has signed in on a tablet. */
export async function signIn(
	query: (text: string, values: unknown[]) => Promise<unknown>,
	tablets: readonly TabletSeed[],
	from: number
): Promise<Map<string, Access>> {
	const access = new Map<string, Access>();
	const rows = tablets.map(({ device, person }) => {
		const given = { grantId: randomUUID(), token: randomToken(device.officeId) };
		access.set(device.deviceId, given);
		const hash = createHash('sha256').update(given.token).digest('hex');
		return [device.officeId, device.deviceId, person.personId, given.grantId, hash];
	});
	const columns = [0, 1, 2, 3, 4].map((column) => rows.map((row) => row[column]));
	const until = new Date(from + OFFLINE_GRANT_MS);
	await query(
		`INSERT INTO session (office_id, device_id, person_id, token_hash, expires_at)
		SELECT o, d, p, h, $6 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS r(o, d, p, g, h)`,
		[...columns, until]
	);
	await query(
		`INSERT INTO offline_grant (office_id, device_id, person_id, grant_id, issued_at, not_after)
		SELECT o, d, p, g, $6, $7 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS r(o, d, p, g, h)`,
		[...columns, new Date(from), until]
	);
	return access;
}

export interface LoadOptions {
	readonly databaseUrl: string;
	readonly nation: Nation;
	readonly month: MonthFigures;
	readonly dates: readonly string[];
	readonly seed: number;
	/** Something else that has to be done while the centre is open. */
	readonly also?: (centre: RunningCentre) => Promise<void>;
}

/**
 * Fills a database with the nation on the evening before the first day, through the centre's own
 * functions: migrations, reference data, opening of days, commits with version and audit entry.
 */
export async function loadNation(options: LoadOptions): Promise<Loaded> {
	const { nation, dates, month, seed } = options;
	const evening = instantOf(addDays(dates[0]!, -1), '19:00');
	const reading = readConfig({
		LOG_LEVEL: 'silent',
		DATABASE_URL: options.databaseUrl,
		DEMO: 'off'
	});
	if (!reading.ok) throw new Error(reading.problems.join('; '));
	const centre = await bootCentre(reading.value, {
		migrations: migrationsFromFiles(),
		log: pino({ level: 'silent' }),
		clock: () => evening,
		jobs: false,
		seed: false
	});
	try {
		await loadOffices(centre, nation);
		await openDays(centre);
		const found = await slotsOf(centre, nation.sites, addDays(dates.at(-1)!, 21));
		const sites = nation.sites.map((site) => ({
			...site,
			slots: new SlotBook(found.get(site.office.officeId) ?? []),
			bookings: [] as Booking[],
			cursor: {} as Record<string, number>
		}));
		const wanted = bookingsWanted(month, nation.share);
		const overnight = await loadBookings(centre, sites, dates, wanted, seed);
		await options.also?.(centre);
		const { rows } = await sql<{ office_id: string; version: number }>`
			SELECT office_id, version FROM space
		`.execute(centre.db);
		const versions = new Map(rows.map(({ office_id, version }) => [office_id, version]));
		for (const site of sites) {
			const near = neighbours(site.office, nation.offices, NEIGHBOURS);
			for (const id of ['ref', site.office.officeId, ...near.map(({ officeId }) => officeId)])
				site.cursor[id] = versions.get(id) ?? 0;
		}
		await overnight();
		await sql`ANALYZE`.execute(centre.db);
		return {
			sites,
			dates,
			epoch: await readEpoch(centre.db),
			bookingsLoaded: sites.reduce((sum, { bookings }) => sum + bookings.length, 0)
		};
	} finally {
		await centre.close();
	}
}
