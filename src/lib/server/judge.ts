import { rightsOf } from '#lib/domain/access/access.ts';
import type { RuleContext } from '#lib/domain/basics/rule.ts';
import type { Booking, Needs } from '#lib/domain/booking/booking.ts';
import type { Lease } from '#lib/domain/booking/lease.ts';
import { needsLine } from '#lib/domain/booking/needs-line.ts';
import type { Mutation } from '#lib/sync/mutation.ts';
import type { Known, MutationDecision, Mutator } from '#lib/sync/mutator.ts';
import { readArgs } from '#lib/sync/mutators.ts';
import type { MutationRefusal, RefusalKind } from '#lib/sync/refusal.ts';
import type { Write } from '#lib/sync/tables.ts';
import { alternativesFor } from './alternatives.ts';
import type { Author } from './authors.ts';
import type { Caller, Centre } from './centre.ts';
import { sql, type Tx } from './database.ts';
import { readFacts } from './rows.ts';

export type Verdict =
	| { writes: readonly Write[]; isAudited?: boolean; refusal?: undefined }
	| { writes?: undefined; isAudited?: undefined; refusal: MutationRefusal };

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
		officeId: mutation.officeId,
		place: 'centre'
	};
	try {
		const facts = await factsOf(tx, mutation.officeId, mutator, args);
		let decision = mutator.decide(args, facts, context);
		if (!decision.ok && ownLeaseMayHelp.has(decision.refusal.kind)) {
			decision = (await decideOnOwnLease(tx, mutator, args, facts, context)) ?? decision;
		}
		if (decision.ok) return { writes: decision.value, isAudited: mutator.isAudited ?? false };
		return { refusal: await withAlternatives(tx, centre, decision.refusal, args, facts) };
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
	const { slotId, extraSlotId = null } = args as SeatArgs;
	const { rows } = await sql<{ data: Lease }>`
		SELECT data FROM lease
		WHERE office_id = ${context.officeId} AND slot_id = ANY(${[slotId, extraSlotId]})
			AND device_id = ${context.deviceId} AND state = 'open'
		ORDER BY not_after DESC, id FOR UPDATE
	`.execute(tx);
	const on = (wanted: string | null) => rows.find(({ data }) => data.slotId === wanted)?.data;
	const lease = on(slotId) ?? (facts.lease as Lease | undefined);
	const extraLease = on(extraSlotId) ?? (facts.extraLease as Lease | undefined);
	if (rows.length === 0) return undefined;
	const leaseId = lease?.leaseId ?? null;
	const extraLeaseId = extraLease?.leaseId ?? null;
	const onLease = { ...(args as object), leaseId, extraLeaseId };
	return mutator.decide(onLease, { ...facts, lease, extraLease }, context);
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
	const first = mutator.first?.(args, officeId);
	const known = first ? ((await readFacts(tx, officeId, first)) as Known) : {};
	return readFacts(tx, officeId, mutator.reads(args, known, officeId));
}

/** What mutations that want a seat have in common. */
interface SeatArgs {
	slotId: string;
	extraSlotId?: string | null;
	details?: { needs: Needs };
}

const ownLeaseMayHelp: ReadonlySet<RefusalKind> = new Set(['slot-taken', 'interpreter-taken']);

const offersOthers: ReadonlySet<RefusalKind> = new Set([
	'slot-taken',
	'slot-too-short',
	'interpreter-taken',
	'interpreter-closed',
	'lease-expired'
]);

async function withAlternatives(
	tx: Tx,
	centre: Centre,
	refusal: MutationRefusal,
	args: unknown,
	facts: Record<string, unknown> = {}
): Promise<MutationRefusal> {
	const { slotId, extraSlotId, details } = args as Partial<SeatArgs>;
	const booking = facts.booking as Booking | undefined;
	if (!offersOthers.has(refusal.kind) || slotId === undefined) return refusal;
	const wish = {
		isLong: Boolean(extraSlotId),
		line: details ? needsLine(details.needs) : (booking?.line ?? false)
	};
	return { ...refusal, alternatives: await alternativesFor(tx, slotId, wish, centre.clock()) };
}

/**
 * The verdict when the tables did not admit what the rule allowed: the last seat went to
 * somebody else, or a number is used already. `admission` is the refusal and its field, as the
 * table `guard` has them for each constraint.
 */
export async function overrule(
	tx: Tx,
	centre: Centre,
	mutation: Mutation,
	admission: string
): Promise<Verdict> {
	const [kind = 'parked', field = ''] = admission.split(' ');
	const refusal = { kind: kind as RefusalKind, ...(field ? { field } : {}) };
	return { refusal: await withAlternatives(tx, centre, refusal, mutation.args) };
}
