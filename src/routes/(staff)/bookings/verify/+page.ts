import { translator } from '#lib/i18n/setup.svelte.ts';
import type { PageLoad } from './$types';

/** Both staff languages at once: switching needs no second load. */
export const load: PageLoad = async () => {
	const [ja, en] = await Promise.all([translator('ja', ['verify']), translator('en', ['verify'])]);
	return { words: { ja, en } };
};
