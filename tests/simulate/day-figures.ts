import type pg from 'pg';
import type { Booking } from '#lib/domain/booking/booking.ts';
import { figuresOf, percentile } from '#lib/domain/reception/figures.ts';
import type { Visit } from '#lib/domain/reception/visit.ts';

/** What the centre's rows say of a day, in the product's own counting. */
export interface DayFigures {
	readonly date: string;
	readonly visits: number;
	readonly consultations: number;
	/** Percent. */
	readonly bookingRate: number | null;
	/** Minutes walk-ins waited, called − arrived. */
	readonly meanWait: number | null;
	readonly p90Wait: number | null;
	/** Percent of the walk-ins. */
	readonly over30: number | null;
	readonly missed: number;
	readonly left: number;
}

export async function readDays(pool: pg.Pool, dates: readonly string[]): Promise<DayFigures[]> {
	const figures: DayFigures[] = [];
	for (const date of dates) {
		const visits = (
			await pool.query<{ data: Visit }>('SELECT data FROM visit WHERE day = $1', [date])
		).rows.map(({ data }) => data);
		const bookings = (
			await pool.query<{ data: Booking }>('SELECT data FROM booking WHERE day = $1', [date])
		).rows.map(({ data }) => data);
		const { consultations, bookingRate } = figuresOf(visits, bookings);
		const waits = visits
			.filter(({ source, calledAt, isVoid }) => source === 'walk-in' && calledAt && !isVoid)
			.map(({ calledAt, arrivedAt }) => (calledAt! - arrivedAt) / 60_000)
			.sort((a, b) => a - b);
		const none = waits.length === 0;
		const tenth = (value: number): number => Math.round(value * 10) / 10;
		figures.push({
			date,
			visits: visits.length,
			consultations,
			bookingRate,
			meanWait: none ? null : tenth(waits.reduce((sum, wait) => sum + wait, 0) / waits.length),
			p90Wait: none ? null : tenth(percentile(waits, 0.9)),
			over30: none ? null : tenth((100 * waits.filter((wait) => wait > 30).length) / waits.length),
			missed: bookings.filter(({ status }) => status === 'missed').length,
			left: visits.filter(({ state }) => state === 'left').length
		});
	}
	return figures;
}
