import { answerStaff } from '#lib/server/api.ts';
import { issueActivationCode } from '#lib/server/devices.ts';
import type { RequestHandler } from './$types';

/** A code that activates one device of the caller's own office. */
export const POST: RequestHandler = (event) =>
	answerStaff(event, { budget: 'other', right: 'administration' }, async ({ centre, session }) => ({
		ok: true,
		value: await issueActivationCode(centre, session.officeId, session.personId)
	}));
