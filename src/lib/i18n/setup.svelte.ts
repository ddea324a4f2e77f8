import { createInstance, type TFunction } from 'i18next';
import { createContext } from 'svelte';
import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { figures } from './figures.ts';
import { loadFonts } from './fonts.ts';
import { fallbackChain, languages } from './languages.ts';
import type { Namespace } from './resources.ts';
import { findTexts, type Ask } from './texts.ts';

/** `t('slip:title')`; keys without a namespace belong to `common`. Unknown keys do not compile. */
export type Translate = TFunction<['common', ...Exclude<Namespace, 'common'>[]]>;

interface Loaded {
	readonly t: Translate;
	readonly sources: ReadonlyMap<Namespace, LanguageTag>;
}

async function load(
	tag: LanguageTag,
	namespaces: readonly Namespace[],
	ask?: Ask
): Promise<Loaded> {
	const names = [...new Set<Namespace>(['common', ...namespaces])];
	const found = await Promise.all(names.map((name) => findTexts(tag, name, ask)));
	const resources: Record<string, Record<string, object>> = {};
	names.forEach((name, index) => {
		const { source, texts } = found[index]!;
		(resources[source] ??= {})[name] = texts;
	});
	const instance = createInstance();
	await instance.init({
		lng: tag,
		fallbackLng: fallbackChain(tag).slice(1),
		resources,
		ns: names,
		defaultNS: 'common',
		// `ja-easy` would otherwise be read as a language with the script "Easy".
		lowerCaseLng: true,
		load: 'currentOnly',
		interpolation: { escapeValue: false, defaultVariables: figures }
	});
	return {
		t: instance.t as unknown as Translate,
		sources: new Map(names.map((name, index) => [name, found[index]!.source]))
	};
}

/** A `t` in a fixed language, for the second language of a screen or of the booking slip. */
export const translator = async (
	tag: LanguageTag,
	namespaces: readonly Namespace[]
): Promise<Translate> => (await load(tag, namespaces)).t;

/** The language of a page and its `t`; both change together, after the new texts are there. */
export class Translation {
	#namespaces: readonly Namespace[];
	#current: Loaded & { readonly lang: LanguageTag };

	constructor(lang: LanguageTag, namespaces: readonly Namespace[], loaded: Loaded) {
		this.#namespaces = namespaces;
		this.#current = $state.raw({ ...loaded, lang });
	}

	get lang(): LanguageTag {
		return this.#current.lang;
	}

	get t(): Translate {
		return this.#current.t;
	}

	/** The language a namespace is really shown in; mark the passage when it is another one. */
	sourceOf(namespace: Namespace): LanguageTag {
		return this.#current.sources.get(namespace) ?? 'ja';
	}

	/** Switches the page, its `<html lang>` and its fonts to another language. */
	async setLanguage(tag: LanguageTag): Promise<void> {
		const loaded = await load(tag, this.#namespaces);
		this.#current = { ...loaded, lang: tag };
		if (typeof document !== 'undefined') document.documentElement.lang = languages[tag].html;
		void loadFonts(tag);
	}
}

/** One per request or app start, made in a universal `load`: nothing is shared between visitors. */
export async function createTranslation(
	tag: LanguageTag,
	namespaces: readonly Namespace[],
	ask?: Ask
): Promise<Translation> {
	return new Translation(tag, namespaces, await load(tag, namespaces, ask));
}

/** Set by a layout, read by the components under it. */
export const [getTranslation, setTranslation] = createContext<Translation>();
