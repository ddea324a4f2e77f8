// Trains a small net (one hidden layer) on features, and turns it into int8 rows.
import type { Layer } from '../lib/ocr/classifier.ts';
import { chanceOf } from './ocr-train-chance.ts';

/** Features row by row with the number of each row's class. */
export interface Lessons {
	width: number;
	features: Float32Array;
	labels: Uint8Array;
}

export interface Plan {
	hidden: number;
	classes: number;
	epochs: number;
	seed: number;
	/** Shares of features and hidden values left out at random. */
	dropInput: number;
	dropHidden: number;
}

interface Parameters {
	/** Feature by feature: `hidden` weights each. */
	w1: Float32Array;
	b1: Float32Array;
	/** Class by class: `hidden` weights each. */
	w2: Float32Array;
	b2: Float32Array;
}

const BATCH = 48;
const PEAK_RATE = 0.002;
const SMOOTHING = 0.03;
const DECAY = 0.01;

/** Adam over one array. */
class Optimiser {
	readonly gradient: Float32Array;
	readonly #values: Float32Array;
	readonly #mean: Float32Array;
	readonly #square: Float32Array;
	readonly #decay: number;

	constructor(values: Float32Array, decay: number) {
		this.#values = values;
		this.#decay = decay;
		this.gradient = new Float32Array(values.length);
		this.#mean = new Float32Array(values.length);
		this.#square = new Float32Array(values.length);
	}

