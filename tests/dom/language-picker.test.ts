import { render, screen, within } from '@testing-library/svelte';
import { beforeEach, expect, it, vi } from 'vitest';
import { languageTags } from '#lib/domain/basics/languages.ts';
import { chosenLanguage } from '#lib/i18n/chosen-language.ts';
import LanguagePicker from '#lib/ui/LanguagePicker.svelte';

beforeEach(() => localStorage.clear());

it('offers links by own name, each marked with its language', () => {
	render(LanguagePicker, { current: 'vi', label: 'Ngôn ngữ', href: (tag) => `/${tag}/offices` });
	const links = within(screen.getByRole('list', { name: 'Ngôn ngữ' })).getAllByRole('link');
	expect(links).toHaveLength(languageTags.length);
	const easy = screen.getByRole('link', { name: 'やさしい日本語' });
	expect(easy).toHaveAttribute('href', '/ja-easy/offices');
	expect(easy).toHaveAttribute('lang', 'ja');
	expect(screen.getByRole('link', { name: 'नेपाली' })).toHaveAttribute('lang', 'ne');
	expect(screen.getByRole('link', { name: 'Tiếng Việt' })).toHaveAttribute('aria-current', 'true');
});

it('remembers a language that was chosen on a public page', () => {
	render(LanguagePicker, { current: 'ja', label: '言語', href: () => '#' });
	screen.getByRole('link', { name: 'ไทย' }).click();
	expect(chosenLanguage()).toBe('th');
});

it('calls back from buttons in staff use and keeps nothing', () => {
	const onchoose = vi.fn();
	render(LanguagePicker, { current: 'ja', label: '言語', tags: ['ja', 'my'], onchoose });
	screen.getByRole('button', { name: 'မြန်မာ' }).click();
	expect(onchoose).toHaveBeenCalledWith('my');
	expect(screen.getAllByRole('button')).toHaveLength(2);
	expect(chosenLanguage()).toBeUndefined();
});
