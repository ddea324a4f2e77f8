import type { RunningCentre } from '#lib/server/boot.ts';
import { activateDevice, issueActivationCode } from '#lib/server/devices.ts';
import {
	headers,
	keyAlgorithm,
	signatureAlgorithm,
	signedBytes,
	toBase64Url
} from '#lib/sync/request-signing.ts';
import type { ActivateReply } from '#lib/sync/session.ts';

export const makeKey = (): Promise<CryptoKeyPair> =>
	crypto.subtle.generateKey(keyAlgorithm, false, ['sign', 'verify']);

export async function publicJwk(pair: CryptoKeyPair) {
	const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
	return { kty: 'EC' as const, crv: 'P-256' as const, x: x!, y: y! };
}

export interface ActiveTablet extends ActivateReply {
	readonly key: CryptoKey;
}

/** A device of an office, activated as a tablet does it. */
export async function activate(
	centre: RunningCentre,
	officeId: string,
	name = '1番'
): Promise<ActiveTablet> {
	const { code } = await issueActivationCode(centre, officeId, 'test');
	const pair = await makeKey();
	const answer = await activateDevice(centre, { code, name, publicKey: await publicJwk(pair) });
	if (!answer.ok) throw new Error(answer.refusal.kind);
	return { ...answer.value, key: pair.privateKey };
}

interface Signing {
	readonly method?: string;
	readonly time: number;
	readonly nonce?: string;
	/** What is signed instead of the path that is asked for. */
	readonly signedPath?: string;
	readonly cookie?: string;
}

/** A request as a tablet signs it. */
export async function signRequest(
	tablet: Pick<ActiveTablet, 'deviceId' | 'key'>,
	path: string,
	body: string,
	{ method = 'POST', time, nonce = crypto.randomUUID(), signedPath = path, cookie }: Signing
): Promise<Request> {
	const bytes = await signedBytes({ method, path: signedPath, body, time, nonce });
	const signature = await crypto.subtle.sign(signatureAlgorithm, tablet.key, bytes);
	return new Request(`http://localhost:3000${path}`, {
		method,
		body: method === 'POST' ? body : undefined,
		headers: {
			'content-type': 'application/json',
			[headers.device]: tablet.deviceId,
			[headers.time]: String(time),
			[headers.nonce]: nonce,
			[headers.signature]: toBase64Url(signature),
			...(cookie ? { cookie, [headers.person]: /^session-([^=]+)/.exec(cookie)?.[1] ?? '' } : {})
		}
	});
}
