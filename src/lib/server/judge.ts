import { rightsOf } from '#lib/domain/access/access.ts';
import type { RuleContext } from '#lib/domain/basics/rule.ts';
import type { Lease } from '#lib/domain/booking/lease.ts';
import { readSlotId } from '#lib/domain/booking/slot.ts';
import type { Mutation } from '#lib/sync/mutation.ts';
import { readArgs, type MutationDecision, type Mutator } from '#lib/sync/mutators.ts';
import type { MutationRefusal } from '#lib/sync/refusal.ts';
import type { Write } from '#lib/sync/tables.ts';
import { alternativesFor } from './alternatives.ts';
import type { Author } from './authors.ts';
import type { Caller, Centre } from './centre.ts';
import { sql, type Tx } from './database.ts';
import { readFacts } from './rows.ts';

export type Verdict =
	| { writes: readonly Write[]; refusal?: undefined }
	| { writes?: undefined; refusal: MutationRefusal };

/** Runs the mutation's rule with the centre's own facts, clock and rights. */
export async function judge(
	tx: Tx,
	centre: Centre,
	caller: Caller,
	author: Author | undefined,
	mutation: Mutation
): Promise<Verdict> {
	if (!author) return { refusal: { kind: 'not-permitted' } };
	const read = readArgs(mutation.name, mutation.args);
	if (!read.ok) return { refusal: read.refusal };
	const { mutator, args } = read;
	if (!isStorable(args)) return { refusal: { kind: 'bad-arguments' } };
	if (!rightsOf(author.role).includes(mutator.right)) return { refusal: { kind: 'not-permitted' } };
	const context: RuleContext = {
		now: centre.clock(),
		actorId: author.personId,
		deviceId: caller.deviceId,
		place: 'centre'
	};
	try {
		const facts = await factsOf(tx, mutation.officeId, mutator, args);
		let decision = mutator.decide(args, facts, context);
		if (!decision.ok && decision.refusal.kind === 'slot-taken') {
			decision = (await decideOnOwnLease(tx, mutator, args, facts, context)) ?? decision;
		}
		if (decision.ok) return { writes: decision.value };
		return { refusal: await withAlternatives(tx, centre, decision.refusal, args) };
	} catch (error) {
		if (typeof (error as { code?: unknown }).code === 'string') throw error;
		// A rule that throws is a bug of ours: the mutation is parked and the queue goes on.
		centre.log.error(
			{ name: mutation.name, mid: mutation.mid, error: String(error) },
			'rule failed'
		);
		return { refusal: { kind: 'parked' } };
	}
}

/**
 * The answer to a hold can be lost on the way: then the device's own lease fills the slot for
 * which it books. Decides once more on that lease; undefined when there is none.
 */
async function decideOnOwnLease(
	tx: Tx,
	mutator: Mutator,
	args: unknown,
	facts: Record<string, unknown>,
	context: RuleContext
): Promise<MutationDecision | undefined> {
	const { slotId } = args as { slotId: string };
	const { rows } = await sql<{ data: Lease }>`
		SELECT data FROM lease
		WHERE office_id = ${readSlotId(slotId)?.officeId ?? ''} AND slot_id = ${slotId}
			AND device_id = ${context.deviceId} AND state = 'open'
		ORDER BY not_after DESC LIMIT 1 FOR UPDATE
	`.execute(tx);
	const lease = rows[0]?.data;
	if (!lease) return undefined;
	const onLease = { ...(args as object), leaseId: lease.leaseId };
	return mutator.decide(onLease, { ...facts, lease }, context);
}

/** PostgreSQL stores neither NUL nor half a surrogate pair; such a mutation would block the queue. */
function isStorable(args: unknown): boolean {
	let clean = true;
	JSON.stringify(args, (_, value: unknown) => {
		if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) clean = false;
		return value;
	});
	return clean;
}

async function factsOf(
	tx: Tx,
	officeId: string,
	mutator: Mutator,
	args: unknown
): Promise<Record<string, unknown>> {
	const first = mutator.first?.(args) ?? null;
	const known = first ? await readFacts(tx, officeId, { booking: first }) : {};
	return readFacts(tx, officeId, mutator.reads(args, known as { booking?: { slotId: string } }));
}

async function withAlternatives(
	tx: Tx,
	centre: Centre,
	refusal: MutationRefusal,
	args: unknown
): Promise<MutationRefusal> {
	if (refusal.kind !== 'slot-taken' && refusal.kind !== 'lease-expired') return refusal;
	const { slotId } = args as { slotId: string };
	return { ...refusal, alternatives: await alternativesFor(tx, slotId, centre.clock()) };
}

/**
 * The verdict when the tables did not admit what the rule allowed: the last seat went to
 * somebody else, or the receipt number is used already.
 */
export async function overrule(
	tx: Tx,
	centre: Centre,
	mutation: Mutation,
	kind: 'slot-taken' | 'receipt-taken'
): Promise<Verdict> {
	const field = kind === 'slot-taken' ? 'slotId' : 'receiptNo';
	return { refusal: await withAlternatives(tx, centre, { kind, field }, mutation.args) };
}
