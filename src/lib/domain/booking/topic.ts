import * as z from 'zod/mini';
import type { Office } from '../office/office.ts';
import type { Needs, Support } from './booking.ts';

/** What a consultation is about; its words stand in the locales under `topics.<topicId>`. */
export const topic = z.object({
	topicId: z.string().check(z.regex(/^[a-z-]{2,40}$/)),
	order: z.int(),
	minutes: z.int().check(z.positive(), z.maximum(60)),
	/** What a consultation through an interpreter takes longer. */
	interpreterMinutes: z._default(z.int().check(z.nonnegative(), z.maximum(60)), 30),
	/** Documents to bring; their words stand in the locales under `documents.<id>`. */
	documents: z.array(z.string()),
	/** Street-corner centres do not take joining and payment of the National Pension. */
	atCentres: z.boolean()
});
export type Topic = z.infer<typeof topic>;

/** Needs that make a consultation longer, because everything is said twice. */
const slower: readonly Support[] = ['phone-interpreter', 'remote-sign', 'text-chat'];

/** Minutes to plan for a topic with these needs. */
export const minutesFor = (
	topic: Pick<Topic, 'minutes' | 'interpreterMinutes'>,
	{ supports }: Pick<Needs, 'supports'>
): number =>
	topic.minutes +
	(supports.some((support) => slower.includes(support)) ? topic.interpreterMinutes : 0);

export const offersTopic = (office: Pick<Office, 'kind'>, topic: Topic): boolean =>
	office.kind === 'branch' || topic.atCentres;
