import { readBody } from '#lib/server/answer.ts';
import { limited, readMessage } from '#lib/server/api.ts';
import { activateDevice } from '#lib/server/devices.ts';
import { activateRequest } from '#lib/sync/session.ts';
import type { RequestHandler } from './$types';

/** Not signed: the centre does not know the key yet that it brings. */
export const POST: RequestHandler = (event) =>
	limited(event, 'activation', async (centre) => {
		const text = await readBody(event.request);
		if (!text.ok) return text;
		const body = readMessage(text.value, activateRequest);
		return body.ok ? activateDevice(centre, body.value) : body;
	});
