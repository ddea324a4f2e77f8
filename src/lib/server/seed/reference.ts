import holidayJp from '@holiday-jp/holiday_jp';
import { template } from '#lib/domain/intake/template.ts';
import { blank } from '#lib/domain/intake/template-row.ts';
import formA from '#lib/domain/intake/jpsd-a.json' with { type: 'json' };
import formB from '#lib/domain/intake/jpsd-b.json' with { type: 'json' };
import formC from '#lib/domain/intake/jpsd-c.json' with { type: 'json' };
import { topicList } from '#lib/domain/booking/topic-list.ts';
import { lineList } from '#lib/domain/interpreting/line-list.ts';
import { officeList } from '#lib/domain/office/office-list.ts';
import type { Holiday } from '#lib/domain/office/office.ts';
import type { Centre } from '../centre.ts';
import { inTransaction, sql, type Tx } from '../database.ts';
import { commitRows, type CommitNote, type RowChange } from '../rows.ts';
import blankA from './blank-jpsd-a.json' with { type: 'json' };
import blankB from './blank-jpsd-b.json' with { type: 'json' };
import blankC from './blank-jpsd-c.json' with { type: 'json' };

const FIRST_YEAR = '2024';
const LAST_YEAR = '2030';
const ROWS_PER_COMMIT = 100;

/** The public holidays of Japan from 2024 to 2030. */
export function holidays(): Holiday[] {
	return Object.values(holidayJp.holidays)
		.map(({ date, name }) => ({ date, name }))
		.filter(({ date }) => date.slice(0, 4) >= FIRST_YEAR && date.slice(0, 4) <= LAST_YEAR)
		.sort((a, b) => (a.date < b.date ? -1 : 1));
}

const lineRows = (): RowChange[] => lineList.map((row): RowChange => ({ table: 'line', row }));

/** The forms that come with the product: look-alikes, said to be so on the sheets themselves. */
const templateRows = (at: number): RowChange[] => [
	...[formA, formB, formC].map((form): RowChange => {
		const row = { template: template.parse(form), isOffered: true, at, by: 'centre' };
		return { table: 'template', row };
	}),
	...[blankA, blankB, blankC].map((row): RowChange => ({ table: 'blank', row: blank.parse(row) }))
];

const referenceRows = (at: number): RowChange[] => [
	...officeList.map((row): RowChange => ({ table: 'office', row })),
	...topicList.map((row): RowChange => ({ table: 'topic', row })),
	...holidays().map((row): RowChange => ({ table: 'holiday', row })),
	...lineRows(),
	...templateRows(at)
];

const noteOf = (centre: Centre): CommitNote => ({
	at: centre.clock(),
	actorId: 'centre',
	deviceId: 'centre',
	action: 'reference.load',
	subject: 'ref'
});

/** A centre that was filled before a kind of reference data was known gets it now, once. */
async function addMissing(tx: Tx, centre: Centre): Promise<void> {
	const later = { line: lineRows, template: () => templateRows(centre.clock()) };
	for (const [table, rowsOf] of Object.entries(later)) {
		const { rows } = await sql`SELECT 1 FROM ${sql.table(table)} LIMIT 1`.execute(tx);
		if (rows.length === 0) await commitRows(tx, 'ref', rowsOf(), noteOf(centre));
	}
}

/**
 * Spaces, offices, topics, holidays, interpreter lines and forms, when the database has no spaces yet: every centre needs
 * them, demonstration or not. All in one transaction, so it is there completely or not at all.
 */
export async function seedReference(centre: Centre): Promise<boolean> {
	return inTransaction(centre.db, async (tx) => {
		// A second process that starts at the same time waits here and finds it done.
		await sql`LOCK TABLE space IN SHARE ROW EXCLUSIVE MODE`.execute(tx);
		const { rows } = await sql`SELECT 1 FROM space LIMIT 1`.execute(tx);
		if (rows.length > 0) {
			await addMissing(tx, centre);
			return false;
		}
		const spaces = ['ref', ...officeList.map(({ officeId }) => officeId)];
		await sql`
			INSERT INTO space (office_id) SELECT jsonb_array_elements_text(${JSON.stringify(spaces)}::jsonb)
		`.execute(tx);
		const changes = referenceRows(centre.clock());
		for (let from = 0; from < changes.length; from += ROWS_PER_COMMIT) {
			await commitRows(tx, 'ref', changes.slice(from, from + ROWS_PER_COMMIT), noteOf(centre));
		}
		return true;
	});
}
