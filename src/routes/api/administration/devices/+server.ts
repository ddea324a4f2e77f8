import { listDevices } from '#lib/server/administration.ts';
import { answerStaff } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	answerStaff(event, { budget: 'other', right: 'administration' }, async ({ centre, session }) => ({
		ok: true,
		value: { devices: await listDevices(centre, session.officeId), serverTime: centre.clock() }
	}));
