import { readingOf, withoutRuby } from './ruby.ts';

/** What of a topic is searched, in the reader's language and in Japanese. */
export interface Searched<Slug extends string = string> {
	readonly slug: Slug;
	readonly title: string;
	readonly keywords: readonly string[];
	readonly texts: readonly string[];
}

/**
 * One spelling for all: full-width to half-width, small letters, katakana to hiragana, no marks on
 * Latin letters, no spaces or signs. Thai and Burmese, which write no spaces, stay as they are.
 */
export const normalise = (text: string): string =>
	withoutRuby(text)
		.normalize('NFKC')
		.toLowerCase()
		.replace(/đ/g, 'd')
		.replace(/\p{Script=Latin}\p{M}*/gu, (letter) => letter.normalize('NFD').replace(/\p{M}/gu, ''))
		.normalize('NFD')
		.replace(/([a-z])\p{M}+/gu, '$1')
		.normalize('NFC')
		.replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
		.replace(/ー/g, '')
		.replace(/[\p{P}\p{S}\p{Z}\s]/gu, '');

/** As it is written and, with ruby, as it is read. */
const spellings = (text: string): string[] =>
	text.includes('|') ? [text, readingOf(text)] : [text];

interface Entry<Slug extends string> {
	readonly slug: Slug;
	readonly title: string;
	readonly keywords: readonly string[];
	readonly text: string;
}
export type SearchIndex<Slug extends string = string> = readonly Entry<Slug>[];

/** Made once per language and kept: what costs time is done here. */
export const searchIndex = <Slug extends string>(
	topics: readonly Searched<Slug>[]
): SearchIndex<Slug> =>
	topics.map(({ slug, title, keywords, texts }) => ({
		slug,
		title: spellings(title).map(normalise).join('\u0000'),
		keywords: keywords.map(normalise),
		// A letter nobody types keeps the end of one text from joining the next.
		text: texts.flatMap(spellings).map(normalise).join('\u0000')
	}));

/** Shorter words of Latin letters are looked for at the start of keywords only. */
const SHORT = 3;

function score<Slug extends string>(entry: Entry<Slug>, word: string): number {
	const isShort = /^[a-z]+$/.test(word) && word.length < SHORT;
	let found = 0;
	if (entry.title.includes(word)) found += 12;
	if (entry.keywords.some((keyword) => keyword === word)) found += 10;
	else if (entry.keywords.some((keyword) => keyword.startsWith(word))) found += 6;
	else if (!isShort && entry.keywords.some((keyword) => keyword.includes(word))) found += 3;
	if (!isShort && entry.text.includes(word)) found += 2;
	return found;
}

/** Overlapping pairs of letters, for scripts that put no space between words. */
const pairs = (word: string): string[] =>
	Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => word.slice(at, at + 2));

/** How much of the pairs of a word a text has to hold to count as near. */
const NEAR = 0.7;

function nearness<Slug extends string>(
	{ title, keywords, text }: Entry<Slug>,
	word: string
): number {
	const wanted = pairs(word);
	if (wanted.length < 2) return 0;
	return Math.max(
		...[title, ...keywords, text].map(
			(where, index) =>
				(wanted.filter((pair) => where.includes(pair)).length / wanted.length) *
				(index <= keywords.length ? 1 : 0.8)
		)
	);
}

/**
 * Topics that hold every word of a query, best first; where none does, those that come near. An
 * empty query finds nothing.
 */
export function search<Slug extends string>(index: SearchIndex<Slug>, query: string): Slug[] {
	const words = query
		.split(/[\s\u3000]+/)
		.map(normalise)
		.filter(Boolean);
	if (words.length === 0) return [];
	const exact = index
		.map((entry) => ({ slug: entry.slug, scores: words.map((word) => score(entry, word)) }))
		.filter(({ scores }) => scores.every((one) => one > 0))
		.map(({ slug, scores }) => ({ slug, score: scores.reduce((sum, one) => sum + one, 0) }));
	if (exact.length > 0) return byScore(exact);
	const all = words.join('');
	return byScore(
		index
			.map((entry) => ({ slug: entry.slug, score: nearness(entry, all) }))
			.filter(({ score }) => score >= NEAR)
	);
}

const byScore = <Slug extends string>(found: { slug: Slug; score: number }[]): Slug[] =>
	found.sort((a, b) => b.score - a.score).map(({ slug }) => slug);

/** Known words nearest to one that is not known, by edits; at most three, the nearest first. */
export function nearest<Word extends string>(known: readonly Word[], asked: string): Word[] {
	return known
		.map((word) => ({ word, far: distance(word, asked.toLowerCase()) }))
		.sort((a, b) => a.far - b.far)
		.slice(0, 3)
		.map(({ word }) => word);
}

function distance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, at) => at);
	for (let i = 1; i <= a.length; i += 1) {
		const next = [i];
		for (let j = 1; j <= b.length; j += 1)
			next[j] = Math.min(
				row[j]! + 1,
				next[j - 1]! + 1,
				row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
			);
		row = next;
	}
	return row[b.length]!;
}
