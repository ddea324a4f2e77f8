import * as z from 'zod/mini';
import { identifier } from '#lib/domain/basics/ids.ts';
import { mutation } from './mutation.ts';
import { MAX_MUTATIONS } from './protocol.ts';
import { refusal } from './refusal.ts';

export const pushRequest = z.object({
	protocol: z.int(),
	clientId: identifier,
	epoch: z.nullable(z.string()),
	mutations: z.array(mutation).check(z.minLength(1), z.maxLength(MAX_MUTATIONS))
});
export type PushRequest = z.infer<typeof pushRequest>;

export const mutationResult = z.object({
	mid: z.int(),
	status: z.enum(['applied', 'refused']),
	refusal: z.optional(refusal),
	receivedAt: z.number()
});
export type MutationResult = z.infer<typeof mutationResult>;

export const pushReply = z.object({
	protocol: z.int(),
	epoch: z.string(),
	serverTime: z.number(),
	lastMid: z.int(),
	results: z.array(mutationResult)
});
export type PushReply = z.infer<typeof pushReply>;
