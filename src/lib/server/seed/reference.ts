import holidayJp from '@holiday-jp/holiday_jp';
import { topicList } from '#lib/domain/booking/topic-list.ts';
import { lineList } from '#lib/domain/interpreting/line-list.ts';
import { officeList } from '#lib/domain/office/office-list.ts';
import type { Holiday } from '#lib/domain/office/office.ts';
import type { Centre } from '../centre.ts';
import { inTransaction, sql, type Tx } from '../database.ts';
import { commitRows, type CommitNote, type RowChange } from '../rows.ts';

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

const referenceRows = (): RowChange[] => [
	...officeList.map((row): RowChange => ({ table: 'office', row })),
	...topicList.map((row): RowChange => ({ table: 'topic', row })),
	...holidays().map((row): RowChange => ({ table: 'holiday', row })),
	...lineRows()
];

const noteOf = (centre: Centre): CommitNote => ({
	at: centre.clock(),
	actorId: 'centre',
	deviceId: 'centre',
	action: 'reference.load',
	subject: 'ref'
});

/** A centre that was filled before interpreter lines were known gets them now, once. */
async function addLines(tx: Tx, centre: Centre): Promise<void> {
	const { rows } = await sql`SELECT 1 FROM line LIMIT 1`.execute(tx);
	if (rows.length === 0) await commitRows(tx, 'ref', lineRows(), noteOf(centre));
}

/**
 * Spaces, offices, topics, holidays and interpreter lines, when the database has no spaces yet: every centre needs
 * them, demonstration or not. All in one transaction, so it is there completely or not at all.
 */
export async function seedReference(centre: Centre): Promise<boolean> {
	return inTransaction(centre.db, async (tx) => {
		// A second process that starts at the same time waits here and finds it done.
		await sql`LOCK TABLE space IN SHARE ROW EXCLUSIVE MODE`.execute(tx);
		const { rows } = await sql`SELECT 1 FROM space LIMIT 1`.execute(tx);
		if (rows.length > 0) {
			await addLines(tx, centre);
			return false;
		}
		const spaces = ['ref', ...officeList.map(({ officeId }) => officeId)];
		await sql`
			INSERT INTO space (office_id) SELECT jsonb_array_elements_text(${JSON.stringify(spaces)}::jsonb)
		`.execute(tx);
		const changes = referenceRows();
		for (let from = 0; from < changes.length; from += ROWS_PER_COMMIT) {
			await commitRows(tx, 'ref', changes.slice(from, from + ROWS_PER_COMMIT), noteOf(centre));
		}
		return true;
	});
}
