import { answerStaff } from '#lib/server/api.ts';
import { serveLeases } from '#lib/server/leases.ts';
import { leaseRequest } from '#lib/sync/lease.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	answerStaff(
		event,
		{ body: leaseRequest, protocol: true, budget: 'sync', right: 'booking' },
		async ({ centre, session, body }) => ({
			ok: true,
			value: await serveLeases(centre, session, body)
		})
	);
