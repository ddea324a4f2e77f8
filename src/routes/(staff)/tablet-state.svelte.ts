import { createContext } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import { isUsable, type Lease } from '#lib/domain/booking/lease.ts';
import type { OutboxItem } from '#lib/local/desk.ts';
import type { RowView } from '#lib/local/rows.ts';
import type { Tablet } from '#lib/local/tablet.ts';

const MINUTE = 60_000;

/** The tablet as the screens read it: every getter runs again when the tablet says it changed. */
export class TabletState {
	readonly tablet: Tablet;
	readonly #subscribe: () => void;
	#version = 0;
	/** Trusted time at the last full minute; what only shows minutes looks at nothing else. */
	minute: number = $state(0);

	constructor(tablet: Tablet) {
		this.tablet = tablet;
		this.#subscribe = createSubscriber((update) =>
			tablet.subscribe(() => {
				this.#version += 1;
				update();
			})
		);
		this.tick();
	}

	/** Takes up the time; the frame calls it every second. */
	tick(): void {
		this.minute = Math.floor(this.tablet.clock.now() / MINUTE) * MINUTE;
	}

	/** Counts the changes, for effects that read the database themselves. */
	get version(): number {
		this.#subscribe();
		return this.#version;
	}

	get phase() {
		this.#subscribe();
		return this.tablet.phase;
	}

	get device() {
		this.#subscribe();
		return this.tablet.device;
	}

	get farewell() {
		this.#subscribe();
		return this.tablet.farewell;
	}

	get people() {
		this.#subscribe();
		return this.tablet.people;
	}

	get pinWanted() {
		this.#subscribe();
		return this.tablet.pinWanted;
	}

	get session() {
		this.#subscribe();
		return this.tablet.session;
	}

	get desk() {
		this.#subscribe();
		return this.tablet.desk;
	}

	get status() {
		this.#subscribe();
		return this.tablet.desk?.status;
	}

	/** Rows of a table as they stand now, pending changes included; none while locked. */
	list: RowView['list'] = (table) => {
		this.#subscribe();
		return this.tablet.desk?.rows.list(table) ?? [];
	};

	get: RowView['get'] = (table, id) => {
		this.#subscribe();
		return this.tablet.desk?.rows.get(table, id);
	};

	/** Whether the centre answered lately, so that free seats are worth calling free. */
	get fresh(): boolean {
		const status = this.status;
		if (status?.line !== 'online' || status.lastContact === null) return false;
		return this.minute - status.lastContact < 10 * MINUTE;
	}

	/** This device's open seats by slot; of holds only those the screen has itself. */
	seats(ownHolds: readonly string[] = []): ReadonlyMap<string, Lease> {
		const now = Math.max(this.minute, this.tablet.clock.now());
		const deviceId = this.device?.deviceId ?? '';
		const open = this.list('lease').filter(
			(lease) =>
				isUsable(lease, { deviceId, now }) &&
				(lease.purpose === 'standing' || ownHolds.includes(lease.leaseId))
		);
		return bySlot(open);
	}
}

const bySlot = (leases: readonly Lease[]): ReadonlyMap<string, Lease> =>
	new Map(leases.map((lease) => [lease.slotId, lease]));

export const [getTablet, setTablet] = createContext<TabletState>();

/** The outbox as it stands, read again after every change of the tablet. */
export function watchOutbox(state: TabletState): { readonly items: OutboxItem[] } {
	let items = $state.raw<OutboxItem[]>([]);
	$effect(() => {
		void state.version;
		let over = false;
		void state.desk?.outbox().then((found) => {
			if (!over) items = found;
		});
		return () => {
			over = true;
		};
	});
	return {
		get items() {
			return items;
		}
	};
}
