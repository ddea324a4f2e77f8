import type { Translate } from '#lib/i18n/setup.svelte.ts';
import type { DoorRefusal } from '#lib/local/tablet.ts';

/** What a refusal at the door means and what to do next, in words. */
export function doorText(t: Translate, refusal: DoorRefusal): string {
	switch (refusal.kind) {
		case 'no-network':
			return t(refusal.reason === 'portal' ? 'device:refusal.portal' : 'device:refusal.noNetwork');
		case 'pin-wrong':
			return t('device:refusal.pinWrong', { left: refusal.left });
		case 'pin-locked':
			return t('device:refusal.pinLocked');
		case 'pin-weak':
			return t('fields:pin-weak');
		case 'grant-over':
			return t('device:refusal.grantOver');
		case 'no-pin':
			return t('device:refusal.noPin');
		case 'key-lost':
			return t('device:refusal.keyLost');
		default:
			return t(`refusals:${refusal.kind}`);
	}
}
