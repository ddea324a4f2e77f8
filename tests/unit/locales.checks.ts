import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { plainNumbers } from '#lib/domain/guidance/topic.ts';
import { languages } from '#lib/i18n/languages.ts';
import type { Flat } from '#lib/i18n/text-stamps.ts';

const names = /第[123]号|[123]級/g;
const suffix = /_(zero|one|two|few|many|other)$/;
const base = (key: string): string => key.replace(suffix, '');
const isPlural = (flat: Flat, key: string): boolean => `${base(key)}_other` in flat;
const words = (text: string): string => text.replace(/\{\{.*?\}\}/g, '');
const placeholders = (text: string): string =>
	[...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)]
		.map(([, name]) => name)
		.sort()
		.join(' ');

/** The keys a language must have for a source: plurals once for each of its CLDR categories. */
export function expectedKeys(tag: LanguageTag, source: Flat): string[] {
	const { pluralCategories } = new Intl.PluralRules(languages[tag].html).resolvedOptions();
	const keys = Object.keys(source).flatMap((key) =>
		isPlural(source, key) && suffix.test(key)
			? pluralCategories.map((category) => `${base(key)}_${category}`)
			: [key]
	);
	return [...new Set(keys)].sort();
}

/** Letters that belong neither to the script of the language nor to the Latin alphabet. */
export function foreignLetters(tag: LanguageTag, text: string): string {
	const { script } = languages[tag];
	const shared = /[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;
	return [...words(text)]
		.filter((letter) => /\p{L}/u.test(letter) && !script.test(letter) && !shared.test(letter))
		.join('');
}

export interface Exceptions {
	/** `namespace:key` → texts that may be the same as the source in every language. */
	readonly sameEverywhere: ReadonlySet<string>;
	/** `tag namespace:key` → texts that may be the same as the source in that language. */
	readonly same: ReadonlySet<string>;
}

/**
 * What is wrong with the texts of one namespace in one language, as readable lines. Japanese
 * words never stand inside another language: a page shows them beside it, from locales/ja.
 */
export function problems(
	tag: LanguageTag,
	namespace: string,
	texts: Flat,
	source: Flat,
	exceptions: Exceptions
): string[] {
	const found: string[] = [];
	const expected = expectedKeys(tag, source);
	for (const key of expected) if (!(key in texts)) found.push(`${key} is missing`);
	for (const [key, text] of Object.entries(texts)) {
		const name = `${namespace}:${key}`;
		const original = source[key] ?? source[`${base(key)}_other`] ?? '';
		const shared = exceptions.sameEverywhere.has(name);
		if (!expected.includes(key)) found.push(`${key} does not exist in ja`);
		if (text.trim() === '') found.push(`${key} is empty`);
		if (text !== text.trim()) found.push(`${key} has space around it`);
		// 第1号 and 1級 are names: another language writes their digit, and no other.
		const allowed = tag === 'ja' ? [] : plainNumbers(original);
		const written = plainNumbers(tag === 'ja' ? text.replace(names, '') : text);
		if (written.some((digit) => !allowed.includes(digit)))
			found.push(`${key} writes a figure itself`);
		if (/\{\{|\}\}/.test(words(text))) found.push(`${key} has a broken placeholder`);
		if (placeholders(text) !== placeholders(original) && !suffix.test(key)) {
			found.push(`${key} has other placeholders than ja`);
		}
		const foreign = foreignLetters(tag, text);
		if (foreign) found.push(`${key} has letters of another script: ${foreign}`);
		if (shared || words(text).trim() === '') continue;
		if (!languages[tag].script.test(words(text))) found.push(`${key} is not in its own script`);
		if (tag !== 'ja' && text === original && !exceptions.same.has(`${tag} ${name}`)) {
			found.push(`${key} is the same as ja`);
		}
	}
	return found;
}

/** Keys whose text is the English one in another language: most often a forgotten translation. */
export const leftInEnglish = (texts: Flat, english: Flat): string[] =>
	Object.keys(texts).filter((key) => texts[key] === english[key]);
