import * as z from 'zod/mini';
import { identifier, sha256Hex } from '#lib/domain/basics/ids.ts';

/** Bytes of one part: small enough that a part fits between two mutations on a slow line. */
export const PART_BYTES = 192 * 1024;
const MAX_PARTS = 64;

/** `POST /api/blobs/open`: which parts of a picture does the centre have already? */
export const openBlob = z.object({
	formId: identifier,
	hash: sha256Hex,
	bytes: z.int().check(z.minimum(1), z.maximum(PART_BYTES * MAX_PARTS))
});
export type OpenBlob = z.infer<typeof openBlob>;

const serverTime = z.number();

/** What the centre has: all of it (`storedAt`), or some parts. */
export const blobState = z.object({
	storedAt: z.nullable(z.number()),
	parts: z.array(z.int()),
	serverTime
});
export type BlobState = z.infer<typeof blobState>;

/** `POST /api/blobs/<hash>/<part>`, and the answer to `GET`: bytes in base64. */
export const blobPart = z.object({
	formId: identifier,
	bytes: z.int().check(z.minimum(1), z.maximum(PART_BYTES * MAX_PARTS)),
	data: z.string().check(z.regex(/^[A-Za-z0-9+/]+=*$/), z.maxLength((PART_BYTES * 4) / 3 + 4))
});
export type BlobPart = z.infer<typeof blobPart>;

export const blobPartReply = z.object({ data: z.string(), parts: z.int(), serverTime });

export const partsOf = (bytes: number): number => Math.ceil(bytes / PART_BYTES);

export const blobAddress = (hash: string, part: number): string => `/api/blobs/${hash}/${part}`;
