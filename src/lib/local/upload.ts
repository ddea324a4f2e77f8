import type { Form } from '#lib/domain/intake/form.ts';
import { toBase64 } from '#lib/sync/base64.ts';
import { blobAddress, blobState, partsOf, type BlobState } from '#lib/sync/blobs.ts';
import type { LocalDatabase } from './database.ts';
import { unsent } from './outbox.ts';
import { readPicture, sliceOf } from './pictures.ts';
import type { Transport } from './transport.ts';
import type { Vault } from './vault.ts';

export interface UploadParts {
	readonly db: LocalDatabase;
	readonly vault: Vault;
	readonly transport: Transport;
	readonly signal: AbortSignal;
	/** A part went through: the watchdog rests. */
	readonly progress: () => void;
}

/**
 * `sent`: all of it is at the centre. `overtaken`: a mutation was written meanwhile and goes first.
 * `later`: no line, or the centre does not know the form yet; what is there already is not sent again.
 */
export type UploadEnd = 'sent' | 'overtaken' | 'later';

async function sendOne(parts: UploadParts, form: Form, hash: string): Promise<UploadEnd> {
	const { db, vault, transport, signal, progress } = parts;
	const picture = await readPicture(db, vault, hash);
	// Missing or damaged here: another device may have it, and the form goes on waiting for it.
	if (!picture) return 'later';
	const of = { formId: form.formId, bytes: picture.length };
	const opened = await transport.post('/api/blobs/open', { ...of, hash }, blobState, signal);
	if (opened.kind !== 'reply') return 'later';
	let state: BlobState = opened.value;
	for (let part = 0; part < partsOf(picture.length) && state.storedAt === null; part += 1) {
		if (state.parts.includes(part)) continue;
		// A mutation is small and somebody waits for it; the picture goes on where it was.
		if ((await unsent(db)).count > 0) return 'overtaken';
		const body = { ...of, data: toBase64(sliceOf(picture, part)) };
		const reply = await transport.post(blobAddress(hash, part), body, blobState, signal);
		if (reply.kind !== 'reply') return 'later';
		state = reply.value;
		progress();
	}
	if (state.storedAt === null) return 'later';
	await db.pictures.update(hash, { storedAt: state.storedAt });
	return 'sent';
}

/**
 * Sends the pictures that may leave this device and that the centre does not have, one after the
 * other. Everything it needs lies in the database: after a kill it simply goes on.
 */
export async function uploadPictures(
	parts: UploadParts,
	forms: readonly Form[]
): Promise<UploadEnd> {
	const here = new Set((await parts.db.pictures.toArray()).map(({ hash }) => hash));
	let end: UploadEnd = 'sent';
	for (const form of forms) {
		if (!form.isShared) continue;
		for (const { hash, storedAt } of form.pages) {
			if (storedAt !== null || !here.has(hash)) continue;
			const one = await sendOne(parts, form, hash);
			if (one === 'overtaken') return one;
			if (one === 'later') end = one;
		}
	}
	return end;
}
