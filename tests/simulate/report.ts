import { bookingRate, consultationsADay, monthOf } from './figures.ts';
import type { Kind } from './wire.ts';
import type { SimulateReport } from './run.ts';

export const quantile = (values: readonly number[], share: number): number => {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
};

/** How often each promise was found broken. */
export function brokenBy({ findings }: SimulateReport): Record<string, number> {
	const found: Record<string, number> = { lost: 0, double: 0, stuck: 0, consistent: 0 };
	for (const { promise, count } of findings) found[promise]! += count;
	return found;
}

export const holds = (report: SimulateReport): boolean =>
	report.findings.every(({ count }) => count === 0);

/** The figures as they go into a file: latencies as quantiles. */
export function summary(report: SimulateReport) {
	const { latencies, ...rest } = report;
	const quantiles = Object.fromEntries(
		Object.entries(latencies).map(([kind, values]) => [
			kind,
			{ count: values.length, p50: quantile(values, 0.5), p99: quantile(values, 0.99) }
		])
	);
	return { ...rest, latencies: quantiles, broken: brokenBy(report) };
}

function latencyLine(report: SimulateReport, kind: Kind): string {
	const values = report.latencies[kind];
	const ms = (share: number): string => quantile(values, share).toFixed(1).padStart(7);
	return `${kind.padEnd(13)} ${String(values.length).padStart(7)}   p50 ${ms(0.5)} ms   p99 ${ms(0.99)} ms`;
}

/** What a person reads after a run. */
export function describe(report: SimulateReport): string {
	const { seconds, tally, figures, days, latencies } = report;
	const month = monthOf(report.options.month);
	const requests = Object.values(latencies).reduce((sum, { length }) => sum + length, 0);
	const pulls = latencies.pull.length + latencies['storm pull'].length;
	const refusals = Object.entries(tally.refused).map(([kind, count]) => `${kind} ${count}`);
	const broken = brokenBy(report);
	const lines = [
		'',
		...figures.map((day) =>
			[
				`${day.date}: ${day.visits} visits, ${day.consultations} consultations`,
				`  booking rate ${day.bookingRate} % (003 別表９, month ${month.month}: ${(100 * bookingRate(month)).toFixed(1)} %; ` +
					`nation ${Math.round(consultationsADay(month))} a day)`,
				`  walk-ins waited ${day.meanWait} min on average, p90 ${day.p90Wait} min, ${day.over30} % over 30 min; ` +
					`missed ${day.missed}, left ${day.left}`
			].join('\n')
		),
		`bookings for later days made: ${report.bookingsMade}`,
		'',
		...days.map(
			({ stormDevices, stormSeconds, droppedOff, daySeconds, ticks }) =>
				`8:30: ${stormDevices} tablets current after ${stormSeconds.toFixed(1)} s; ` +
				`${droppedOff} lost the line for hours; ${ticks} minutes of the day in ${daySeconds.toFixed(1)} s`
		),
		(['booking push', 'push', 'pull', 'storm pull', 'lease'] as const)
			.map((kind) => latencyLine(report, kind))
			.join('\n'),
		`${(tally.mutations / seconds.days).toFixed(0)} mutations/s, ${(pulls / seconds.days).toFixed(0)} pulls/s, ` +
			`${(requests / seconds.days).toFixed(0)} requests/s, ${report.megabytesIn.toFixed(0)} MB to the tablets (${tally.rows} rows)`,
		`line: ${tally.lostRequests} requests and ${tally.lostReplies} answers lost, ${tally.doubled} doubled`,
		`refused: ${refusals.join(', ') || 'nothing'}`,
		`processor: server ${report.cpu.server.toFixed(0)} s, driver ${report.cpu.driver.toFixed(0)} s; ` +
			`load average ${report.load.before.toFixed(1)} before, ${report.load.after.toFixed(1)} after`,
		`load ${seconds.load.toFixed(1)} s, start ${seconds.start.toFixed(1)} s, days ${seconds.days.toFixed(1)} s, ` +
			`checks ${seconds.check.toFixed(1)} s, all ${seconds.total.toFixed(1)} s`,
		...(report.complaints.length > 0
			? [`${report.complaints.length} complaints, first: ${report.complaints[0]}`]
			: []),
		'',
		...report.findings
			.filter(({ count }) => count > 0)
			.map(({ what, count, examples }) => `BROKEN ${count} ${what}: ${JSON.stringify(examples)}`),
		`lost ${broken.lost}, double ${broken.double}, stuck ${broken.stuck}` +
			(broken.consistent! > 0 ? `, inconsistent ${broken.consistent}` : '')
	];
	return lines.join('\n');
}
