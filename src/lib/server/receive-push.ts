import { identifier } from '#lib/domain/basics/ids.ts';
import { hashMutation, type Mutation } from '#lib/sync/mutation.ts';
import { readArgs } from '#lib/sync/mutators.ts';
import { PROTOCOL } from '#lib/sync/protocol.ts';
import type { MutationResult, PushReply, PushRequest } from '#lib/sync/push.ts';
import type { RequestRefusal } from '#lib/sync/refusal.ts';
import { authorOf, type KnownGrant } from './authors.ts';
import { epochSql, type Caller, type Centre } from './centre.ts';
import { inTransaction, sql, type Tx } from './database.ts';
import { judge, overrule, type Verdict } from './judge.ts';
import { rowsJson } from './rows.ts';
import { offerSeats } from './standby.ts';

/** After these a seat may be free that somebody waits for. */
const mayFreeSeats = /^booking\.(cancel|move|amend|decline-offer|leave-waiting|wait)@/;

type PushOutcome = { ok: true; value: PushReply } | { ok: false; refusal: RequestRefusal };

interface ClientRow {
	last_mid: number;
	device_id: string;
	epoch: string;
	grants: KnownGrant[];
}

/** Locks the client's row; the same round trip brings the grants its mutations were made under. */
async function lockClient(
	tx: Tx,
	caller: Caller,
	clientId: string,
	grantIds: readonly string[]
): Promise<ClientRow> {
	const { rows } = await sql<ClientRow>`
		INSERT INTO client (office_id, client_id, device_id)
		VALUES (${caller.officeId}, ${clientId}, ${caller.deviceId})
		ON CONFLICT (office_id, client_id) DO UPDATE SET seen_at = now()
		RETURNING last_mid, device_id, ${epochSql} AS epoch, (
			SELECT coalesce(jsonb_agg(jsonb_build_object(
				'grantId', g.grant_id, 'personId', p.id, 'role', p.data ->> 'role',
				'notAfter', extract(epoch FROM g.not_after) * 1000)), '[]')
			FROM offline_grant g JOIN person p ON p.office_id = g.office_id AND p.id = g.person_id
			WHERE g.office_id = ${caller.officeId} AND g.grant_id = ANY(${grantIds})
				AND g.device_id = ${caller.deviceId} AND (p.data ->> 'active')::boolean
		) AS grants
	`.execute(tx);
	return rows[0]!;
}

interface Stored {
	mid: number;
	hash: string;
	result: MutationResult;
}

async function storedResults(
	tx: Tx,
	caller: Caller,
	clientId: string,
	mids: number[]
): Promise<Map<number, Stored>> {
	if (mids.length === 0) return new Map();
	const { rows } = await sql<Stored>`
		SELECT mid, hash, result FROM mutation_result
		WHERE office_id = ${caller.officeId} AND client_id = ${clientId} AND mid = ANY(${mids})
	`.execute(tx);
	return new Map(rows.map((row) => [row.mid, row]));
}

interface Batch {
	readonly tx: Tx;
	readonly centre: Centre;
	readonly caller: Caller;
	readonly clientId: string;
	readonly grants: readonly KnownGrant[];
}

/** Stores the answer and, with it, the rows; tells when the tables do not admit them. */
async function store(
	{ tx, centre, caller, clientId }: Batch,
	mutation: Mutation,
	verdict: Verdict
): Promise<{ result: MutationResult; admission: string }> {
	const receivedAt = centre.clock();
	const result: MutationResult = verdict.writes
		? { mid: mutation.mid, status: 'applied', receivedAt }
		: { mid: mutation.mid, status: 'refused', refusal: verdict.refusal, receivedAt };
	const rows =
		verdict.writes && (verdict.writes.length > 0 || verdict.isAudited)
			? rowsJson(verdict.writes)
			: null;
	const read = readArgs(mutation.name, mutation.args);
	const subject = read.ok ? (identifier.safeParse(read.mutator.subject(read.args)).data ?? '') : '';
	const { rows: answer } = await sql<{ admission: string }>`
		SELECT commit_mutation(${caller.officeId}, ${clientId}, ${mutation.mid}, ${mutation.hash},
			${JSON.stringify(result)}::jsonb, ${mutation.officeId}, ${rows}::jsonb,
			${new Date(receivedAt)}, ${mutation.actorId}, ${caller.deviceId}, ${mutation.name},
			${subject}) AS admission
	`.execute(tx);
	return { result, admission: answer[0]!.admission };
}

