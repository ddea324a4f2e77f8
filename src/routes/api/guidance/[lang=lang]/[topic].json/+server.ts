import { error, json } from '@sveltejs/kit';
import { dateAt } from '#lib/domain/basics/days.ts';
import { topicSlugs } from '#lib/domain/guidance/terms.ts';
import { guidanceIndex, guidancePage } from '#lib/i18n/guidance.ts';
import { isLanguageTag, languageTags } from '#lib/i18n/languages.ts';
import type { EntryGenerator, RequestHandler } from './$types';

export const prerender = true;

export const entries: EntryGenerator = () =>
	languageTags.flatMap((lang) => ['index', ...topicSlugs].map((topic) => ({ lang, topic })));

/** One topic in one language, or the list of all (`index`): the data behind the guidance pages. */
export const GET: RequestHandler = ({ params: { lang, topic } }) => {
	if (!isLanguageTag(lang)) error(404);
	if (topic === 'index') return json(guidanceIndex(lang));
	const slug = topicSlugs.find((one) => one === topic);
	if (!slug) error(404);
	return json({ ...guidancePage(lang, slug), madeOn: dateAt(Date.now()) });
};
