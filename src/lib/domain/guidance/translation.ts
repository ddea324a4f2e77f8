import * as z from 'zod/mini';
import { factsIn } from './terms.ts';
import { plainNumbers, type Block, type GuidanceTopic } from './topic.ts';

/**
 * Names the wording of a source block (FNV-1a, 64 bits, 16 hex digits): a translation carries the
 * hash of what it translates. Tells versions of one text apart; it protects against nothing.
 */
export function blockHash(text: string): string {
	let hash = 0xcbf29ce484222325n;
	for (const byte of new TextEncoder().encode(text))
		hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
	return hash.toString(16).padStart(16, '0');
}

const translatedBlock = z.strictObject({
	/** Hash of the Japanese text that was translated. */
	of: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
	text: z.string().check(z.minLength(1)),
	/** How somebody else checked it. Nobody has a native speaker review anything yet. */
	checked: z.optional(z.literal('back-translation'))
});
export type TranslatedBlock = z.infer<typeof translatedBlock>;

/** `locales/<tag>/guidance/<slug>.json`: block id → translation. */
export const topicTranslation = z.record(z.string(), translatedBlock);
export type TopicTranslation = z.infer<typeof topicTranslation>;

/** `source`: the Japanese itself. Shown to the reader, never hidden. */
export type BlockState = 'source' | 'current' | 'unreviewed' | 'outdated' | 'missing';

export function stateOf(source: Block, translated: TranslatedBlock | undefined): BlockState {
	if (!translated) return 'missing';
	if (translated.of !== blockHash(source.text)) return 'outdated';
	return translated.checked ? 'current' : 'unreviewed';
}

const names = (text: string): string => factsIn(text).sort().join();

/** What is wrong with a translation, as readable lines. An outdated block is no fault; it is marked. */
export function translationProblems(
	{ blocks }: GuidanceTopic,
	translation: TopicTranslation
): string[] {
	const found = Object.keys(translation)
		.filter((id) => !blocks.some((block) => block.id === id))
		.map((id) => `${id} translates nothing`);
	for (const block of blocks) {
		const translated = translation[block.id];
		if (!translated) {
			found.push(`${block.id} is missing`);
			continue;
		}
		if (stateOf(block, translated) === 'outdated') continue;
		if (names(translated.text) !== names(block.text)) found.push(`${block.id}: other figures`);
		const allowed = plainNumbers(block.text);
		if (plainNumbers(translated.text).some((number) => !allowed.includes(number)))
			found.push(`${block.id} writes a figure itself`);
	}
	return found;
}
