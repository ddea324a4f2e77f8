import * as z from 'zod/mini';
import { sha256Hex } from '#lib/domain/basics/ids.ts';

/** Bytes of the dictionary as it travels, and at most unpacked. */
export const TOWN_BYTES = 4_000_000;
export const TOWN_TEXT_BYTES = 20_000_000;

/** `POST /api/administration/towns`: the sorted lines, gzipped, in base64. */
export const townsOrder = z.object({
	data: z
		.string()
		.check(z.regex(/^[A-Za-z0-9+/]+=*$/), z.maxLength(Math.ceil((TOWN_BYTES * 4) / 3) + 4))
});

/** `GET /api/packs/towns`: which dictionary the centre has. */
export const townsNote = z.object({
	towns: z.nullable(z.object({ hash: sha256Hex, bytes: z.int(), lines: z.int(), at: z.number() })),
	serverTime: z.number()
});
export type TownsNote = z.infer<typeof townsNote>;

export const townsAddress = (of: string): string => `/api/packs/towns/${of}`;
