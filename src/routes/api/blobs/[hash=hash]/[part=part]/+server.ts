import { answerStaff } from '#lib/server/api.ts';
import { putPart, readPart } from '#lib/server/blobs.ts';
import { blobPart } from '#lib/sync/blobs.ts';
import type { RequestHandler } from './$types';

/** Takes one part of a picture. */
export const POST: RequestHandler = (event) =>
	answerStaff(event, { body: blobPart, budget: 'sync', right: 'intake' }, (staff) =>
		putPart(staff.centre, staff.session, event.params.hash, Number(event.params.part), staff.body)
	);

/** One part of a stored picture, for another device of the office. */
export const GET: RequestHandler = (event) =>
	answerStaff(event, { budget: 'sync', right: 'intake' }, (staff) =>
		readPart(staff.centre, staff.session, event.params.hash, Number(event.params.part))
	);
