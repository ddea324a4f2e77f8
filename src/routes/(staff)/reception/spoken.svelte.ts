import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { loadFonts } from '#lib/i18n/fonts.ts';
import { loadTexts } from '#lib/i18n/texts.ts';

type TicketTexts = Awaited<ReturnType<typeof loadTexts<'ticket'>>>['ticket'];

/** Tickets' words in the languages of visitors, fetched when they are first needed. */
export class Spoken {
	#known: Partial<Record<LanguageTag, TicketTexts>> = $state.raw({});
	/** What was asked for, seen by nobody else: it is no state. */
	readonly #asked: LanguageTag[] = [];

	need(tags: readonly LanguageTag[]): void {
		for (const tag of tags) {
			if (this.#asked.includes(tag)) continue;
			this.#asked.push(tag);
			void loadFonts(tag);
			void loadTexts(tag, ['ticket']).then(
				({ ticket }) => (this.#known = { ...this.#known, [tag]: ticket }),
				() => this.#asked.splice(this.#asked.indexOf(tag), 1)
			);
		}
	}

	in(tag: LanguageTag): TicketTexts | undefined {
		return this.#known[tag];
	}
}
