import { answerStaff } from '#lib/server/api.ts';
import type { Caller, Centre } from '#lib/server/centre.ts';
import { listRescued, orderRescued } from '#lib/server/rescue.ts';
import { rescueOrder } from '#lib/sync/rescue.ts';
import type { RequestHandler } from './$types';

/** As much as a tablet may seal in one request. */
const MAX_BYTES = 16_000_000;

const list = async (centre: Centre, session: Caller) => ({
	ok: true as const,
	value: { rescued: await listRescued(centre, session), serverTime: centre.clock() }
});

/** What lost, revoked or wiped tablets of the office could not send any more. */
export const GET: RequestHandler = (event) =>
	answerStaff(event, { budget: 'other', right: 'administration' }, ({ centre, session }) =>
		list(centre, session)
	);

/** What becomes of it; the answer is the list after that. */
export const POST: RequestHandler = (event) =>
	answerStaff(
		event,
		{ body: rescueOrder, maxBytes: MAX_BYTES, budget: 'other', right: 'administration' },
		async ({ centre, session, body }) => {
			const end = await orderRescued(centre, session, body);
			return end.ok ? list(centre, session) : end;
		}
	);
