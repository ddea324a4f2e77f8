import * as z from 'zod/mini';
import { identifier, sha256Hex } from '#lib/domain/basics/ids.ts';
import { refusal } from './refusal.ts';

const base64Url = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/));

/**
 * Everything unsent of one tablet, for the centre's eyes only: the boxes as they lie on its disk
 * and the data key sealed to the centre.
 */
export const rescueFile = z.object({
	format: z.literal('madoguchi-rescue@1'),
	deviceId: identifier,
	clientId: identifier,
	sealedKey: base64Url,
	items: z.array(
		z.object({
			mid: z.int(),
			state: z.string(),
			name: z.string(),
			actorId: z.string(),
			createdAt: z.number(),
			box: base64Url
		})
	),
	/** Parts of pictures that the centre does not have. */
	pictures: z._default(
		z.array(z.object({ hash: sha256Hex, formId: identifier, part: z.int(), box: base64Url })),
		[]
	)
});
export type RescueFile = z.infer<typeof rescueFile>;

/** Letters of pictures that go with one request; the centre takes 16 million in all. */
const PICTURE_LETTERS = 12_000_000;

/** The file in pieces that one request carries: the first has the mutations, none half a picture. */
export function splitRescue(file: RescueFile): RescueFile[] {
	const pieces: RescueFile[] = [{ ...file, pictures: [] }];
	let letters = 0;
	for (const parts of Map.groupBy(file.pictures, ({ hash }) => hash).values()) {
		const size = parts.reduce((sum, { box }) => sum + box.length, 0);
		if (letters > 0 && letters + size > PICTURE_LETTERS) {
			pieces.push({ ...file, items: [], pictures: [] });
			letters = 0;
		}
		pieces.at(-1)!.pictures.push(...parts);
		letters += size;
	}
	return pieces;
}

/** `POST /api/device/seal`: what the centre has taken. */
export const sealReceipt = z.object({
	quarantineId: z.string(),
	items: z.int(),
	receivedAt: z.number()
});
export type SealReceipt = z.infer<typeof sealReceipt>;

/** `open`: the centre has not heard of it. */
const rescuedItem = z.object({
	mid: z.int(),
	name: z.string(),
	actorId: z.string(),
	createdAt: z.number(),
	args: z.unknown(),
	state: z.enum(['open', 'applied', 'refused']),
	refusal: z.optional(refusal)
});
export type RescuedItem = z.infer<typeof rescuedItem>;

/** `no-form`: the form that it belongs to is not at the centre, or has another picture now. */
const rescuedPicture = z.object({
	formId: identifier,
	hash: sha256Hex,
	state: z.enum(['open', 'stored', 'no-form'])
});
export type RescuedPicture = z.infer<typeof rescuedPicture>;

/** What one tablet handed over; null: the file cannot be opened. */
const rescued = z.object({
	quarantineId: sha256Hex,
	deviceId: identifier,
	receivedAt: z.number(),
	items: z.nullable(z.array(rescuedItem)),
	pictures: z.array(rescuedPicture)
});
export type Rescued = z.infer<typeof rescued>;

/** `GET /api/administration/quarantine`, and the answer to an order. */
export const rescuedReply = z.object({ rescued: z.array(rescued), serverTime: z.number() });

/** `POST /api/administration/quarantine`. */
export const rescueOrder = z.discriminatedUnion('kind', [
	/** Does what the tablet would have done: its mutations, then its pictures. */
	z.object({ kind: z.literal('take'), quarantineId: sha256Hex }),
	/** Takes it off the list. */
	z.object({ kind: z.literal('done'), quarantineId: sha256Hex }),
	/** A piece of a file that a tablet wrote out. */
	z.object({ kind: z.literal('bring'), file: rescueFile })
]);
export type RescueOrder = z.infer<typeof rescueOrder>;
