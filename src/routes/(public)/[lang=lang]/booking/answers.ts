import type { FormProblem } from '#lib/domain/booking/request-form.ts';
import type { TypedRequest, TypedWishes } from '#lib/domain/booking/request-typed.ts';

/** What the centre answers to the booking form, with a script or without. */

/** Free times of an office, as the public may know them. */
export interface Times {
	readonly officeId: string;
	readonly asOf: number;
	readonly days: readonly {
		readonly date: string;
		readonly times: readonly { readonly start: string; readonly free: boolean }[];
	}[];
}

/** The request as the visitor may know it. */
export interface Told {
	readonly receiptNo: string;
	readonly officeId: string;
	readonly state: 'received' | 'booked' | 'declined' | 'withdrawn';
	readonly reason: 'full' | 'phone' | 'other-office' | 'unreachable' | null;
	readonly date: string | null;
	readonly start: string | null;
	readonly wished: 'change' | 'cancel' | null;
	readonly receivedAt: number;
}

/** Why nothing could be done, beside the fields: too often until an instant, or not accepted. */
export type Trouble = { readonly until: number } | 'failed' | 'noLine';

export interface FormStage {
	readonly stage: 'form' | 'check';
	readonly typed: TypedRequest;
	readonly problems?: readonly FormProblem[];
	readonly trouble?: Trouble;
	readonly times?: Times;
}
export interface SentStage {
	readonly stage: 'sent';
	readonly told: Told;
	readonly topic: string;
}
export type BookingStage = FormStage | SentStage;

export interface StatusStage {
	readonly stage: 'ask' | 'told' | 'change' | 'cancel';
	readonly receiptNo: string;
	readonly phone: string;
	readonly told?: Told;
	readonly times?: Times;
	readonly typed?: TypedWishes;
	readonly problems?: readonly FormProblem[];
	readonly trouble?: Trouble | 'notFound';
}
