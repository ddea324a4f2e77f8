import { expect, it } from 'vitest';
import { languageTags, spokenLanguages } from '#lib/domain/basics/languages.ts';
import { figures } from './figures.ts';
import {
	fallbackChain,
	interpreterTags,
	languageTags as listed,
	nearestLanguage
} from './languages.ts';
import { createTranslation, translator } from './setup.svelte.ts';
import { textFiles, textPlaces, textsBehind } from './text-files.ts';
import { fill, findTexts, loadTexts, textsAddress } from './texts.ts';

it('gives every language its own words, easy Japanese included', async () => {
	const titles = await Promise.all(
		languageTags.map(async (tag) => (await translator(tag, ['slip']))('slip:title'))
	);
	expect(new Set(titles).size).toBe(languageTags.length);
	expect(titles[languageTags.indexOf('ja-easy')]).toBe('相談を 予約した 紙');
});

it('fills figures by itself and other values when given', async () => {
	const t = await translator('th', ['slip', 'fields']);
	expect(t('phoneHours')).toContain(`${figures.phoneOpens}–${figures.phoneCloses}`);
	expect(t('slip:interpreterByPhone', { language: 'ภาษาไทย' })).toContain('ภาษาไทย');
	expect(t('fields:pension-number')).toContain(figures.examplePension);
});

it('rejects unknown keys when it is compiled', async () => {
	const t = await translator('en', ['slip']);
	// @ts-expect-error: there is no such text
	expect(t('slip:no-such-text')).toBe('no-such-text');
	// @ts-expect-error: there is no such namespace
	expect(t('nowhere:title')).toBeTypeOf('string');
});

it('changes language and texts together, and keeps translations apart', async () => {
	const one = await createTranslation('ja', ['slip']);
	const other = await createTranslation('ko', ['slip']);
	await one.setLanguage('vi');
	expect([one.lang, one.t('slip:bring')]).toEqual(['vi', 'Giấy tờ cần mang']);
	expect([other.lang, other.t('slip:bring')]).toEqual(['ko', '가져올 것']);
	expect(one.sourceOf('slip')).toBe('vi');
});

it('looks for a text in easy Japanese, then in Japanese', () => {
	expect(fallbackChain('ne')).toEqual(['ne', 'ja-easy', 'ja']);
	expect(fallbackChain('ja-easy')).toEqual(['ja-easy', 'ja']);
	expect(fallbackChain('ja')).toEqual(['ja']);
});

it('lists the languages of the domain', () => {
	expect(listed).toEqual(languageTags);
	expect(interpreterTags).toEqual(spokenLanguages.filter((tag) => tag !== 'ja'));
});

it('finds the nearest language of a browser tag', () => {
	const tags = ['pt-BR', 'fil-PH', 'zh-TW', 'JA-EASY', 'in', 'fr', 'my_MM'];
	expect(tags.map(nearestLanguage)).toEqual(['pt', 'tl', 'zh', 'ja-easy', 'id', undefined, 'my']);
});

it('resolves public texts without i18next', async () => {
	const { common } = await loadTexts('en', ['common']);
	expect(fill(common.phoneHours)).toBe('Monday to Friday, 8:30–17:15');
	expect(fill(common.asOf, { date: 'today' })).toBe('As of today');
});

it('has a file behind every address of texts, and none behind others', async () => {
	const places = textPlaces().map(
		({ lang, hash, name }) => `/api/texts/${lang}/${hash}/${name}.json`
	);
	expect(places).toEqual(textFiles.map(({ lang, name }) => textsAddress(lang, name)));
	expect(
		places.every((place) =>
			/^\/api\/texts\/[a-z-]+\/[0-9a-f]{8}\/[a-z]+(\.ruby)?\.json$/.test(place)
		)
	).toBe(true);
	expect(await textsBehind(textsAddress('my', 'common'))).toEqual(
		(await loadTexts('my', ['common'])).common
	);
	expect(await textsBehind('/api/texts/my/0/nothing.json')).toBeUndefined();
	expect(await textsBehind(textsAddress('ja-easy', 'checks'))).toMatchObject({
		title: '質問に 答えて 調べる'
	});
	expect(await textsBehind(textsAddress('ja-easy', 'checks.ruby'))).toMatchObject({
		title: '{質問|しつもん}に {答|こた}えて {調|しら}べる'
	});
	expect(await textsBehind('/api/guidance/my/index.json')).toBeUndefined();
});

it('shows staff texts in Japanese to who reads neither Japanese nor English, and keeps no failure', async () => {
	expect((await findTexts('my', 'verify')).source).toBe('ja');
	expect((await findTexts('en', 'verify')).source).toBe('en');
	const broken = async () => new Response(null, { status: 404 });
	await expect(findTexts('ko', 'offices', broken)).rejects.toThrow('404');
	expect((await findTexts('ko', 'offices')).source).toBe('ko');
});
