import * as z from 'zod/mini';
import { template, templateKey } from './template.ts';

/** A version of a form as all offices have it. */
export const templateRow = z.object({
	template,
	/** Whether new sheets are captured with it; older drafts open with it all the same. */
	isOffered: z.boolean(),
	at: z.number(),
	by: z.string()
});
export type TemplateRow = z.infer<typeof templateRow>;

export const templateRowId = ({ template: { id, version } }: TemplateRow): string =>
	templateKey({ id, version });

/** The largest empty sheet that travels with a template, bytes of a PNG. */
export const BLANK_BYTES = 600_000;

/** The empty sheet of a form: the ground for filled prints, and what its template was drawn on. */
export const blank = z.object({
	templateKey: z.string().check(z.regex(/^[A-Z0-9-]{2,20}\.[1-7]$/)),
	/** PNG, base64. */
	png: z
		.string()
		.check(z.regex(/^[A-Za-z0-9+/]+=*$/), z.maxLength(Math.ceil((BLANK_BYTES * 4) / 3) + 4)),
	width: z.int(),
	height: z.int()
});
export type Blank = z.infer<typeof blank>;
