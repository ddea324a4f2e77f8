import type { Mutation } from '#lib/sync/mutation.ts';
import type { Known, MutationDecision, Reads } from '#lib/sync/mutator.ts';
import { readArgs } from '#lib/sync/mutators.ts';
import type { MutationRefusal } from '#lib/sync/refusal.ts';
import { rowId, type AnyRow, type RowOf, type TableName, type Write } from '#lib/sync/tables.ts';
import type { ConfirmedRows, RowView } from './rows.ts';

/**
 * Confirmed rows with the pending mutations re-applied (rebase). A pending mutation always runs
 * with the time of its making, so that a repeat gives the same effect.
 */
export class View implements RowView {
	readonly #confirmed: ConfirmedRows;
	readonly #deviceId: string;
	readonly #overlay = new Map<TableName, Map<string, AnyRow>>();
	/** Pending mutations that the tablet's own rule refuses by now; the centre has the last word. */
	readonly doubtful = new Map<number, MutationRefusal>();

	constructor(confirmed: ConfirmedRows, deviceId: string) {
		this.#confirmed = confirmed;
		this.#deviceId = deviceId;
	}

	get<Name extends TableName>(table: Name, id: string): RowOf<Name> | undefined {
		const row = this.#overlay.get(table)?.get(id) ?? this.#confirmed.of(table).get(id)?.row;
		return row as RowOf<Name> | undefined;
	}

	list<Name extends TableName>(table: Name): RowOf<Name>[] {
		const overlay = this.#overlay.get(table);
		const rows: AnyRow[] = [];
		for (const held of this.#confirmed.of(table).values()) {
			rows.push(overlay?.get(held.id) ?? held.row);
		}
		for (const [id, row] of overlay ?? []) {
			if (!this.#confirmed.of(table).has(id)) rows.push(row);
		}
		return rows as RowOf<Name>[];
	}

	#facts(reads: Reads): Known {
		return Object.fromEntries(
			Object.entries(reads).map(([name, read]) => [name, read ? this.get(...read) : undefined])
		);
	}

	/** What the rule says of a mutation on top of everything pending; changes nothing. */
	decide(
		body: Pick<Mutation, 'name' | 'args' | 'actorId' | 'occurredAt' | 'officeId'>
	): MutationDecision {
		const read = readArgs(body.name, body.args);
		if (!read.ok) return read;
		const { mutator, args } = read;
		const known = this.#facts(mutator.first?.(args, body.officeId) ?? {});
		const facts = this.#facts(mutator.reads(args, known, body.officeId));
		return mutator.decide(args, facts, {
			now: body.occurredAt,
			actorId: body.actorId,
			deviceId: this.#deviceId,
			officeId: body.officeId,
			place: 'tablet'
		});
	}

	#put(writes: readonly Write[]): void {
		for (const { table, row } of writes) {
			let rows = this.#overlay.get(table);
			if (!rows) this.#overlay.set(table, (rows = new Map()));
			rows.set(rowId(table, row), row);
		}
	}

	/** Adds one mutation on top of the others. */
	apply(mutation: Mutation): void {
		const decision = this.decide(mutation);
		if (decision.ok) this.#put(decision.value);
		else this.doubtful.set(mutation.mid, decision.refusal);
	}

	/** Starts again from the confirmed rows with all pending mutations, in order. */
	rebase(pending: readonly Mutation[]): void {
		this.#overlay.clear();
		this.doubtful.clear();
		for (const mutation of pending) this.apply(mutation);
	}
}
