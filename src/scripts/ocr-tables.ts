// Prints the tables of the OCR evaluation.
import type { Template } from '#lib/domain/intake/template.ts';
import type { FieldReading } from '#lib/ocr/read-page.ts';
import { compare, kindOf, type Prediction, type Score, type TruthImage } from './ocr-score.ts';

/** What a reader made of one picture. */
export interface PageRun {
	readonly image: TruthImage;
	readonly template: Template;
	readonly prediction: Prediction;
	readonly readings: readonly FieldReading[];
	/** Why the page was refused or broke. */
	readonly trouble?: string;
	/** Why the camera would have asked for another picture, though this one was read. */
	readonly retake?: string;
	readonly seconds: number;
}

const percent = (part: number, of: number): string =>
	of === 0 ? '-' : ((100 * part) / of).toFixed(1);

/** One row per group; several scores stand side by side. */
export function printScores(scores: Readonly<Record<string, Score>>): void {
	const names = Object.keys(scores);
	const groups = [...new Set(names.flatMap((name) => [...scores[name]!.groups.keys()]))];
	const order = ['all', 'field', 'form', 'hand', 'source'];
	const rank = (group: string): number => {
		const at = order.indexOf(group.split(' ')[0]!);
		return at < 0 ? order.length : at;
	};
	groups.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
	console.log(
		`\n${'exact % / letters %'.padEnd(24)}${names.map((name) => name.padStart(22)).join('')}`
	);
	for (const group of groups) {
		const cells = names.map((name) => {
			const tally = scores[name]!.groups.get(group);
			if (!tally) return '-'.padStart(22);
			const letters = percent(tally.letters - tally.wrongLetters, tally.letters);
			const exact = percent(tally.right, tally.fields);
			return `${exact} / ${letters}  n=${String(tally.fields).padStart(4)}`.padStart(22);
		});
		console.log(group.padEnd(24) + cells.join(''));
	}
	for (const name of names)
		console.log(
			`${name}: every field right on ${scores[name]!.wholePages} of ${scores[name]!.pages} pages`
		);
}

/** Mean and 95th percentile. */
export function spread(values: readonly number[]): { mean: number; p95: number } {
	const sorted = [...values].sort((a, b) => a - b);
	const mean = sorted.reduce((sum, value) => sum + value, 0) / Math.max(1, sorted.length);
	return { mean, p95: sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? 0 };
}

/** Shares of fields that people are asked about, and how right the confirmable ones are. */
export function printAsked(runs: readonly PageRun[]): void {
	let [fields, differing, flagged] = [0, 0, 0];
	const offers = new Map<string, { all: number; offered: number; right: number }>();
	for (const { image, template, prediction, readings } of runs)
		for (const field of template.fields) {
			if (!(field.id in image.truth)) continue;
			const truth = image.truth[field.id]!;
			const one = compare(field, truth, prediction[field.id]);
			const reading = readings.find((some) => some.field === field.id);
			fields++;
			differing += +(one?.right === false);
			flagged += +(!reading || !['agree', 'blank'].includes(reading.status));
			const kind = kindOf(field);
			if (kind !== 'digits' && kind !== 'option') continue;
			const offer = offers.get(kind) ?? { all: 0, offered: 0, right: 0 };
			offer.all++;
			if (reading?.confirmable) {
				offer.offered++;
				offer.right += +(one?.right ?? true);
			}
			offers.set(kind, offer);
		}
	console.log('\npeople are asked');
	console.log(
		`  blind entry, fields that come back (reader differs from truth): ${percent(differing, fields)} %`
	);
	console.log(
		`  fields the reader itself marks (doubtful, rule, unreadable): ${percent(flagged, fields)} %`
	);
	for (const [kind, { all, offered, right }] of offers)
		console.log(
			`  ${kind} to confirm: precision ${percent(right, offered)} % (${offered - right} wrong of ${offered}), coverage ${percent(offered, all)} % of ${all}`
		);
}

/** Pages that were refused or broke, and those the camera would have sent back. */
export function printTroubles(runs: readonly PageRun[]): void {
	const list = (name: string, of: (run: PageRun) => string | undefined): void => {
		const found = runs.filter((run) => of(run));
		console.log(`${name}: ${found.length}`);
		for (const run of found) console.log(`  ${run.image.file} ${of(run)}`);
	};
	list('\npages not read', (run) => run.trouble);
	const counts = new Map<string, number>();
	for (const { retake } of runs) if (retake) counts.set(retake, (counts.get(retake) ?? 0) + 1);
	const said = [...counts].map(([kind, count]) => `${kind} ${count}`).join(', ') || 'none';
	console.log(`pages the camera would have asked to take again (read all the same): ${said}`);
}
