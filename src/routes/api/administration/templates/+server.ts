import { answerStaff } from '#lib/server/api.ts';
import { publishTemplate } from '#lib/server/templates.ts';
import { templateOrder } from '#lib/sync/templates.ts';
import type { RequestHandler } from './$types';

/** A new version of a form for all offices, with its empty sheet; or whether one is offered. */
export const POST: RequestHandler = (event) =>
	answerStaff(event, { body: templateOrder, budget: 'other', right: 'administration' }, (staff) =>
		publishTemplate(staff.centre, staff.session, staff.body)
	);
