import { mkdirSync, writeFileSync } from 'node:fs';
import { isMet, machine, median, tableOf, type BenchOptions, type Report } from './measure.ts';
import { installPeers } from './peers.ts';

/** `npm run bench [p1 p2 …] [--rounds N]`: prints tables, writes bench/results, never fails on speed. */
const names = ['p1', 'p2', 'p3', 'p4', 'p10', 'p11', 'guidance'] as const;

function wishes(args: readonly string[]): { wanted: string[]; rounds: number | undefined } {
	const at = args.indexOf('--rounds');
	const rounds = at < 0 ? undefined : Number(args[at + 1]);
	if (rounds !== undefined && !(rounds >= 1)) throw new Error('--rounds needs a number from 1 up');
	const given = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
	const unknown = given.filter((name) => !(names as readonly string[]).includes(name));
	if (unknown.length > 0)
		throw new Error(`No benchmark ${unknown.join(', ')}; there are ${names.join(' ')}`);
	return { wanted: given.length > 0 ? given : [...names], rounds };
}

/** The JSON file of a report: figures, ratios, the machine. */
function keep(report: Report, before: string): void {
	mkdirSync('bench/results', { recursive: true });
	const { lines, goals, ...rest } = report;
	const content = {
		...rest,
		at: new Date().toISOString(),
		machine: { before, after: machine() },
		lines: lines.map((entry) => ({
			...entry,
			median: median(entry.rounds),
			min: Math.min(...entry.rounds),
			max: Math.max(...entry.rounds)
		})),
		goals: goals.map((entry) => ({ ...entry, met: isMet(entry) }))
	};
	writeFileSync(`bench/results/${report.name}.json`, `${JSON.stringify(content, null, '\t')}\n`);
}

const { wanted, rounds } = wishes(process.argv.slice(2));
await installPeers();
console.log(`${machine()}\n`);
for (const name of wanted) {
	const module = (await import(new URL(`./${name}.ts`, import.meta.url).href)) as {
		bench: (options: BenchOptions) => Promise<Report>;
	};
	const before = machine();
	try {
		const report = await module.bench({ rounds: rounds ?? (name === 'p11' ? 10 : 5) });
		keep(report, before);
		console.log(tableOf(report));
	} catch (error) {
		// A benchmark that cannot run (no browser, no build) says why and lets the others run.
		console.log(`${name}  not measured: ${error instanceof Error ? error.stack : String(error)}\n`);
		process.exitCode = 1;
	}
}
console.log(`${machine()}\nbench/results/ holds the figures.`);
process.exit();
