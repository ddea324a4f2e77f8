import * as z from 'zod/mini';
import { toText } from './days.ts';

/** Plain dates and times as they travel; what is done with them stands in `days.ts`. */
export const plainDate = z.string().check(
	z.regex(/^\d{4}-\d{2}-\d{2}$/),
	z.refine((text) => !Number.isNaN(Date.parse(text)) && toText(Date.parse(text)) === text)
);
export const plainTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
