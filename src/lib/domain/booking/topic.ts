import * as z from 'zod/mini';
import type { Office } from '../office/office.ts';

/** What a consultation is about; its words stand in the locales under `topics.<topicId>`. */
export const topic = z.object({
	topicId: z.string().check(z.regex(/^[a-z-]{2,40}$/)),
	order: z.int(),
	minutes: z.int().check(z.positive(), z.maximum(60)),
	/** Documents to bring; their words stand in the locales under `documents.<id>`. */
	documents: z.array(z.string()),
	/** Street-corner centres do not take joining and payment of the National Pension. */
	atCentres: z.boolean()
});
export type Topic = z.infer<typeof topic>;

export const offersTopic = (office: Pick<Office, 'kind'>, topic: Topic): boolean =>
	office.kind === 'branch' || topic.atCentres;
