import { blockHash } from '#lib/domain/guidance/translation.ts';

export type Tree = { readonly [key: string]: string | Tree };
/** Key (`outcomes.first.title`) → text. */
export type Flat = Readonly<Record<string, string>>;
/** `namespace:key` → the stamp of the Japanese text it was translated from. */
export type Stamps = Readonly<Record<string, string>>;

/** The texts of a namespace with their keys in one line each. */
export const flatten = (tree: Tree, prefix = ''): Flat =>
	Object.fromEntries(
		Object.entries(tree).flatMap(([key, value]) =>
			typeof value === 'string'
				? [[prefix + key, value]]
				: Object.entries(flatten(value, `${prefix}${key}.`))
		)
	);

/** Names a wording: tells versions of one text apart, no more. */
export const stampOf = (text: string): string => blockHash(text).slice(0, 8);

/** How stamps are kept: one where all languages follow the same wording, else one per language. */
export type PackedStamps = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** The languages that have a text, where they are not all of them, are kept with it. */
export function packStamps(all: readonly (readonly [string, Stamps])[]): PackedStamps {
	const keys = [...new Set(all.flatMap(([, stamps]) => Object.keys(stamps)))].sort();
	return Object.fromEntries(
		keys.map((key) => {
			const own = all.flatMap(([tag, stamps]) => (stamps[key] ? [[tag, stamps[key]]] : []));
			const different = new Set(own.map(([, stamp]) => stamp));
			const isShared = own.length === all.length && different.size === 1;
			return [key, isShared ? own[0]![1]! : (Object.fromEntries(own) as Stamps)];
		})
	);
}

/** The stamps of one language. */
export const stampsIn = (packed: PackedStamps, tag: string): Record<string, string> =>
	Object.fromEntries(
		Object.entries(packed).flatMap(([key, kept]) => {
			const stamp = typeof kept === 'string' ? kept : kept[tag];
			return stamp ? [[key, stamp]] : [];
		})
	);

/** Keys of Japanese texts that have changed, or come, since they were translated; and stamps of none. */
export function drift(sources: Flat, stamps: Stamps): string[] {
	const changed = Object.entries(sources).flatMap(([key, text]) =>
		stamps[key] === stampOf(text) ? [] : [key]
	);
	return [...changed, ...Object.keys(stamps).filter((key) => !(key in sources))];
}
