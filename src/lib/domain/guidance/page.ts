import type { LanguageTag } from '../basics/languages.ts';
import { withoutRuby } from './ruby.ts';
import { isUnsure, type Block, type GuidanceTopic, type TopicSlug } from './topic.ts';
import { stateOf, type BlockState, type TopicTranslation } from './translation.ts';

export interface ShownBlock {
	readonly id: string;
	readonly kind: Block['kind'];
	/** In `lang`; with ruby marks in easy Japanese, figures as `{{name}}`. */
	readonly text: string;
	/** Not the wanted language where a translation is missing. */
	readonly lang: LanguageTag;
	readonly state: BlockState;
	/** The Japanese original, one tap away; left out where the text is it. */
	readonly japanese?: string;
	readonly unsure: boolean;
	readonly topic?: TopicSlug;
	readonly contact?: NonNullable<Block['contact']>;
}

/** A topic as a reader of one language sees it. */
export interface TopicPage extends Pick<GuidanceTopic, 'group' | 'audiences' | 'book'> {
	readonly slug: TopicSlug;
	readonly keywords: readonly string[];
	readonly blocks: readonly ShownBlock[];
}

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

const order: readonly BlockState[] = ['source', 'current', 'unreviewed', 'outdated', 'missing'];

/** What may be said of a whole page: the state of its least certain block. */
export const pageState = ({ blocks }: Pick<TopicPage, 'blocks'>): BlockState =>
	blocks.reduce<BlockState>(
		(worst, { state }) => (order.indexOf(state) > order.indexOf(worst) ? state : worst),
		'source'
	);

/** The text of the one block of a kind, without ruby. */
export const wordsOf = ({ blocks }: Pick<TopicPage, 'blocks'>, kind: 'title' | 'lead'): string =>
	withoutRuby(blocks.find((block) => block.kind === kind)?.text ?? '');
