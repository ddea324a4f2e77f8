import { limited } from '#lib/server/api.ts';
import { publicSlots } from '#lib/server/public-slots.ts';
import type { RequestHandler } from './$types';

/** The free times of an office, for everybody: free or full per start time and nothing else. */
export const GET: RequestHandler = (event) =>
	limited(event, 'public-read', async (centre) => {
		const slots = await publicSlots(centre, event.url.searchParams.get('office') ?? '');
		return slots ? { ok: true, value: slots } : { ok: false, refusal: { kind: 'not-found' } };
	});
