import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { agreements, type Agreement } from '#lib/domain/guidance/agreements.ts';
import { type TopicPage } from '#lib/domain/guidance/shown.ts';
import { factsNamed, topicPage } from '#lib/domain/guidance/page.ts';
import { readingOf } from '#lib/domain/guidance/ruby.ts';
import { factsIn, topicSlugs, type TopicSlug } from '#lib/domain/guidance/terms.ts';
import { guidanceTopic } from '#lib/domain/guidance/topic.ts';
import { topicTranslation, type TopicTranslation } from '#lib/domain/guidance/translation.ts';
import { fallbackChain, languages } from './languages.ts';

// Read where pages and packs are made; a reader's device gets pages and packs.
const files = import.meta.glob<unknown>('/locales/*/guidance/*.json', {
	import: 'default',
	eager: true
});
const at = (tag: LanguageTag, slug: TopicSlug): unknown =>
	files[`/locales/${tag}/guidance/${slug}.json`];

const translationOf = (tag: LanguageTag, slug: TopicSlug): TopicTranslation =>
	topicTranslation.parse(at(tag, slug) ?? {});

export interface Country extends Agreement {
	readonly name: string;
}

/** A topic as pages and packs carry it; one of them lists countries. */
export interface GuidancePage extends TopicPage {
	readonly countries?: readonly Country[];
}

/** Names come from here: browsers do not know them in every language of ours. */
const countriesIn = (tag: LanguageTag): Country[] => {
	const names = new Intl.DisplayNames([languages[tag].html, 'en'], { type: 'region' });
	return agreements.map((one) => ({ ...one, name: names.of(one.country) ?? one.country }));
};

/** A topic in a language; blocks without a translation come in the nearest language that has one. */
export function guidancePage(tag: LanguageTag, slug: TopicSlug): GuidancePage {
	const chain = fallbackChain(tag).filter((one) => one !== 'ja');
	const page = topicPage(
		slug,
		guidanceTopic.parse(at('ja', slug)),
		tag,
		chain.map((one) => ({ tag: one, translation: translationOf(one, slug) }))
	);
	if (slug === 'agreements') return { ...page, countries: countriesIn(tag) };
	if (tag !== 'ja') return page;
	// Japanese is also looked for by its reading, which only the easy version writes.
	const readings = Object.values(translationOf('ja-easy', slug)).map(({ text }) => readingOf(text));
	return { ...page, keywords: [...page.keywords, ...readings] };
}

/** Every topic of a language: what a pack holds. */
export const guidancePages = (tag: LanguageTag): GuidancePage[] =>
	topicSlugs.map((slug) => guidancePage(tag, slug));

export interface IndexEntry extends Pick<
	TopicPage,
	'slug' | 'group' | 'audiences' | 'keywords' | 'facts'
> {
	readonly title: TopicPage['blocks'][number];
	readonly lead: TopicPage['blocks'][number];
}

/** Titles and leads of all topics: enough to choose by. */
export const guidanceIndex = (tag: LanguageTag): IndexEntry[] =>
	topicSlugs.map((slug) => {
		const { group, audiences, keywords, blocks } = guidancePage(tag, slug);
		const short = keywords.filter((word) => word.length <= 40);
		const of = (kind: string) => blocks.find((block) => block.kind === kind)!;
		const [title, lead] = [of('title'), of('lead')];
		const texts = [title, lead].flatMap(({ text, japanese }) => [text, japanese ?? '']);
		const facts = factsNamed(texts.flatMap(factsIn));
		return { slug, group, audiences, keywords: short, title, lead, facts };
	});
