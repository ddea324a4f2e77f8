import { answerStaff } from '#lib/server/api.ts';
import { findTowns } from '#lib/server/towns.ts';
import type { RequestHandler } from './$types';

/** Which dictionary of postal codes is the present one. */
export const GET: RequestHandler = (event) =>
	answerStaff(event, { budget: 'other', right: 'intake' }, async ({ centre }) => ({
		ok: true,
		value: await findTowns(centre)
	}));
