import { BLANK_BYTES } from '#lib/domain/intake/template-row.ts';
import { A4 } from '#lib/domain/intake/template-draft.ts';
import { fromBase64, toBase64 } from '#lib/sync/base64.ts';

export interface BlankSheet {
	readonly png: string;
	readonly page: { w: number; h: number };
}

/** A picture of the empty sheet in black and white greys, small enough to travel to every tablet. */
async function encode(picture: ImageBitmap, width: number): Promise<Uint8Array> {
	const height = Math.round((width * picture.height) / picture.width);
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d')!;
	context.fillStyle = '#fff';
	context.fillRect(0, 0, width, height);
	context.drawImage(picture, 0, 0, width, height);
	const colours = context.getImageData(0, 0, width, height);
	// Few greys make a small file; thin lines keep their edges.
	for (let at = 0; at < colours.data.length; at += 4) {
		const grey =
			colours.data[at]! * 0.3 + colours.data[at + 1]! * 0.59 + colours.data[at + 2]! * 0.11;
		const step = Math.round(grey / 51) * 51;
		colours.data.set([step, step, step, 255], at);
	}
	context.putImageData(colours, 0, 0);
	const blob = await canvas.convertToBlob({ type: 'image/png' });
	return new Uint8Array(await blob.arrayBuffer());
}

/** The empty sheet of a form, of A4 or of its own proportions; undefined when it is too rich a picture. */
export async function blankOf(picture: ImageBitmap): Promise<BlankSheet | undefined> {
	const share = picture.height / picture.width;
	const isA4 = Math.abs(share - A4.h / A4.w) < 0.03;
	const page = isA4 ? { ...A4 } : { w: A4.w, h: Math.round(A4.w * share) };
	for (const width of [1654, 1240, 930]) {
		const bytes = await encode(picture, Math.min(width, picture.width));
		if (bytes.length <= BLANK_BYTES) return { png: toBase64(bytes), page };
	}
	return undefined;
}

export async function bitmapOf(png: string): Promise<ImageBitmap> {
	return createImageBitmap(new Blob([fromBase64(png)], { type: 'image/png' }));
}
