import * as z from 'zod/mini';

/**
 * Reading languages of the product: Japanese, やさしい日本語 and the eleven of the interpreter
 * service (003:マルチランゲージサービス, 11か国語).
 */
export const languageTags = [
	'ja',
	'ja-easy',
	'en',
	'zh',
	'ko',
	'es',
	'pt',
	'vi',
	'tl',
	'th',
	'id',
	'ne',
	'my'
] as const;

export type LanguageTag = (typeof languageTags)[number];
export const languageTag = z.enum(languageTags);

/** What can be spoken at the counter; easy Japanese is spoken Japanese. */
export const spokenLanguages = languageTags.filter((tag) => tag !== 'ja-easy');
