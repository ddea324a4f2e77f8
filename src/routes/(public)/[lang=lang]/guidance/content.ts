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
	const { keptPack } = await import('#lib/local/kept-pack.ts');
	const pack = await keptPack<Topic[]>(lang);
	// Kept by an app that had the figures in itself: of no use without them.
	return pack?.every(({ facts }) => facts) ? pack : undefined;
}

/** With a pack at hand a slow line is not waited for longer than this. */
const PATIENCE_MS = 2000;

async function fromCentre(lang: LanguageTag, slug: string, ask: Fetch): Promise<Topic | undefined> {
	try {
		const reply = await ask(`/api/guidance/${lang}/${slug}.json`);
		const topic = (await reply.json()) as Partial<Topic>;
		// A portal of a hotel answers 200 with a page of its own.
		return reply.ok && topic.slug === slug && topic.blocks && topic.facts
			? (topic as Topic)
			: undefined;
	} catch {
		return undefined;
	}
}

/** A topic from the centre, or from the pack of this device; undefined when neither has it. */
export async function readTopic(
	lang: LanguageTag,
	slug: string,
	ask: Fetch
): Promise<Topic | undefined> {
	// While a page starts, the fetch is answered from the page itself.
	const asked = fromCentre(lang, slug, ask);
	const kept = (await fromPack(lang))?.find((topic) => topic.slug === slug);
	if (!kept) return asked;
	const late = new Promise<undefined>((over) => setTimeout(() => over(undefined), PATIENCE_MS));
	return (await Promise.race([asked, late])) ?? kept;
}

/** Lets the worker keep a topic whose words came with the page itself, without a request. */
export async function keepTopic(lang: LanguageTag, slug: string): Promise<void> {
	if (!navigator.serviceWorker) return;
	await navigator.serviceWorker.ready;
	await fetch(`/api/guidance/${lang}/${slug}.json`).catch(() => undefined);
}

export async function readIndex(lang: LanguageTag, ask: Fetch): Promise<IndexEntry[]> {
	const reply = await ask(`/api/guidance/${lang}/index.json`);
	return (await reply.json()) as IndexEntry[];
}

/** All topics with all their words, for searching; undefined without a pack. */
export const readPack = fromPack;
