import { figures } from '#lib/i18n/figures.ts';
import type { Translate } from '#lib/i18n/setup.svelte.ts';

const kinds = ['missing', 'too-long', 'not-kana', 'my-number'] as const;

/** What is wrong with a field, in words. */
export const fieldText = (t: Translate, problem: string): string =>
	t(`fields:${kinds.find((kind) => kind === problem) ?? 'missing'}`, figures);
