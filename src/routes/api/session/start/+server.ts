import { answerSigned } from '#lib/server/api.ts';
import { startSignIn } from '#lib/server/sessions.ts';
import { signInRequest } from '#lib/sync/session.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	answerSigned(
		event,
		{ body: signInRequest, budget: 'sign-in' },
		async ({ centre, device, body }) => {
			const person = `${device.officeId}/${body.personId}`;
			const retryAfter = await centre.limits.blockedFor('failed-sign-in', person);
			if (retryAfter !== undefined) {
				return { ok: false, refusal: { kind: 'too-many-requests', retryAfter } };
			}
			const answer = await startSignIn(centre, device, body);
			if (answer.ok) await centre.limits.reset('failed-sign-in', person);
			else await centre.limits.take('failed-sign-in', person);
			return answer;
		}
	);
