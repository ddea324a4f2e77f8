import { guarded } from '#lib/server/api.ts';
import { readTowns } from '#lib/server/towns.ts';
import type { RequestHandler } from './$types';

/** The dictionary itself: public data, gzipped, for ever the same under its hash. */
export const GET: RequestHandler = (event) =>
	guarded(event, async () => {
		const { centre } = event.locals;
		const retryAfter = await centre.limits.take('public-read', event.getClientAddress());
		if (retryAfter !== undefined)
			return { ok: false, refusal: { kind: 'too-many-requests', retryAfter } };
		const data = await readTowns(centre, event.params.hash);
		if (!data) return { ok: false, refusal: { kind: 'not-found' } };
		return new Response(new Uint8Array(data), {
			headers: {
				'content-type': 'application/gzip',
				'cache-control': 'public, max-age=31536000, immutable'
			}
		});
	});
