import { answerStaff } from '#lib/server/api.ts';
import { sessionCookie } from '#lib/server/sessions.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	answerStaff(event, { budget: 'other' }, async ({ centre, session, token }) => {
		await centre.sessions.end(token);
		return {
			ok: true,
			value: { ended: true, serverTime: centre.clock() },
			headers: { 'set-cookie': sessionCookie(session.personId, null, centre.config.origin, 0) }
		};
	});
