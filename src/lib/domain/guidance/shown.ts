import type { LanguageTag } from '../basics/languages.ts';
import type { Fact, FactSource } from './fact.ts';
import { withoutRuby } from './ruby.ts';
import type { TopicSlug } from './terms.ts';
import type { Block, GuidanceTopic } from './topic.ts';
import type { BlockState } from './translation.ts';

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
	/** The figures its texts and its contacts name: so a page knows no more of them than it shows. */
	readonly facts: Readonly<Record<string, Fact>>;
	/** Where they come from, by the id a figure gives. */
	readonly sources: Readonly<Record<string, FactSource>>;
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
