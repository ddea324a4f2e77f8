import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { withoutRuby } from '#lib/domain/guidance/ruby.ts';
import { languageTags } from './languages.ts';
import { namespacesWithRuby } from './resources.ts';
import { textsAddress } from './texts.ts';

// Read at the centre only: a reader's device gets the texts of a page as data.
const files = import.meta.glob<object>('/locales/*/*.json', { import: 'default' });

/** Every namespace there is, with the languages that have it; readings have a file of their own. */
export const textFiles: readonly { readonly lang: LanguageTag; readonly name: string }[] = [
	...Object.keys(files).flatMap((path) => {
		const [, , tag, file] = path.split('/');
		const lang = languageTags.find((one) => one === tag);
		return lang ? [{ lang, name: file!.replace('.json', '') }] : [];
	}),
	...namespacesWithRuby.map((name) => ({ lang: 'ja-easy' as const, name: `${name}.ruby` }))
];

/** The texts of a namespace in exactly this language, with readings only as `<namespace>.ruby`. */
export async function readTextFile(lang: string, name: string): Promise<object | undefined> {
	const [namespace, form] = name.split('.');
	const texts = await files[`/locales/${lang}/${namespace}.json`]?.();
	if (!texts || form) return texts;
	return JSON.parse(withoutRuby(JSON.stringify(texts))) as object;
}

/** The texts behind an address of texts; undefined for any other address. */
export async function textsBehind(pathname: string): Promise<object | undefined> {
	const [, lang, name] = /^\/api\/texts\/([^/]+)\/[^/]+\/([^/]+)\.json$/.exec(pathname) ?? [];
	return lang && name ? readTextFile(lang, name) : undefined;
}

/** Where each file of texts is to be found. */
export const textPlaces = () =>
	textFiles.map(({ lang, name }) => ({
		lang,
		name,
		hash: textsAddress(lang, name).split('/')[4]!
	}));
