import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { languageTags, type LanguageTag } from '#lib/domain/basics/languages.ts';
import { topicList } from '#lib/domain/booking/topic-list.ts';
import { supports } from '#lib/domain/booking/booking.ts';
import { phrases, quickAnswers } from '#lib/domain/interpreting/phrases.ts';
import { isFactName } from '#lib/domain/guidance/fact-list.ts';
import { withoutRuby } from '#lib/domain/guidance/ruby.ts';
import { refusalKinds, requestRefusalKinds } from '#lib/sync/refusal.ts';
import { figures } from '#lib/i18n/figures.ts';
import { staffNamespaces } from '#lib/i18n/resources.ts';
import { flatten, type Flat } from '#lib/i18n/text-stamps.ts';
import {
	expectedKeys,
	foreignLetters,
	leftInEnglish,
	problems,
	type Exceptions
} from './locales.checks.ts';

const folder = new URL('../../locales/', import.meta.url);
const names = (tag: LanguageTag): string[] =>
	readdirSync(new URL(`${tag}/`, folder))
		.filter((file) => file.endsWith('.json'))
		.map((file) => file.replace('.json', ''))
		.sort();
const read = (tag: LanguageTag, namespace: string): Flat => {
	const file = new URL(`${tag}/${namespace}.json`, folder);
	return existsSync(file) ? flatten(JSON.parse(withoutRuby(readFileSync(file, 'utf8')))) : {};
};

const isStaff = (namespace: string): boolean =>
	(staffNamespaces as readonly string[]).includes(namespace);
const visitorNamespaces = names('ja').filter((namespace) => !isStaff(namespace));

/** Product names, and words that are easy enough already. */
const exceptions: Exceptions = {
	sameEverywhere: new Set(['common:app', 'topics:nenkin-net.name']),
	same: new Set([
		'ja-easy common:yes',
		'ja-easy common:no',
		'ja-easy documents:passport',
		'ja-easy supports:wheelchair',
		...['year', 'month', 'day'].flatMap((part) => [
			`ja-easy interpreter:${part}`,
			`zh interpreter:${part}`
		]),
		...['yes', 'no'].map((answer) => `ja-easy phrases:answers.${answer}`),
		'ja-easy phrases:joining.card',
		'ja-easy phrases:documents.passport',
		...['groups.service', 'sections.text', 'sections.step', 'sections.deadline', 'validUntil'].map(
			(key) => `ja-easy guidance:${key}`
		),
		...['ruby', 'yen', 'contacts.dial', 'contacts.member', 'sheet.print', 'sheet.copied'].map(
			(key) => `ja-easy guidance:${key}`
		),
		...['country', 'yes', 'no'].map((key) => `ja-easy guidance:agreements.${key}`)
	])
};

/** Words other languages borrow from English, or spell alike. */
const englishToo = new Set([
	'common:app',
	'common:no',
	'topics:nenkin-net.name',
	'languages:tl',
	'offices:centre',
	'phrases:answers.no',
	'guidance:ruby',
	'guidance:yen'
]);
/** "No" is the same word in Spanish. */
const isPlainNo = (key: string): boolean => /^check:.*\.(no|none)$/.test(key);

describe.each(languageTags)('locales/%s', (tag) => {
	it.each(visitorNamespaces)('%s is complete, translated and in its own script', (namespace) => {
		expect(
			problems(tag, namespace, read(tag, namespace), read('ja', namespace), exceptions)
		).toEqual([]);
	});

	it('has no file that ja does not have', () => {
		expect(names(tag).filter((namespace) => !names('ja').includes(namespace))).toEqual([]);
	});

	if (tag === 'en') return;
	it.each(visitorNamespaces)('%s is not left in English', (namespace) => {
		const same = leftInEnglish(read(tag, namespace), read('en', namespace));
		expect(
			same.filter(
				(key) => !englishToo.has(`${namespace}:${key}`) && !isPlainNo(`${namespace}:${key}`)
			)
		).toEqual([]);
	});
});

describe('texts for staff', () => {
	it.each(staffNamespaces)('%s: English has the keys of the Japanese source', (namespace) => {
		const texts = read('en', namespace);
		expect(Object.keys(texts).sort()).toEqual(expectedKeys('en', read('ja', namespace)));
		expect(Object.values(texts).filter((text) => text.trim() === '')).toEqual([]);
	});
});

