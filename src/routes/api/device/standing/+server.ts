import { answerSigned } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';

/** Tells a device, also a locked one, that it is still trusted; a stopped one is refused. */
export const POST: RequestHandler = (event) =>
	answerSigned(event, { budget: 'other' }, async () => ({ ok: true, value: { state: 'active' } }));
