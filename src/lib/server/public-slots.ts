import { addDays, dateAt } from '#lib/domain/basics/days.ts';
import { sql } from './database.ts';
import type { Centre } from './centre.ts';

/** The start times of an office as the public may know them: free or full, and as of when. */
export interface PublicSlots {
	readonly officeId: string;
	/** Epoch ms. */
	readonly asOf: number;
	readonly days: readonly {
		readonly date: string;
		readonly times: readonly { readonly start: string; readonly free: boolean }[];
	}[];
}

const KEPT_MS = 60_000;
const DAYS = 21;
const kept = new WeakMap<object, Map<string, PublicSlots>>();

/** Free times from tomorrow on; at most a minute old. Undefined for an office we do not have. */
export async function publicSlots(
	centre: Centre,
	officeId: string
): Promise<PublicSlots | undefined> {
	const now = centre.clock();
	const offices = kept.get(centre.pool) ?? new Map<string, PublicSlots>();
	kept.set(centre.pool, offices);
	const known = offices.get(officeId);
	if (known && now - known.asOf < KEPT_MS && now >= known.asOf) return known;
	const { rows: found } = await sql`
		SELECT 1 FROM office WHERE office_id = 'ref' AND id = ${officeId}
	`.execute(centre.db);
	if (found.length === 0) return undefined;
	const today = dateAt(now);
	const { rows } = await sql<{ day: string; start: string; free: boolean }>`
		SELECT day, data ->> 'start' AS start, taken < capacity AS free FROM slot
		WHERE office_id = ${officeId} AND day > ${today} AND day <= ${addDays(today, DAYS)}
		ORDER BY id
	`.execute(centre.db);
	const dates = [...new Set(rows.map(({ day }) => day))];
	const slots: PublicSlots = {
		officeId,
		asOf: now,
		days: dates.map((date) => ({
			date,
			times: rows.filter(({ day }) => day === date).map(({ start, free }) => ({ start, free }))
		}))
	};
	offices.set(officeId, slots);
	return slots;
}
