import * as z from 'zod/mini';
import { messageRefusals } from '#lib/domain/booking/message.ts';
import { requestRefusals } from '#lib/domain/booking/request.ts';
import { bookingRefusals } from '#lib/domain/booking/rules.ts';
import { intakeRefusals } from '#lib/domain/intake/entry.ts';
import { talkRefusals } from '#lib/domain/interpreting/talk.ts';
import { useRefusals } from '#lib/domain/interpreting/usage.ts';
import { receptionRefusals } from '#lib/domain/reception/rules.ts';
import { remedyRefusals } from '#lib/domain/reporting/remedy.ts';
import { preparationRefusals } from '#lib/domain/preparation/preparation.ts';
import { slot } from '#lib/domain/booking/slot.ts';

/** Why a single mutation was refused; each kind has a text in every locale (`refusals.<kind>`). */
export const refusalKinds = [
	...bookingRefusals,
	...talkRefusals,
	...useRefusals,
	...requestRefusals,
	...messageRefusals,
	...receptionRefusals,
	...remedyRefusals,
	...preparationRefusals,
	...intakeRefusals,
	'bad-arguments',
	'my-number',
	'mutation-unknown',
	'not-permitted',
	'parked'
] as const;
export type RefusalKind = (typeof refusalKinds)[number];

export const refusal = z.object({
	kind: z.enum(refusalKinds),
	field: z.optional(z.string()),
	/** Free slots near the one that could not be had; the tablet offers them, never takes one. */
	alternatives: z.optional(z.array(slot))
});
export type MutationRefusal = z.infer<typeof refusal>;

/** Why a whole request was refused. The outbox is kept, whatever comes back. */
export const requestRefusalKinds = [
	'bad-request',
	'too-large',
	'too-many-requests',
	'not-activated',
	'device-revoked',
	'bad-signature',
	'clock-skew',
	'replayed',
	'session-needed',
	'wrong-credentials',
	'one-time-password-expired',
	'code-unknown',
	'not-permitted',
	'client-too-old',
	'server-too-old',
	'client-forked',
	'gap',
	'starting',
	'unavailable',
	'not-found',
	'hash-differs',
	'template-taken'
] as const;
export type RequestRefusalKind = (typeof requestRefusalKinds)[number];

export const requestRefusal = z.object({
	error: z.object({
		kind: z.enum(requestRefusalKinds),
		serverTime: z.optional(z.number()),
		lastMid: z.optional(z.int()),
		retryAfter: z.optional(z.number())
	})
});
export type RequestRefusal = z.infer<typeof requestRefusal>['error'];

/** HTTP status of each refusal of a request. */
export const statusOf: Record<RequestRefusalKind, number> = {
	'bad-request': 400,
	'too-large': 413,
	'too-many-requests': 429,
	'not-activated': 401,
	'device-revoked': 403,
	'bad-signature': 401,
	'clock-skew': 401,
	replayed: 401,
	'session-needed': 401,
	'wrong-credentials': 401,
	'one-time-password-expired': 401,
	'code-unknown': 404,
	'not-permitted': 403,
	'client-too-old': 426,
	'server-too-old': 426,
	'client-forked': 409,
	gap: 409,
	starting: 503,
	unavailable: 503,
	'not-found': 404,
	'hash-differs': 409,
	'template-taken': 409
};
