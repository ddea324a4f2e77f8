import { MOST_PIXELS } from './picture.ts';

/**
 * The bitmap with no more pixels than reading uses; a larger one is closed. Every further copy of a
 * photo of twelve megapixels would take 48 MB.
 */
export async function fittingBitmap(whole: ImageBitmap): Promise<ImageBitmap> {
	const share = Math.sqrt(MOST_PIXELS / (whole.width * whole.height));
	if (share >= 1) return whole;
	const size = { resizeWidth: Math.round(whole.width * share), resizeQuality: 'high' } as const;
	const smaller = await createImageBitmap(whole, size);
	whole.close();
	return smaller;
}
