import * as z from 'zod/mini';
import { identifier, officeId } from '../basics/ids.ts';

/** The seven rights of the e-link service (S29) and one right per subject. */
export const rights = [
	'upload',
	'cancel',
	'approve',
	'deliver',
	'receive-request',
	'download',
	'mail-notice',
	'booking',
	'intake',
	'interpreting',
	'preparation',
	'reception',
	'reporting',
	'administration'
] as const;
export type Right = (typeof rights)[number];

export const roles = ['counter', 'reception', 'chief', 'head', 'auditor'] as const;
export type Role = (typeof roles)[number];

const everyday: readonly Right[] = [
	'upload',
	'cancel',
	'receive-request',
	'download',
	'mail-notice'
];

const counterWork: readonly Right[] = [
	'booking',
	'preparation',
	'interpreting',
	'reception',
	'intake'
];
const chiefWork: readonly Right[] = ['approve', 'deliver', 'reporting', 'administration'];

const rightsOfRole: Record<Role, readonly Right[]> = {
	counter: [...everyday, ...counterWork],
	reception: [...everyday, ...counterWork],
	chief: [...everyday, ...counterWork, ...chiefWork],
	head: [...everyday, ...counterWork, ...chiefWork],
	auditor: []
};

export const rightsOf = (role: Role): readonly Right[] => rightsOfRole[role];

/** A member of staff as the tablets of the office know them. */
export const person = z.object({
	personId: identifier,
	officeId,
	name: z.string(),
	kana: z.string(),
	role: z.enum(roles),
	booth: z.nullable(z.int()),
	languages: z.array(z.string()),
	/** Topics that the person knows well, for the assignment of visits (S05). */
	skills: z._default(z.array(z.string()), []),
	active: z.boolean()
});
export type Person = z.infer<typeof person>;

/** An activated tablet; its public key checks what it signed, also without a line. */
export const device = z.object({
	deviceId: identifier,
	officeId,
	name: z.string(),
	code: z.string(),
	state: z.enum(['active', 'revoked']),
	publicKey: z.object({ kty: z.string(), crv: z.string(), x: z.string(), y: z.string() })
});
export type Device = z.infer<typeof device>;

/** 6 digits; not one digit repeated, not a run up or down. */
export function isWeakPin(pin: string): boolean {
	if (!/^\d{6}$/.test(pin)) return true;
	const steps = new Set(
		[...pin].slice(1).map((digit, index) => Number(digit) - Number(pin[index]))
	);
	return steps.size === 1 && Math.abs([...steps][0]!) <= 1;
}

/** Wrong PINs before a person has to sign in at the centre again. */
export const PIN_TRIES = 5;

/** How long a signed-in person may work without a line: one shift. */
export const OFFLINE_GRANT_MS = 12 * 3_600_000;

export const grant = z.object({
	grantId: identifier,
	personId: identifier,
	deviceId: identifier,
	officeId,
	role: z.enum(roles),
	name: z.string(),
	issuedAt: z.number(),
	notAfter: z.number()
});
export type Grant = z.infer<typeof grant>;
