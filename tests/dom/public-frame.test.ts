import { render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { expect, it } from 'vitest';
import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { loadTexts } from '#lib/i18n/texts.ts';
import PublicFrame from '#lib/ui/PublicFrame.svelte';

const children = createRawSnippet(() => ({ render: () => '<p>inside</p>' }));
const show = async (lang: LanguageTag, saved = false) => {
	const { common } = await loadTexts(lang, ['common']);
	render(PublicFrame, { lang, texts: common, path: `/${lang}/offices`, saved, children });
	return common;
};

it('says on every translated page that nobody checked it, with the Japanese one tap away', async () => {
	const texts = await show('my');
	expect(screen.getByText(texts.draftNotice, { exact: false })).toBeVisible();
	expect(screen.getByRole('link', { name: texts.original })).toHaveAttribute('href', '/ja/offices');
});

it('needs no such notice in Japanese', async () => {
	const texts = await show('ja');
	expect(screen.queryByText(texts.draftNotice, { exact: false })).toBeNull();
});

it('keeps the page when the language changes, and tells of a saved copy only when there is one', async () => {
	const texts = await show('en', true);
	expect(screen.getByRole('link', { name: '한국어' })).toHaveAttribute('href', '/ko/offices');
	expect(screen.getByText(texts.readableOffline)).toBeVisible();
});
