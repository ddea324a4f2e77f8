import { guarded } from '#lib/server/api.ts';
import { tokenOf } from '#lib/server/sessions.ts';
import type { RequestHandler } from './$types';

/** Pokes by server-sent events. An EventSource cannot sign, so the session cookie is the key. */
export const GET: RequestHandler = (event) =>
	guarded(event, async () => {
		const { centre } = event.locals;
		const token = tokenOf(event.request);
		const session = await centre.sessions.find(token);
		if (!session || !token) return { ok: false, refusal: { kind: 'session-needed' } };
		const retryAfter = await centre.limits.take('other', session.deviceId);
		if (retryAfter !== undefined) {
			return { ok: false, refusal: { kind: 'too-many-requests', retryAfter } };
		}
		return centre.streams.open(centre, session, token);
	});
