import { channels, type Booking } from '../booking/booking.ts';
import { waitMinutes } from './queue.ts';
import type { Visit } from './visit.ts';

/** Share of the sorted values below which `share` of them lie (nearest rank). */
export function percentile(sorted: readonly number[], share: number): number {
	const rank = Math.max(1, Math.ceil(share * sorted.length));
	return sorted[rank - 1] ?? 0;
}

export interface DayFigures {
	/** Consultations that began, without the simple ones. */
	readonly consultations: number;
	/** Of these with a booking, in percent with one decimal; null without consultations. */
	readonly bookingRate: number | null;
	readonly walkIns: number;
	/** Minutes walk-ins waited until they were called; null when nobody was. */
	readonly meanWait: number | null;
	readonly p90Wait: number | null;
	readonly missed: readonly { channel: Booking['channel']; missed: number; all: number }[];
}

/** 予約率 = consultations with a booking ÷ all consultations, simple ones left out (domain S03). */
export function figuresOf(visits: readonly Visit[], bookings: readonly Booking[]): DayFigures {
	const begun = visits.filter(
		({ isVoid, simple, startedAt }) => !isVoid && !simple && startedAt !== null
	);
	const booked = begun.filter(({ source }) => source === 'booking').length;
	const walkIns = visits.filter(({ isVoid, source }) => !isVoid && source === 'walk-in');
	const waits = walkIns
		.filter(({ startedAt }) => startedAt !== null)
		.map((visit) => waitMinutes(visit, 0))
		.sort((a, b) => a - b);
	const sum = waits.reduce((total, minutes) => total + minutes, 0);
	return {
		consultations: begun.length,
		bookingRate: begun.length > 0 ? Math.round((1000 * booked) / begun.length) / 10 : null,
		walkIns: walkIns.length,
		meanWait: waits.length > 0 ? Math.round(sum / waits.length) : null,
		p90Wait: waits.length > 0 ? percentile(waits, 0.9) : null,
		missed: channels
			.map((channel) => {
				const all = bookings.filter(
					(booking) => booking.channel === channel && booking.status !== 'cancelled'
				);
				const missed = all.filter(({ status }) => status === 'missed').length;
				return { channel, missed, all: all.length };
			})
			.filter(({ all }) => all > 0)
	};
}
