import { languageTags } from '#lib/domain/basics/languages.ts';
import { guarded } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';
import { packsOf } from './packs.server.ts';

/** Which pack of guidance is the present one in each language, signed by the centre. */
export const GET: RequestHandler = (event) =>
	guarded(event, async () => {
		const { centre } = event.locals;
		const retryAfter = await centre.limits.take('public-read', event.getClientAddress());
		if (retryAfter !== undefined) {
			return { ok: false, refusal: { kind: 'too-many-requests', retryAfter } };
		}
		return { ok: true, value: await packsOf(centre).manifest(languageTags) };
	});
