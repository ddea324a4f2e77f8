import { error } from '@sveltejs/kit';
import { topicSlugs } from '#lib/domain/guidance/terms.ts';
import { languageTags } from '#lib/i18n/languages.ts';
import { loadTexts } from '#lib/i18n/texts.ts';
import { readIndex, readTopic } from '../content.ts';
import type { EntryGenerator, PageLoad } from './$types';

export const entries: EntryGenerator = () =>
	languageTags.flatMap((lang) => topicSlugs.map((topic) => ({ lang, topic })));

export const load: PageLoad = async ({ params, parent, fetch }) => {
	const { lang } = await parent();
	const words = await loadTexts(lang, ['guidance'], fetch);
	const { guidance } = words;
	if (!(topicSlugs as readonly string[]).includes(params.topic)) {
		const { nearest } = await import('#lib/domain/guidance/search.ts');
		const index = await readIndex(lang, fetch);
		const near = nearest(topicSlugs, params.topic).flatMap((slug) =>
			index.filter((entry) => entry.slug === slug)
		);
		error(404, { message: guidance.nearest, near });
	}
	const topic = await readTopic(lang, params.topic, fetch);
	if (!topic) error(503, { message: guidance.pack.absent, near: [] });
	// Where the form itself can be tried, its name comes along.
	const rehearsal =
		topic.slug === 'nenkin-net'
			? (await loadTexts(lang, ['registration'], fetch)).registration.title
			: undefined;
	return { words, topic, rehearsal };
};
