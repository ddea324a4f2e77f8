import { build, files, prerendered, version } from '$service-worker';

export const isFont = (path: string): boolean => path.endsWith('.woff2');

/**
 * Scripts below 200 kB of fonts stay installable offline for every reader: ne, th, my, vi; and the
 * names of the languages in their own scripts, by which a reader finds the way.
 */
const smallFonts =
	/noto-sans-(thai|myanmar|devanagari)-[a-z]+-wght|noto-sans-(latin|vietnamese)-wght|\/name-[a-z]+\./;

/** What the app needs to start cold and in every language: everything but the large fonts. */
export function precacheEntries(): { url: string; revision: string | null }[] {
	return [
		...build
			.filter((url) => !isFont(url) || smallFonts.test(url))
			.map((url) => ({ url, revision: null })),
		...[...files, ...prerendered].map((url) => ({ url, revision: version }))
	];
}