describe('texts the program asks for', () => {
	it('has a text for every refusal', () => {
		const texts = read('ja', 'refusals');
		const kinds = [...new Set([...refusalKinds, ...requestRefusalKinds])].sort();
		expect(Object.keys(texts).sort()).toEqual(kinds);
	});

	it('has words for every topic and every document of the topic list', () => {
		const topics = read('ja', 'topics');
		const documents = read('ja', 'documents');
		expect(topicList.filter(({ topicId }) => !topics[`${topicId}.name`])).toEqual([]);
		expect(topicList.length * 2).toBe(Object.keys(topics).length);
		expect(topicList.flatMap(({ documents }) => documents).filter((id) => !documents[id])).toEqual(
			[]
		);
	});

	it('has words for every phrase card and every choice of an answer', () => {
		const texts = read('ja', 'phrases');
		const asked = [
			...phrases.map(({ phraseId }) => phraseId),
			...phrases.flatMap(({ choices }) => choices.map((choice) => `choices.${choice}`)),
			...quickAnswers.map((answer) => `answers.${answer}`)
		];
		const shown = Object.keys(texts).filter((key) => !key.startsWith('hints.'));
		expect(shown.sort()).toEqual([...new Set(asked)].sort());
	});

	it('has words for every support', () => {
		expect(supports.filter((support) => !read('ja', 'supports')[support])).toEqual([]);
	});

	it('knows every figure a text refers to, or the page passes it', () => {
		const passed = [
			...['date', 'language', 'first', 'last', 'time', 'count', 'most', 'days'],
			...['percent', 'size', 'number', 'example', 'least', 'year', 'amount'],
			...['year2024', 'year2025', 'year2026'],
			...['office', 'receipt', 'url', 'phone', 'booth', 'ticket', 'from', 'to']
		];
		const used = visitorNamespaces.flatMap((namespace) =>
			Object.values(read('ja', namespace)).flatMap((text) =>
				[...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!)
			)
		);
		expect(
			used.filter((name) => !(name in figures) && !isFactName(name) && !passed.includes(name))
		).toEqual([]);
	});
});

describe('the checks find what they are for', () => {
	const source = { title: '予約の{{date}}', plain: '年金', items_other: '{{count}}件' };
	const good = {
		title: 'Booking of {{date}}',
		plain: 'Pension',
		items_one: '{{count}} item',
		items_other: '{{count}} items'
	};
	const none: Exceptions = { sameEverywhere: new Set(), same: new Set() };
	const check = (tag: LanguageTag, change: Flat): string[] =>
		problems(tag, 'sample', { ...good, ...change }, source, none);

	it('passes a good text', () => expect(check('en', {})).toEqual([]));

	it.each<[string, Flat, string]>([
		['an empty value', { plain: ' ' }, 'plain is empty'],
		['a text left in Japanese', { plain: '年金' }, 'plain is the same as ja'],
		['Cyrillic in English', { plain: 'Реnsion' }, 'plain has letters of another script: Ре'],
		['a figure', { plain: 'Pension at 65' }, 'plain writes a figure itself'],
		['a figure in other digits', { plain: 'Pension ६५' }, 'plain writes a figure itself'],
		['a lost placeholder', { title: 'Booking' }, 'title has other placeholders than ja'],
		['a torn placeholder', { title: 'Booking {{date}' }, 'title has a broken placeholder'],
		['an unknown key', { extra: 'More' }, 'extra does not exist in ja']
	])('finds %s', (_, change, problem) => {
		expect(check('en', change)).toContain(problem);
	});

	it('finds a hole and a missing plural', () => {
		expect(problems('en', 'sample', { plain: 'Pension' }, source, none)).toEqual([
			'items_one is missing',
			'items_other is missing',
			'title is missing'
		]);
	});

	it.each<[LanguageTag, string, string]>([
		['th', 'ใบนัด の', 'の'],
		['my', 'ချိန်း ไทย', 'ไทย'],
		['ne', 'परामर्श 窓口', '窓口'],
		['zh', '预约ください', 'ください'],
		['ko', '예약 予約', '予約'],
		['vi', 'Đặt hẹn 予約', '予約']
	])('finds letters of another script in %s', (tag, text, letters) => {
		expect(foreignLetters(tag, text)).toBe(letters);
	});

	it('finds a text that is not in the script of its language', () => {
		expect(check('th', {})).toContain('plain is not in its own script');
	});

	it('finds a text left in English', () => {
		expect(leftInEnglish({ a: 'Back', b: 'Zurück' }, { a: 'Back', b: 'Back' })).toEqual(['a']);
	});
});
