import { limits } from '#lib/domain/reporting/limits.ts';
import { addDays, dateAt } from '#lib/domain/basics/days.ts';
import { isSame } from '#lib/domain/basics/same.ts';
import { readSlotId } from '#lib/domain/booking/slot.ts';
import type { Holiday, Office } from '#lib/domain/office/office.ts';
import { businessDaysBefore, businessDaysFrom } from '#lib/domain/reporting/business-days.ts';
import {
	isHard,
	measure,
	PAST_DAYS,
	type Counts,
	type DayFill,
	type Scarcity,
	type Seats
} from '#lib/domain/reporting/scarcity.ts';
import { listOffices } from './alternatives.ts';
import type { Centre } from './centre.ts';
import { inTransaction, sql, type Tx } from './database.ts';
import { commitRows, type RowChange } from './rows.ts';

const ROWS_PER_COMMIT = 100;
/** Offices whose slots are read at a time: some sixteen thousand rows. */
const OFFICES_AT_A_TIME = 100;
/** Calendar days that surely hold the business days of a chart, New Year and Golden Week included. */
const DAYS_BACK = 2 * PAST_DAYS;

interface Window {
	readonly today: string;
	readonly now: number;
	readonly holidays: ReadonlySet<string>;
}

/** How full the days that are over were in the end; a day that is known already stays as it is. */
async function noteFill(tx: Tx, { today }: Window): Promise<void> {
	await sql`
		INSERT INTO scarcity_day AS known (office_id, day, seats, taken)
		SELECT office_id, day, sum(capacity), sum(taken) FROM slot
		WHERE day >= ${addDays(today, -DAYS_BACK)} AND day < ${today}
		GROUP BY office_id, day
		ON CONFLICT (office_id, day) DO UPDATE SET seats = EXCLUDED.seats, taken = EXCLUDED.taken
		WHERE (known.seats, known.taken) IS DISTINCT FROM (EXCLUDED.seats, EXCLUDED.taken)
	`.execute(tx);
}

interface Past {
	readonly fill: Map<string, DayFill>;
	readonly firsts: Map<string, number | null>;
}

async function pastOf(tx: Tx, { today }: Window): Promise<Map<string, Past>> {
	const { rows } = await sql<{
		office_id: string;
		day: string;
		seats: number | null;
		taken: number | null;
		measured: boolean;
		first_days: number | null;
	}>`
		SELECT office_id, day, seats, taken, measured, first_days FROM scarcity_day
		WHERE day >= ${addDays(today, -DAYS_BACK)} AND day < ${today}
	`.execute(tx);
	const past = new Map<string, Past>();
	for (const { office_id, day, seats, taken, measured, first_days } of rows) {
		const office = past.get(office_id) ?? { fill: new Map(), firsts: new Map() };
		if (seats !== null) office.fill.set(day, { seats, taken: taken ?? 0 });
		if (measured) office.firsts.set(day, first_days);
		past.set(office_id, office);
	}
	return past;
}

const noCounts: Counts = { byTopic: {}, arrived: 0, missed: 0, waiting: 0, leased: 0 };

/** Visits, waiting lists and held seats of all offices, in one round trip. */
async function countsOf(tx: Tx, window: Window): Promise<Map<string, Counts>> {
	const { today, holidays, now } = window;
	const from = businessDaysBefore(today, limits.fullDays, holidays)[0]!;
	const to = businessDaysFrom(today, limits.fullDays, holidays).at(-1)!;
	const { rows } = await sql<{ office_id: string; what: string; name: string; n: number }>`
		SELECT office_id, 'topic' AS what, data ->> 'topicId' AS name, count(*)::integer AS n FROM booking
			WHERE day BETWEEN ${from} AND ${to} AND status <> 'cancelled' GROUP BY 1, 3
		UNION ALL SELECT office_id, status, '', count(*)::integer FROM booking
			WHERE day BETWEEN ${from} AND ${today} AND status IN ('arrived', 'missed') GROUP BY 1, 2
		UNION ALL SELECT office_id, 'waiting', '', count(*)::integer FROM standby
			WHERE state IN ('waiting', 'offered') AND day >= ${today} GROUP BY 1
		UNION ALL SELECT office_id, 'leased', '', count(*)::integer FROM lease
			WHERE state = 'open' AND not_after > ${now} AND day BETWEEN ${today} AND ${to} GROUP BY 1
	`.execute(tx);
	const counts = new Map<string, Counts>();
	for (const { office_id, what, name, n } of rows) {
		const office = counts.get(office_id) ?? noCounts;
		counts.set(
			office_id,
			what === 'topic'
				? { ...office, byTopic: { ...office.byTopic, [name]: n } }
				: { ...office, [what]: n }
		);
	}
	return counts;
}

