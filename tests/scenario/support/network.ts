/** What the line does to the next request that matches. */
export type Fault =
	| { kind: 'drop' }
	/** The centre acts, its answer never arrives. */
	| { kind: 'lose-reply' }
	| { kind: 'delay'; ms: number }
	/** The request arrives twice; the device sees the second answer. */
	| { kind: 'duplicate' }
	| { kind: 'cut'; at: number }
	| { kind: 'portal' }
	/** Nothing comes back until the deadline. */
	| { kind: 'half-open' }
	| { kind: 'status'; status: number };

/** A line between a device and the centre whose faults are a script. */
export class ScriptedNetwork {
	readonly #origin: () => string;
	readonly #cookies = new Map<string, string>();
	#script: { path: RegExp; fault: Fault }[] = [];
	/** Fault for everything that the script does not name; undefined: the line is fine. */
	weather: ((path: string) => Fault | undefined) | undefined;
	up = true;
	requests = 0;

	constructor(origin: () => string) {
		this.#origin = origin;
	}

	/** The next request to a path meets a fault. */
	next(path: RegExp, fault: Fault): void {
		this.#script.push({ path, fault });
	}

	/** The cookies of another browser profile, as when a profile is copied. */
	shareCookies(other: ScriptedNetwork): void {
		for (const [name, value] of other.#cookies) this.#cookies.set(name, value);
	}

	forgetSession(): void {
		this.#cookies.clear();
	}

	#faultOf(path: string): Fault | undefined {
		const index = this.#script.findIndex((step) => step.path.test(path));
		if (index >= 0) return this.#script.splice(index, 1)[0]!.fault;
		return this.weather?.(path);
	}

	async #send(path: string, init: RequestInit): Promise<Response> {
		const headers = new Headers(init.headers);
		if (this.#cookies.size > 0)
			headers.set(
				'cookie',
				[...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
			);
		const response = await fetch(this.#origin() + path, { ...init, headers });
		for (const line of response.headers.getSetCookie()) {
			const [pair] = line.split(';');
			const [name, value] = pair!.split('=');
			if (value) this.#cookies.set(name!, value);
			else this.#cookies.delete(name!);
		}
		return response;
	}

	fetch: typeof fetch = async (input, init = {}) => {
		const path = String(input).replace(/^https?:\/\/[^/]+/, '');
		this.requests += 1;
		if (!this.up) throw new TypeError('line is down');
		const fault = this.#faultOf(path);
		switch (fault?.kind) {
			case undefined:
				return this.#send(path, init);
			case 'drop':
				throw new TypeError('dropped');
			case 'lose-reply':
				await (await this.#send(path, init)).arrayBuffer();
				throw new TypeError('reply lost');
			case 'delay':
				await new Promise((resolve) => setTimeout(resolve, fault.ms));
				return this.#send(path, init);
			case 'duplicate': {
				const [, second] = await Promise.all([
					this.#send(path, init).then((r) => r.arrayBuffer()),
					this.#send(path, init)
				]);
				return second;
			}
			case 'cut': {
				const response = await this.#send(path, init);
				const body = new Uint8Array(await response.arrayBuffer());
				return new Response(body.slice(0, Math.min(fault.at, body.length - 1)), {
					status: response.status,
					headers: response.headers
				});
			}
			case 'portal':
				return new Response('<html>Sign in to the Wi-Fi</html>', {
					headers: { 'content-type': 'text/html' }
				});
			case 'half-open':
				return new Promise((_, reject) => {
					init.signal?.addEventListener('abort', () =>
						reject(new DOMException('aborted', 'AbortError'))
					);
				});
			case 'status':
				return new Response('busy', { status: fault.status });
		}
	};
}

/** Numbers that look random and come again with the same seed (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Weather with every fault of the catalogue, each request by chance. */
export function badWeather(random: () => number, share = 0.3): (path: string) => Fault | undefined {
	return () => {
		if (random() > share) return undefined;
		const kinds: Fault[] = [
			{ kind: 'drop' },
			{ kind: 'lose-reply' },
			{ kind: 'duplicate' },
			{ kind: 'delay', ms: Math.floor(random() * 20) },
			{ kind: 'cut', at: Math.floor(random() * 400) },
			{ kind: 'portal' },
			{ kind: 'status', status: 503 }
		];
		return kinds[Math.floor(random() * kinds.length)];
	};
}
