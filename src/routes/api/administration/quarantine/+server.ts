import { answerStaff } from '#lib/server/api.ts';
import { listRescued } from '#lib/server/rescue.ts';
import type { RequestHandler } from './$types';

/** What lost, revoked or wiped tablets of the office could not send any more. */
export const GET: RequestHandler = (event) =>
	answerStaff(event, { budget: 'other', right: 'administration' }, async ({ centre, session }) => ({
		ok: true,
		value: { rescued: await listRescued(centre, session), serverTime: centre.clock() }
	}));
