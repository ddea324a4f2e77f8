import type { LocalDatabase } from '#lib/local/database.ts';
import { unsent, type Unsent } from '#lib/local/outbox.ts';
import { storageHealth, type StorageHealth } from '#lib/local/storage-health.ts';

/** What lies on the device, as far as it can be told without the key. */
export interface HeldHere {
	unsent: Unsent;
	refused: number;
	received: number;
	drafts: number;
	/** Until when somebody can work here without a line, by person. */
	grants: Map<string, { issuedAt: number; notAfter: number; wrongPins: number }>;
	storage: StorageHealth;
}

/** Counts what the device holds; opens nothing. */
export async function readHeldHere(db: LocalDatabase): Promise<HeldHere> {
	const [waiting, refused, received, drafts, people, storage] = await Promise.all([
		unsent(db),
		db.outbox.where('state').equals('refused').count(),
		db.outbox.where('state').anyOf('answered', 'received').count(),
		db.drafts.count(),
		db.people.toArray(),
		storageHealth(db)
	]);
	const grants = people.map(
		({ personId, grant, wrongPins }) =>
			[personId, { issuedAt: grant.issuedAt, notAfter: grant.notAfter, wrongPins }] as const
	);
	return { unsent: waiting, refused, received, drafts, grants: new Map(grants), storage };
}

/** 38 MB, 1.2 GB: bytes as people compare them. */
export function bytesText(bytes: number): string {
	const mega = bytes / 1_000_000;
	if (mega >= 1000) return `${(mega / 1000).toFixed(1)} GB`;
	return mega >= 10 ? `${Math.round(mega)} MB` : `${mega.toFixed(1)} MB`;
}
