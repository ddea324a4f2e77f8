import type { Form } from '#lib/domain/intake/form.ts';
import { fromBase64 } from '#lib/sync/base64.ts';
import { blobAddress, blobPartReply, PART_BYTES, partsOf } from '#lib/sync/blobs.ts';
import { sha256 } from '#lib/sync/sha256.ts';
import type { LocalDatabase } from './database.ts';
import type { Transport } from './transport.ts';
import type { Vault } from './vault.ts';

export type Picture = Uint8Array<ArrayBuffer>;

const partKey = (hash: string, part: number): string => `${hash}/${part}`;

/** One part of a picture's bytes. */
export const sliceOf = (picture: Picture, part: number): Picture =>
	picture.slice(part * PART_BYTES, (part + 1) * PART_BYTES);

/**
 * Keeps a picture, encrypted before it touches the disk, all parts or none; gives its SHA-256.
 * The same picture is kept once. Throws what the browser throws when there is no room.
 */
export async function keepPicture(
	db: LocalDatabase,
	vault: Vault,
	formId: string,
	picture: Picture,
	keptAt: number
): Promise<string> {
	const hash = await sha256(picture);
	const boxes = await Promise.all(
		Array.from({ length: partsOf(picture.length) }, (_, part) =>
			vault.sealBytes(sliceOf(picture, part))
		)
	);
	await db.transaction('rw', db.pictures, db.pictureParts, async () => {
		await db.pictures.put({ hash, formId, bytes: picture.length, keptAt, storedAt: null });
		await db.pictureParts.bulkPut(
			boxes.map((box, part) => ({ key: partKey(hash, part), hash, box }))
		);
	});
	return hash;
}

/** A picture that this device keeps; undefined when it has none or a part is damaged. */
export async function readPicture(
	db: LocalDatabase,
	vault: Vault,
	hash: string
): Promise<Picture | undefined> {
	const row = await db.pictures.get(hash);
	if (!row) return undefined;
	const picture = new Uint8Array(row.bytes);
	for (let part = 0; part < partsOf(row.bytes); part += 1) {
		const kept = await db.pictureParts.get(partKey(hash, part));
		if (!kept) return undefined;
		picture.set(await vault.openBytes(kept.box), part * PART_BYTES);
	}
	return (await sha256(picture)) === hash ? picture : undefined;
}

export async function dropPicture(db: LocalDatabase, hash: string): Promise<void> {
	await db.transaction('rw', db.pictures, db.pictureParts, async () => {
		await db.pictures.delete(hash);
		await db.pictureParts.where('hash').equals(hash).delete();
	});
}

export type PictureEnd =
	| { readonly kind: 'picture'; readonly picture: Picture }
	/** The centre does not have it yet: it is still on the device that captured the sheet. */
	| { readonly kind: 'elsewhere' }
	| { readonly kind: 'no-line' }
	| { readonly kind: 'damaged' };

/** A picture from the centre, for memory only; checked against its name. */
export async function fetchPicture(transport: Transport, hash: string): Promise<PictureEnd> {
	const parts: Picture[] = [];
	for (let part = 0, count = 1; part < count; part += 1) {
		const reply = await transport.get(blobAddress(hash, part), blobPartReply);
		if (reply.kind === 'no-network') return { kind: 'no-line' };
		if (reply.kind === 'refusal')
			return { kind: reply.refusal.kind === 'not-found' ? 'elsewhere' : 'no-line' };
		count = reply.value.parts;
		parts.push(fromBase64(reply.value.data));
	}
	const picture = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		picture.set(part, at);
		at += part.length;
	}
	return (await sha256(picture)) === hash ? { kind: 'picture', picture } : { kind: 'damaged' };
}

/** How long a picture stays at most once the centre has it (it goes when the form is submitted). */
export const KEPT_MS = 72 * 3_600_000;

/**
 * Lets go of pictures that are no longer needed here: the centre has them and the form is
 * submitted, or 72 hours have passed since its receipt; and those of forms closed without a
 * decision. What the centre does not have yet stays, however old it is.
 */
export async function purgePictures(
	db: LocalDatabase,
	formOf: (formId: string) => Form | undefined,
	now: number
): Promise<void> {
	for (const row of await db.pictures.toArray()) {
		const form = formOf(row.formId);
		const storedAt =
			form?.pages.find(({ hash }) => hash === row.hash)?.storedAt ?? row.storedAt ?? null;
		if (storedAt !== row.storedAt) await db.pictures.update(row.hash, { storedAt });
		// Somebody saw a My Number in it; another picture took its place.
		const isCovered = form?.pages.some(({ covers }) => covers?.includes(row.hash));
		// One that was to take the place of another, and the centre did not take it.
		const isUnused =
			form && now - row.keptAt > KEPT_MS && !form.pages.some(({ hash }) => hash === row.hash);
		const isSafe = storedAt !== null;
		const isOver = form && ['submitted', 'accepted'].includes(form.state);
		if (
			isCovered ||
			isUnused ||
			form?.state === 'dropped' ||
			(isSafe && (isOver || now - storedAt > KEPT_MS))
		)
			await dropPicture(db, row.hash);
	}
}
