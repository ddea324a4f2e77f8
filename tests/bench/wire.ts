import { connect } from 'node:net';

export interface Driven {
	readonly perSecond: number;
	readonly latencies: number[];
	/** How often each status came. */
	readonly statuses: Record<string, number>;
	/** The first answer that was not 2xx. */
	readonly complaint: string | undefined;
}

/** Whether a text is a whole HTTP answer: by its length, or by the last chunk. */
function isWhole(text: string): boolean {
	const end = text.indexOf('\r\n\r\n');
	if (end < 0) return false;
	const length = /^content-length: (\d+)/im.exec(text.slice(0, end))?.[1];
	if (length !== undefined) return text.length - end - 4 >= Number(length);
	return text.endsWith('\r\n0\r\n\r\n') || text.endsWith('0\r\n\r\n');
}

function oneConnection(
	port: number,
	queue: readonly Buffer[],
	heard: (answer: string, ms: number) => void
): Promise<void> {
	return new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1');
		let at = 0;
		let text = '';
		let from = 0;
		const next = (): void => {
			if (at >= queue.length) {
				socket.end();
				resolve();
				return;
			}
			text = '';
			from = performance.now();
			socket.write(queue[at]!);
			at += 1;
		};
		socket.setNoDelay(true);
		socket.on('error', reject);
		socket.on('connect', next);
		// latin1: one letter is one byte, so lengths are right.
		socket.on('data', (chunk: Buffer) => {
			text += chunk.toString('latin1');
			if (!isWhole(text)) return;
			heard(text, performance.now() - from);
			next();
		});
	});
}

/**
 * Sends prepared requests, one queue per kept-alive connection, the next when the answer is
 * here. It parses next to nothing, because client and server share the machine.
 */
export async function drive(port: number, queues: readonly (readonly Buffer[])[]): Promise<Driven> {
	const latencies: number[] = [];
	const statuses: Record<string, number> = {};
	let complaint: string | undefined;
	const from = performance.now();
	await Promise.all(
		queues.map((queue) =>
			oneConnection(port, queue, (answer, ms) => {
				latencies.push(ms);
				const status = answer.slice(9, 12);
				statuses[status] = (statuses[status] ?? 0) + 1;
				if (!status.startsWith('2')) complaint ??= answer.slice(0, 600);
			})
		)
	);
	const seconds = (performance.now() - from) / 1000;
	return { perSecond: latencies.length / seconds, latencies, statuses, complaint };
}
