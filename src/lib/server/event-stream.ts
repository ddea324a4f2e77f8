import { neighbours } from '#lib/domain/office/office.ts';
import { listOffices, NEIGHBOURS } from './alternatives.ts';
import type { Database } from './database.ts';
import type { Metrics } from './metrics.ts';
import type { Pokes } from './pokes.ts';
import type { Session, Sessions } from './sessions.ts';

const HEARTBEAT_MS = 25_000;
/** Chunks that a client has not taken; one that sleeps is cut off and comes back by itself. */
const MAX_BEHIND = 50;

/** What of a centre a stream needs. */
interface Source {
	readonly db: Database;
	readonly pokes: Pokes;
	readonly sessions: Sessions;
	readonly metrics: Metrics;
}

async function spacesOf(centre: Source, officeId: string): Promise<string[]> {
	const offices = await listOffices(centre.db);
	const home = offices.find((office) => office.officeId === officeId);
	const near = home ? neighbours(home, offices, NEIGHBOURS) : [];
	return ['ref', officeId, ...near.map((office) => office.officeId)];
}

/** Open event streams of this process; `closeAll` ends them when it drains. */
export interface EventStreams {
	readonly open: (centre: Source, session: Session, token: string) => Promise<Response>;
	readonly closeAll: () => void;
}

interface Stream {
	readonly body: ReadableStream<Uint8Array>;
	readonly say: (text: string) => void;
	readonly end: () => void;
}

/** A body that can be written to; one whose reader sleeps ends by itself. */
function createStream(onEnd: () => void): Stream {
	const encoder = new TextEncoder();
	let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
	const end = (): void => {
		if (!controller) return;
		const open = controller;
		controller = undefined;
		onEnd();
		try {
			open.close();
		} catch {
			// The reader has closed it already.
		}
	};
	const body = new ReadableStream<Uint8Array>({
		start: (opened) => void (controller = opened),
		cancel: end
	});
	const say = (text: string): void => {
		if (!controller) return;
		if ((controller.desiredSize ?? 0) < -MAX_BEHIND) end();
		else controller.enqueue(encoder.encode(text));
	};
	return { body, say, end };
}

/** Tells news of the spaces, and every 25 seconds that the line is alive. */
function follow(
	centre: Source,
	spaces: readonly string[],
	token: string,
	open: Set<() => void>
): ReadableStream<Uint8Array> {
	const stream = createStream(() => {
		clearInterval(timer);
		unsubscribe();
		open.delete(stream.end);
		centre.metrics.streams.dec();
	});
	const unsubscribe = centre.pokes.subscribe(spaces, (space) =>
		stream.say(`event: poke\ndata: ${JSON.stringify({ space })}\n\n`)
	);
	const timer = setInterval(() => {
		stream.say(': heartbeat\n\n');
		centre.sessions.find(token).then(
			(session) => (session ? undefined : stream.end()),
			// The database is away: the stream stays, for the line may outlast the fault.
			() => {}
		);
	}, HEARTBEAT_MS);
	timer.unref();
	open.add(stream.end);
	centre.metrics.streams.inc();
	stream.say('retry: 3000\n: open\n\n');
	return stream.body;
}

/** Streams of pokes: no data but the name of a space that has news. */
export function createEventStreams(): EventStreams {
	const open = new Set<() => void>();
	return {
		open: async (centre, session, token) => {
			const spaces = await spacesOf(centre, session.officeId);
			return new Response(follow(centre, spaces, token, open), {
				headers: {
					'content-type': 'text/event-stream',
					'cache-control': 'no-store',
					// Proxies that buffer would hold pokes back.
					'x-accel-buffering': 'no'
				}
			});
		},
		closeAll: () => {
			for (const end of [...open]) end();
		}
	};
}
