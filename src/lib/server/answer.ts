import { MAX_BODY_BYTES } from '#lib/sync/protocol.ts';
import { statusOf, type RequestRefusal } from '#lib/sync/refusal.ts';
import { headers } from '#lib/sync/request-signing.ts';

/** What an address of the API answers: a value, or why not. */
export type Answer<Value = unknown> =
	| { readonly ok: true; readonly value: Value; readonly headers?: Record<string, string> }
	| { readonly ok: false; readonly refusal: RequestRefusal };

const nonceShape = /^[A-Za-z0-9_-]{8,64}$/;

/** The nonce of a request in its proper form. */
export function nonceOf(request: Request): string | undefined {
	const nonce = request.headers.get(headers.nonce);
	return nonce !== null && nonceShape.test(nonce) ? nonce : undefined;
}

/** A JSON reply that no cache keeps and that echoes the nonce of its request. */
export function reply(
	request: Request,
	body: unknown,
	status = 200,
	more: Readonly<Record<string, string>> = {}
): Response {
	const nonce = nonceOf(request);
	return Response.json(body, {
		status,
		headers: { 'cache-control': 'no-store', ...(nonce ? { [headers.nonce]: nonce } : {}), ...more }
	});
}

/** A refused request, with the status of its kind. */
export function refuseRequest(request: Request, refusal: RequestRefusal): Response {
	const wait: Record<string, string> =
		refusal.retryAfter === undefined ? {} : { 'retry-after': String(refusal.retryAfter) };
	return reply(request, { error: refusal }, statusOf[refusal.kind], wait);
}

/** An answer as a reply. */
export const replyWith = (request: Request, answer: Answer): Response =>
	answer.ok
		? reply(request, answer.value, 200, answer.headers)
		: refuseRequest(request, answer.refusal);

/**
 * The text of a body of at most `limit` bytes. Reading stops at the limit, so a larger body
 * costs no memory.
 */
export async function readBody(request: Request, limit = MAX_BODY_BYTES): Promise<Answer<string>> {
	if (Number(request.headers.get('content-length') ?? 0) > limit) {
		return { ok: false, refusal: { kind: 'too-large' } };
	}
	if (!request.body) return { ok: true, value: '' };
	const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
	let size = 0;
	let text = '';
	try {
		for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
			size += chunk.byteLength;
			if (size > limit) return { ok: false, refusal: { kind: 'too-large' } };
			text += decoder.decode(chunk, { stream: true });
		}
		return { ok: true, value: text + decoder.decode() };
	} catch {
		// Broken UTF-8, a body longer than the server in front allows, or a line that dropped.
		return { ok: false, refusal: { kind: 'bad-request' } };
	}
}

/** The value a JSON text holds. */
export function readJson(text: string): Answer {
	try {
		return { ok: true, value: JSON.parse(text) };
	} catch {
		return { ok: false, refusal: { kind: 'bad-request' } };
	}
}
