import * as z from 'zod/mini';
import { answerSigned } from '#lib/server/api.ts';
import { keepSealed } from '#lib/server/devices.ts';
import type { RequestHandler } from './$types';

/** An outbox can be larger than one push. */
const MAX_SEALED_BYTES = 16_000_000;

const sealRequest = z.object({
	items: z.int().check(z.nonnegative()),
	sealed: z.string().check(z.minLength(1), z.regex(/^[\x20-\x7e]+$/))
});

/** Takes what a tablet cannot send any more, also from a revoked one. */
export const POST: RequestHandler = (event) =>
	answerSigned(
		event,
		{ body: sealRequest, maxBytes: MAX_SEALED_BYTES, budget: 'other', revokedToo: true },
		async ({ centre, device, body }) => ({
			ok: true,
			value: await keepSealed(centre, device, body)
		})
	);
