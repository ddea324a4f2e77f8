import pg from 'pg';
import type { Logger } from 'pino';

const CHANNEL = 'poke';
/** NOTIFY takes a lock of the whole database at commit, so it is sent rarely and by itself. */
const EVERY_MS = 50;

type Listener = (space: string) => void;

export interface Pokes {
	/** Tells all processes that a space has news; several calls within 50 ms are one. */
	readonly poke: (space: string) => void;
	/** Hears of news in the given spaces; gives the way to stop hearing. */
	readonly subscribe: (spaces: readonly string[], listener: Listener) => () => void;
	readonly close: () => Promise<void>;
}

/** Sends at once when the last time is long enough ago, else as soon as it is. */
function createSender(send: (space: string) => void): { poke: Listener; stop: () => void } {
	const sentAt = new Map<string, number>();
	const waiting = new Map<string, NodeJS.Timeout>();
	const go = (space: string): void => {
		waiting.delete(space);
		sentAt.set(space, performance.now());
		send(space);
	};
	return {
		poke: (space) => {
			if (waiting.has(space)) return;
			const rest = (sentAt.get(space) ?? -EVERY_MS) + EVERY_MS - performance.now();
			if (rest <= 0) go(space);
			else
				waiting.set(
					space,
					setTimeout(() => go(space), rest)
				);
		},
		stop: () => {
			for (const timer of waiting.values()) clearTimeout(timer);
			waiting.clear();
		}
	};
}

/** One connection that listens, and comes back when it is lost. */
function createEar(pool: pg.Pool, log: Logger, hear: Listener, onBack: () => void) {
	let client: pg.Client | undefined;
	let timer: NodeJS.Timeout | undefined;
	let closed = false;
	let pause = 100;
	const lost = (): void => {
		client = undefined;
		if (closed || timer) return;
		timer = setTimeout(() => {
			timer = undefined;
			void connect(false);
		}, pause);
		timer.unref();
		pause = Math.min(pause * 2, 5000);
	};
	const connect = async (first: boolean): Promise<void> => {
		const mine = new pg.Client(pool.options);
		mine.on('error', (error) => log.warn({ error: error.message }, 'listener lost'));
		mine.on('notification', ({ payload }) => hear(payload ?? ''));
		client = mine;
		try {
			await mine.connect();
			await mine.query(`LISTEN ${CHANNEL}`);
			mine.once('end', lost);
			pause = 100;
			if (closed) await mine.end();
			else if (!first) onBack();
		} catch (error) {
			log.warn({ error: String(error) }, 'listener cannot connect');
			mine.end().catch(() => {});
			lost();
		}
	};
	const close = async (): Promise<void> => {
		closed = true;
		clearTimeout(timer);
		await client?.end().catch(() => {});
	};
	return { connect, close };
}

/** Pokes over PostgreSQL NOTIFY, so that every process tells its own open event streams. */
export async function startPokes(pool: pg.Pool, log: Logger): Promise<Pokes> {
	const listeners = new Map<Listener, ReadonlySet<string>>();
	const hear: Listener = (space) => {
		for (const [listener, spaces] of listeners) if (spaces.has(space)) listener(space);
	};
	// What was said while nobody listened is lost, so everybody looks once.
	const onBack = (): void => {
		for (const [listener, spaces] of listeners) for (const space of spaces) listener(space);
	};
	const sender = createSender((space) => {
		pool.query('SELECT pg_notify($1, $2)', [CHANNEL, space]).catch((error: unknown) => {
			log.warn({ error: String(error) }, 'poke not sent');
		});
	});
	const ear = createEar(pool, log, hear, onBack);
	await ear.connect(true);
	return {
		poke: sender.poke,
		subscribe: (spaces, listener) => {
			listeners.set(listener, new Set(spaces));
			return () => listeners.delete(listener);
		},
		close: async () => {
			sender.stop();
			listeners.clear();
			await ear.close();
		}
	};
}
