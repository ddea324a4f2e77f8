import type { LanguageTag } from '../basics/languages.ts';
import type { ShownBlock, TopicPage } from './shown.ts';
import type { TopicSlug } from './terms.ts';
import { isUnsure, type Block, type GuidanceTopic } from './topic.ts';
import { stateOf, type TopicTranslation } from './translation.ts';

/** Translations of a topic in the order in which they are looked at; Japanese comes after all. */
export type TranslationChain = readonly {
	readonly tag: LanguageTag;
	readonly translation: TopicTranslation;
}[];

export function topicPage(
	slug: TopicSlug,
	topic: GuidanceTopic,
	tag: LanguageTag,
	chain: TranslationChain
): TopicPage {
	const { group, audiences, book, keywords } = topic;
	return {
		...{ slug, group, audiences, book, keywords },
		blocks: topic.blocks.map((block) => shown(block, tag, chain))
	};
}

function shown(block: Block, tag: LanguageTag, chain: TranslationChain): ShownBlock {
	const { id, kind, text, topic, contact } = block;
	const rest = {
		unsure: isUnsure(block),
		...(topic ? { topic } : {}),
		...(contact ? { contact } : {})
	};
	if (tag === 'ja') return { id, kind, text, lang: 'ja', state: 'source', ...rest };
	const found = chain.find(({ translation }) => translation[id]);
	if (!found) return { id, kind, text, lang: 'ja', state: 'missing', ...rest };
	const translated = found.translation[id]!;
	const own = found.tag === tag ? stateOf(block, translated) : 'missing';
	return { id, kind, text: translated.text, lang: found.tag, state: own, japanese: text, ...rest };
}
