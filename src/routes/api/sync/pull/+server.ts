import { answerStaff } from '#lib/server/api.ts';
import { buildPull } from '#lib/server/build-pull.ts';
import { pullRequest } from '#lib/sync/pull.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	answerStaff(
		event,
		{ body: pullRequest, protocol: true, budget: 'sync' },
		async ({ centre, session, body }) => {
			centre.metrics.countPull();
			return { ok: true, value: await buildPull(centre, session, body) };
		}
	);
