import type { ZodMiniType } from 'zod/mini';
import { rightsOf, type Device, type Right } from '#lib/domain/access/access.ts';
import { readProtocol } from '#lib/sync/protocol.ts';
import type { RequestRefusal } from '#lib/sync/refusal.ts';
import { readBody, readJson, refuseRequest, replyWith, type Answer } from './answer.ts';
import type { RunningCentre } from './boot.ts';
import type { Budget } from './rate-limits.ts';
import { tokenOf, type Session } from './sessions.ts';

/** The request as a route has it. */
export interface Call {
	readonly request: Request;
	readonly url: URL;
	readonly locals: { readonly centre: RunningCentre };
	readonly getClientAddress: () => string;
}

const no = (refusal: RequestRefusal): { ok: false; refusal: RequestRefusal } => ({
	ok: false,
	refusal
});

/** Checks a body: JSON, protocol number where one is spoken, shape. */
export function readMessage<Body>(
	text: string,
	schema: ZodMiniType<Body>,
	protocol = false
): Answer<Body> {
	const json = readJson(text);
	if (!json.ok) return json;
	if (protocol) {
		const number = (json.value as { protocol?: unknown } | null)?.protocol;
		const spoken = typeof number === 'number' ? readProtocol(number) : 'spoken';
		if (spoken !== 'spoken') return no({ kind: spoken });
	}
	const parsed = schema.safeParse(json.value);
	return parsed.success ? { ok: true, value: parsed.data } : no({ kind: 'bad-request' });
}

/** Runs the work of a route; whatever it throws is logged and answered as `unavailable`. */
export async function guarded(
	call: Call,
	work: () => Promise<Answer | Response>
): Promise<Response> {
	const { request, locals, url } = call;
	try {
		const answer = await work();
		return answer instanceof Response ? answer : replyWith(request, answer);
	} catch (error) {
		const { name, message, code } = error as Error & { code?: string };
		locals.centre.log.error({ path: url.pathname, name, code, error: message }, 'request failed');
		return refuseRequest(request, { kind: 'unavailable', retryAfter: 5 });
	}
}

/** Answers anybody, as often as a budget allows one address to ask. */
export const limited = (
	call: Call,
	budget: Budget,
	work: (centre: RunningCentre) => Promise<Answer | Response>
): Promise<Response> =>
	guarded(call, async () => {
		const { centre } = call.locals;
		const retryAfter = await centre.limits.take(budget, call.getClientAddress());
		return retryAfter === undefined ? work(centre) : no({ kind: 'too-many-requests', retryAfter });
	});

interface SignedOptions<Body> {
	readonly body?: ZodMiniType<Body>;
	readonly maxBytes?: number;
	/** The body names the protocol it speaks. */
	readonly protocol?: boolean;
	readonly budget: Budget;
	readonly revokedToo?: boolean;
}

export interface SignedCall<Body> {
	readonly centre: RunningCentre;
	readonly device: Device;
	readonly body: Body;
}

async function admit<Body>(
	call: Call,
	options: SignedOptions<Body>
): Promise<Answer<SignedCall<Body>>> {
	const {
		request,
		url,
		locals: { centre }
	} = call;
	const text = await readBody(request, options.maxBytes);
	if (!text.ok) return text;
	const { revokedToo = false } = options;
	const check = await centre.gate.check(request, url, text.value, { revokedToo });
	if (!check.ok) return check;
	const retryAfter = await centre.limits.take(options.budget, check.device.deviceId);
	if (retryAfter !== undefined) return no({ kind: 'too-many-requests', retryAfter });
	if (!options.body)
		return { ok: true, value: { centre, device: check.device, body: undefined as Body } };
	const body = readMessage(text.value, options.body, options.protocol);
	return body.ok ? { ok: true, value: { centre, device: check.device, body: body.value } } : body;
}

/** Answers a request that an activated device has signed. */
export const answerSigned = <Body>(
	call: Call,
	options: SignedOptions<Body>,
	work: (signed: SignedCall<Body>) => Promise<Answer>
): Promise<Response> =>
	guarded(call, async () => {
		const admitted = await admit(call, options);
		return admitted.ok ? work(admitted.value) : admitted;
	});

export interface StaffCall<Body> extends SignedCall<Body> {
	readonly session: Session;
	readonly token: string;
}

/**
 * Answers a request that an activated device has signed and on which somebody is signed in,
 * with a right of theirs where one is needed. A session belongs to its device.
 */
export const answerStaff = <Body>(
	call: Call,
	options: SignedOptions<Body> & { readonly right?: Right },
	work: (staff: StaffCall<Body>) => Promise<Answer>
): Promise<Response> =>
	answerSigned<Body>(call, options, async (signed) => {
		const token = tokenOf(call.request);
		const session = await signed.centre.sessions.find(token);
		if (!session || !token || session.deviceId !== signed.device.deviceId) {
			return no({ kind: 'session-needed' });
		}
		if (options.right && !rightsOf(session.role).includes(options.right)) {
			return no({ kind: 'not-permitted' });
		}
		return work({ ...signed, session, token });
	});
