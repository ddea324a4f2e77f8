import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { figures } from './figures.ts';
import { fallbackChain } from './languages.ts';
import type { Namespace, Texts } from './resources.ts';

const files = import.meta.glob<Texts[Namespace]>('/locales/*/*.json', { import: 'default' });

export interface FoundTexts<N extends Namespace> {
	/** The language the texts are really in: not the wanted one when it lacks the file. */
	readonly source: LanguageTag;
	readonly texts: Texts[N];
}

/** One namespace in a language, or in the nearest language that has it. */
export async function findTexts<N extends Namespace>(
	tag: LanguageTag,
	namespace: N
): Promise<FoundTexts<N>> {
	for (const source of fallbackChain(tag)) {
		const read = files[`/locales/${source}/${namespace}.json`];
		if (read) return { source, texts: (await read()) as Texts[N] };
	}
	throw new Error(`locales/ja/${namespace}.json is missing`);
}

/** Namespaces as plain objects: enough for public pages, which need neither plural nor runes. */
export async function loadTexts<N extends Namespace>(
	tag: LanguageTag,
	namespaces: readonly N[]
): Promise<Pick<Texts, N>> {
	const found = await Promise.all(
		namespaces.map(async (name) => [name, (await findTexts(tag, name)).texts] as const)
	);
	return Object.fromEntries(found) as Pick<Texts, N>;
}

/** The text with each `{{name}}` replaced by its value, or by the figure of that name. */
export function fill(text: string, values: Record<string, string | number> = {}): string {
	return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) =>
		String(values[name] ?? figures[name as keyof typeof figures] ?? '')
	);
}
