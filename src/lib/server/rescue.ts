import * as z from 'zod/mini';
import type { Mutation } from '#lib/sync/mutation.ts';
import { fromBase64Url } from '#lib/sync/request-signing.ts';
import type { Caller, Centre } from './centre.ts';
import { inTransaction, sql } from './database.ts';
import { commitRows } from './rows.ts';

const rescueFile = z.object({
	format: z.literal('madoguchi-rescue@1'),
	deviceId: z.string(),
	clientId: z.string(),
	sealedKey: z.string(),
	items: z.array(
		z.object({
			mid: z.int(),
			state: z.string(),
			name: z.string(),
			actorId: z.string(),
			createdAt: z.number(),
			box: z.string()
		})
	)
});

export interface RescuedItem {
	readonly mid: number;
	readonly state: string;
	readonly mutation: Mutation;
}

/**
 * Opens what a tablet sealed to the centre (quarantine or a rescue file) with the centre's
 * private key (RSA-OAEP). Undefined when the file is not one of ours or was altered.
 */
export async function openRescue(
	text: string,
	openKey: CryptoKey
): Promise<RescuedItem[] | undefined> {
	try {
		const file = rescueFile.parse(JSON.parse(text));
		const rawKey = await crypto.subtle.decrypt(
			{ name: 'RSA-OAEP' },
			openKey,
			fromBase64Url(file.sealedKey)!
		);
		const key = await crypto.subtle.importKey('raw', rawKey, 'AES-GCM', false, ['decrypt']);
		return await Promise.all(
			file.items.map(async ({ mid, state, box }) => {
				const bytes = fromBase64Url(box)!;
				const iv = bytes.subarray(0, 12);
				const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes.subarray(12));
				return { mid, state, mutation: JSON.parse(new TextDecoder().decode(plain)) as Mutation };
			})
		);
	} catch {
		return undefined;
	}
}

export interface Rescued {
	readonly quarantineId: string;
	readonly deviceId: string;
	/** Epoch ms. */
	readonly receivedAt: number;
	/** null: the file cannot be opened. */
	readonly items: RescuedItem[] | null;
}

/** What tablets of the caller's office handed over, opened; every look is noted in the audit log. */
export async function listRescued(centre: Centre, caller: Caller): Promise<Rescued[]> {
	const rows = await inTransaction(centre.db, async (tx) => {
		await commitRows(tx, caller.officeId, [], {
			at: centre.clock(),
			actorId: caller.personId,
			deviceId: caller.deviceId,
			action: 'quarantine.view',
			subject: caller.officeId
		});
		const found = await sql<{ id: string; device: string; sealed: string; at: Date }>`
			SELECT quarantine_id AS id, device_id AS device, sealed, received_at AS at
			FROM quarantine WHERE office_id = ${caller.officeId} ORDER BY received_at DESC LIMIT 50
		`.execute(tx);
		return found.rows;
	});
	return Promise.all(
		rows.map(async ({ id, device, sealed, at }) => ({
			quarantineId: id,
			deviceId: device,
			receivedAt: at.getTime(),
			items: (await openRescue(sealed, centre.keys.open)) ?? null
		}))
	);
}
