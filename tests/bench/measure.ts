import { cpus, loadavg } from 'node:os';

/** What one contestant took, once per round. */
export interface Line {
	readonly what: string;
	readonly unit: string;
	readonly rounds: number[];
	/** Said behind the figures: what exactly was measured. */
	readonly note?: string;
}

/** A goal of docs: a ratio of two lines of the same run. */
export interface Goal {
	readonly text: string;
	readonly ratio: number;
	readonly limit: number;
	/** Whether a ratio above the limit misses the goal, or one below it. */
	readonly kind: 'at most' | 'at least';
}

export interface Report {
	readonly name: string;
	readonly title: string;
	readonly lines: readonly Line[];
	readonly goals: readonly Goal[];
	readonly notes: readonly string[];
	/** Whatever else is worth keeping in the JSON file. */
	readonly details?: unknown;
}

export interface BenchOptions {
	readonly rounds: number;
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

export function percentile(values: readonly number[], share: number): number {
	const order = sorted(values);
	return order[Math.min(order.length - 1, Math.floor(order.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
	const order = sorted(values);
	const middle = order.length >> 1;
	return order.length % 2 ? order[middle]! : (order[middle - 1]! + order[middle]!) / 2;
}

/** A line that rounds are added to as they are run. */
export const line = (what: string, unit = 'ms', note?: string): Line => ({
	what,
	unit,
	rounds: [],
	note
});

/** The ratio of two lines' medians under a limit. */
export const goal = (
	text: string,
	ours: Line,
	peer: Line,
	limit: number,
	kind: Goal['kind'] = 'at most'
): Goal => ({ text, ratio: median(ours.rounds) / median(peer.rounds), limit, kind });

export const isMet = ({ ratio, limit, kind }: Goal): boolean =>
	kind === 'at most' ? ratio <= limit : ratio >= limit;

export const machine = (): string =>
	`${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, load ${loadavg()
		.map((load) => load.toFixed(2))
		.join(' ')}, Node ${process.version}`;

const figure = (value: number): string =>
	value >= 1000 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

/** The report as a table for people. */
export function tableOf({ name, title, lines, goals, notes }: Report): string {
	const wide = Math.max(...lines.map(({ what }) => what.length), 10);
	const rows = lines.map(({ what, unit, rounds, note }) => {
		const range = `${figure(Math.min(...rounds))}–${figure(Math.max(...rounds))}`;
		const middle = figure(median(rounds)).padStart(9);
		return `  ${what.padEnd(wide)} ${middle} ${unit.padEnd(4)} ${range.padEnd(16)} ${note ?? ''}`;
	});
	const verdicts = goals.map((entry) => {
		const sign = entry.kind === 'at most' ? '≤' : '≥';
		const verdict = isMet(entry) ? 'met' : 'MISSED';
		return `  ${verdict.padEnd(6)} ${entry.text}: ${entry.ratio.toFixed(2)} × (${sign} ${entry.limit} ×)`;
	});
	return [
		`${name}  ${title}`,
		...rows.map((row) => row.trimEnd()),
		...verdicts,
		...notes.map((text) => `  · ${text}`),
		''
	].join('\n');
}
