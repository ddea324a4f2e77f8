import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { BookingDetails } from '#lib/domain/booking/booking.ts';
import { freeSeats, startsAt, type Slot } from '#lib/domain/booking/slot.ts';
import type { Desk, MutateEnd } from '#lib/local/desk.ts';
import { Tablet } from '#lib/local/tablet.ts';
import type { TabChannel, TabletParts, TabMessage } from '#lib/local/tablet-parts.ts';
import type { CentreProcess } from './centre-process.ts';
import { ScriptedNetwork } from './network.ts';

export const PIN = '802417';

/** The device under the tabs: its storage, its locks, its clock, its line. */
export class SimulatedDevice {
	readonly network: ScriptedNetwork;
	readonly centre: CentreProcess;
	readonly #name: string;
	#storage = new IDBFactory();
	readonly #locks = new Set<string>();
	readonly #tabs = new Set<(message: TabMessage) => void>();
	/** How far the wall clock is off, ms. */
	wallOffset = 0;

	constructor(centre: CentreProcess, name: string) {
		this.centre = centre;
		this.#name = name;
		this.network = new ScriptedNetwork(() => centre.origin);
	}

	#channel = (): TabChannel => {
		let hear: (message: TabMessage) => void = () => {};
		const listener = (message: TabMessage): void => hear(message);
		this.#tabs.add(listener);
		return {
			post: (message) => {
				for (const other of this.#tabs)
					if (other !== listener) queueMicrotask(() => other(message));
			},
			close: () => this.#tabs.delete(listener),
			heard: (found) => (hear = found)
		};
	};

	#parts(over: Partial<TabletParts>): TabletParts {
		return {
			name: 'madoguchi',
			origin: this.centre.origin,
			fetch: this.network.fetch,
			clock: { wall: () => Date.now() + this.wallOffset, monotonic: () => performance.now() },
			database: { indexedDB: this.#storage, IDBKeyRange },
			exclusively: async (lock, work) => {
				if (this.#locks.has(lock)) return undefined;
				this.#locks.add(lock);
				try {
					return await work();
				} finally {
					this.#locks.delete(lock);
				}
			},
			channel: this.#channel,
			listen: () => () => {},
			random: Math.random,
			idleMs: 3_600_000,
			autoSync: false,
			...over
		};
	}

	/** Opens the app in a tab; as after a cold start it is locked or not activated. */
	async openTab(over: Partial<TabletParts> = {}): Promise<Tablet> {
		const tablet = new Tablet(this.#parts(over));
		await tablet.start();
		return tablet;
	}

	async activate(tablet: Tablet, code: string): Promise<void> {
		must(await tablet.activate(code, this.#name));
	}

	async signIn(tablet: Tablet, personId: string): Promise<void> {
		const before = Date.now() - 1;
		const sent = must(await tablet.signIn(personId, this.centre.password));
		const password = await this.centre.oneTimePassword(before);
		const { pinWanted } = must(await tablet.confirm(sent.challengeId, password));
		if (pinWanted) must(await tablet.choosePin(PIN));
	}
}

function must<Value>(
	door: { ok: true; value: Value } | { ok: false; refusal: { kind: string } }
): Value {
	if (!door.ok) throw new Error(`refused: ${JSON.stringify(door.refusal)}`);
	return door.value;
}

/** An activated, signed-in and synced tablet of an office. */
export async function readyTablet(
	centre: CentreProcess,
	office: string,
	personId: string,
	code: string
): Promise<{ device: SimulatedDevice; tablet: Tablet }> {
	const device = new SimulatedDevice(centre, `${office} ${personId}`);
	const tablet = await device.openTab();
	await device.activate(tablet, code);
	await device.signIn(tablet, personId);
	await tablet.desk!.syncNow();
	await tablet.desk!.syncNow();
	return { device, tablet };
}

let visitors = 0;

export function detailsOf(over: Partial<BookingDetails['visitor']> = {}): BookingDetails {
	visitors += 1;
	return {
		topicId: 'old-age-claim',
		channel: 'counter',
		origin: 'counter',
		proxy: null,
		nonDisclosure: false,
		held: [],
		consent: 'none',
		visitor: {
			name: `試験 ${visitors}`,
			kana: 'シケン',
			phone: '03-0000-0000',
			pensionNumber: null,
			...over
		},
		needs: { readingLanguage: 'ne', spokenLanguage: 'ne', supports: ['large-print'] },
		note: ''
	};
}

/** Free slots of an office as this tablet sees them, earliest first. */
export function freeSlotsOf(desk: Desk, officeId: string, now = Date.now()): Slot[] {
	return desk.rows
		.list('slot')
		.filter((slot) => slot.officeId === officeId && freeSeats(slot) > 0 && startsAt(slot) > now)
		.sort((a, b) => startsAt(a) - startsAt(b));
}

export interface Booked {
	bookingId: string;
	receiptNo: string;
	slotId: string;
	end: MutateEnd;
}

/** Books as the screen does: on a lease when the tablet has one for the slot. */
export async function bookAt(
	tablet: Tablet,
	slot: Pick<Slot, 'slotId' | 'officeId'>,
	details = detailsOf()
): Promise<Booked> {
	const desk = tablet.desk!;
	const bookingId = crypto.randomUUID();
	const receiptNo = await tablet.nextReceiptNumber();
	const leaseId = desk.usableLease(slot.slotId)?.leaseId ?? null;
	const end = await desk.mutate('booking.book@2', slot.officeId, {
		bookingId,
		receiptNo,
		slotId: slot.slotId,
		leaseId,
		extraSlotId: null,
		extraLeaseId: null,
		standbyId: null,
		details
	});
	return { bookingId, receiptNo, slotId: slot.slotId, end };
}
