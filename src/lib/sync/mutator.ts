import type { ZodMiniType } from 'zod/mini';
import type { Right } from '#lib/domain/access/access.ts';
import type { RuleContext } from '#lib/domain/basics/rule.ts';
import type { MutationRefusal } from './refusal.ts';
import type { AnyRow, TableName, Write } from './tables.ts';

/** A row that a rule wants to see: table and id, or null when there is none to look for. */
export type Read = readonly [TableName, string] | null;
export type Reads = Readonly<Record<string, Read>>;

export type MutationDecision =
	| { readonly ok: true; readonly value: readonly Write[] }
	| { readonly ok: false; readonly refusal: MutationRefusal };

/** Rows found so far, by the names of their reads. */
export type Known = Readonly<Record<string, AnyRow | undefined>>;

/** A mutator with its types rubbed out; arguments are checked before anything else sees them. */
export interface Mutator {
	readonly right: Right;
	readonly args: ZodMiniType<unknown>;
	/** Rows that must be known before the others can be named. */
	readonly first?: (args: unknown, officeId: string) => Reads;
	readonly reads: (args: unknown, known: Known, officeId: string) => Reads;
	readonly decide: (args: unknown, facts: unknown, context: RuleContext) => MutationDecision;
	/** What the audit log names: an identifier, never personal data. */
	readonly subject: (args: unknown) => string;
	/** Goes into the audit log also when it changes no row. */
	readonly isAudited?: boolean;
}

interface Definition<Args, Facts> {
	readonly right: Right;
	readonly args: ZodMiniType<Args>;
	readonly subject: (args: Args) => string;
	readonly isAudited?: boolean;
	readonly first?: (args: Args, officeId: string) => Reads;
	readonly reads: (
		args: Args,
		known: Known,
		officeId: string
	) => Readonly<Record<keyof Facts, Read>>;
	readonly decide: (args: Args, facts: Facts, context: RuleContext) => MutationDecision;
}

/** Checks that reads, facts and rule of a mutation fit each other. */
export const defineMutator = <Args, Facts>(definition: Definition<Args, Facts>): Mutator =>
	definition as unknown as Mutator;
