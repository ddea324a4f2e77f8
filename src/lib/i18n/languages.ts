import type { LanguageTag } from '#lib/domain/basics/languages.ts';

export interface Language {
	/** The name speakers of the language use for it. */
	readonly name: string;
	/** Value of the HTML `lang` attribute, also a BCP 47 tag that Intl knows. */
	readonly html: string;
	readonly dir: 'ltr';
	/** Letters the language is written in; the Latin alphabet is allowed beside it for names. */
	readonly script: RegExp;
}

const language = (name: string, html: string, script: RegExp): Language => ({
	name,
	html,
	dir: 'ltr',
	script
});

const latin = /\p{Script=Latin}/u;
const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

/** The reading languages; easy Japanese is Japanese for a screen reader. */
export const languages: Record<LanguageTag, Language> = {
	ja: language('日本語', 'ja', japanese),
	'ja-easy': language('やさしい日本語', 'ja', japanese),
	en: language('English', 'en', latin),
	zh: language('简体中文', 'zh', /\p{Script=Han}/u),
	ko: language('한국어', 'ko', /\p{Script=Hangul}/u),
	es: language('Español', 'es', latin),
	pt: language('Português', 'pt', latin),
	vi: language('Tiếng Việt', 'vi', latin),
	tl: language('Tagalog', 'tl', latin),
	th: language('ไทย', 'th', /\p{Script=Thai}/u),
	id: language('Bahasa Indonesia', 'id', latin),
	ne: language('नेपाली', 'ne', /\p{Script=Devanagari}/u),
	my: language('မြန်မာ', 'my', /\p{Script=Myanmar}/u)
};

/** The tags in the order of the language list; without the schemas of the domain, for public pages. */
export const languageTags = Object.keys(languages) as LanguageTag[];

/** Languages a phone interpreter speaks at the counter: all but Japanese. */
export const interpreterTags = languageTags.filter((tag) => languages[tag].html !== 'ja');

export const isLanguageTag = (text: string): text is LanguageTag => Object.hasOwn(languages, text);

/** Other codes people and browsers use for a language of ours. */
const aliases: Record<string, LanguageTag> = { fil: 'tl', in: 'id', jp: 'ja', cn: 'zh', kr: 'ko' };

/** The language of ours nearest to a tag such as `pt-BR`, `fil` or `zh-TW`. */
export function nearestLanguage(tag: string): LanguageTag | undefined {
	const text = tag.toLowerCase();
	if (isLanguageTag(text)) return text;
	const primary = text.split(/[-_]/)[0]!;
	return isLanguageTag(primary) ? primary : aliases[primary];
}

/** Where a text is looked for when the language itself does not have it. */
export const fallbackChain = (tag: LanguageTag): LanguageTag[] => [
	...new Set<LanguageTag>([tag, ...(tag === 'ja' ? [] : (['ja-easy'] as const)), 'ja'])
];