/** Decides on one new mutation and stores the answer, whatever it is. */
async function answer(batch: Batch, mutation: Mutation): Promise<MutationResult> {
	const { tx, centre, caller, grants } = batch;
	const author = authorOf(grants, mutation);
	const verdict = await judge(tx, centre, caller, author, mutation);
	const { result, admission } = await store(batch, mutation, verdict);
	if (admission === 'done') return result;
	const overruled = await overrule(tx, centre, mutation, admission);
	return (await store(batch, mutation, overruled)).result;
}

/** Goes through the mutations in order; stops at a hole, refuses a fork. */
async function answerAll(
	batch: Batch,
	client: ClientRow,
	mutations: readonly Mutation[]
): Promise<{ results: MutationResult[]; lastMid: number } | RequestRefusal> {
	let lastMid = client.last_mid;
	const repeated = mutations.map(({ mid }) => mid).filter((mid) => mid <= lastMid);
	const known = await storedResults(batch.tx, batch.caller, batch.clientId, repeated);
	const results: MutationResult[] = [];
	for (const mutation of mutations) {
		if (mutation.mid <= lastMid) {
			const before = known.get(mutation.mid);
			if (before && before.hash !== mutation.hash) return { kind: 'client-forked', lastMid };
			if (before) results.push(before.result);
		} else if (mutation.mid > lastMid + 1) {
			if (results.length === 0) return { kind: 'gap', lastMid };
			break;
		} else {
			results.push(await answer(batch, mutation));
			lastMid = mutation.mid;
		}
	}
	return { results, lastMid };
}

/**
 * Applies a push: exactly once, in order, one transaction for the batch. A refusal is stored
 * like an application and the mutation's number still advances, so that nothing blocks the
 * queue. Answers `gap` when a number is missing and `client-forked` when a known number comes
 * with another content.
 */
export async function receivePush(
	centre: Centre,
	caller: Caller,
	{ clientId, mutations }: PushRequest
): Promise<PushOutcome> {
	for (const mutation of mutations) {
		const genuine = (await hashMutation(mutation)) === mutation.hash;
		if (!genuine) return { ok: false, refusal: { kind: 'bad-request' } };
	}
	const outcome = await inTransaction(centre.db, async (tx): Promise<PushOutcome> => {
		const grantIds = [...new Set(mutations.map(({ grantId }) => grantId))];
		const client = await lockClient(tx, caller, clientId, grantIds);
		if (client.device_id !== caller.deviceId) {
			return { ok: false, refusal: { kind: 'client-forked' } };
		}
		const { grants } = client;
		const batch: Batch = { tx, centre, caller, clientId, grants };
		const answers = await answerAll(batch, client, mutations);
		if ('kind' in answers) return { ok: false, refusal: answers };
		const value = {
			protocol: PROTOCOL,
			epoch: client.epoch,
			serverTime: centre.clock(),
			...answers
		};
		return { ok: true, value };
	});
	if (outcome.ok) {
		for (const office of new Set(mutations.map(({ officeId }) => officeId))) centre.poke(office);
		const freeing = mutations.filter(({ name }) => mayFreeSeats.test(name));
		for (const office of new Set(freeing.map(({ officeId }) => officeId))) {
			// The tablet does not wait for it, and what fails here comes again with the job.
			void offerSeats(centre, office).catch((error: unknown) =>
				centre.log.warn({ error: String(error) }, 'offering freed seats failed')
			);
		}
	}
	return outcome;
}
