import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { findBrowser } from './support/browser.ts';
import { startSystemPostgres } from './support/system-postgres.ts';

/**
 * Runs every check of the project (`all`) or the quick ones (`fast`) and ends with
 * `N passed, N failed`: each static check counts as one, each test as one.
 */
const mode = process.argv[2] === 'fast' ? 'fast' : 'all';
const reports = 'test-results';
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

let passed = 0;
let failed = 0;
let skipped = 0;
const failures: string[] = [];

const node = process.execPath;
const bin = (name: string): string => `node_modules/.bin/${name}`;

function run(command: string, args: string[], env: Record<string, string> = {}): Promise<number> {
	return new Promise((resolve) => {
		const child = spawn(command, args, {
			stdio: ['ignore', 'inherit', 'inherit'],
			env: { ...process.env, ...env }
		});
		child.once('exit', (code) => resolve(code ?? 1));
		child.once('error', () => resolve(1));
	});
}

async function step(name: string, command: string, args: string[]): Promise<boolean> {
	const start = performance.now();
	const code = await run(command, args);
	console.log(
		`${code === 0 ? 'ok' : 'FAILED'}  ${name}  ${((performance.now() - start) / 1000).toFixed(1)} s\n`
	);
	if (code === 0) passed += 1;
	else {
		failed += 1;
		failures.push(name);
	}
	return code === 0;
}

interface VitestReport {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
	testResults: {
		name: string;
		message: string;
		assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
	}[];
}

/**
 * What failed, by name and with the beginning of its message: the end of a long log is often
 * all that is kept of it.
 */
function whatFailed(report: VitestReport): string {
	return report.testResults
		.flatMap((file) => {
			const tests = file.assertionResults.filter(({ status }) => status === 'failed');
			const lines = tests.map((test) => `${test.fullName}\n${test.failureMessages.join('\n')}`);
			if (lines.length === 0 && file.message) lines.push(file.message);
			return lines.map((line) => `${relative('.', file.name)} › ${line.slice(0, 700)}`);
		})
		.join('\n')
		.replace(/^/gm, '    ');
}

async function tests(
	name: string,
	projects: string[],
	env: Record<string, string> = {},
	files: readonly string[] = []
): Promise<void> {
	const file = `${reports}/${name.replace(/\W+/g, '-')}.json`;
	const selection = projects.flatMap((project) => ['--project', project]);
	const args = [
		bin('vitest'),
		'run',
		...files,
		...selection,
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${file}`
	];
	console.log(`\n${name}`);
	const code = await run(node, args, env);
	if (!existsSync(file)) {
		failed += 1;
		failures.push(`${name} (no report)`);
		return;
	}
	const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
	passed += report.numPassedTests;
	skipped += report.numPendingTests + report.numTodoTests;
	failed += report.numFailedTests;
	if (report.numFailedTests > 0)
		failures.push(`${name}: ${report.numFailedTests}\n${whatFailed(report)}`);
	else if (code !== 0) {
		// A file that does not even load holds no failed test, and is a failure all the same.
		failed += 1;
		failures.push(`${name} (did not run through)\n${whatFailed(report)}`);
	}
}

async function fast(): Promise<void> {
	await step('format', node, [bin('prettier'), '--check', '.', '--log-level', 'warn']);
	await run(node, [bin('svelte-kit'), 'sync']);
	await step('lint', node, [bin('eslint'), '.', '--max-warnings', '0']);
	await step('types', node, [
		bin('svelte-check'),
		'--tsconfig',
		'./tsconfig.json',
		'--fail-on-warnings'
	]);
	await step('types of the service worker', node, [bin('tsc'), '-p', 'service-worker']);
	await tests('unit and component tests', ['unit', 'dom']);
}

async function all(): Promise<void> {
	const browser = findBrowser();
	console.log(browser ? `Browser: ${browser}` : 'No Chromium found and none could be installed.');
	await fast();
	if (!(await step('build', node, ['src/scripts/build-when-stale.ts']))) return;
	await tests('scenarios on the embedded PostgreSQL', ['scenario']);
	if (browser) await tests('end to end on the embedded PostgreSQL', ['e2e'], { CHROMIUM: browser });
	else {
		failed += 1;
		failures.push(
			'end to end: install Chromium (Debian: apt-get install chromium) or set CHROMIUM'
		);
	}
	const server = await startSystemPostgres();
	if (!server) {
		skipped += 1;
		console.log(
			'\nNo PostgreSQL server of the system was found: its runs are left out. Debian: apt-get install postgresql'
		);
		return;
	}
	const env = { TEST_DATABASE_URL: server.url };
	console.log(`\nPostgreSQL of the system: ${server.version}`);
	try {
		await tests('scenarios on a PostgreSQL server', ['scenario'], env);
		if (browser)
			// The screens do not know which database it is; the story from tap to receipt shows it.
			await tests('the story on a PostgreSQL server', ['e2e'], { ...env, CHROMIUM: browser }, [
				'tests/e2e/story.test.ts'
			]);
	} finally {
		await server.stop();
	}
}

await (mode === 'fast' ? fast() : all());
if (failures.length > 0) console.log(`\nFailed:\n  ${failures.join('\n  ')}`);
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed === 0 ? 0 : 1);
