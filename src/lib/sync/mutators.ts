import type { ZodMiniType } from 'zod/mini';
import type { Right } from '#lib/domain/access/access.ts';
import type { RuleContext } from '#lib/domain/basics/rule.ts';
import {
	amend,
	amendArgs,
	book,
	bookArgs,
	cancel,
	cancelArgs,
	move,
	moveArgs,
	type AmendFacts,
	type BookFacts,
	type BookingRefusal,
	type BookingWrite,
	type CancelFacts,
	type MoveFacts
} from '#lib/domain/booking/rules.ts';
import type { MutationRefusal } from './refusal.ts';
import type { TableName, Write } from './tables.ts';

/** A row that a rule wants to see: table and id, or null when there is none to look for. */
export type Read = readonly [TableName, string] | null;

export type MutationDecision =
	| { readonly ok: true; readonly value: readonly Write[] }
	| { readonly ok: false; readonly refusal: MutationRefusal };

interface MutatorDefinition<Args, Facts> {
	readonly right: Right;
	readonly args: ZodMiniType<Args>;
	readonly reads: (
		args: Args,
		known: { booking?: { slotId: string } | undefined }
	) => Record<keyof Facts, Read>;
	/** Rows that must be known before the others can be named. */
	readonly first?: (args: Args) => Read;
	readonly decide: (
		args: Args,
		facts: Facts,
		context: RuleContext
	) => { ok: true; value: readonly BookingWrite[] } | { ok: false; refusal: BookingRefusal };
}

const define = <Args, Facts>(definition: MutatorDefinition<Args, Facts>) =>
	definition as unknown as Mutator;

/** A mutator with its types rubbed out; arguments are checked before anything else sees them. */
export interface Mutator {
	readonly right: Right;
	readonly args: ZodMiniType<unknown>;
	readonly first?: (args: unknown) => Read;
	readonly reads: (
		args: unknown,
		known: { booking?: { slotId: string } | undefined }
	) => Record<string, Read>;
	readonly decide: (args: unknown, facts: unknown, context: RuleContext) => MutationDecision;
}

const leaseOf = (leaseId: string | null): Read => (leaseId ? ['lease', leaseId] : null);

/**
 * Name and version of each mutation → its arguments, the rows its rule reads and the rule.
 * Arguments never change in place: a new version is a new line.
 */
export const mutators: Readonly<Record<string, Mutator>> = {
	'booking.book@1': define<ReturnType<typeof bookArgs.parse>, BookFacts>({
		right: 'booking',
		args: bookArgs,
		reads: (args) => ({
			booking: ['booking', args.bookingId],
			topic: ['topic', args.details.topicId],
			slot: ['slot', args.slotId],
			lease: leaseOf(args.leaseId)
		}),
		decide: book
	}),
	'booking.move@1': define<ReturnType<typeof moveArgs.parse>, MoveFacts>({
		right: 'booking',
		args: moveArgs,
		reads: (args) => ({
			booking: ['booking', args.bookingId],
			fromSlot: ['slot', args.fromSlotId],
			slot: ['slot', args.slotId],
			lease: leaseOf(args.leaseId)
		}),
		decide: move
	}),
	'booking.amend@1': define<ReturnType<typeof amendArgs.parse>, AmendFacts>({
		right: 'booking',
		args: amendArgs,
		reads: (args) => ({
			booking: ['booking', args.bookingId],
			topic: args.to.topicId ? ['topic', args.to.topicId] : null
		}),
		decide: amend
	}),
	'booking.cancel@1': define<ReturnType<typeof cancelArgs.parse>, CancelFacts>({
		right: 'booking',
		args: cancelArgs,
		first: (args) => ['booking', args.bookingId],
		reads: (args, known) => ({
			booking: ['booking', args.bookingId],
			slot: known.booking ? ['slot', known.booking.slotId] : null
		}),
		decide: cancel
	})
};

export type MutationName =
	'booking.book@1' | 'booking.move@1' | 'booking.amend@1' | 'booking.cancel@1';

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
