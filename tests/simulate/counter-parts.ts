import { instantOf } from '#lib/domain/basics/days.ts';
import type { Booking } from '#lib/domain/booking/booking.ts';
import type { LightTablet } from './light-tablet.ts';
import type { Dice } from './random.ts';

const MINUTE = 60_000;

/** Somebody in the waiting room or at a booth, as the room sees it. */
export interface Guest {
	readonly visitId: string;
	readonly date: string;
	readonly bookedStart: string | null;
	readonly arrivedAt: number;
	queuedAt: number;
	readonly minutes: number;
	readonly isWalkIn: boolean;
	callId: string;
	booth: number;
	/** Steps the centre has not answered; as long as there are any, the same tablet goes on. */
	open: number;
	holder: LightTablet;
	hasComeBack: boolean;
}

export interface Expected {
	readonly booking: Booking;
	readonly fate: 'comes' | 'stays-away' | 'cancels';
}

export interface Made {
	/** What the centre said it applied: these rows must be there in the evening. */
	readonly visits: string[];
	readonly bookings: string[];
}

export interface CounterParts {
	readonly dice: Dice;
	readonly now: () => number;
	readonly date: string;
	/** Something to be done in so many minutes. */
	readonly later: (minutes: number, what: () => void) => void;
	readonly made: Made;
}

/** When a booked visitor comes through the door, epoch ms. */
export const arrivalOf = (booking: Booking, minutesEarly: number): number =>
	instantOf(booking.date, booking.start) - minutesEarly * MINUTE;
