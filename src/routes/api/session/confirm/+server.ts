import { answerSigned } from '#lib/server/api.ts';
import { confirmSignIn, sessionCookie } from '#lib/server/sessions.ts';
import { confirmRequest } from '#lib/sync/session.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	answerSigned(
		event,
		{ body: confirmRequest, budget: 'sign-in' },
		async ({ centre, device, body }) => {
			const answer = await confirmSignIn(centre, device, body);
			if (!answer.ok) return answer;
			centre.sessions.forgetDevice(device.deviceId);
			const { token, reply } = answer.value;
			const cookie = sessionCookie(
				reply.person.personId,
				token,
				centre.config.origin,
				centre.sessionMinutes * 60
			);
			return { ok: true, value: reply, headers: { 'set-cookie': cookie } };
		}
	);
