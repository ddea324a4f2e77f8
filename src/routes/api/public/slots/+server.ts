import { guarded } from '#lib/server/api.ts';
import { publicSlots } from '#lib/server/public-slots.ts';
import type { RequestHandler } from './$types';

/** The free times of an office, for everybody: free or full per start time and nothing else. */
export const GET: RequestHandler = (event) =>
	guarded(event, async () => {
		const { centre } = event.locals;
		const retryAfter = await centre.limits.take('public-read', event.getClientAddress());
		if (retryAfter !== undefined) {
			return { ok: false, refusal: { kind: 'too-many-requests', retryAfter } };
		}
		const slots = await publicSlots(centre, event.url.searchParams.get('office') ?? '');
		return slots ? { ok: true, value: slots } : { ok: false, refusal: { kind: 'not-found' } };
	});
