import * as z from 'zod/mini';
import { identifier, officeId, sha256Hex } from '#lib/domain/basics/ids.ts';
import { sha256 } from './sha256.ts';

/**
 * A named, versioned intent of a person. Everything it needs (ids, numbers, times) is fixed
 * when it is made: a repeat is the same mutation to the letter.
 */
export const mutation = z.object({
	mid: z.int().check(z.positive()),
	name: z.string().check(z.regex(/^[a-z-]+\.[a-z-]+@\d+$/)),
	officeId,
	args: z.unknown(),
	/** Information only; the order of the centre's commits is what counts. */
	occurredAt: z.number(),
	actorId: identifier,
	/** The offline grant under which its author worked. */
	grantId: identifier,
	/** SHA-256 of all of the above, as hex. */
	hash: sha256Hex
});
export type Mutation = z.infer<typeof mutation>;
export type MutationBody = Omit<Mutation, 'hash'>;

/** JSON with sorted keys, so that both sides hash the same letters. */
export function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`;
	if (value !== null && typeof value === 'object') {
		const entries = Object.entries(value)
			.filter(([, item]) => item !== undefined)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`);
		return `{${entries.join(',')}}`;
	}
	return JSON.stringify(value ?? null);
}

export const hashMutation = ({
	mid,
	name,
	officeId,
	args,
	occurredAt,
	actorId,
	grantId
}: MutationBody): Promise<string> =>
	sha256(canonical({ mid, name, officeId, args, occurredAt, actorId, grantId }));
