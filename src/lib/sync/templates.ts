import * as z from 'zod/mini';
import { blank } from '#lib/domain/intake/template-row.ts';
import { template } from '#lib/domain/intake/template.ts';

/** `POST /api/administration/templates`: a new version of a form, or whether one is offered. */
export const templateOrder = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('publish'),
		template,
		blank: z.pick(blank, { png: true, width: true, height: true })
	}),
	z.object({
		kind: z.literal('offer'),
		key: z.string().check(z.maxLength(30)),
		isOffered: z.boolean()
	})
]);
export type TemplateOrder = z.infer<typeof templateOrder>;

export const templateOrderReply = z.object({ key: z.string(), serverTime: z.number() });
