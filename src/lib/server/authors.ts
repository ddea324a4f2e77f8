import type { Role } from '#lib/domain/access/access.ts';
import type { Mutation } from '#lib/sync/mutation.ts';
import type { Caller } from './centre.ts';
import { sql, type Tx } from './database.ts';

export interface Author {
	readonly personId: string;
	readonly role: Role;
}

/**
 * The author of a mutation, with the rights of now: named by the offline grant that this very
 * device held. Undefined when the grant is foreign, was over when the mutation was made, or the
 * person has left. The clock of a tablet may be off by an hour.
 */
export async function authorOf(
	tx: Tx,
	caller: Caller,
	mutation: Mutation
): Promise<Author | undefined> {
	const { rows } = await sql<Author>`
		SELECT p.id AS "personId", p.data ->> 'role' AS role
		FROM offline_grant g JOIN person p ON p.office_id = g.office_id AND p.id = g.person_id
		WHERE g.office_id = ${caller.officeId} AND g.grant_id = ${mutation.grantId}
			AND g.person_id = ${mutation.actorId} AND g.device_id = ${caller.deviceId}
			AND g.not_after > to_timestamp(${mutation.occurredAt / 1000}) - interval '1 hour'
			AND (p.data ->> 'active')::boolean
	`.execute(tx);
	return rows[0];
}
