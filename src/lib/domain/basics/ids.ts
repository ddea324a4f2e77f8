import * as z from 'zod/mini';

/** An identifier made by a device or the centre: safe in addresses, files and QR codes. */
export const identifier = z.string().check(z.regex(/^[A-Za-z0-9._-]{1,64}$/));

/** A SHA-256 in hex. */
export const sha256Hex = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** An office: lower-case letters, digits and hyphens. */
export const officeId = z.string().check(z.regex(/^[a-z0-9-]{2,40}$/));
