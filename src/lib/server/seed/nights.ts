import type { Holiday } from '#lib/domain/office/office.ts';
import { businessDaysBefore } from '#lib/domain/reporting/business-days.ts';
import { limits } from '#lib/domain/reporting/limits.ts';
import { PAST_DAYS } from '#lib/domain/reporting/scarcity.ts';
import type { Centre } from '../centre.ts';
import { sql } from '../database.ts';
import { listOffices } from '../alternatives.ts';
import { CROWDED_OFFICE } from './bookings.ts';
import { createRandom, seedOf } from './random.ts';

/**
 * Invented nights before the demonstration began, so that its charts have a past: most offices
 * about three quarters full, the crowded one ever fuller.
 */
export async function inventNights(centre: Centre, startDate: string, seed: number): Promise<void> {
	const { rows } = await sql<{ data: Holiday }>`SELECT data FROM holiday`.execute(centre.db);
	const holidays = new Set(rows.map(({ data }) => data.date));
	const days = businessDaysBefore(startDate, PAST_DAYS, holidays);
	const nights = (await listOffices(centre.db)).flatMap(({ officeId, booths }) => {
		const random = createRandom(seedOf(`nights/${officeId}`, seed));
		const isCrowded = officeId === CROWDED_OFFICE;
		const usual = 0.55 + random.next() * 0.3;
		return days.map((day, index) => {
			const share = isCrowded ? Math.min(1, 0.86 + index * 0.009) : usual;
			const seats = booths * 7;
			const taken = Math.min(
				seats,
				Math.round(seats * (share + (random.next() - 0.5) * (isCrowded ? 0.04 : 0.16)))
			);
			const first_days = isCrowded ? 2 + Math.floor(index / 3) + random.below(2) : random.below(2);
			const is_hard = first_days > limits.farDays;
			return { office_id: officeId, day, seats, taken, first_days, is_hard };
		});
	});
	await sql`
		INSERT INTO scarcity_day (office_id, day, seats, taken, measured, first_days, is_hard)
		SELECT office_id, day, seats, taken, true, first_days, is_hard
		FROM jsonb_to_recordset(${JSON.stringify(nights)}::jsonb)
			AS n(office_id text, day date, seats integer, taken integer, first_days integer, is_hard boolean)
		ON CONFLICT DO NOTHING
	`.execute(centre.db);
}
