import * as z from 'zod/mini';
import { languageTag } from '../basics/languages.ts';
import { topicSlugs } from './terms.ts';

/** What the app counts of guidance: closed words only, so that nothing about a person fits in. */
export const counted = z.discriminatedUnion('what', [
	z.strictObject({
		what: z.literal('helped'),
		topic: z.enum(topicSlugs),
		lang: languageTag,
		answer: z.enum(['yes', 'no'])
	}),
	/** A rehearsal of the registration: which route, how far. */
	z.strictObject({
		what: z.literal('registration'),
		topic: z.enum(['key', 'postcard', 'mynaportal']),
		lang: languageTag,
		answer: z.enum(['begun', 'finished'])
	})
]);
export type Counted = z.infer<typeof counted>;
