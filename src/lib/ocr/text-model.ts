// Recognises single characters of free Japanese writing by the nearest of their typical shapes.
import type { Glyph } from './cell.ts';
import { extractFeatures, featureCount, type View } from './features.ts';

/**
 * Features are projected into a space in which the scatter within a character is the same in all
 * directions; there every character has a few typical places. The first dimensions part the
 * characters best, so most places are ruled out by them alone.
 */
export interface TextModel {
	readonly classes: readonly string[];
	readonly view: View;
	readonly dims: number;
	/** Typical places per character. */
	readonly shapes: number;
	/** dims rows of the features' length, and what is added. */
	readonly projection: Float32Array;
	readonly offset: Float32Array;
	/** classes × shapes × dims; a coordinate is `scale` times the byte. */
	readonly places: Int8Array;
	readonly scale: number;
	readonly known: ReadonlySet<string>;
}

/** What a glyph may be, with its squared distance from what is typical. */
export interface Likeness {
	readonly char: string;
	readonly distance: number;
}

type Twins = readonly [plain: string, others: string];
const pairs = (letters: string): Twins[] =>
	[...letters].flatMap((letter, at, all): Twins[] => (at % 2 ? [] : [[letter, all[at + 1]!]]));

/** Letters of which the model knows one for all that look the same. */
const TWINS: readonly Twins[] = [
	...pairs('力カ夕タ卜ト二ニ八ハ口ロへヘベべペぺヶヵ'),
	...pairs('あぁいぃうぅえぇおぉつっやゃゆゅよょわゎアァイィウゥオォツッヤャユュヨョワヮ'),
	['工', 'エェ'],
	['一', 'ー-－—‐−―'],
	['1', 'lI|'],
	['0', 'Oo〇']
];
const plainOf = new Map(
	TWINS.flatMap(([plain, others]) => [...others].map((other) => [other, plain] as const))
);
/** Letters that are written on forms; the other twins only come from the line engine. */
const written = /[ぁ-ゖァ-ヺー-]/u;
const twinsOf = new Map(
	TWINS.map(([plain, others]) => [
		plain,
		[plain, ...[...others].filter((one) => written.test(one))]
	])
);

/** A letter as the model knows it. */
export const plainLetter = (letter: string): string => plainOf.get(letter) ?? letter;

/** All letters that look like one the model knows, it first. */
export const lookalikes = (plain: string): readonly string[] => twinsOf.get(plain) ?? [plain];

/** Whether the model has a letter of its own: of several that look the same, one. */
export const isPlain = (letter: string): boolean => !plainOf.has(letter);

interface Head {
	readonly classes: string;
	readonly view: View;
	readonly dims: number;
	readonly shapes: number;
	readonly scale: number;
}

/** Opens a file of `packTextModel`. Throws when it is none. */
export function loadTextModel(bytes: ArrayBuffer): TextModel {
	const headLength = new DataView(bytes).getUint32(0, true);
	if (headLength > bytes.byteLength) throw new Error('not a model of text');
	const text = new TextDecoder().decode(new Uint8Array(bytes, 4, headLength));
	const { classes, view, dims, shapes, scale } = JSON.parse(text) as Head;
	const letters = [...classes];
	let at = (4 + headLength + 3) & ~3;
	const floats = (count: number): Float32Array => {
		const part = new Float32Array(bytes, at, count);
		at += 4 * count;
		return part;
	};
	const [offset, projection] = [floats(dims), floats(dims * featureCount(false))];
	const places = new Int8Array(bytes, at, letters.length * shapes * dims);
	return {
		...{ view, dims, shapes, scale, offset, projection, places },
		...{ classes: letters, known: new Set(letters) }
	};
}

/** Puts a model into the form `loadTextModel` reads. */
export function packTextModel(model: Omit<TextModel, 'known'>): Uint8Array<ArrayBuffer> {
	const { classes, view, dims, shapes, scale, offset, projection, places } = model;
	const head: Head = { classes: classes.join(''), view, dims, shapes, scale };
	const text = new TextEncoder().encode(JSON.stringify(head));
	let at = (4 + text.length + 3) & ~3;
	const bytes = new Uint8Array(at + 4 * (offset.length + projection.length) + places.length);
	new DataView(bytes.buffer).setUint32(0, text.length, true);
	bytes.set(text, 4);
	for (const part of [offset, projection, places]) {
		bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
		at += part.byteLength;
	}
	return bytes;
}

