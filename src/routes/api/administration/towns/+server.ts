import { answerStaff } from '#lib/server/api.ts';
import { putTowns } from '#lib/server/towns.ts';
import { TOWN_BYTES, townsOrder } from '#lib/sync/towns.ts';
import type { RequestHandler } from './$types';

/** The dictionary of postal codes for all offices. */
export const POST: RequestHandler = (event) =>
	answerStaff(
		event,
		{ body: townsOrder, budget: 'other', right: 'administration', maxBytes: TOWN_BYTES * 2 },
		(staff) => putTowns(staff.centre, staff.session, Buffer.from(staff.body.data, 'base64'))
	);
