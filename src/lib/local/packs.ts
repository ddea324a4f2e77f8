import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import {
	isSigned,
	packAddress,
	readManifest,
	type PackEntry,
	type PackKey
} from '#lib/sync/packs.ts';
import { toBase64Url } from '#lib/sync/request-signing.ts';
import {
	fileAt,
	keptLanguages,
	keptNote,
	lastLook,
	LOOKED_AT,
	noteAt,
	openPacks,
	type PackNote
} from './kept-pack.ts';

export type PackEnd =
	| { readonly kind: 'kept'; readonly note: PackNote }
	/** Nothing newer there. */
	| { readonly kind: 'same'; readonly note: PackNote }
	/** Not what the centre signed, or signed by somebody else: the old one stays. */
	| { readonly kind: 'bad' }
	| { readonly kind: 'no-line' }
	/** Nothing is kept, and nobody asked for it. */
	| { readonly kind: 'none' };

/** The present pack of a language as the centre offers it. */
export async function offeredPack(
	lang: LanguageTag
): Promise<{ entry: PackEntry; key: PackKey } | 'bad' | 'no-line'> {
	const reply = await fetch('/api/packs').catch(() => undefined);
	if (!reply?.ok) return 'no-line';
	const manifest = readManifest(await reply.json().catch(() => undefined));
	const entry = manifest?.packs.find((pack) => pack.lang === lang);
	if (!manifest || !entry) return 'bad';
	return { entry, key: manifest.key };
}

const sameKey = (a: PackKey, b: PackKey): boolean => a.x === b.x && a.y === b.y;

/** Single topics the worker kept are older than the pack now. */
async function forgetCopies(lang: LanguageTag): Promise<void> {
	const cache = await caches.open('guidance');
	const keys = await cache.keys();
	const ofLanguage = keys.filter(({ url }) =>
		new URL(url).pathname.startsWith(`/api/guidance/${lang}/`)
	);
	await Promise.all(ofLanguage.map((key) => cache.delete(key)));
}

async function download(
	entry: PackEntry,
	onprogress: (share: number) => void
): Promise<Uint8Array<ArrayBuffer> | undefined> {
	const reply = await fetch(packAddress(entry)).catch(() => undefined);
	if (!reply?.ok || !reply.body) return undefined;
	const file = new Uint8Array(entry.bytes);
	let length = 0;
	const reader = reply.body.getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) break;
			// Longer than announced: cut off here, the hash will tell.
			if (length + value.length > file.length) return new Uint8Array(0);
			file.set(value, length);
			length += value.length;
			onprogress(length / entry.bytes);
		}
	} catch {
		return undefined;
	}
	return file.subarray(0, length) as Uint8Array<ArrayBuffer>;
}

/**
 * Brings the pack of a language up to date. Kept only when the hash is right and signed; whatever
 * goes wrong, the old pack stays. `asked`: a person wants it, so a new key of the centre is taken.
 */
export async function bringPack(
	lang: LanguageTag,
	now: () => number,
	asked: boolean,
	onprogress: (share: number) => void = () => undefined
): Promise<PackEnd> {
	const offered = await offeredPack(lang);
	if (typeof offered === 'string') return { kind: offered };
	const { entry, key } = offered;
	const old = await keptNote(lang);
	if (!asked && !old) return { kind: 'none' };
	if (old && !asked && !sameKey(old.key, key)) return { kind: 'bad' };
	if (!(await isSigned(entry, key).catch(() => false))) return { kind: 'bad' };
	if (old?.hash === entry.hash && sameKey(old.key, key)) return { kind: 'same', note: old };
	const file = await download(entry, onprogress);
	if (!file) return { kind: 'no-line' };
	const hash = toBase64Url(await crypto.subtle.digest('SHA-256', file));
	if (hash !== entry.hash) return { kind: 'bad' };
	const note: PackNote = { hash, key, at: now() };
	const cache = await openPacks();
	const json = { headers: { 'content-type': 'application/json' } };
	await cache.put(fileAt(lang), new Response(file, json));
	await cache.put(noteAt(lang), new Response(JSON.stringify(note), json));
	await forgetCopies(lang);
	return { kind: 'kept', note };
}

const DAY_MS = 86_400_000;

/**
 * Brings what is kept up to date, once a day; a language nobody keeps is never fetched, and a day
 * without a line does not count as looked.
 */
export async function refreshPacks(now: () => number): Promise<void> {
	const kept = await keptLanguages();
	if (kept.length === 0 || Math.abs(now() - (await lastLook())) < DAY_MS) return;
	const ends: PackEnd[] = [];
	for (const lang of kept) ends.push(await bringPack(lang, now, false));
	if (ends.some(({ kind }) => kind === 'no-line')) return;
	await (await openPacks()).put(LOOKED_AT, new Response(JSON.stringify({ at: now() })));
}
