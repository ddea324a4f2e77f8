import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { factList } from '#lib/domain/guidance/fact-list.ts';
import { factsIn, topicSlugs } from '#lib/domain/guidance/terms.ts';
import {
	guidanceTopic,
	isUnsure,
	topicProblems,
	type GuidanceTopic
} from '#lib/domain/guidance/topic.ts';
import { longSentences, rubyProblems } from '#lib/domain/guidance/ruby.ts';
import { topicTranslation, translationProblems } from '#lib/domain/guidance/translation.ts';
import { languageTags } from '#lib/domain/basics/languages.ts';
import { languages } from '#lib/i18n/languages.ts';
import { foreignLetters } from './locales.checks.ts';

const folder = new URL('../../locales/ja/guidance/', import.meta.url);
const read = (slug: string): unknown =>
	JSON.parse(readFileSync(new URL(`${slug}.json`, folder), 'utf8'));

describe('locales/ja/guidance', () => {
	it('has a file for every topic and no other', () => {
		const files = readdirSync(folder).map((file) => file.replace('.json', ''));
		expect(files.sort()).toEqual([...topicSlugs].sort());
	});

	it.each(topicSlugs)('%s is well formed, writes no figure and names known ones', (slug) => {
		const parsed = guidanceTopic.safeParse(read(slug));
		expect(parsed.error?.issues ?? []).toEqual([]);
		expect(topicProblems(parsed.data!)).toEqual([]);
	});

	it('leads from each topic to another one', () => {
		const self = topicSlugs.filter((slug) =>
			guidanceTopic.parse(read(slug)).blocks.some(({ topic }) => topic === slug)
		);
		expect(self).toEqual([]);
	});

	it('marks what rests on a figure that nobody confirmed', () => {
		const { blocks } = guidanceTopic.parse(read('spouse'));
		const income = blocks.find(({ text }) => factsIn(text).includes('spouseIncome'))!;
		expect(isUnsure(income)).toBe(true);
		expect(factList.spouseIncome.certainty).toBe('uncertain');
	});
});

describe('the checks find what they are for', () => {
	const good = guidanceTopic.parse(read('joining'));
	const change = (over: Partial<GuidanceTopic['blocks'][number]>): GuidanceTopic => ({
		...good,
		blocks: good.blocks.map((block) => (block.kind === 'title' ? { ...block, ...over } : block))
	});

	it.each([
		['a figure', { text: '20歳になったら' }, 'title writes a figure itself'],
		['a full-width figure', { text: '２０歳になったら' }, 'title writes a figure itself'],
		['an unknown figure', { text: '{{noSuchFact}}円' }, 'title names no fact: noSuchFact'],
		['a torn placeholder', { text: '{{ageFrom}歳' }, 'title has a broken placeholder'],
		['a link from nowhere', { topic: 'spouse' as const }, 'title leads nowhere']
	])('finds %s', (_, over, problem) => {
		expect(topicProblems(change(over))).toContain(problem);
	});

	it('lets the names of categories be', () => {
		expect(topicProblems(change({ text: '第1号被保険者と1級' }))).toEqual([]);
	});
});

/** A Japanese term to point at may stand in brackets behind the words of the language. */
const outsideBrackets = (text: string): string => text.replace(/[（(「『][^()（）]*[)）」』]/g, '');

describe.each(languageTags.filter((tag) => tag !== 'ja'))('locales/%s/guidance', (tag) => {
	const own = new URL(`../../locales/${tag}/guidance/`, import.meta.url);
	const translation = (slug: string): unknown => {
		const file = new URL(`${slug}.json`, own);
		return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
	};

	it('has no file that ja does not have', () => {
		const slugs = readdirSync(own).map((file) => file.replace('.json', ''));
		expect(slugs.filter((slug) => !(topicSlugs as readonly string[]).includes(slug))).toEqual([]);
	});

	it.each(topicSlugs)(
		'%s is whole, with the figures of the source and in its own script',
		(slug) => {
			const parsed = topicTranslation.safeParse(translation(slug));
			expect(parsed.error?.issues ?? []).toEqual([]);
			const source = guidanceTopic.parse(read(slug));
			expect(translationProblems(source, parsed.data!)).toEqual([]);
			const wrong = Object.entries(parsed.data!).filter(
				([, { text }]) =>
					!languages[tag].script.test(text) || foreignLetters(tag, outsideBrackets(text)) !== ''
			);
			expect(wrong).toEqual([]);
		}
	);
});

describe('easy Japanese', () => {
	it.each(topicSlugs)('%s: every kanji has its reading, no sentence is long', (slug) => {
		const file = new URL(`../../locales/ja-easy/guidance/${slug}.json`, import.meta.url);
		const texts = Object.values(topicTranslation.parse(JSON.parse(readFileSync(file, 'utf8'))));
		expect(texts.flatMap(({ text }) => [...rubyProblems(text), ...longSentences(text)])).toEqual(
			[]
		);
	});
});
