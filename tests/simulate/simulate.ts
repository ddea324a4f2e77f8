import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { nation } from './figures.ts';
import { describe, holds, summary } from './report.ts';
import { simulate } from './run.ts';

/**
 * `npm run simulate -- --days N --seed N --month M --offices N --devices N --spot-checks N --json FILE`:
 * days of the nation. With `--tablets N`: field days of one office with real tablets over a bad
 * line (`tests/scenario/simulate.ts`). Exit code 1 when a promise is broken, never for speed.
 */
if (process.argv.some((argument) => argument.startsWith('--tablets'))) {
	await import('../scenario/simulate.ts');
} else {
	const { values } = parseArgs({
		options: {
			days: { type: 'string', default: '1' },
			seed: { type: 'string', default: '1' },
			month: { type: 'string', default: '10' },
			offices: { type: 'string', default: String(nation.branches + nation.centres) },
			devices: { type: 'string', default: String(nation.devices) },
			'spot-checks': { type: 'string', default: '3' },
			json: { type: 'string' }
		}
	});
	const number = (name: string, text: string, from: number, to: number): number => {
		const value = Number(text);
		if (Number.isInteger(value) && value >= from && value <= to) return value;
		console.error(`--${name} must be a whole number from ${from} to ${to}, not ${text}`);
		process.exit(2);
	};
	const sites = nation.branches + nation.centres;
	const report = await simulate({
		days: number('days', values.days, 1, 5),
		seed: number('seed', values.seed, 0, 2 ** 31),
		month: number('month', values.month, 1, 12),
		offices: number('offices', values.offices, 1, sites),
		devices: number('devices', values.devices, 2, 20_000),
		spotChecks: number('spot-checks', values['spot-checks'], 0, 20),
		log: (text) => console.log(text)
	});
	console.log(describe(report));
	if (values.json) writeFileSync(values.json, `${JSON.stringify(summary(report), null, '\t')}\n`);
	process.exit(holds(report) ? 0 : 1);
}
