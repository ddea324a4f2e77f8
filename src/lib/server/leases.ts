import { randomUUID } from 'node:crypto';
import { addDays, dateAt } from '#lib/domain/basics/days.ts';
import {
	HOLD_MS,
	LEASE_GRACE_MS,
	OFFER_MS,
	STANDING_LEASE_MS,
	type Lease
} from '#lib/domain/booking/lease.ts';
import {
	freeLines,
	freeSeats,
	nextSlotId,
	readSlotId,
	startsAt,
	type Slot
} from '#lib/domain/booking/slot.ts';
import type { Office } from '#lib/domain/office/office.ts';
import type { LeaseReply, LeaseRequest } from '#lib/sync/lease.ts';
import { PROTOCOL } from '#lib/sync/protocol.ts';
import type { Caller, Centre } from './centre.ts';
import { inTransaction, sql, type Tx } from './database.ts';
import { commitRows, readFacts, type RowChange } from './rows.ts';

/** Days for which a counter tablet holds standing seats. */
const LEASE_DAYS = 7;

const note = (centre: Centre, caller: Caller, action: string) => ({
	at: centre.clock(),
	actorId: caller.personId,
	deviceId: caller.deviceId,
	action,
	subject: caller.deviceId
});

interface Taking {
	readonly purpose: Lease['purpose'];
	readonly interpreter?: boolean;
	readonly standbyId?: string | null;
}

const lifetimes: Record<Lease['purpose'], number> = {
	hold: HOLD_MS,
	standing: STANDING_LEASE_MS,
	offer: OFFER_MS
};

/** Puts a lease on a free seat of a slot that is locked already; its rows, or none when full. */
export async function takeLease(
	tx: Tx,
	centre: Centre,
	caller: Pick<Caller, 'deviceId'>,
	slot: Slot,
	{ purpose, interpreter = false, standbyId = null }: Taking
): Promise<{ lease: Lease; changes: RowChange[] } | undefined> {
	if (freeSeats(slot) === 0 || startsAt(slot) <= centre.clock()) return undefined;
	if (interpreter && freeLines(slot) === 0) return undefined;
	const leaseId = randomUUID();
	const { rows } = await sql`
		UPDATE seat SET lease_id = ${leaseId}
		WHERE office_id = ${slot.officeId} AND slot_id = ${slot.slotId} AND seat_no = (
			SELECT seat_no FROM seat
			WHERE office_id = ${slot.officeId} AND slot_id = ${slot.slotId}
				AND booking_id IS NULL AND lease_id IS NULL
			ORDER BY seat_no LIMIT 1 FOR UPDATE)
		RETURNING seat_no
	`.execute(tx);
	if (rows.length === 0) return undefined;
	const lease: Lease = {
		leaseId,
		officeId: slot.officeId,
		slotId: slot.slotId,
		deviceId: caller.deviceId,
		purpose,
		interpreter,
		standbyId,
		notAfter: Math.min(centre.clock() + lifetimes[purpose], startsAt(slot)),
		state: 'open'
	};
	return {
		lease,
		changes: [
			{ table: 'lease', row: lease },
			{
				table: 'slot',
				row: { ...slot, taken: slot.taken + 1, linesTaken: slot.linesTaken + Number(interpreter) }
			}
		]
	};
}

export async function lockSlot(
	tx: Tx,
	officeId: string,
	slotId: string
): Promise<Slot | undefined> {
	const { slot } = await readFacts(tx, officeId, { slot: ['slot', slotId] });
	return slot as Slot | undefined;
}

