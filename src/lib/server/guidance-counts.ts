import { dateAt } from '#lib/domain/basics/days.ts';
import type { Counted } from '#lib/domain/guidance/counted.ts';
import type { Centre } from './centre.ts';
import { sql } from './database.ts';

/** One more of the same on this day. */
export async function count(
	{ db, clock }: Pick<Centre, 'db' | 'clock'>,
	{ what, topic, lang, answer }: Counted
): Promise<void> {
	await sql`
		INSERT INTO guidance_count AS c (day, what, topic, lang, answer, count)
		VALUES (${dateAt(clock())}, ${what}, ${topic}, ${lang}, ${answer}, 1)
		ON CONFLICT (day, what, topic, lang, answer) DO UPDATE SET count = c.count + 1
	`.execute(db);
}
