import { isLanguageTag } from '#lib/i18n/languages.ts';
import { guarded } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';
import { packsOf } from '../../packs.server.ts';

/** A pack under its own hash: what an address holds never changes. */
export const GET: RequestHandler = (event) =>
	guarded(event, async () => {
		const { lang, hash } = event.params;
		const file = isLanguageTag(lang)
			? await packsOf(event.locals.centre).file(lang, hash)
			: undefined;
		if (!file) return { ok: false, refusal: { kind: 'not-found' } };
		return new Response(file, {
			headers: {
				'content-type': 'application/json',
				'content-encoding': 'br',
				'cache-control': 'public, max-age=31536000, immutable'
			}
		});
	});
