import type { Person } from '#lib/domain/access/access.ts';
import type { Centre } from './centre.ts';
import { inTransaction, sql, type Database, type Tx } from './database.ts';
import { hashPassword } from './passwords.ts';
import { commitRows } from './rows.ts';

export interface Credential {
	readonly person: Person;
	readonly passwordHash: string;
	readonly mail: string;
}

/** A person of an office who may sign in; undefined when unknown or no longer active. */
export async function findCredential(
	db: Database | Tx,
	officeId: string,
	personId: string
): Promise<Credential | undefined> {
	const { rows } = await sql<Credential>`
		SELECT p.data AS person, c.password_hash AS "passwordHash", c.mail
		FROM credential c JOIN person p ON p.office_id = c.office_id AND p.id = c.person_id
		WHERE c.office_id = ${officeId} AND c.person_id = ${personId}
			AND (p.data ->> 'active')::boolean
	`.execute(db);
	return rows[0];
}

/** Everybody of an office, in the order of the reading of their names. */
export async function listPeople(db: Database | Tx, officeId: string): Promise<Person[]> {
	const { rows } = await sql<{ data: Person }>`
		SELECT data FROM person WHERE office_id = ${officeId} ORDER BY data ->> 'kana', id
	`.execute(db);
	return rows.map(({ data }) => data);
}

/** One person of an office. */
export async function findPerson(
	db: Database | Tx,
	officeId: string,
	personId: string
): Promise<Person | undefined> {
	const { rows } = await sql<{ data: Person }>`
		SELECT data FROM person WHERE office_id = ${officeId} AND id = ${personId}
	`.execute(db);
	return rows[0]?.data;
}

/** Adds a member of staff who may sign in; false when the office is unknown or the id is taken. */
export async function addPerson(
	centre: Pick<Centre, 'db' | 'clock'>,
	person: Person,
	secret: { password: string; mail: string }
): Promise<boolean> {
	const passwordHash = await hashPassword(secret.password);
	return inTransaction(centre.db, async (tx) => {
		const { rows: space } = await sql`
			SELECT 1 FROM space WHERE office_id = ${person.officeId} FOR UPDATE
		`.execute(tx);
		if (space.length === 0 || (await findPerson(tx, person.officeId, person.personId)))
			return false;
		await commitRows(tx, person.officeId, [{ table: 'person', row: person }], {
			at: centre.clock(),
			actorId: 'centre',
			deviceId: 'centre',
			action: 'person.add',
			subject: person.personId
		});
		await sql`
			INSERT INTO credential (office_id, person_id, password_hash, mail)
			VALUES (${person.officeId}, ${person.personId}, ${passwordHash}, ${secret.mail})
		`.execute(tx);
		return true;
	});
}
