import { answerStaff } from '#lib/server/api.ts';
import { findBlob } from '#lib/server/blobs.ts';
import { openBlob } from '#lib/sync/blobs.ts';
import type { RequestHandler } from './$types';

/** Which parts of a form's picture does the centre have? */
export const POST: RequestHandler = (event) =>
	answerStaff(event, { body: openBlob, budget: 'sync', right: 'intake' }, (staff) =>
		findBlob(staff.centre, staff.session, staff.body)
	);
