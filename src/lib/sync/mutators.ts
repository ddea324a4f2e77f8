import { bookingMutators } from './booking-mutators.ts';
import { intakeMutators } from './intake-mutators.ts';
import { interpretingMutators } from './interpreting-mutators.ts';
import { requestMutators } from './request-mutators.ts';
import { receptionMutators } from './reception-mutators.ts';
import { preparationMutators } from './preparation-mutators.ts';
import type { Mutator } from './mutator.ts';
import { reportingMutators } from './reporting-mutators.ts';
import type { MutationRefusal } from './refusal.ts';

const all = {
	...bookingMutators,
	...interpretingMutators,
	...requestMutators,
	...receptionMutators,
	...reportingMutators,
	...preparationMutators,
	...intakeMutators
};

/**
 * Name and version of each mutation → its arguments, the rows its rule reads and the rule.
 * Arguments never change in place: a new version is a new line.
 */
export const mutators: Readonly<Record<string, Mutator>> = all;

export type MutationName = keyof typeof all;

/** Arguments after the check at the door, or the refusal that says which field is wrong. */
export function readArgs(
	name: string,
	args: unknown
): { ok: true; mutator: Mutator; args: unknown } | { ok: false; refusal: MutationRefusal } {
	const mutator = mutators[name];
	if (!mutator) return { ok: false, refusal: { kind: 'mutation-unknown' } };
	const parsed = mutator.args.safeParse(args);
	if (parsed.success) return { ok: true, mutator, args: parsed.data };
	const issue = parsed.error.issues[0];
	const kind = issue?.message === 'my-number' ? 'my-number' : 'bad-arguments';
	return { ok: false, refusal: { kind, field: issue?.path.join('.') ?? '' } };
}