/** Gives the seats of leases back; a lease that is used or returned already is left alone. */
export async function giveBack(
	tx: Tx,
	officeId: string,
	leases: readonly Lease[]
): Promise<RowChange[]> {
	const changes: RowChange[] = [];
	for (const slotId of [...new Set(leases.map((lease) => lease.slotId))].sort()) {
		let slot = await lockSlot(tx, officeId, slotId);
		for (const { leaseId } of leases.filter((lease) => lease.slotId === slotId)) {
			const { lease } = (await readFacts(tx, officeId, { lease: ['lease', leaseId] })) as {
				lease?: Lease;
			};
			if (!slot || lease?.state !== 'open') continue;
			slot = {
				...slot,
				taken: Math.max(0, slot.taken - 1),
				linesTaken: Math.max(0, slot.linesTaken - Number(lease.interpreter))
			};
			changes.push({ table: 'lease', row: { ...lease, state: 'returned' } });
		}
		if (slot) changes.push({ table: 'slot', row: slot });
	}
	return changes.some(({ table }) => table === 'lease') ? changes : [];
}

async function openLeases(tx: Tx, officeId: string, deviceId: string): Promise<Lease[]> {
	const { rows } = await sql<{ data: Lease }>`
		SELECT data FROM lease WHERE office_id = ${officeId} AND device_id = ${deviceId} AND state = 'open'
	`.execute(tx);
	return rows.map(({ data }) => data);
}

/** Renews standing leases past half of their time and takes the missing ones, a slot a day. */
async function fillStanding(tx: Tx, centre: Centre, caller: Caller): Promise<RowChange[]> {
	const { rows } = await sql<{ data: Office }>`
		SELECT data FROM office WHERE office_id = 'ref' AND id = ${caller.officeId}
	`.execute(tx);
	const perDay = rows[0]?.data.standingLease ?? 0;
	const now = centre.clock();
	const held = (await openLeases(tx, caller.officeId, caller.deviceId)).filter(
		({ purpose }) => purpose === 'standing'
	);
	const changes: RowChange[] = held
		.filter(({ notAfter }) => notAfter - now < STANDING_LEASE_MS / 2 && notAfter > now)
		.map((lease) => ({
			lease,
			notAfter: Math.min(now + STANDING_LEASE_MS, startsAt(readSlotId(lease.slotId)!))
		}))
		.filter(({ lease, notAfter }) => notAfter > lease.notAfter)
		.map(({ lease, notAfter }) => ({ table: 'lease', row: { ...lease, notAfter } }));
	const today = dateAt(now);
	const { rows: candidates } = await sql<{ data: Slot }>`
		SELECT data FROM slot
		WHERE office_id = ${caller.officeId} AND day BETWEEN ${today} AND ${addDays(today, LEASE_DAYS)}
			AND taken < capacity
		ORDER BY day, capacity - taken DESC, id
	`.execute(tx);
	const perDate = new Map<string, number>();
	for (const { slotId } of held) {
		const date = readSlotId(slotId)!.date;
		perDate.set(date, (perDate.get(date) ?? 0) + 1);
	}
	const equipped = new Set(
		held.filter(({ interpreter }) => interpreter).map(({ slotId }) => readSlotId(slotId)!.date)
	);
	const wanted: string[] = [];
	for (const { data: slot } of candidates) {
		const already = perDate.get(slot.date) ?? 0;
		if (already >= perDay || startsAt(slot) <= now) continue;
		perDate.set(slot.date, already + 1);
		wanted.push(slot.slotId);
	}
	for (const slotId of wanted.sort()) {
		const slot = await lockSlot(tx, caller.officeId, slotId);
		// The first seat of a day comes with an interpreter, where there is one.
		const { date } = readSlotId(slotId)!;
		const interpreter = slot !== undefined && freeLines(slot) > 0 && !equipped.has(date);
		const taking = { purpose: 'standing', interpreter } as const;
		const taken = slot && (await takeLease(tx, centre, caller, slot, taking));
		if (!taken) continue;
		if (interpreter) equipped.add(date);
		changes.push(...taken.changes);
	}
	return changes;
}

