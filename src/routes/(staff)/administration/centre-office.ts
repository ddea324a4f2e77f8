import * as z from 'zod/mini';
import { person } from '#lib/domain/access/access.ts';

/** A device of the office as the centre last saw it. */
const deviceState = z.object({
	deviceId: z.string(),
	name: z.string(),
	code: z.string(),
	state: z.enum(['active', 'revoked']),
	seenAt: z.nullable(z.number()),
	unsent: z.int(),
	unsentOldest: z.nullable(z.number()),
	quarantined: z.int(),
	openLeases: z.int()
});
export type DeviceState = z.infer<typeof deviceState>;

const personState = z.extend(person, { signedInAt: z.nullable(z.number()) });
export type PersonState = z.infer<typeof personState>;

export const devicesReply = z.object({ devices: z.array(deviceState), serverTime: z.number() });
export const peopleReply = z.object({ people: z.array(personState), serverTime: z.number() });
export const codeReply = z.object({
	code: z.string(),
	officeId: z.string(),
	expiresAt: z.number()
});
export type IssuedCode = z.infer<typeof codeReply>;
export const revokeReply = z.object({ deviceId: z.string(), state: z.string() });
