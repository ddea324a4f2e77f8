import { error, json } from '@sveltejs/kit';
import { readTextFile, textPlaces } from '#lib/i18n/text-files.ts';
import type { EntryGenerator, RequestHandler } from './$types';

export const prerender = true;

export const entries: EntryGenerator = () => textPlaces();

/** The texts of one namespace in one language, by the hash of the language's texts. */
export const GET: RequestHandler = async ({ params: { lang, name } }) => {
	const texts = await readTextFile(lang, name);
	if (!texts) error(404);
	return json(texts);
};
