import { languageTags } from '#lib/domain/basics/languages.ts';
import { limited } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';
import { packsOf } from './packs.server.ts';

/** Which pack of guidance is the present one in each language, signed by the centre. */
export const GET: RequestHandler = (event) =>
	limited(event, 'public-read', async (centre) => ({
		ok: true,
		value: await packsOf(centre).manifest(languageTags)
	}));
