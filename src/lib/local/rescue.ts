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
		}))
	};
}
