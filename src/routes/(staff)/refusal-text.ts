import type { Translate } from '#lib/i18n/setup.svelte.ts';
import type { MutateEnd } from '#lib/local/desk.ts';

/** Why something could not be done on this device, in words. */
export function refusalText(
	t: Translate,
	refusal: Extract<MutateEnd, { ok: false }>['refusal']
): string {
	return refusal.kind === 'storage-full' ? t('shell:storageFull') : t(`refusals:${refusal.kind}`);
}
