import type { LanguageTag } from '../basics/languages.ts';
import { contactList } from './contacts.ts';
import type { Fact } from './fact.ts';
import { factList, isFactName, type FactName } from './fact-list.ts';
import { factSources, type FactSourceId } from './fact-sources.ts';
import type { ShownBlock, TopicPage } from './shown.ts';
import { factsIn, type TopicSlug } from './terms.ts';
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
	const blocks = topic.blocks.map((block) => shown(block, tag, chain));
	const facts = factsNamed(blocks.flatMap(namesIn));
	const sources = [...new Set(Object.values(facts).map(({ source }) => source as FactSourceId))];
	return {
		...{ slug, group, audiences, book, keywords, blocks, facts },
		sources: Object.fromEntries(sources.map((id) => [id, factSources[id]]))
	};
}

/** Figures by name; names nobody keeps are left out. */
export const factsNamed = (names: readonly string[]): Record<string, Fact> =>
	Object.fromEntries([...new Set(names)].filter(isFactName).map((name) => [name, factList[name]]));

/** What the hours of contacts are written with. */
const hourFacts: readonly FactName[] = [
	'opensAt',
	'closesAt',
	'lateClosesAt',
	'saturdayOpensAt',
	'saturdayClosesAt'
];

/** Names of the figures of a block, those of its original and its contact included. */
function namesIn({ text, japanese, contact }: ShownBlock): string[] {
	const found = contact && contactList[contact];
	const hours = found ? hourFacts : [];
	const phones = found ? [found.phone, found.phoneOther].flatMap((name) => name ?? []) : [];
	return [...factsIn(text), ...factsIn(japanese ?? ''), ...phones, ...hours];
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
