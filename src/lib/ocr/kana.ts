// Katakana in their comb: small or large by the sizes around them, and what can follow what.
import type { Model } from './classifier.ts';
import type { CellReading, Guess, SeenCell } from './reading.ts';

/** Kana that are written small, and their large forms in the same order. */
export const SMALL = 'ァィゥェォッャュョ';
export const LARGE = 'アイウエオツヤユヨ';
const SURE = 0.6;

/** One thing a cell can be: a character with the log of its likelihood. */
interface State {
	char: string;
	score: number;
	/** Probability of its shape alone. */
	shape: number;
}

/** The size and height that the writer gives a character: logs of mm, mm. */
interface Hand {
	em: number;
	rise: number;
	/** How far the two may be off. */
	doubt: number;
	/** How much single characters vary around them (variances). */
	emSpread: number;
	riseSpread: number;
}

/** Decides a comb of katakana from what its cells show. */
export function decideKana(seen: SeenCell[], model: Model): CellReading[] {
	const hand = handOf(seen, model);
	const states = seen.map((cell) => statesOf(cell, hand, model));
	return weighChains(states).map((weights, i) => readingOf(states[i]!, weights));
}

/** The writer's usual size, from the cells whose character has one size only where there are enough. */
function handOf(seen: SeenCell[], model: Model): Hand {
	const known = seen.flatMap(({ glyph, guesses }) => {
		const extent = model.extents[guesses[0]!.char];
		if (!glyph || !extent || guesses[0]!.p < SURE || guesses[0]!.char === 'ー') return [];
		const em = Math.log(Math.max(glyph.w, glyph.h)) - extent.large[0];
		const rise = glyph.cy / Math.exp(em) - extent.large[1];
		return [{ em, rise, twoSized: extent.small !== null }];
	});
	const oneSized = known.filter(({ twoSized }) => !twoSized);
	const reference = oneSized.length >= 2 ? oneSized : known;
	const usual = { emSpread: EM_SPREAD ** 2, riseSpread: RISE_SPREAD ** 2 };
	if (reference.length === 0) return { em: Math.log(4.7), rise: 0, doubt: 0.25, ...usual };
	const ems = reference.map(({ em }) => em);
	const rises = reference.map(({ rise }) => rise);
	return {
		em: median(ems),
		rise: median(rises),
		emSpread: spread(ems, usual.emSpread),
		riseSpread: spread(rises, usual.riseSpread),
		doubt: 0.12 / Math.sqrt(reference.length) + (reference === known ? 0.12 : 0)
	};
}

function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/** The variance around the median: that of these values and, while they are few, the usual one. */
function spread(values: number[], usual: number): number {
	const middle = median(values);
	const sum = values.reduce(
		(total, value) => total + Math.min((value - middle) ** 2, 9 * usual),
		0
	);
	return (sum + 2 * usual) / (values.length + 2);
}

const EM_SPREAD = 0.1;
const RISE_SPREAD = 0.075;

/** The log of how much better the ink fits the small form than the large one. */
function smallness({ glyph }: SeenCell, char: string, hand: Hand, model: Model): number {
	const extent = model.extents[char];
	if (!glyph || !extent?.small) return -Infinity;
	const size = Math.log(glyph.w * glyph.h) / 2 - hand.em;
	const rise = glyph.cy / Math.exp(hand.em) - hand.rise;
	const [{ large, small }, doubt] = [{ large: extent.large, small: extent.small }, hand.doubt ** 2];
	const bySize = (size - large[2]) ** 2 - (size - small[2]) ** 2;
	const byRise = (rise - large[1]) ** 2 - (rise - small[1]) ** 2;
	const fit = bySize / (2 * (hand.emSpread + doubt)) + byRise / (2 * (hand.riseSpread + doubt / 4));
	return Math.max(-5, Math.min(5, fit));
}

function statesOf(cell: SeenCell, hand: Hand, model: Model): State[] {
	return cell.guesses
		.filter(({ p }, i) => i === 0 || p > 0.001)
		.flatMap(({ char, p }): State[] => {
			const score = Math.log(p + 1e-9);
			const at = LARGE.indexOf(char);
			if (at < 0) return [{ char, score, shape: p }];
			const small = smallness(cell, char, hand, model);
			return [
				{ char, score: score - Math.log1p(Math.exp(small)), shape: p },
				{ char: SMALL[at]!, score: score - Math.log1p(Math.exp(-small)), shape: p }
			];
		});
}

