import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import type { TopicPage } from '#lib/domain/guidance/shown.ts';
import type { Agreement } from '#lib/domain/guidance/agreements.ts';
import type { IndexEntry } from '#lib/i18n/guidance.ts';

/** A topic as the page shows it; `madeOn` only where it comes from the centre. */
export interface Topic extends TopicPage {
	readonly madeOn?: string;
	readonly countries?: readonly (Agreement & { readonly name: string })[];
}

type Fetch = typeof fetch;

async function fromPack(lang: LanguageTag): Promise<Topic[] | undefined> {
	if (import.meta.env.SSR) return undefined;
	const { keptPack } = await import('#lib/local/packs.ts');
	return keptPack<Topic[]>(lang);
}

/** A topic from the pack of this device, or from the centre; undefined when neither has it. */
export async function readTopic(
	lang: LanguageTag,
	slug: string,
	ask: Fetch
): Promise<Topic | undefined> {
	// Without a script the centre has filled the page already; the fetch is answered from there.
	const reply = await ask(`/api/guidance/${lang}/${slug}.json`).catch(() => undefined);
	if (reply?.ok) return (await reply.json()) as Topic;
	return (await fromPack(lang))?.find((topic) => topic.slug === slug);
}

export async function readIndex(lang: LanguageTag, ask: Fetch): Promise<IndexEntry[]> {
	const reply = await ask(`/api/guidance/${lang}/index.json`);
	return (await reply.json()) as IndexEntry[];
}

/** All topics with all their words, for searching; undefined without a pack. */
export const readPack = fromPack;
