import { sign } from 'node:crypto';
import { Agent, request } from 'node:http';
import { headers, signedBytes } from '#lib/sync/request-signing.ts';
import type { TabletSeed } from './nation.ts';
import type { Access } from './load.ts';

export type Kind = 'push' | 'booking push' | 'pull' | 'storm pull' | 'lease';

export interface Reply {
	readonly status: number;
	readonly json: unknown;
}

/** Signed requests over kept-alive connections, with the time each took. */
export class Wire {
	readonly latencies: Record<Kind, number[]> = {
		push: [],
		'booking push': [],
		pull: [],
		'storm pull': [],
		lease: []
	};
	bytesIn = 0;
	/** Answers that were neither a reply nor a refusal the protocol knows how to go on from. */
	readonly complaints: string[] = [];
	readonly #port: number;
	#agent: Agent;

	constructor(port: number, sockets: number) {
		this.#port = port;
		this.#agent = new Agent({ keepAlive: true, maxSockets: sockets });
	}

	setSockets(sockets: number): void {
		this.#agent.destroy();
		this.#agent = new Agent({ keepAlive: true, maxSockets: sockets });
	}

	async post(
		kind: Kind,
		seed: TabletSeed,
		access: Access,
		path: string,
		content: unknown,
		time: number
	): Promise<Reply> {
		const body = JSON.stringify(content);
		const nonce = crypto.randomUUID();
		const bytes = await signedBytes({ method: 'POST', path, body, time, nonce });
		const signature = sign('sha256', bytes, { key: seed.key, dsaEncoding: 'ieee-p1363' });
		const { personId } = seed.person;
		const from = performance.now();
		const { status, text } = await this.#send(path, body, {
			'content-type': 'application/json',
			'content-length': String(Buffer.byteLength(body)),
			cookie: `session-${personId}=${access.token}`,
			[headers.device]: seed.device.deviceId,
			[headers.person]: personId,
			[headers.time]: String(time),
			[headers.nonce]: nonce,
			[headers.signature]: signature.toString('base64url')
		});
		this.latencies[kind].push(performance.now() - from);
		this.bytesIn += text.length;
		return { status, json: JSON.parse(text) as unknown };
	}

	#send(
		path: string,
		body: string,
		head: Record<string, string>
	): Promise<{ status: number; text: string }> {
		return new Promise((resolve, reject) => {
			const sent = request(
				{
					host: '127.0.0.1',
					port: this.#port,
					path,
					method: 'POST',
					agent: this.#agent,
					headers: head
				},
				(answer) => {
					const chunks: Buffer[] = [];
					answer.on('data', (chunk: Buffer) => chunks.push(chunk));
					answer.on('error', reject);
					answer.on('end', () =>
						resolve({
							status: answer.statusCode ?? 0,
							text: Buffer.concat(chunks).toString('utf8')
						})
					);
				}
			);
			sent.on('error', reject);
			sent.end(body);
		});
	}

	close(): void {
		this.#agent.destroy();
	}
}
