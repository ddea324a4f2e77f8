import * as z from 'zod/mini';
import { identifier } from '#lib/domain/basics/ids.ts';
import { mutationResult } from './push.ts';
import { tableNames, type TableName } from './tables.ts';

export const pullRequest = z.object({
	protocol: z.int(),
	clientId: identifier,
	epoch: z.nullable(z.string()),
	/** Version of each space that the device holds; a space it does not name starts at 0. */
	cursor: z.record(z.string(), z.int()),
	/** Results up to this mutation are known already. */
	afterMid: z.int(),
	/** Also send sums over all rows, to find damage. */
	check: z.boolean(),
	/** What waits on the device: the centre can say what a lost tablet took with it. */
	unsent: z.object({ count: z.int(), oldest: z.nullable(z.number()) })
});
export type PullRequest = z.infer<typeof pullRequest>;

export const wireRow = z.object({
	table: z.enum(tableNames as [TableName, ...TableName[]]),
	id: z.string(),
	version: z.int(),
	/** null when the row is gone. */
	row: z.unknown()
});
export type WireRow = z.infer<typeof wireRow>;

export const spacePage = z.object({
	rows: z.array(wireRow),
	next: z.int(),
	more: z.boolean(),
	/** The cursor was of no use: this is the space from its beginning. */
	whole: z.optional(z.boolean()),
	sum: z.optional(z.object({ count: z.int(), sum: z.number() }))
});
export type SpacePage = z.infer<typeof spacePage>;

export const pullReply = z.object({
	protocol: z.int(),
	epoch: z.string(),
	serverTime: z.number(),
	/** Rows of earlier days are not sent and leave the device. */
	fromDay: z.string(),
	spaces: z.record(z.string(), spacePage),
	lastMid: z.int(),
	results: z.array(mutationResult)
});
export type PullReply = z.infer<typeof pullReply>;
