import type { Role } from '#lib/domain/access/access.ts';
import type { Mutation } from '#lib/sync/mutation.ts';

export interface Author {
	readonly personId: string;
	/** The role of now, not of when the mutation was made. */
	readonly role: Role;
}

/** An offline grant that this very device held, of a person who still works in the office. */
export interface KnownGrant extends Author {
	readonly grantId: string;
	/** Epoch ms. */
	readonly notAfter: number;
}

/** The clock of a tablet may be off by so much. */
const CLOCK_ROOM_MS = 3_600_000;

/**
 * The author of a mutation: the holder of the grant it was made under. Undefined when the grant
 * is foreign or was over when the mutation was made.
 */
export const authorOf = (
	grants: readonly KnownGrant[],
	mutation: Pick<Mutation, 'grantId' | 'actorId' | 'occurredAt'>
): Author | undefined =>
	grants.find(
		({ grantId, personId, notAfter }) =>
			grantId === mutation.grantId &&
			personId === mutation.actorId &&
			notAfter > mutation.occurredAt - CLOCK_ROOM_MS
	);
