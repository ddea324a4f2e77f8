import * as z from 'zod/mini';
import {
	headers,
	signatureAlgorithm,
	signedBytes,
	toBase64Url
} from '#lib/sync/request-signing.ts';
import { requestRefusal, type RequestRefusal } from '#lib/sync/refusal.ts';

/** How long one request may take before it counts as no network. */
export const DEADLINE_MS = 30_000;

export type Reply<Value> =
	| { kind: 'reply'; value: Value }
	| { kind: 'refusal'; refusal: RequestRefusal; status: number }
	/** `portal`: something answered, but not the centre (a network that wants a sign-in). */
	| { kind: 'no-network'; reason: 'unreachable' | 'timeout' | 'portal' };

export interface TransportParts {
	fetch: typeof fetch;
	/** '' in the browser; `http://127.0.0.1:3000` in tests. */
	origin: string;
	now: () => number;
	/** The device's name and signing key; undefined before activation. */
	identity: () => Promise<{ deviceId: string; key: CryptoKey } | undefined>;
	/** Who works on the tablet: requests go under this person's session. */
	personId?: () => string | undefined;
	/** A deadline that ends a request; replaced in tests. */
	deadline?: (ms: number) => AbortSignal;
}

export interface Transport {
	post: <Value>(
		path: string,
		body: unknown,
		schema: z.ZodMiniType<Value>,
		signal?: AbortSignal
	) => Promise<Reply<Value>>;
	get: <Value>(path: string, schema: z.ZodMiniType<Value>) => Promise<Reply<Value>>;
}

/**
 * Signs every request and lets through only what the centre can have answered: expected
 * status, JSON, the nonce of this request and a body of the right shape. Everything else,
 * also a 200 with a page of a hotel, is "no network".
 */
export function makeTransport(parts: TransportParts): Transport {
	async function send<Value>(
		method: string,
		path: string,
		text: string,
		schema: z.ZodMiniType<Value>,
		signal?: AbortSignal
	): Promise<Reply<Value>> {
		const nonce = crypto.randomUUID();
		const time = parts.now();
		const signed: Record<string, string> = { [headers.nonce]: nonce, [headers.time]: String(time) };
		const personId = parts.personId?.();
		if (personId) signed[headers.person] = personId;
		const identity = await parts.identity();
		if (identity) {
			const bytes = await signedBytes({ method, path, body: text, time, nonce });
			signed[headers.device] = identity.deviceId;
			signed[headers.signature] = toBase64Url(
				await crypto.subtle.sign(signatureAlgorithm, identity.key, bytes)
			);
		}
		const limit = (parts.deadline ?? AbortSignal.timeout)(DEADLINE_MS);
		try {
			const response = await parts.fetch(parts.origin + path, {
				method,
				headers: method === 'POST' ? { ...signed, 'content-type': 'application/json' } : signed,
				body: method === 'POST' ? text : undefined,
				credentials: 'same-origin',
				redirect: 'manual',
				cache: 'no-store',
				signal: signal ? AbortSignal.any([limit, signal]) : limit
			});
			return await gate(response, nonce, schema);
		} catch {
			return { kind: 'no-network', reason: limit.aborted ? 'timeout' : 'unreachable' };
		}
	}
	return {
		post: (path, body, schema, signal) => send('POST', path, JSON.stringify(body), schema, signal),
		get: (path, schema) => send('GET', path, '', schema)
	};
}

async function gate<Value>(
	response: Response,
	nonce: string,
	schema: z.ZodMiniType<Value>
): Promise<Reply<Value>> {
	const portal = { kind: 'no-network', reason: 'portal' } as const;
	const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
	if (!isJson || response.headers.get(headers.nonce) !== nonce) {
		// A proxy's 502 while the centre restarts is not a portal.
		return response.status >= 500 ? { kind: 'no-network', reason: 'unreachable' } : portal;
	}
	const text = await response.text();
	let body: unknown;
	try {
		body = JSON.parse(text);
	} catch {
		return portal;
	}
	if (response.status === 200) {
		const parsed = schema.safeParse(body);
		return parsed.success ? { kind: 'reply', value: parsed.data } : portal;
	}
	const refused = requestRefusal.safeParse(body);
	return refused.success
		? { kind: 'refusal', refusal: refused.data.error, status: response.status }
		: portal;
}
