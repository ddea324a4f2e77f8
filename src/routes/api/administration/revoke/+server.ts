import * as z from 'zod/mini';
import { identifier } from '#lib/domain/basics/ids.ts';
import { answerStaff } from '#lib/server/api.ts';
import { revokeDevice } from '#lib/server/devices.ts';
import type { RequestHandler } from './$types';

const revokeRequest = z.object({ deviceId: identifier });

export const POST: RequestHandler = (event) =>
	answerStaff(
		event,
		{ body: revokeRequest, budget: 'other', right: 'administration' },
		async ({ centre, session, body }) => {
			const answer = await revokeDevice(centre, session, body.deviceId);
			centre.gate.forget(body.deviceId);
			centre.sessions.forgetDevice(body.deviceId);
			return answer.ok
				? { ok: true, value: { deviceId: body.deviceId, state: answer.value.state } }
				: answer;
		}
	);
