import { render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { expect, it } from 'vitest';
import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { translator, type Translate } from '#lib/i18n/setup.svelte.ts';
import TwoLanguage from '#lib/ui/TwoLanguage.svelte';

const blocks = [{ id: 'dateTime' }, { id: 'place' }] as const;
type Block = (typeof blocks)[number];

const block = createRawSnippet<[Block, { lang: LanguageTag; t: Translate }]>((item, side) => ({
	render: () => `<p>${side().t(`slip:${item().id}`)}</p>`
}));

const sides = async (first: LanguageTag, second: LanguageTag) => ({
	first: { lang: first, t: await translator(first, ['slip']) },
	second: { lang: second, t: await translator(second, ['slip']) }
});

it('puts each block in both languages side by side, each with its lang', async () => {
	const { container } = render(TwoLanguage<Block>, {
		blocks,
		block,
		...(await sides('ja', 'ne'))
	});
	const shown = [...container.querySelectorAll<HTMLElement>('[data-block]')].map((side) => [
		side.dataset.block,
		side.lang,
		side.textContent?.trim()
	]);
	expect(shown).toEqual([
		['dateTime', 'ja', '日時'],
		['dateTime', 'ne', 'मिति र समय'],
		['place', 'ja', '場所'],
		['place', 'ne', 'स्थान']
	]);
	expect(screen.getByText('नेपाली')).toHaveAttribute('lang', 'ne');
});

it('shows one column when both languages are the same', async () => {
	const { container } = render(TwoLanguage<Block>, {
		blocks,
		block,
		...(await sides('ja', 'ja'))
	});
	expect(container.querySelectorAll('[data-block]')).toHaveLength(2);
});
