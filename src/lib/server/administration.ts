import type { Device, Person } from '#lib/domain/access/access.ts';
import type { Centre } from './centre.ts';
import { sql } from './database.ts';
import { listPeople } from './people.ts';

export interface DeviceState {
	readonly deviceId: string;
	readonly name: string;
	readonly code: string;
	readonly state: Device['state'];
	/** Epoch ms of its last sync; null when it never synced. */
	readonly seenAt: number | null;
	/** What it said at its last sync: mutations that wait on it, and since when. */
	readonly unsent: number;
	readonly unsentOldest: number | null;
	/** Mutations that it handed over sealed. */
	readonly quarantined: number;
	readonly openLeases: number;
}

interface DeviceLine {
	data: Device;
	seen: Date | null;
	unsent: number | null;
	oldest: Date | null;
	quarantined: number;
	leases: number;
}

const ms = (time: Date | null): number | null => time?.getTime() ?? null;

/** The devices of an office with their last sync: what a lost tablet would take with it. */
export async function listDevices(
	centre: Pick<Centre, 'db'>,
	officeId: string
): Promise<DeviceState[]> {
	const { rows } = await sql<DeviceLine>`
		SELECT d.data, c.seen, c.unsent, c.oldest,
			coalesce((SELECT sum(q.items) FROM quarantine q
				WHERE q.office_id = d.office_id AND q.device_id = d.id), 0)::integer AS quarantined,
			(SELECT count(*) FROM lease l
				WHERE l.office_id = d.office_id AND l.device_id = d.id AND l.state = 'open')::integer AS leases
		FROM device d LEFT JOIN (
			SELECT device_id, max(seen_at) AS seen, sum(unsent)::integer AS unsent, min(unsent_oldest) AS oldest
			FROM client WHERE office_id = ${officeId} GROUP BY device_id
		) c ON c.device_id = d.id
		WHERE d.office_id = ${officeId}
		ORDER BY d.data ->> 'state', d.data ->> 'name', d.id
	`.execute(centre.db);
	return rows.map(({ data, seen, unsent, oldest, quarantined, leases }) => ({
		deviceId: data.deviceId,
		name: data.name,
		code: data.code,
		state: data.state,
		seenAt: ms(seen),
		unsent: unsent ?? 0,
		unsentOldest: ms(oldest),
		quarantined,
		openLeases: leases
	}));
}

export interface PersonState extends Person {
	/** Epoch ms of the last offline grant, that is of the last sign-in. */
	readonly signedInAt: number | null;
}

/** The people of an office with their last sign-in. */
export async function listStaff(
	centre: Pick<Centre, 'db'>,
	officeId: string
): Promise<PersonState[]> {
	const { rows } = await sql<{ person_id: string; last: Date }>`
		SELECT person_id, max(issued_at) AS last FROM offline_grant
		WHERE office_id = ${officeId} GROUP BY person_id
	`.execute(centre.db);
	const last = new Map(rows.map((row) => [row.person_id, row.last.getTime()]));
	const people = await listPeople(centre.db, officeId);
	return people.map((person) => ({ ...person, signedInAt: last.get(person.personId) ?? null }));
}
