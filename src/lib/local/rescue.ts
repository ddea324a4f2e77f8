import { toBase64Url } from '#lib/sync/request-signing.ts';
import { getMeta, type LocalDatabase } from './database.ts';

/**
 * Everything unsent, for the centre's eyes only: the boxes as they lie in the outbox and the
 * data key sealed to the centre. Needs no PIN, because it opens nothing here.
 */
export interface RescueFile {
	format: 'madoguchi-rescue@1';
	deviceId: string;
	clientId: string;
	sealedKey: string;
	items: {
		mid: number;
		state: string;
		name: string;
		actorId: string;
		createdAt: number;
		box: string;
	}[];
	/** Parts of pictures that the centre does not have, oldest first, as far as one file carries them. */
	pictures: { hash: string; formId: string; part: number; box: string }[];
}

/** Bytes of pictures that fit into the centre's limit beside the mutations. */
const PICTURE_BYTES = 9_000_000;

async function unsentPictures(db: LocalDatabase): Promise<RescueFile['pictures']> {
	const found: RescueFile['pictures'] = [];
	let left = PICTURE_BYTES;
	for (const { hash, formId, storedAt, bytes } of await db.pictures.toArray()) {
		if (storedAt !== null || bytes > left) continue;
		left -= bytes;
		const parts = await db.pictureParts.where('hash').equals(hash).toArray();
		for (const { key, box } of parts)
			found.push({ hash, formId, part: Number(key.split('/')[1]), box: toBase64Url(box) });
	}
	return found;
}

export async function makeRescueFile(db: LocalDatabase): Promise<RescueFile | undefined> {
	const [device, clientId, sealedKey] = await Promise.all([
		getMeta(db, 'device'),
		getMeta(db, 'clientId'),
		getMeta(db, 'sealedKey')
	]);
	const rows = await db.outbox.where('state').anyOf('waiting', 'refused').sortBy('mid');
	if (!device || !clientId || !sealedKey) return undefined;
	return {
		format: 'madoguchi-rescue@1',
		deviceId: device.deviceId,
		clientId,
		sealedKey: toBase64Url(sealedKey),
		items: rows.map(({ mid, state, name, actorId, createdAt, box }) => ({
			mid,
			state,
			name,
			actorId,
			createdAt,
			box: toBase64Url(box)
		})),
		pictures: await unsentPictures(db)
	};
}
