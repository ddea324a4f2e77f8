import type { Box, Template } from '#lib/domain/intake/template.ts';
import type { Picture } from '#lib/local/pictures.ts';
import type { ColourPicture } from '#lib/ocr/picture.ts';

const QUALITY = 0.82;

/** The colours of a picture; the bitmap stays open. */
export function coloursOf(bitmap: ImageBitmap): ColourPicture {
	const { width, height } = bitmap;
	const context = new OffscreenCanvas(width, height).getContext('2d')!;
	context.drawImage(bitmap, 0, 0);
	return { width, height, data: context.getImageData(0, 0, width, height).data };
}

/**
 * A straightened sheet as the bytes that are kept: a JPEG made here, so that nothing of the camera's
 * own file (place, time, device) is left in it. `covered`: boxes in mm that are painted black.
 */
export async function encodeSheet(
	{ width, height, data }: ColourPicture,
	page: Template['page'],
	covered: readonly Box[] = []
): Promise<Picture> {
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d')!;
	const colours = new Uint8ClampedArray(data) as Uint8ClampedArray<ArrayBuffer>;
	context.putImageData(new ImageData(colours, width, height), 0, 0);
	const scale = width / page.w;
	context.fillStyle = '#000';
	for (const { x, y, w, h } of covered)
		context.fillRect(x * scale, y * scale, w * scale, h * scale);
	const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
	return new Uint8Array(await blob.arrayBuffer());
}
