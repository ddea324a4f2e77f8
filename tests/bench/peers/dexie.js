import Dexie from 'dexie';

const keys = { office: 'officeId', slot: 'slotId', booking: 'bookingId', topic: 'topicId' };
let db;

/** One store per table, an index on the day; durability as Chromium has it unless said. */
export async function open(durability) {
	db = new Dexie('peer', durability ? { chromeTransactionDurability: durability } : {});
	db.version(1).stores({
		office: 'officeId',
		topic: 'topicId',
		slot: 'slotId, date',
		booking: 'bookingId, date',
		outbox: '++mid',
		meta: 'key'
	});
	await db.open();
}

/** Fetches page after page; each with its cursor in one transaction. */
export async function firstSync() {
	const from = performance.now();
	for (let page = 0, more = true; more; page += 1) {
		const reply = await (await fetch(`/rows/${page}`, { cache: 'no-store' })).json();
		const tables = Map.groupBy(reply.rows, ({ table }) => table);
		const stores = [...tables.keys()].map((name) => db.table(name));
		await db.transaction('rw', [...stores, db.table('meta')], async () => {
			for (const [name, rows] of tables)
				await db.table(name).bulkPut(rows.map(({ row, version }) => ({ ...row, version })));
			await db.table('meta').put({ key: 'cursor', value: reply.next });
		});
		more = reply.more;
	}
	const ms = performance.now() - from;
	let rows = 0;
	for (const name of Object.keys(keys)) rows += await db.table(name).count();
	return { ms, rows };
}

/** Saves one after the other: the row and what is to be sent, in one transaction. */
export async function save(rows) {
	const times = [];
	for (const row of rows) {
		const from = performance.now();
		await db.transaction('rw', db.table('booking'), db.table('outbox'), async () => {
			await db.table('booking').put(row);
			await db.table('outbox').add({ name: 'booking.book@1', args: row, at: Date.now() });
		});
		times.push(performance.now() - from);
	}
	return times;
}
