import type { DexieOptions } from 'dexie';
import type { Person, Role } from '#lib/domain/access/access.ts';
import { systemClock, type DeviceClock } from './trusted-clock.ts';

/** What a tablet needs of its surroundings; a browser gives it, tests bring their own. */
export interface TabletParts {
	/** Name of the database; also of the lock and the channel between tabs. */
	name: string;
	origin: string;
	fetch: typeof fetch;
	clock: DeviceClock;
	database: DexieOptions;
	/** Runs work in one tab of this database at a time; undefined when another tab is at it. */
	exclusively: <Value>(name: string, work: () => Promise<Value>) => Promise<Value | undefined>;
	channel: (name: string) => TabChannel;
	/** Listens for pokes of the centre; gives back how to stop. */
	listen: (personId: string, poked: () => void) => () => void;
	random: () => number;
	/** Idle time after which the tablet locks itself, ms. */
	idleMs: number;
	/** Whether this tab sends by itself; tests start rounds by hand. */
	autoSync: boolean;
}

export interface TabChannel {
	post: (message: TabMessage) => void;
	close: () => void;
	heard: (listener: (message: TabMessage) => void) => void;
}

export type TabMessage =
	| { kind: 'changed' }
	| { kind: 'locked' }
	/** A person is at work in another tab: this one does not lock either. */
	| { kind: 'active' }
	| { kind: 'wiped' }
	| { kind: 'who-is-unlocked' }
	| { kind: 'unlocked'; key: CryptoKey; personId: string };

export type Phase = 'starting' | 'unactivated' | 'locked' | 'unlocked';

export interface SyncStatus {
	line: 'unknown' | 'online' | 'offline' | 'portal' | 'sign-in' | 'revoked' | 'update-needed';
	/** Since when the line is as it is (trusted time, ms). */
	since: number;
	sending: boolean;
	unsent: number;
	oldest: number | null;
	/** Refused mutations that a person has to answer. */
	needReply: number;
	lastContact: number | null;
}

export interface TabletPerson {
	personId: string;
	name: string;
	role: Role;
	hasPin: boolean;
	/** Five wrong PINs, or the offline grant is over: an online sign-in is needed. */
	signInNeeded: boolean;
	unsent: number;
}

export type ActivePerson = Pick<Person, 'personId' | 'name' | 'role'>;

function browserExclusively<Value>(
	name: string,
	work: () => Promise<Value>
): Promise<Value | undefined> {
	return navigator.locks.request(name, { ifAvailable: true }, (lock) =>
		lock ? work() : undefined
	) as Promise<Value | undefined>;
}

function browserChannel(name: string): TabChannel {
	const channel = new BroadcastChannel(name);
	return {
		post: (message) => channel.postMessage(message),
		close: () => channel.close(),
		heard: (listener) => {
			channel.onmessage = (event) => listener(event.data as TabMessage);
		}
	};
}

/** No sign of life for so long and the stream counts as dead; the centre beats every 25 s. */
const SILENCE_MS = 60_000;

function browserListen(personId: string, poked: () => void): () => void {
	let source: EventSource | undefined;
	let alive: ReturnType<typeof setTimeout> | undefined;
	let isOpen = false;
	const open = (): void => {
		source?.close();
		source = new EventSource(`/api/sync/events?person=${encodeURIComponent(personId)}`);
		// A stream that opens or breaks is the first sign that the line came or went.
		for (const sign of ['open', 'poke']) source.addEventListener(sign, () => poked());
		source.addEventListener('open', () => (isOpen = true));
		source.addEventListener('error', () => {
			if (isOpen) poked();
			isOpen = false;
		});
		for (const sign of ['open', 'beat', 'poke']) source.addEventListener(sign, rest);
		rest();
	};
	// A stream that died in silence opens again; jitter keeps a thousand tablets apart.
	const rest = (): void => {
		clearTimeout(alive);
		alive = setTimeout(open, SILENCE_MS + Math.random() * 10_000);
	};
	open();
	return () => {
		clearTimeout(alive);
		source?.close();
	};
}

export const browserParts = (): TabletParts => ({
	name: 'madoguchi',
	origin: '',
	fetch: (...args) => fetch(...args),
	clock: systemClock,
	database: {},
	exclusively: browserExclusively,
	channel: browserChannel,
	listen: browserListen,
	random: Math.random,
	idleMs: 3 * 60_000,
	autoSync: true
});
