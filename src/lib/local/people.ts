import type { LocalDatabase } from './database.ts';
import type { TabletPerson } from './tablet-parts.ts';

/** Who has a PIN or a grant on this device, and what of theirs waits; needs no key. */
export async function listPeople(db: LocalDatabase, now: number): Promise<TabletPerson[]> {
	const [people, waiting] = await Promise.all([
		db.people.toArray(),
		db.outbox.where('state').equals('waiting').toArray()
	]);
	return people.map(({ personId, name, role, wrapped, share, grant }) => ({
		personId,
		name,
		role,
		hasPin: wrapped !== null,
		signInNeeded: share === null || now >= grant.notAfter,
		unsent: waiting.filter(({ actorId }) => actorId === personId).length
	}));
}
