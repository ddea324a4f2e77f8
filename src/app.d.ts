import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import type { IndexEntry } from '#lib/i18n/guidance.ts';
import type { Boot, RunningCentre } from '#lib/server/boot.ts';

declare global {
	/** Hash of all texts of a language, put in by the build. */
	const TEXT_VERSIONS: Readonly<Record<LanguageTag, string>>;

	namespace App {
		interface Error {
			message: string;
			/** Topics whose addresses are like the unknown one. */
			near?: readonly IndexEntry[];
			/** The question flow whose address is like the unknown one. */
			flow?: string;
		}
		interface Locals {
			boot: Boot;
			/** The running centre. Addresses of the API are only reached when there is one. */
			readonly centre: RunningCentre;
		}
	}
}

export {};
