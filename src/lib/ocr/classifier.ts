// Small nets with int8 weights: features in, probabilities of characters out.
import type { Glyph } from './cell.ts';
import { extractFeatures, featureCount, type View } from './features.ts';

/** The charsets of combs, each with a model of its own. */
export const combCharsets = ['digits', 'katakana', 'roman'] as const;
export type CombCharset = (typeof combCharsets)[number];

/** Stands for ink that is none of the charset's characters. */
export const NO_CHARACTER = '\0';

/** Weights of a layer, row by row: an output is `bias + scale · Σ weight · input`. */
export interface Layer {
	inputs: number;
	outputs: number;
	weights: Int8Array;
	scale: Float32Array;
	bias: Float32Array;
}

/** Two layers with a rectifier between, fed by one view of the glyph. */
export interface Net {
	view: View;
	hidden: Layer;
	output: Layer;
}

/**
 * Usual measures of a character in its em square, means over the training styles: log of the longer
 * side, centre below the middle of the cell, mean of the logs of both sides.
 */
export type Measures = [longer: number, rise: number, mean: number];

/** The measures of a character's large form and, of kana that have one, its small form. */
export interface Extent {
	large: Measures;
	small: Measures | null;
}

/** A recogniser of single characters. */
export interface Model {
	charset: CombCharset;
	classes: string[];
	corner: boolean;
	temperature: number;
	extents: Record<string, Extent>;
	nets: Net[];
}

export type CombModels = Record<CombCharset, Model>;

/** What stands before the weights in a file, as JSON. */
export interface ModelHead {
	charset: CombCharset;
	classes: string[];
	corner: boolean;
	temperature: number;
	extents: Record<string, Extent>;
	nets: { view: View; hidden: number }[];
}

/** Opens the three weight files. Throws when a file is not one of ours. */
export function loadModels(bytes: Record<CombCharset, ArrayBuffer>): CombModels {
	return {
		digits: loadModel(bytes.digits, 'digits'),
		katakana: loadModel(bytes.katakana, 'katakana'),
		roman: loadModel(bytes.roman, 'roman')
	};
}

/** One weight file: length of the head (uint32), head, then per layer scales, biases and weights. */
export function loadModel(bytes: ArrayBuffer, charset: CombCharset): Model {
	const headLength = new DataView(bytes).getUint32(0, true);
	if (headLength > bytes.byteLength) throw new Error(`not a weight file: ${charset}`);
	const head = JSON.parse(
		new TextDecoder().decode(new Uint8Array(bytes, 4, headLength))
	) as ModelHead;
	if (head.charset !== charset) throw new Error(`weights of ${head.charset}, not ${charset}`);
	let at = 4 + headLength;
	const layer = (inputs: number, outputs: number): Layer => {
		at = (at + 3) & ~3;
		const scale = new Float32Array(bytes, at, outputs);
		const bias = new Float32Array(bytes, at + 4 * outputs, outputs);
		const weights = new Int8Array(bytes, at + 8 * outputs, inputs * outputs);
		at += 8 * outputs + inputs * outputs;
		return { inputs, outputs, weights, scale, bias };
	};
	const inputs = featureCount(head.corner);
	const nets = head.nets.map(({ view, hidden }) => ({
		view,
		hidden: layer(inputs, hidden),
		output: layer(hidden, head.classes.length)
	}));
	return { ...head, nets };
}

/** Puts a model into the form `loadModel` reads. */
export function packModel(model: Model): Uint8Array<ArrayBuffer> {
	const { nets, ...rest } = model;
	const head = {
		...rest,
		nets: nets.map(({ view, hidden }) => ({ view, hidden: hidden.outputs }))
	};
	const text = new TextEncoder().encode(JSON.stringify(head));
	const layers = nets.flatMap(({ hidden, output }) => [hidden, output]);
	const room = layers.reduce(
		(at, { inputs, outputs }) => ((at + 3) & ~3) + 8 * outputs + inputs * outputs,
		4 + text.length
	);
	const bytes = new Uint8Array(room);
	new DataView(bytes.buffer).setUint32(0, text.length, true);
	bytes.set(text, 4);
	let at = 4 + text.length;
	for (const { scale, bias, weights } of layers) {
		at = (at + 3) & ~3;
		for (const part of [scale, bias, weights]) {
			bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
			at += part.byteLength;
		}
	}
	return bytes;
}

/** Places of the inputs that are not zero; most features of a glyph are. */
let places = new Uint16Array(1024);

/** Outputs of a layer, into `out`. */
export function applyLayer(layer: Layer, input: Float32Array, out: Float32Array): void {
	const { inputs, outputs, weights, scale, bias } = layer;
	if (places.length < inputs) places = new Uint16Array(inputs);
	const used = places;
	let count = 0;
	for (let i = 0; i < inputs; i++) if (input[i] !== 0) used[count++] = i;
	for (let row = 0; row < outputs; row++) {
		let sum = 0;
		const from = row * inputs;
		for (let k = 0; k < count; k++) {
			const i = used[k]!;
			sum += weights[from + i]! * input[i]!;
		}
		out[row] = bias[row]! + scale[row]! * sum;
	}
}

/** Turns scores into probabilities, in place. */
export function softmax(scores: Float32Array, temperature: number): void {
	let most = -Infinity;
	for (const score of scores) most = Math.max(most, score);
	let total = 0;
	for (let i = 0; i < scores.length; i++) {
		scores[i] = Math.exp((scores[i]! - most) / temperature);
		total += scores[i]!;
	}
	for (let i = 0; i < scores.length; i++) scores[i]! /= total;
}

const buffers = new WeakMap<
	Model,
	{ input: Float32Array; hidden: Float32Array; scores: Float32Array }
>();

function buffersOf(model: Model) {
	let found = buffers.get(model);
	if (!found) {
		const widest = Math.max(...model.nets.map((net) => net.hidden.outputs));
		found = {
			input: new Float32Array(featureCount(model.corner)),
			hidden: new Float32Array(widest),
			scores: new Float32Array(model.classes.length)
		};
		buffers.set(model, found);
	}
	return found;
}

/** The mean score of the nets for every class of the model, before the temperature. */
export function scoreGlyph(glyph: Glyph, model: Model): Float32Array {
	const { input, hidden, scores } = buffersOf(model);
	const mean = new Float32Array(model.classes.length);
	for (const net of model.nets) {
		extractFeatures(glyph, net.view, model.corner, input);
		applyLayer(net.hidden, input, hidden);
		for (let i = 0; i < net.hidden.outputs; i++) if (hidden[i]! < 0) hidden[i] = 0;
		applyLayer(net.output, hidden, scores);
		for (let i = 0; i < mean.length; i++) mean[i]! += scores[i]! / model.nets.length;
	}
	return mean;
}

/** The probability of every class of the model, in the order of `model.classes`. */
export function classify(glyph: Glyph, model: Model): Float32Array {
	const scores = scoreGlyph(glyph, model);
	softmax(scores, model.temperature);
	return scores;
}
