import { build, files, prerendered, version } from '$service-worker';

export const isFont = (path: string): boolean => path.endsWith('.woff2');

/**
 * Scripts below 200 kB of fonts stay installable offline for every reader: ne, th, my, vi; and the
 * names of the languages in their own scripts, by which a reader finds the way.
 */
const smallFonts =
	/noto-sans-(thai|myanmar|devanagari)-[a-z]+-wght|noto-sans-(latin|vietnamese)-wght|\/name-[a-z]+\./;

/** Topics of guidance come with the pack of a language, or when one is opened; the lists are here. */
const topicPage = /^\/(api\/guidance\/[^/]+\/(?!index\.json)|[^/]+\/guidance\/.)/;

/** What reads forms is large and for staff only; it is kept apart, once somebody is at work. */
export const isReading = (path: string): boolean =>
	path.includes('/immutable/workers/') || path.includes('/pdf.worker.');

/** Texts have a hash in their address, as scripts have. */
const isTexts = (url: string): boolean => url.startsWith('/api/texts/');

/** What the app needs to start cold and in every language: everything but the large fonts. */
export function precacheEntries(): { url: string; revision: string | null }[] {
	return [
		...build
			.filter((url) => !isReading(url) && (!isFont(url) || smallFonts.test(url)))
			.map((url) => ({ url, revision: null })),
		...[...files, ...prerendered.filter((url) => !topicPage.test(url))].map((url) => ({
			url,
			revision: isTexts(url) ? null : version
		}))
	];
}
