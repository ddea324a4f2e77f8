import { afterAll, beforeAll, beforeEach } from 'vitest';
import * as z from 'zod/mini';
import type { Slot } from '#lib/domain/booking/slot.ts';
import type { Tablet } from '#lib/local/tablet.ts';
import { startCentre, type CentreProcess } from './centre-process.ts';
import { freeSlotsOf, readyTablet, type SimulatedDevice } from './simulated-tablet.ts';

export const OFFICE = 'shinjuku';
const colleagues = ['naito', 'sakurai', 'hoshino', 'matsuda', 'fujii'];

export interface Seat {
	device: SimulatedDevice;
	tablet: Tablet;
}

/** An activation code that an administrator of the office issues. */
export async function issueCode(tablet: Tablet): Promise<string> {
	const reply = await tablet.transport.post(
		'/api/administration/codes',
		{},
		z.object({ code: z.string() })
	);
	if (reply.kind !== 'reply') throw new Error(JSON.stringify(reply));
	return reply.value.code;
}

/** A centre and some activated, signed-in tablets of one office, all up to date. */
export async function openOffice(
	count: number,
	env: Record<string, string> = {}
): Promise<{ centre: CentreProcess; seats: Seat[]; close: () => Promise<void> }> {
	const centre = await startCentre(env);
	const seats: Seat[] = [await readyTablet(centre, OFFICE, colleagues[0]!, centre.codes[OFFICE]!)];
	for (const person of colleagues.slice(1, count)) {
		seats.push(await readyTablet(centre, OFFICE, person, await issueCode(seats[0]!.tablet)));
	}
	await settle(seats);
	return {
		centre,
		seats,
		close: async () => {
			await Promise.all(seats.map(({ tablet }) => tablet.close()));
			await centre.stop();
		}
	};
}

/** A round that ends well; a centre that asks to wait is given the time. */
async function untilDone({ tablet }: Seat): Promise<void> {
	for (let attempt = 0; attempt < 20; attempt += 1) {
		const end = await tablet.desk!.syncNow();
		if (end.kind === 'done') return;
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
	throw new Error(`no round ended well: ${JSON.stringify(tablet.desk!.status)}`);
}

/** Lines up, everything sent, everybody sees everything. */
export async function settle(seats: readonly Seat[]): Promise<void> {
	for (let pass = 0; pass < 2; pass += 1) {
		for (const seat of seats) {
			seat.device.network.up = true;
			seat.device.network.weather = undefined;
			await untilDone(seat);
		}
	}
}

/** The office of a test file: opened before its tests, settled before each, closed at the end. */
export function useOffice(tablets: number): Awaited<ReturnType<typeof openOffice>> {
	const office = {} as Awaited<ReturnType<typeof openOffice>>;
	beforeAll(async () => {
		Object.assign(office, await openOffice(tablets));
	});
	beforeEach(() => settle(office.seats));
	afterAll(() => office.close());
	return office;
}

/** A slot of the office with so many free seats, on which nobody here holds a lease. */
export function roomySlot(seat: Seat, seats: readonly Seat[], seatsLeft = 2): Slot {
	const slot = freeSlotsOf(seat.tablet.desk!, OFFICE).find(
		({ slotId, capacity, taken }) =>
			capacity - taken >= seatsLeft &&
			seats.every(({ tablet }) => !tablet.desk!.usableLease(slotId))
	);
	if (!slot) throw new Error(`no slot with ${seatsLeft} free seats`);
	return slot;
}
