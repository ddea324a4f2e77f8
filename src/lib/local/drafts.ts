import type { DraftRow, LocalDatabase } from './database.ts';
import type { Vault } from './vault.ts';

/** What a person typed and has not finished; encrypted like everything else. */
export async function saveDraft(
	db: LocalDatabase,
	vault: Vault,
	draft: Omit<DraftRow, 'box'>,
	value: unknown
): Promise<void> {
	await db.drafts.put({ ...draft, box: await vault.seal(value) });
}

/** A draft of this person, or undefined: nobody is shown another's draft. */
export async function readDraft<Value>(
	db: LocalDatabase,
	vault: Vault,
	key: string,
	actorId: string
): Promise<Value | undefined> {
	const row = await db.drafts.get(key);
	return row?.actorId === actorId ? vault.open<Value>(row.box) : undefined;
}

export async function removeDraft(db: LocalDatabase, key: string): Promise<void> {
	await db.drafts.delete(key);
}

/** The keys of this person's drafts that begin like this. */
export async function draftKeys(
	db: LocalDatabase,
	actorId: string,
	prefix: string
): Promise<string[]> {
	const rows = await db.drafts.where('key').startsWith(prefix).toArray();
	return rows.filter((row) => row.actorId === actorId).map(({ key }) => key);
}
