import { dateAt } from '#lib/domain/basics/days.ts';
import { durationsOf } from '#lib/domain/reception/estimate.ts';
import type { Pace } from '#lib/domain/reception/policy.ts';
import type { Visit } from '#lib/domain/reception/visit.ts';
import type { Centre } from './centre.ts';
import { inTransaction, sql } from './database.ts';
import { commitRows, readFacts, type RowChange } from './rows.ts';

/** Durations kept for each topic: a few weeks of a busy office, so that it follows the season. */
const KEPT = 40;

/** What an office's pace becomes with the durations of further days. */
export function withDurations(
	before: Pace | undefined,
	officeId: string,
	asOf: string,
	found: Readonly<Record<string, readonly number[]>>
): Pace {
	const durations: Record<string, number[]> = { ...before?.durations };
	for (const [topicId, minutes] of Object.entries(found)) {
		durations[topicId] = [...(durations[topicId] ?? []), ...minutes].slice(-KEPT);
	}
	return { officeId, asOf, durations };
}

async function closeOffice(centre: Centre, officeId: string, today: string): Promise<void> {
	await inTransaction(centre.db, async (tx) => {
		const { rows } = await sql<{ data: Visit }>`
			SELECT data FROM visit
			WHERE office_id = ${officeId} AND day < ${today} AND watch_key <> '' FOR UPDATE
		`.execute(tx);
		const visits = rows.map(({ data }) => data);
		if (visits.length === 0) return;
		const facts = await readFacts(tx, officeId, { pace: ['pace', officeId] });
		const pace = withDurations(
			facts.pace as Pace | undefined,
			officeId,
			visits.reduce((last, { date }) => (date > last ? date : last), ''),
			durationsOf(visits)
		);
		const changes: RowChange[] = [
			...visits.map((row): RowChange => ({ table: 'visit', row: { ...row, watchKey: '' } })),
			{ table: 'pace', row: pace }
		];
		await commitRows(tx, officeId, changes, {
			at: centre.clock(),
			actorId: 'centre',
			deviceId: 'centre',
			action: 'reception.close-days',
			subject: officeId
		});
	});
	centre.poke(officeId);
}

/**
 * Closes the days that are past: their tickets can no longer be looked up, and how long their
 * consultations took joins the office's pace. The key of a closed ticket is empty, so a day
 * counts once however often the job runs.
 */
export async function closePastDays(centre: Centre): Promise<void> {
	const today = dateAt(centre.clock());
	const { rows } = await sql<{ office_id: string }>`
		SELECT DISTINCT office_id FROM visit WHERE day < ${today} AND watch_key <> ''
	`.execute(centre.db);
	for (const { office_id } of rows) await closeOffice(centre, office_id, today);
}