	step(rate: number, turn: number): void {
		const values = this.#values;
		const [mean, square, gradient] = [this.#mean, this.#square, this.gradient];
		const unbias = Math.sqrt(1 - 0.999 ** turn) / (1 - 0.9 ** turn);
		const keep = 1 - rate * this.#decay;
		for (let i = 0; i < values.length; i++) {
			const g = gradient[i]! / BATCH;
			const m = 0.9 * mean[i]! + 0.1 * g;
			const s = 0.999 * square[i]! + 0.001 * g * g;
			mean[i] = m;
			square[i] = s;
			values[i] = values[i]! * keep - (rate * unbias * m) / (Math.sqrt(s) + 1e-8);
		}
		gradient.fill(0);
	}
}

/** Trains on the lessons; the same plan and lessons give the same net. */
export function trainNet(lessons: Lessons, plan: Plan): { hidden: Layer; output: Layer } {
	const { width, labels } = lessons;
	const chance = chanceOf(plan.seed);
	const start = (length: number, inputs: number) =>
		Float32Array.from({ length }, () => chance.normal() * Math.sqrt(2 / inputs));
	const net: Parameters = {
		w1: start(width * plan.hidden, width),
		b1: new Float32Array(plan.hidden),
		w2: start(plan.classes * plan.hidden, plan.hidden),
		b2: new Float32Array(plan.classes)
	};
	const optimisers = [
		new Optimiser(net.w1, DECAY),
		new Optimiser(net.b1, 0),
		new Optimiser(net.w2, DECAY),
		new Optimiser(net.b2, 0)
	];
	const order = Uint32Array.from(labels, (_, i) => i);
	const batches = Math.floor(labels.length / BATCH);
	const pass = passOf(lessons, plan, net, optimisers);
	for (let epoch = 0, turn = 0; epoch < plan.epochs; epoch++) {
		shuffle(order, chance.next);
		for (let batch = 0; batch < batches; batch++) {
			for (let i = 0; i < BATCH; i++) pass(order[batch * BATCH + i]!, chance.next);
			const rate = PEAK_RATE * rateShare(++turn / (plan.epochs * batches));
			for (const optimiser of optimisers) optimiser.step(rate, turn);
		}
	}
	return {
		hidden: quantise(transpose(net.w1, width, plan.hidden), net.b1, width),
		output: quantise(net.w2, net.b2, plan.hidden)
	};
}

/** A short rise, then down a cosine. */
function rateShare(progress: number): number {
	if (progress < 0.03) return progress / 0.03;
	return 0.5 + 0.5 * Math.cos(Math.PI * progress);
}

function shuffle(order: Uint32Array, next: () => number): void {
	for (let i = order.length - 1; i > 0; i--) {
		const j = Math.floor(next() * (i + 1));
		const kept = order[i]!;
		order[i] = order[j]!;
		order[j] = kept;
	}
}

/** One lesson forward and back, gradients added up in the optimisers. */
function passOf(
	{ width, features, labels }: Lessons,
	plan: Plan,
	{ w1, b1, w2, b2 }: Parameters,
	[g1, gb1, g2, gb2]: Optimiser[]
) {
	const { hidden, classes } = plan;
	const active = new Uint32Array(width);
	const h = new Float32Array(hidden);
	const scores = new Float32Array(classes);
	const back = new Float32Array(hidden);
	const inputScale = 1 / (1 - plan.dropInput);
	const hiddenScale = 1 / (1 - plan.dropHidden);
	const [d1, db1] = [g1!.gradient, gb1!.gradient];
	return (row: number, next: () => number): void => {
		const from = row * width;
		let count = 0;
		h.set(b1);
		for (let f = 0; f < width; f++) {
			if (features[from + f] === 0 || next() < plan.dropInput) continue;
			active[count++] = f;
			const x = features[from + f]! * inputScale;
			const at = f * hidden;
			for (let j = 0; j < hidden; j++) h[j]! += x * w1[at + j]!;
		}
		for (let j = 0; j < hidden; j++)
			h[j] = h[j]! > 0 && next() >= plan.dropHidden ? h[j]! * hiddenScale : 0;
		scoreErrors(h, w2, b2, scores, labels[row]!);
		learnOutput(scores, h, w2, back, g2!.gradient, gb2!.gradient);
		for (let j = 0; j < hidden; j++) {
			back[j] = h[j]! > 0 ? back[j]! * hiddenScale : 0;
			db1[j]! += back[j]!;
		}
		for (let a = 0; a < count; a++) {
			const x = features[from + active[a]!]! * inputScale;
			const at = active[a]! * hidden;
			for (let j = 0; j < hidden; j++) d1[at + j]! += x * back[j]!;
		}
	};
}

/** Adds the output layer's gradients and carries the errors back to the hidden values. */
function learnOutput(
	errors: Float32Array,
	h: Float32Array,
	w2: Float32Array,
	back: Float32Array,
	d2: Float32Array,
	db2: Float32Array
): void {
	const hidden = h.length;
	back.fill(0);
	for (let c = 0; c < errors.length; c++) {
		const error = errors[c]!;
		db2[c]! += error;
		const at = c * hidden;
		for (let j = 0; j < hidden; j++) {
			d2[at + j]! += error * h[j]!;
			back[j]! += error * w2[at + j]!;
		}
	}
}

/** Scores become probabilities and then errors against the (smoothed) truth. */
function scoreErrors(
	h: Float32Array,
	w2: Float32Array,
	b2: Float32Array,
	scores: Float32Array,
	label: number
): void {
	const [hidden, classes] = [h.length, scores.length];
	let most = -Infinity;
	for (let c = 0; c < classes; c++) {
		let sum = b2[c]!;
		for (let j = 0; j < hidden; j++) sum += h[j]! * w2[c * hidden + j]!;
		scores[c] = sum;
		most = Math.max(most, sum);
	}
	let total = 0;
	for (let c = 0; c < classes; c++) total += scores[c] = Math.exp(scores[c]! - most);
	for (let c = 0; c < classes; c++)
		scores[c] = scores[c]! / total - SMOOTHING / classes - (c === label ? 1 - SMOOTHING : 0);
}

function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
	const out = new Float32Array(values.length);
	for (let r = 0; r < rows; r++)
		for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c]!;
	return out;
}

/** Rows of weights as int8 with a scale per row. */
export function quantise(rows: Float32Array, bias: Float32Array, inputs: number): Layer {
	const outputs = bias.length;
	const weights = new Int8Array(rows.length);
	const scale = new Float32Array(outputs);
	for (let row = 0; row < outputs; row++) {
		const at = row * inputs;
		let most = 1e-9;
		for (let i = 0; i < inputs; i++) most = Math.max(most, Math.abs(rows[at + i]!));
		scale[row] = most / 127;
		for (let i = 0; i < inputs; i++) weights[at + i] = Math.round(rows[at + i]! / scale[row]!);
	}
	return { inputs, outputs, weights, scale, bias: bias.slice() };
}
