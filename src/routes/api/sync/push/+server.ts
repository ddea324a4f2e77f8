import { answerStaff } from '#lib/server/api.ts';
import { receivePush } from '#lib/server/receive-push.ts';
import { pushRequest } from '#lib/sync/push.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	answerStaff(
		event,
		{ body: pushRequest, protocol: true, budget: 'sync' },
		async ({ centre, session, body }) => {
			const outcome = await receivePush(centre, session, body);
			if (!outcome.ok) return outcome;
			centre.metrics.countPush(body, outcome.value);
			return { ok: true, value: outcome.value };
		}
	);
