import { getMeta, type LocalDatabase } from './database.ts';

export interface StorageHealth {
	/** Whether the browser promised not to clear this site by itself; undefined: it does not say. */
	persisted: boolean | undefined;
	usedBytes: number | undefined;
	quotaBytes: number | undefined;
	/** False when the database is new although this device was activated before. */
	canary: boolean;
}

/** Asks the browser to keep the data and reads how much room there is. */
export async function storageHealth(db: LocalDatabase): Promise<StorageHealth> {
	const storage = globalThis.navigator?.storage;
	const persisted = await storage?.persist?.().catch(() => undefined);
	const estimate = await storage?.estimate?.().catch(() => undefined);
	return {
		persisted,
		usedBytes: estimate?.usage,
		quotaBytes: estimate?.quota,
		canary: (await getMeta(db, 'canary')) !== undefined
	};
}

/** Whether a write failed because the disk or the quota is full, also behind an abort. */
export function isStorageFull(error: unknown): boolean {
	for (
		let cause = error as { name?: string; inner?: unknown } | undefined;
		cause;
		cause = cause.inner as typeof cause
	) {
		if (cause.name === 'QuotaExceededError') return true;
	}
	return false;
}
