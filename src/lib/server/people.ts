import type { Person } from '#lib/domain/access/access.ts';
import { sql, type Database, type Tx } from './database.ts';

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
