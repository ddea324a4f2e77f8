import { toBase64Url } from '#lib/sync/request-signing.ts';
import { splitRescue, type RescueFile } from '#lib/sync/rescue.ts';
import { getMeta, type LocalDatabase } from './database.ts';

async function unsentPictures(db: LocalDatabase): Promise<RescueFile['pictures']> {
	const found: RescueFile['pictures'] = [];
	for (const { hash, formId, storedAt } of await db.pictures.toArray()) {
		if (storedAt !== null) continue;
		const parts = await db.pictureParts.where('hash').equals(hash).toArray();
		for (const { key, box } of parts)
			found.push({ hash, formId, part: Number(key.split('/')[1]), box: toBase64Url(box) });
	}
	return found;
}

/** Everything that is not at the centre. Needs no PIN, because it opens nothing here. */
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

export interface SealBody {
	readonly items: number;
	readonly sealed: string;
}

/**
 * Hands all pieces of a file over; answers with the receipt of the first, which has the mutations, or
 * with what went wrong. What was sent before is known to the centre by its content.
 */
export async function sealAll<End extends { readonly ok: boolean }>(
	file: RescueFile,
	seal: (body: SealBody) => Promise<End>
): Promise<End> {
	const [first, ...rest] = splitRescue(file).map((piece) => ({
		items: piece.items.length,
		sealed: JSON.stringify(piece)
	}));
	const receipt = await seal(first!);
	if (!receipt.ok) return receipt;
	for (const piece of rest) {
		const end = await seal(piece);
		if (!end.ok) return end;
	}
	return receipt;
}