const BEFORE_SMALL_Y = 'キシチニヒミリギジヂビピ';
const BEFORE_SMALL_VOWEL: Record<string, string> = {
	ァ: 'フヴツクグ',
	ィ: 'フヴウテデツク',
	ゥ: 'トドテデ',
	ェ: 'フヴウシジチツクイ',
	ォ: 'フヴウツクグ'
};
const E_ROW = 'エケゲセゼテデネヘベペメレェヱ';
const O_ROW = 'オコゴソゾトドノホボポモヨロョュユ';
const VOICED = 'ガギグゲゴザジズゼゾダデドバビブベボ';
const HALF_VOICED = 'パピプペポ';
const AFTER_SMALL_TSU = /[カ-ヂツ-ドハ-ポ]/;

/**
 * How odd it is that one character follows another, as a log (0 = not at all, above = usual); a blank stands for
 * the start and the end of a word. Rules of syllables, no words.
 */
export function oddness(before: string, char: string): number {
	const starts = before === ' ';
	if (before === 'ッ' && !AFTER_SMALL_TSU.test(char)) return -3;
	if ('ャュョ'.includes(char)) {
		if (BEFORE_SMALL_Y.includes(before)) return 0;
		return 'フヴテデ'.includes(before) && char !== 'ャ' ? -1 : -4;
	}
	if ('ァィゥェォ'.includes(char)) {
		if (!BEFORE_SMALL_VOWEL[char]!.includes(before)) return -4;
		return before === 'ウ' ? -0.8 : 0;
	}
	if (char === 'ッ') return starts || before === 'ン' || before === 'ー' ? -4 : 0;
	if (char === 'ー') return starts || before === 'ン' ? -4 : -0.3;
	if (char === 'ン') return starts ? -2 : 0;
	if ('ヤユヨ'.includes(char)) return BEFORE_SMALL_Y.includes(before) ? -0.7 : 0;
	if ('アイエオ'.includes(char) && 'フヴ'.includes(before)) return -1;
	if (char === 'イ' && 'テデ'.includes(before)) return -1;
	// No syllable in e is lengthened by ウ: シュウ, not シェウ.
	if (char === 'ウ' && E_ROW.includes(before)) return -1.5;
	if (char === 'ウ' && O_ROW.includes(before)) return 0.7;
	if (HALF_VOICED.includes(char)) return before === 'ッ' ? 0 : before === 'ツ' ? -2 : -0.9;
	if (VOICED.includes(char)) return starts ? -1.2 : -0.6;
	return { ヲ: -3, ヰ: -2, ヱ: -2, ヂ: -1, ヅ: -0.7 }[char] ?? 0;
}

/** The probability of every state of every cell over all chains (forward and backward). */
function weighChains(states: State[][]): number[][] {
	const start: State[] = [{ char: ' ', score: 0, shape: 1 }];
	const forward: number[][] = [];
	const backward: number[][] = states.map(() => []);
	for (let i = 0; i < states.length; i++) {
		const before = i === 0 ? start : states[i - 1]!;
		const sums = i === 0 ? [0] : forward[i - 1]!;
		forward.push(
			states[i]!.map(
				({ char, score }) =>
					score + logSum(before.map((state, k) => sums[k]! + oddness(state.char, char)))
			)
		);
	}
	for (let i = states.length - 1; i >= 0; i--) {
		const after = states[i + 1] ?? start;
		const sums = i === states.length - 1 ? [0] : backward[i + 1]!;
		backward[i] = states[i]!.map(({ char }) =>
			logSum(after.map((state, k) => sums[k]! + state.score + oddness(char, state.char)))
		);
	}
	return forward.map((scores, i) => {
		const both = scores.map((score, k) => score + backward[i]![k]!);
		const total = logSum(both);
		return both.map((score) => Math.exp(score - total));
	});
}

function logSum(values: number[]): number {
	const most = Math.max(...values);
	return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}

/** The best state; its neighbours cannot make it surer than the root of its shape's probability. */
function readingOf(states: State[], weights: number[]): CellReading {
	const guesses: Guess[] = states
		.map(({ char, shape }, k) => ({ char, p: Math.min(weights[k]!, Math.sqrt(shape)) }))
		.sort((a, b) => b.p - a.p);
	const [first, ...rest] = guesses;
	return { ...first!, alternatives: rest.slice(0, 3) };
}
