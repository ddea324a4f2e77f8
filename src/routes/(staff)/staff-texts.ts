import type { Ask } from '#lib/i18n/texts.ts';
import { createTranslation, type Translation } from '#lib/i18n/setup.svelte.ts';

export type StaffLanguage = 'ja' | 'en';

const KEY = 'madoguchi-staff-language';

/** Namespaces every staff screen may use. */
const namespaces = [
	'common',
	'shell',
	'booking',
	'intake',
	'interpreting',
	'reporting',
	'preparation',
	'outbox',
	'requests',
	'reception',
	'templates',
	'ticket',
	'device',
	'administration',
	'fields',
	'languages',
	'refusals',
	'slip',
	'supports',
	'topics',
	'documents'
] as const;

function remembered(): StaffLanguage {
	try {
		return localStorage.getItem(KEY) === 'en' ? 'en' : 'ja';
	} catch {
		return 'ja';
	}
}

/** The texts of the staff zone in the language this device was last set to. */
export const staffTexts = (ask: Ask): Promise<Translation> =>
	createTranslation(remembered(), namespaces, ask);

/** Switches the staff zone and remembers it on this device. */
export async function speak(texts: Translation, language: StaffLanguage): Promise<void> {
	await texts.setLanguage(language);
	try {
		localStorage.setItem(KEY, language);
	} catch {
		// Without storage the switch holds until the next start.
	}
}
