import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { languageTags } from './languages.ts';
import { textsAddress } from './texts.ts';

// Read at the centre only: a reader's device gets the texts of a page as data.
const files = import.meta.glob<object>('/locales/*/*.json', { import: 'default' });

/** Every namespace there is, with the languages that have it. */
export const textFiles: readonly { readonly lang: LanguageTag; readonly name: string }[] =
	Object.keys(files).flatMap((path) => {
		const [, , tag, file] = path.split('/');
		const lang = languageTags.find((one) => one === tag);
		return lang ? [{ lang, name: file!.replace('.json', '') }] : [];
	});

/** The texts of a namespace in exactly this language. */
export const readTextFile = async (lang: string, name: string): Promise<object | undefined> =>
	files[`/locales/${lang}/${name}.json`]?.();

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