/** Dimensions that decide which places are looked at more closely, and how many are. */
const COARSE = 32;
const FINALISTS = 160;
const STEPS = 512;

/** Room that is used again for every glyph. */
class Room {
	readonly input = new Float32Array(featureCount(false));
	readonly point: Float32Array;
	readonly near: Float32Array;
	readonly counts = new Uint32Array(STEPS);
	/** The first coordinates of all places, side by side. */
	readonly first: Int8Array;
	readonly coarse: number;

	constructor({ dims, places }: TextModel) {
		const count = places.length / dims;
		this.point = new Float32Array(dims);
		this.near = new Float32Array(count);
		this.coarse = Math.min(COARSE, dims);
		this.first = new Int8Array(count * this.coarse);
		for (let at = 0; at < count; at++)
			this.first.set(places.subarray(at * dims, at * dims + this.coarse), at * this.coarse);
	}
}

const rooms = new WeakMap<TextModel, Room>();

function roomOf(model: TextModel): Room {
	let room = rooms.get(model);
	if (!room) rooms.set(model, (room = new Room(model)));
	return room;
}

/** What characters a glyph may be, the likeliest first. */
export function likenesses(glyph: Glyph, model: TextModel, count: number): Likeness[] {
	const room = roomOf(model);
	project(glyph, model, room);
	const limit = farthestFinalist(room);
	const { point, near, coarse } = room;
	const { dims, places, shapes, scale } = model;
	const best = new Map<number, number>();
	for (let at = 0; at < near.length; at++) {
		if (near[at]! > limit) continue;
		let sum = near[at]!;
		for (let d = coarse, i = at * dims + coarse; d < dims; d++, i++) {
			const apart = point[d]! - places[i]!;
			sum += apart * apart;
		}
		const label = Math.floor(at / shapes);
		if (sum < (best.get(label) ?? Infinity)) best.set(label, sum);
	}
	return [...best]
		.sort((a, b) => a[1] - b[1])
		.slice(0, count)
		.map(([label, sum]) => ({ char: model.classes[label]!, distance: sum * scale * scale }));
}

/** Where a glyph lies, in units of the places' bytes, and how far from each in the first dimensions. */
function project(glyph: Glyph, model: TextModel, room: Room): void {
	const { input, point, near, first, coarse } = room;
	const { projection, offset, dims, scale } = model;
	const width = input.length;
	extractFeatures(glyph, model.view, false, input);
	for (let d = 0; d < dims; d++) {
		let sum = offset[d]!;
		for (let i = 0, at = d * width; i < width; i++, at++) sum += projection[at]! * input[i]!;
		point[d] = sum / scale;
	}
	const count = near.length;
	for (let at = 0, i = 0; at < count; at++) {
		let sum = 0;
		for (let d = 0; d < coarse; d++, i++) {
			const apart = point[d]! - first[i]!;
			sum += apart * apart;
		}
		near[at] = sum;
	}
}

/** A distance within which about as many places lie as are wanted. */
function farthestFinalist({ near, counts }: Room): number {
	let [least, most] = [Infinity, 0];
	for (const distance of near) {
		if (distance < least) least = distance;
		if (distance > most) most = distance;
	}
	// Roots spread the near ones over more steps.
	const step = (Math.sqrt(most) - Math.sqrt(least)) / (STEPS - 1) || 1;
	const from = Math.sqrt(least);
	counts.fill(0);
	for (const distance of near) counts[Math.floor((Math.sqrt(distance) - from) / step)]!++;
	let seen = 0;
	for (let at = 0; at < STEPS; at++) {
		seen += counts[at]!;
		if (seen >= FINALISTS) return (from + (at + 1) * step) ** 2;
	}
	return most;
}
