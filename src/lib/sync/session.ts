import * as z from 'zod/mini';
import { grant, roles } from '#lib/domain/access/access.ts';
import { identifier, officeId } from '#lib/domain/basics/ids.ts';

const publicKey = z.object({
	kty: z.literal('EC'),
	crv: z.literal('P-256'),
	x: z.string(),
	y: z.string()
});

export const activateRequest = z.object({
	code: z.string().check(z.minLength(4), z.maxLength(40)),
	name: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)),
	publicKey
});

export const activateReply = z.object({
	deviceId: identifier,
	code: z.string(),
	name: z.string(),
	officeId,
	officeName: z.string(),
	/** Checks grants and seals rescue files, also without a line. */
	centreKeys: z.object({
		verify: publicKey,
		seal: z.object({ kty: z.literal('RSA'), n: z.string(), e: z.string() })
	}),
	serverTime: z.number()
});
export type ActivateReply = z.infer<typeof activateReply>;

export const signInRequest = z.object({
	personId: z.string().check(z.minLength(1), z.maxLength(64)),
	password: z.string().check(z.minLength(1), z.maxLength(200))
});

/** The one-time password goes to the person's mailbox. */
export const signInReply = z.object({
	challengeId: identifier,
	sentTo: z.string(),
	expiresAt: z.number()
});
export type SignInReply = z.infer<typeof signInReply>;

export const confirmRequest = z.object({
	challengeId: identifier,
	oneTimePassword: z.string().check(z.regex(/^\d{8}$/))
});

export const sessionReply = z.object({
	person: z.object({ personId: identifier, name: z.string(), role: z.enum(roles), officeId }),
	/** When the session ends; the tablet announces it ten minutes before. */
	expiresAt: z.number(),
	grant,
	/** base64url; the centre's signature over the canonical grant. */
	grantSignature: z.string(),
	/** base64url, 32 bytes; one of the three parts of the vault key. */
	vaultShare: z.string(),
	serverTime: z.number()
});
export type SessionReply = z.infer<typeof sessionReply>;
