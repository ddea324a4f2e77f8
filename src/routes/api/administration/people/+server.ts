import { listStaff } from '#lib/server/administration.ts';
import { answerStaff } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	answerStaff(event, { budget: 'other', right: 'administration' }, async ({ centre, session }) => ({
		ok: true,
		value: { people: await listStaff(centre, session.officeId), serverTime: centre.clock() }
	}));