/** Slots from today on, by office. */
async function slotsOf(
	tx: Tx,
	offices: readonly string[],
	today: string
): Promise<Map<string, Seats[]>> {
	const { rows } = await sql<{
		id: string;
		capacity: number;
		taken: number;
		lines: number;
		lines_taken: number;
	}>`
		SELECT id, capacity, taken, lines, lines_taken FROM slot
		WHERE office_id = ANY(${offices}) AND day >= ${today}
	`.execute(tx);
	const slots = new Map<string, Seats[]>();
	for (const { id: slotId, capacity, taken, lines, lines_taken: linesTaken } of rows) {
		const name = readSlotId(slotId);
		if (!name) continue;
		const row = { ...name, slotId, capacity, taken, lines, linesTaken };
		const list = slots.get(name.officeId);
		if (list) list.push(row);
		else slots.set(name.officeId, [row]);
	}
	return slots;
}

async function measureAll(tx: Tx, window: Window, offices: readonly Office[]): Promise<Scarcity[]> {
	const past = await pastOf(tx, window);
	const counts = await countsOf(tx, window);
	const found: Scarcity[] = [];
	for (let from = 0; from < offices.length; from += OFFICES_AT_A_TIME) {
		const part = offices.slice(from, from + OFFICES_AT_A_TIME);
		const ids = part.map(({ officeId }) => officeId);
		const slots = await slotsOf(tx, ids, window.today);
		for (const office of part) {
			found.push(
				measure({
					...window,
					office,
					slots: slots.get(office.officeId) ?? [],
					pastFill: past.get(office.officeId)?.fill ?? new Map(),
					pastFirsts: past.get(office.officeId)?.firsts ?? new Map(),
					counts: counts.get(office.officeId) ?? noCounts
				})
			);
		}
	}
	return found;
}

async function keepNight(tx: Tx, rows: readonly Scarcity[], today: string): Promise<void> {
	const nights = rows.map((row) => ({
		office_id: row.officeId,
		first_days: row.first,
		long_days: row.long,
		is_hard: isHard(row)
	}));
	await sql`
		INSERT INTO scarcity_day (office_id, day, measured, first_days, long_days, is_hard)
		SELECT office_id, ${today}::date, true, first_days, long_days, is_hard
		FROM jsonb_to_recordset(${JSON.stringify(nights)}::jsonb)
			AS n(office_id text, first_days integer, long_days integer, is_hard boolean)
		ON CONFLICT (office_id, day) DO UPDATE SET measured = true, first_days = EXCLUDED.first_days,
			long_days = EXCLUDED.long_days, is_hard = EXCLUDED.is_hard
	`.execute(tx);
}

/** Only what changed is written again; the day alone is no change. */
async function changedRows(tx: Tx, rows: readonly Scarcity[]): Promise<RowChange[]> {
	const { rows: known } = await sql<{ id: string; data: Scarcity }>`
		SELECT id, data FROM scarcity WHERE office_id = 'ref'
	`.execute(tx);
	const before = new Map(known.map(({ id, data }) => [id, data]));
	const gone = new Set(before.keys());
	const changes: RowChange[] = [];
	for (const row of rows) {
		const old = before.get(row.officeId);
		gone.delete(row.officeId);
		if (!old || !isSame({ ...old, date: row.date }, row)) changes.push({ table: 'scarcity', row });
	}
	for (const id of gone) changes.push({ table: 'scarcity', id, row: null });
	return changes;
}

/**
 * The nightly look at every office: how far away the first free start time is, how full the days
 * are, who is hard to book and why. Once for a Tokyo date, whoever asks and however often; gives
 * how many offices' rows were written, undefined when the night was done already.
 */
export async function measureScarcity(centre: Centre): Promise<number | undefined> {
	const now = centre.clock();
	const today = dateAt(now);
	return inTransaction(centre.db, async (tx) => {
		await sql`INSERT INTO centre (name, value) VALUES ('scarcity', '{}') ON CONFLICT DO NOTHING`.execute(
			tx
		);
		const { rows: marker } = await sql<{ value: { date?: string } }>`
			SELECT value FROM centre WHERE name = 'scarcity' FOR UPDATE
		`.execute(tx);
		// A clock that was set back does not make an older night the newest.
		if ((marker[0]!.value.date ?? '') >= today) return undefined;
		const { rows: days } = await sql<{ data: Holiday }>`SELECT data FROM holiday`.execute(tx);
		const window = { today, now, holidays: new Set(days.map(({ data }) => data.date)) };
		await noteFill(tx, window);
		const rows = await measureAll(tx, window, await listOffices(tx));
		await keepNight(tx, rows, today);
		const changes = await changedRows(tx, rows);
		for (let from = 0; from < changes.length; from += ROWS_PER_COMMIT) {
			await commitRows(tx, 'ref', changes.slice(from, from + ROWS_PER_COMMIT), {
				at: now,
				actorId: 'centre',
				deviceId: 'centre',
				action: 'reporting.measure',
				subject: today
			});
		}
		const done = JSON.stringify({
			date: today,
			hard: rows.filter(isHard).length,
			offices: rows.length
		});
		await sql`UPDATE centre SET value = ${done}::jsonb WHERE name = 'scarcity'`.execute(tx);
		return changes.length;
	});
}