/** The wanted seat and, for a long visit, the one after it: both or neither. */
async function hold(
	tx: Tx,
	centre: Centre,
	caller: Caller,
	{ hold: slotId, holdNext, interpreter }: LeaseRequest
): Promise<{ held: Lease | null; heldNext: Lease | null; changes: RowChange[] }> {
	const none = { held: null, heldNext: null, changes: [] };
	const wanted = slotId === null ? undefined : readSlotId(slotId);
	if (!wanted || slotId === null) return none;
	const nextId = holdNext ? nextSlotId(wanted) : null;
	const slot = await lockSlot(tx, wanted.officeId, slotId);
	const next = nextId === null ? undefined : await lockSlot(tx, wanted.officeId, nextId);
	if (!slot || (holdNext && !next)) return none;
	const taking = { purpose: 'hold', interpreter } as const;
	if (next && (freeSeats(next) === 0 || (interpreter && freeLines(next) === 0))) return none;
	const first = await takeLease(tx, centre, caller, slot, taking);
	if (!first) return none;
	const second = next && (await takeLease(tx, centre, caller, next, taking));
	return {
		held: first.lease,
		heldNext: second?.lease ?? null,
		changes: [...first.changes, ...(second?.changes ?? [])]
	};
}

/**
 * Takes and returns seats for a device. A hold may lie in any office; standing leases lie in
 * the home office. `held` is null when the slot is full: the tablet then offers a request.
 */
export async function serveLeases(
	centre: Centre,
	caller: Caller,
	request: LeaseRequest
): Promise<LeaseReply> {
	const touched = new Set<string>();
	const reply = await inTransaction(centre.db, async (tx): Promise<LeaseReply> => {
		touched.clear();
		const commit = async (
			officeId: string,
			changes: RowChange[],
			action: string
		): Promise<void> => {
			if (changes.length === 0) return;
			await commitRows(tx, officeId, changes, note(centre, caller, action));
			touched.add(officeId);
		};
		if (request.giveBack.length > 0) {
			const { rows } = await sql<{ data: Lease }>`
				SELECT data FROM lease WHERE id = ANY(${request.giveBack}) AND device_id = ${caller.deviceId}
			`.execute(tx);
			for (const office of [...new Set(rows.map(({ data }) => data.officeId))].sort()) {
				const mine = rows.map(({ data }) => data).filter(({ officeId }) => officeId === office);
				await commit(office, await giveBack(tx, office, mine), 'lease.return');
			}
		}
		const { held, heldNext, changes } = await hold(tx, centre, caller, request);
		if (held) await commit(held.officeId, changes, 'lease.hold');
		if (request.standing)
			await commit(caller.officeId, await fillStanding(tx, centre, caller), 'lease.standing');
		const standing = (await openLeases(tx, caller.officeId, caller.deviceId)).filter(
			({ purpose }) => purpose === 'standing'
		);
		return { protocol: PROTOCOL, serverTime: centre.clock(), held, heldNext, standing };
	});
	for (const office of touched) centre.poke(office);
	return reply;
}

/** Returns the seats of leases that are over by more than the grace; gives how many. */
export async function returnExpiredLeases(centre: Centre): Promise<number> {
	const before = centre.clock() - LEASE_GRACE_MS;
	const { rows } = await sql<{ data: Lease }>`
		SELECT data FROM lease WHERE state = 'open' AND not_after < ${before} LIMIT 500
	`.execute(centre.db);
	const offices = [...new Set(rows.map(({ data }) => data.officeId))];
	for (const office of offices) {
		const leases = rows.map(({ data }) => data).filter(({ officeId }) => officeId === office);
		await inTransaction(centre.db, async (tx) => {
			const changes = await giveBack(tx, office, leases);
			const at = centre.clock();
			if (changes.length > 0) {
				await commitRows(tx, office, changes, {
					at,
					actorId: 'centre',
					deviceId: 'centre',
					action: 'lease.expire',
					subject: office
				});
			}
		});
		centre.poke(office);
	}
	return rows.length;
}
