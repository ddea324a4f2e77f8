import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { figures } from './figures.ts';
import { staffNamespaces, type Namespace, type Texts } from './resources.ts';

/** Whoever asks for texts: a page's own `fetch` where it has one, so that its answer comes with it. */
export type Ask = (address: string) => Promise<Response>;

const staff: readonly string[] = staffNamespaces;

/** The language a namespace is really in: staff texts are Japanese and English, all others in 13. */
const sourceOf = (tag: LanguageTag, namespace: Namespace): LanguageTag =>
	staff.includes(namespace) && tag !== 'en' ? 'ja' : tag;

/** Named by what its language says as a whole, so that an answer never changes. */
export const textsAddress = (tag: LanguageTag, namespace: string): string =>
	`/api/texts/${tag}/${TEXT_VERSIONS[tag]}/${namespace}.json`;

/** With readings (`{漢字|かんじ}`), which a page has to know how to show, or without. */
export type Form = '.ruby' | '';

/** What this page has asked for already. */
const known = new Map<string, unknown>();

async function read(address: string, ask: Ask): Promise<unknown> {
	if (known.has(address)) return known.get(address);
	const reply = await ask(address);
	if (!reply.ok) throw new Error(`${address} answered ${reply.status}`);
	const texts: unknown = await reply.json();
	// A server asks anew for each page: the answer becomes a part of it.
	if (!import.meta.env.SSR) known.set(address, texts);
	return texts;
}

export interface FoundTexts<N extends Namespace> {
	/** The language the texts are really in: not the wanted one where staff texts lack it. */
	readonly source: LanguageTag;
	readonly texts: Texts[N];
}

/** One namespace in a language, or in the nearest language that has it; throws without a line. */
export async function findTexts<N extends Namespace>(
	tag: LanguageTag,
	namespace: N,
	ask: Ask = fetch,
	form: Form = ''
): Promise<FoundTexts<N>> {
	const source = sourceOf(tag, namespace);
	return { source, texts: (await read(textsAddress(source, namespace + form), ask)) as Texts[N] };
}

/** Namespaces as plain objects: enough for public pages, which need neither plural nor runes. */
export async function loadTexts<N extends Namespace>(
	tag: LanguageTag,
	namespaces: readonly N[],
	ask: Ask = fetch,
	form: Form = ''
): Promise<Pick<Texts, N>> {
	const found = await Promise.all(
		namespaces.map(async (name) => [name, (await findTexts(tag, name, ask, form)).texts] as const)
	);
	return Object.fromEntries(found) as Pick<Texts, N>;
}

/** The text with each `{{name}}` replaced by its value, or by the figure of that name. */
export function fill(text: string, values: Record<string, string | number> = {}): string {
	return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) =>
		String(values[name] ?? figures[name as keyof typeof figures] ?? '')
	);
}
