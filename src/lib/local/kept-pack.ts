import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import type { PackKey } from '#lib/sync/packs.ts';

// Apart from what fetches and checks packs: every page of guidance looks here first.
const CACHE = 'guidance-packs';
export const fileAt = (lang: LanguageTag): string => `/packs/${lang}`;
export const noteAt = (lang: LanguageTag): string => `/packs/${lang}/note`;

/** What this device knows of a pack it keeps. */
export interface PackNote {
	readonly hash: string;
	/** The key that signed it; another one is taken only when a person asks for the pack again. */
	readonly key: PackKey;
	/** When it came, epoch ms. */
	readonly at: number;
}

/** When it was last looked whether anything newer is there. */
export const LOOKED_AT = '/packs/looked';

export const openPacks = (): Promise<Cache> => caches.open(CACHE);

async function read<Value>(address: string): Promise<Value | undefined> {
	if (!('caches' in globalThis)) return undefined;
	const found = await (await openPacks()).match(address);
	return found ? ((await found.json()) as Value) : undefined;
}

export const keptNote = (lang: LanguageTag): Promise<PackNote | undefined> => read(noteAt(lang));

/** When packs were last compared with the centre's, epoch ms. */
export const lastLook = async (): Promise<number> =>
	(await read<{ at: number }>(LOOKED_AT))?.at ?? 0;

/** The languages this device keeps a pack of. */
export async function keptLanguages(): Promise<LanguageTag[]> {
	const keys = await (await openPacks()).keys();
	return keys.flatMap(({ url }) => {
		const lang = /^\/packs\/([^/]+)\/note$/.exec(new URL(url).pathname)?.[1];
		return lang ? [lang as LanguageTag] : [];
	});
}

const opened = new Map<LanguageTag, { hash: string; content: unknown }>();

/** The content of the pack this device keeps. */
export async function keptPack<Content>(lang: LanguageTag): Promise<Content | undefined> {
	const note = await keptNote(lang);
	if (!note) return undefined;
	const known = opened.get(lang);
	if (known?.hash === note.hash) return known.content as Content;
	const content = await read<Content>(fileAt(lang));
	if (content !== undefined) opened.set(lang, { hash: note.hash, content });
	return content;
}
