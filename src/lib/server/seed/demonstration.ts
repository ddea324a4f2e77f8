import { addDays, dateAt } from '#lib/domain/basics/days.ts';
import { topicList } from '#lib/domain/booking/topic-list.ts';
import type { Slot } from '#lib/domain/booking/slot.ts';
import { officeList } from '#lib/domain/office/office-list.ts';
import type { Centre } from '../centre.ts';
import { inTransaction, sql, type Tx } from '../database.ts';
import { openDays } from '../open-days.ts';
import { hashPassword } from '../passwords.ts';
import { commitRows, type CommitNote, type RowChange } from '../rows.ts';
import { seedReception } from './reception.ts';
import { measureScarcity } from '../scarcity.ts';
import { CROWDED_OFFICE, inventBookings } from './bookings.ts';
import { inventNights } from './nights.ts';
import { DEMO_PASSWORD, demoMail, demoStaff } from './staff.ts';

const SEED = 20_260_903;
/** Running numbers that each office of the demonstration has for itself. */
const NUMBERS_PER_OFFICE = 2000;
const DAYS = 14;
/** A holiday week leaves few business days in a fortnight; the crowded office is full beyond it. */
const CROWDED_DAYS = 21;
const ROWS_PER_COMMIT = 100;

interface Marker {
	readonly state: 'started' | 'done';
	readonly seed: number;
	readonly startDate: string;
}

const staffedOffices = (): string[] =>
	[...new Set(demoStaff.map(({ officeId }) => officeId))].sort();

const noteOf = (centre: Centre, action: string, subject: string): CommitNote => ({
	at: centre.clock(),
	actorId: 'centre',
	deviceId: 'centre',
	action,
	subject
});

/**
 * Whether the demonstration is to be loaded: into a centre without people, or one whose loading
 * was cut short. Says since when.
 */
async function begin(centre: Centre): Promise<Marker | undefined> {
	return inTransaction(centre.db, async (tx) => {
		await sql`LOCK TABLE centre IN SHARE ROW EXCLUSIVE MODE`.execute(tx);
		const { rows: found } = await sql<{ value: Marker }>`
			SELECT value FROM centre WHERE name = 'demonstration'
		`.execute(tx);
		if (found[0]) return found[0].value.state === 'done' ? undefined : found[0].value;
		const { rows: people } = await sql`SELECT 1 FROM person LIMIT 1`.execute(tx);
		if (people.length > 0) return undefined;
		const marker: Marker = { state: 'started', seed: SEED, startDate: dateAt(centre.clock()) };
		await sql`
			INSERT INTO centre (name, value) VALUES ('demonstration', ${JSON.stringify(marker)}::jsonb)
		`.execute(tx);
		return marker;
	});
}

async function seedPeople(centre: Centre, officeId: string, passwordHash: string): Promise<void> {
	const people = demoStaff.filter((person) => person.officeId === officeId);
	await inTransaction(centre.db, async (tx) => {
		const { rows } = await sql`SELECT 1 FROM person WHERE office_id = ${officeId} LIMIT 1`.execute(
			tx
		);
		if (rows.length > 0) return;
		for (const { personId } of people) {
			await sql`
				INSERT INTO credential (office_id, person_id, password_hash, mail)
				VALUES (${officeId}, ${personId}, ${passwordHash}, ${demoMail(personId)})
			`.execute(tx);
		}
		const changes = people.map((row): RowChange => ({ table: 'person', row }));
		await commitRows(tx, officeId, changes, noteOf(centre, 'demonstration.people', officeId));
	});
}

async function slotsFrom(tx: Tx, officeId: string, startDate: string): Promise<Slot[]> {
	const { rows } = await sql<{ data: Slot }>`
		SELECT data FROM slot
		WHERE office_id = ${officeId} AND day BETWEEN ${startDate}
			AND ${addDays(startDate, (officeId === CROWDED_OFFICE ? CROWDED_DAYS : DAYS) - 1)}
		ORDER BY id
	`.execute(tx);
	return rows.map(({ data }) => data);
}

/** Groups joined to batches that one commit takes; a group is never split. */
function batches(groups: readonly RowChange[][]): RowChange[][] {
	const joined: RowChange[][] = [[]];
	for (const group of groups) {
		if (joined.at(-1)!.length + group.length > ROWS_PER_COMMIT) joined.push([]);
		joined.at(-1)!.push(...group);
	}
	return joined.filter((batch) => batch.length > 0);
}

async function seedBookings(
	centre: Centre,
	officeId: string,
	index: number,
	marker: Marker
): Promise<void> {
	const office = officeList.find((entry) => entry.officeId === officeId)!;
	const personIds = demoStaff
		.filter((person) => person.officeId === officeId && person.role !== 'auditor')
		.map(({ personId }) => personId);
	await inTransaction(centre.db, async (tx) => {
		const { rows } = await sql`SELECT 1 FROM booking WHERE office_id = ${officeId} LIMIT 1`.execute(
			tx
		);
		if (rows.length > 0) return;
		const groups = inventBookings({
			office,
			slots: await slotsFrom(tx, officeId, marker.startDate),
			topics: topicList,
			personIds,
			startDate: marker.startDate,
			firstNumber: index * NUMBERS_PER_OFFICE,
			seed: marker.seed
		});
		const note = noteOf(centre, 'demonstration.bookings', officeId);
		for (const batch of batches(groups)) await commitRows(tx, officeId, batch, note);
	});
}

/**
 * Loads the demonstration into a centre without people: staff, credentials, open days and a
 * fortnight of bookings with invented visitors. Every office is one transaction; when it is cut
 * short, the next start goes on where it ended. False when there was nothing to do.
 */
export async function seedDemonstration(centre: Centre): Promise<boolean> {
	const marker = await begin(centre);
	if (!marker) {
		await seedReception(centre, SEED);
		return false;
	}
	// One salt for all: they share the password, and forty hashes would cost two seconds.
	const passwordHash = await hashPassword(DEMO_PASSWORD);
	const offices = staffedOffices();
	for (const officeId of offices) await seedPeople(centre, officeId, passwordHash);
	await openDays(centre);
	for (const [index, officeId] of offices.entries()) {
		await seedBookings(centre, officeId, index, marker);
	}
	await seedReception(centre, SEED);
	await inventNights(centre, marker.startDate, SEED);
	await measureScarcity(centre);
	const done = JSON.stringify({ ...marker, state: 'done' } satisfies Marker);
	await sql`UPDATE centre SET value = ${done}::jsonb WHERE name = 'demonstration'`.execute(
		centre.db
	);
	return true;
}
