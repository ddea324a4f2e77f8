import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { isLanguageTag } from './languages.ts';

const key = 'madoguchi.language';

/** The language a visitor chose on this device; nothing when storage is closed or empty. */
export function chosenLanguage(): LanguageTag | undefined {
	try {
		const stored = localStorage.getItem(key);
		return stored && isLanguageTag(stored) ? stored : undefined;
	} catch {
		return undefined;
	}
}

/** Remembers the choice; without storage the links go on working. */
export function rememberLanguage(tag: LanguageTag): void {
	try {
		localStorage.setItem(key, tag);
	} catch {
		// Private windows may refuse storage.
	}
}
