import { createRxDatabase } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';

const text = { type: 'string' };
const schema = {
	version: 0,
	primaryKey: 'id',
	type: 'object',
	properties: {
		id: { type: 'string', maxLength: 100 },
		table: text,
		version: { type: 'number' },
		row: { type: 'object' }
	},
	required: ['id', 'table', 'row']
};
let rows;

export async function open() {
	const database = await createRxDatabase({
		name: 'peer',
		storage: getRxStorageDexie(),
		multiInstance: false,
		eventReduce: true
	});
	({ rows } = await database.addCollections({ rows: { schema } }));
}

/** The pull half of the replication plugin, until its first run is in storage with its checkpoint. */
export async function firstSync() {
	const from = performance.now();
	const replication = replicateRxCollection({
		collection: rows,
		replicationIdentifier: 'bench-pull',
		live: false,
		retryTime: 1000,
		pull: {
			batchSize: 1000,
			handler: async (checkpoint) => {
				const page = checkpoint?.page ?? 0;
				if (checkpoint?.over) return { documents: [], checkpoint };
				const reply = await (await fetch(`/rows/${page}`, { cache: 'no-store' })).json();
				const documents = reply.rows.map((row) => ({ ...row, _deleted: false }));
				return { documents, checkpoint: { page: page + 1, over: !reply.more } };
			}
		}
	});
	await replication.awaitInitialReplication();
	const ms = performance.now() - from;
	return { ms, rows: await rows.count().exec() };
}

/** Inserts one after the other. */
export async function save(given) {
	const times = [];
	for (const row of given) {
		const from = performance.now();
		await rows.insert({ id: row.bookingId, table: 'booking', version: 0, row });
		times.push(performance.now() - from);
	}
	return times;
}

/** The push half, in batches of 50, until everything is acknowledged and its checkpoint stored. */
export async function drain() {
	const from = performance.now();
	let requests = 0;
	const replication = replicateRxCollection({
		collection: rows,
		replicationIdentifier: 'bench-push',
		live: false,
		retryTime: 1000,
		push: {
			batchSize: 50,
			handler: async (changes) => {
				requests += 1;
				const reply = await fetch('/rxdb/push', {
					method: 'POST',
					cache: 'no-store',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(changes)
				});
				return reply.json();
			}
		}
	});
	await replication.awaitInitialReplication();
	return { ms: performance.now() - from, requests };
}
