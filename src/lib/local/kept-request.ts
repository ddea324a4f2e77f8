import type { TypedRequest } from '#lib/domain/booking/request-typed.ts';

/** A visitor's request that has not reached the centre, on the visitor's own device. */
export interface KeptRequest {
	readonly typed: TypedRequest;
	/** Epoch ms. */
	readonly savedAt: number;
	readonly triedAt: number | null;
}

// One store with one row: too little for the library that the tablets use.
const NAME = 'madoguchi-visitor';
const STORE = 'kept';
const KEY = 'request';

const finished = <Value>(request: IDBRequest<Value>): Promise<Value> =>
	new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error as Error);
	});

async function inStore<Value>(
	mode: IDBTransactionMode,
	work: (store: IDBObjectStore) => IDBRequest<Value>
): Promise<Value> {
	const opening = indexedDB.open(NAME, 1);
	opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
	const db = await finished(opening);
	try {
		const transaction = db.transaction(STORE, mode);
		const done = new Promise<void>((resolve, reject) => {
			transaction.oncomplete = () => resolve();
			transaction.onabort = () => reject(transaction.error as Error);
		});
		const value = await finished(work(transaction.objectStore(STORE)));
		await done;
		return value;
	} finally {
		db.close();
	}
}

/** Keeps the request; false where the browser keeps nothing, as in a private window. */
export const keepRequest = (kept: KeptRequest): Promise<boolean> =>
	inStore('readwrite', (store) => store.put(kept, KEY)).then(
		() => true,
		() => false
	);

export const readKept = (): Promise<KeptRequest | undefined> =>
	inStore('readonly', (store) => store.get(KEY) as IDBRequest<KeptRequest | undefined>).catch(
		() => undefined
	);

export const forgetKept = (): Promise<void> =>
	inStore('readwrite', (store) => store.delete(KEY)).catch(() => undefined);
