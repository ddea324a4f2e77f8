import { describe, expect, it } from 'vitest';
import { pageState, wordsOf } from './shown.ts';
import { topicPage } from './page.ts';
import { longSentences, readingOf, rubyProblems, segments, withoutRuby } from './ruby.ts';
import { SHORT_BYTES, shortText } from './short-text.ts';
import type { GuidanceTopic } from './topic.ts';
import { blockHash, stateOf, translationProblems } from './translation.ts';

const topic: GuidanceTopic = {
	group: 'join',
	audiences: ['insured'],
	book: 'joining',
	keywords: ['kanyu'],
	blocks: [
		{ id: 'title', kind: 'title', text: '加入します' },
		{ id: 'lead', kind: 'lead', text: '第1号は{{notifyDays}}日以内です' },
		{ id: 'tell', kind: 'step', text: '届け出ます' }
	]
};
const of = blockHash;
const good = {
	title: { of: of('加入します'), text: 'Joining', checked: 'back-translation' as const },
	lead: {
		of: of('第1号は{{notifyDays}}日以内です'),
		text: 'Category 1: within {{notifyDays}} days'
	},
	tell: { of: of('古い文'), text: 'Old words' }
};

describe('translations', () => {
	it('know what they translate', () => {
		expect(topic.blocks.map((block) => stateOf(block, good[block.id as 'title']))).toEqual([
			'current',
			'unreviewed',
			'outdated'
		]);
		expect(stateOf(topic.blocks[0]!, undefined)).toBe('missing');
		expect(translationProblems(topic, good)).toEqual([]);
	});

	it.each([
		[
			'another figure',
			{ ...good, lead: { ...good.lead, text: 'within {{ageFrom}} days' } },
			'lead: other figures'
		],
		[
			'a written figure',
			{ ...good, lead: { ...good.lead, text: 'in {{notifyDays}} days or 15' } },
			'lead writes a figure itself'
		],
		[
			'a Burmese figure',
			{ ...good, title: { ...good.title, text: '၁၅ ရက်' } },
			'title writes a figure itself'
		],
		['a hole', { title: good.title, lead: good.lead }, 'tell is missing'],
		['a block nobody wrote', { ...good, more: good.title }, 'more translates nothing']
	])('are found out for %s', (_, translation, problem) => {
		expect(translationProblems(topic, translation)).toContain(problem);
	});

	it('show what is missing in the nearest language, and say so', () => {
		const page = topicPage('joining', topic, 'ne', [
			{ tag: 'ne', translation: { title: good.title } },
			{ tag: 'en', translation: good }
		]);
		expect(page.blocks.map(({ lang, state }) => [lang, state])).toEqual([
			['ne', 'current'],
			['en', 'missing'],
			['en', 'missing']
		]);
		expect(pageState(page)).toBe('missing');
		expect(wordsOf(page, 'title')).toBe('Joining');
		expect(topicPage('joining', topic, 'ja', []).blocks[0]).not.toHaveProperty('japanese');
	});
});

describe('ruby', () => {
	const text = '{国民年金|こくみんねんきん}に{{notifyDays}}{日|にち}で{入|はい}る';
	it('is read in pieces, taken away, read aloud', () => {
		expect(
			segments(text)
				.map(({ kind }) => kind)
				.join()
		).toBe('ruby,text,fact,ruby,text,ruby,text');
		expect(withoutRuby(text)).toBe('国民年金に{{notifyDays}}日で入る');
		expect(readingOf(text)).toBe('こくみんねんきんに{{notifyDays}}にちではいる');
		expect(rubyProblems(text)).toEqual([]);
	});
	it('is taken away from a whole file', () => {
		const tree = { a: { b: text, c: '{額|がく}' }, d: 'a|b', e: 'c' };
		expect(JSON.parse(withoutRuby(JSON.stringify(tree)))).toEqual({
			a: { b: withoutRuby(text), c: '額' },
			d: 'a|b',
			e: 'c'
		});
	});
	it.each(['漢字', '{漢字|かん字}', '{漢字|かんじ', '{かな|かな}'])('%s is found out', (bad) => {
		expect(rubyProblems(bad)).not.toEqual([]);
	});
	it('knows a long sentence', () => {
		expect(longSentences('あ'.repeat(45))).toEqual([]);
		expect(longSentences(`${'あ'.repeat(46)}。い。`)).toHaveLength(1);
	});
});

describe('a hand-over text', () => {
	const bytes = (text: string): number => new TextEncoder().encode(text).length;
	it('keeps whole lines as far as they fit', () => {
		const lines = ['ကင်းလွတ်ခွင့်', 'က'.repeat(190), 'last'];
		expect(shortText(lines)).toBe(`${lines[0]}\n…`);
		expect(shortText(['a', 'b'])).toBe('a\nb');
		expect(shortText([])).toBe('');
	});
	it('cuts a first line that is too long between letters', () => {
		const cut = shortText(['ကို'.repeat(200)]);
		expect(bytes(cut)).toBeLessThanOrEqual(SHORT_BYTES);
		expect(cut.endsWith('ကို…')).toBe(true);
	});
});
