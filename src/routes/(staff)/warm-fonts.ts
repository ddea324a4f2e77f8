import { staffNamespaces } from '#lib/i18n/resources.ts';
import { loadTexts } from '#lib/i18n/texts.ts';

/**
 * Fetches the slices of the Japanese font that the staff screens need, so that the worker keeps
 * them: a screen first opened without a line then has all of its letters.
 */
export async function warmFonts(): Promise<void> {
	const texts = await loadTexts('ja', [...staffNamespaces, 'refusals', 'fields', 'topics']);
	const letters = [...new Set(JSON.stringify(texts))].join('');
	await document.fonts.load("16px 'Noto Sans JP Variable'", letters).catch(() => undefined);
}
