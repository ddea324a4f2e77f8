import PouchDB from 'pouchdb-browser';

let db;

export function open() {
	db = new PouchDB('peer');
	return db.info();
}

const idOf = ({ table, id }) => `${table}:${id}`;

/** Puts the rows of all pages into the server's store, which is not measured. */
export async function fill({ origin, name, pages }) {
	const remote = new PouchDB(`${location.origin}/db/${name}`);
	for (let page = 0; page < pages; page += 1) {
		const { rows } = await (await fetch(`${origin}/rows/${page}`)).json();
		await remote.bulkDocs(
			rows.map((row) => ({ _id: idOf(row), table: row.table, version: row.version, row: row.row }))
		);
	}
}

export async function firstSync(name) {
	const from = performance.now();
	const options = { batch_size: 1000, batches_limit: 2 };
	await db.replicate.from(`${location.origin}/db/${name}`, options);
	const ms = performance.now() - from;
	return { ms, rows: (await db.info()).doc_count };
}

export async function save(rows) {
	const times = [];
	for (const row of rows) {
		const from = performance.now();
		await db.put({ _id: `booking:${row.bookingId}`, table: 'booking', row });
		times.push(performance.now() - from);
	}
	return times;
}

export async function drain(name) {
	const from = performance.now();
	await db.replicate.to(`${location.origin}/db/${name}`, { batch_size: 50 });
	return { ms: performance.now() - from };
}
