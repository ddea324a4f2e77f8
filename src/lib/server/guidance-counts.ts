import { addDays, dateAt } from '#lib/domain/basics/days.ts';
import type { Counted } from '#lib/domain/guidance/counted.ts';
import type { Centre } from './centre.ts';
import { sql } from './database.ts';

type Counting = Pick<Centre, 'db' | 'clock'>;

/** One more of the same on this day. */
export async function count(
	{ db, clock }: Counting,
	{ what, topic, lang, answer }: Counted
): Promise<void> {
	await sql`
		INSERT INTO guidance_count AS c (day, what, topic, lang, answer, count)
		VALUES (${dateAt(clock())}, ${what}, ${topic}, ${lang}, ${answer}, 1)
		ON CONFLICT (day, what, topic, lang, answer) DO UPDATE SET count = c.count + 1
	`.execute(db);
}

export interface AnswerCount {
	readonly what: Counted['what'];
	readonly topic: string;
	/** It helped; a rehearsal was finished. */
	readonly yes: number;
	/** It did not help; a rehearsal was begun and left. */
	readonly no: number;
}

/** Answers of the last days, today included, of all languages together; most "no" first. */
export async function answerCounts(
	{ db, clock }: Counting,
	days: number
): Promise<readonly AnswerCount[]> {
	const { rows } = await sql<AnswerCount>`
		SELECT what, topic,
			sum(count) FILTER (WHERE answer IN ('yes', 'finished'))::int AS yes,
			sum(count) FILTER (WHERE answer IN ('no', 'begun'))::int AS no
		FROM guidance_count
		WHERE day > ${addDays(dateAt(clock()), -days)}
		GROUP BY what, topic
	`.execute(db);
	return rows
		.map(({ what, topic, yes, no }) => ({
			what,
			topic,
			yes: yes ?? 0,
			// Whoever finishes has begun before, perhaps a day earlier than is looked at.
			no: what === 'registration' ? Math.max(0, (no ?? 0) - (yes ?? 0)) : (no ?? 0)
		}))
		.sort((a, b) => b.no - a.no || b.yes - a.yes || a.topic.localeCompare(b.topic));
}
