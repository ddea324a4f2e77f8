import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { newProfile, dropProfile, launch } from './browser.ts';
import { buildEmptyApp, dropFolder, serve } from './empty-app.ts';
import { line, type BenchOptions, type Report } from './measure.ts';
import { lettersBySource, partOf } from './source-map.ts';

const KB = 1000;
const left = new Set(['node_modules', '.svelte-kit', 'build', 'data', 'data-dev', '.git', 'bench']);

/** A build of a copy of the working tree, with source maps; the tree itself is not touched. */
async function buildCopy(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'madoguchi-build-'));
	cpSync('.', folder, {
		recursive: true,
		filter: (path) => !left.has(basename(path)) || path === 'tests/bench'
	});
	symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
	const script = join('tests', 'bench', 'p10-build.ts');
	await promisify(execFile)(process.execPath, [script], { cwd: folder, maxBuffer: 50_000_000 });
	return folder;
}

interface Visit {
	readonly scripts: readonly string[];
	/** The document with the texts in it, brotli 11. */
	readonly document: number;
}

/** The scripts that a first visit of an address asks for, without what a worker precaches. */
async function visit(origin: string, path: string): Promise<Visit> {
	const profile = newProfile();
	const context = await launch(profile, { serviceWorkers: 'block' });
	try {
		const page = await context.newPage();
		const found = new Set<string>();
		let last = performance.now();
		page.on('response', (response) => {
			last = performance.now();
			const { pathname } = new URL(response.url());
			if (pathname.endsWith('.js') && response.ok()) found.add(pathname);
		});
		const document = await page.goto(origin + path, { waitUntil: 'load' });
		// What idle time fetches counts as well: over when nothing has come for two seconds.
		while (performance.now() - last < 2000) await page.waitForTimeout(200);
		return {
			scripts: [...found].filter((pathname) => pathname !== '/service-worker.js'),
			document: brotli(await document!.body())
		};
	} finally {
		await context.close();
		dropProfile(profile);
	}
}

const brotli = (text: Buffer): number =>
	brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

interface Weighed {
	readonly total: number;
	readonly files: { file: string; brotli: number }[];
	readonly parts: { part: string; brotli: number }[];
}

/** Brotli bytes of the scripts, and each package's part by its share of the minified letters. */
function weigh(folder: string, scripts: readonly string[]): Weighed {
	const parts = new Map<string, number>();
	const files = scripts.map((pathname) => {
		const file = join(folder, 'build', 'client', pathname);
		const content = readFileSync(file);
		const size = brotli(content);
		const mapFile = join(folder, '.svelte-kit', 'output', 'client', `${pathname}.map`);
		const map = existsSync(mapFile) ? mapFile : `${file}.map`;
		if (existsSync(map)) {
			const letters = lettersBySource(content.toString(), JSON.parse(readFileSync(map, 'utf8')));
			const whole = [...letters.values()].reduce((sum, count) => sum + count, 0);
			for (const [source, count] of letters) {
				const part = partOf(source);
				parts.set(part, (parts.get(part) ?? 0) + (size * count) / whole);
			}
		} else parts.set(basename(pathname), size);
		return { file: pathname, brotli: size };
	});
	return {
		total: files.reduce((sum, file) => sum + file.brotli, 0),
		files: files.sort((a, b) => b.brotli - a.brotli),
		parts: [...parts]
			.map(([part, size]) => ({ part, brotli: Math.round(size) }))
			.sort((a, b) => b.brotli - a.brotli)
	};
}

const routes = [
	{ path: '/en', what: 'public home /en', limit: 44, times: 1.8 },
	{ path: '/en/guidance', what: 'list of topics /en/guidance', limit: 44, times: 1.8 },
	{ path: '/en/guidance/exemption', what: 'a topic /en/guidance/exemption', limit: 44, times: 1.8 },
	{ path: '/en/check', what: 'question flows /en/check', limit: 44, times: 1.8 },
	{ path: '/en/check/relief', what: 'a question /en/check/relief', limit: 44, times: 1.8 },
	{ path: '/en/booking', what: 'request /en/booking', limit: 44, times: 1.8 },
	{ path: '/bookings', what: 'staff /bookings', limit: 88, times: 3.6 }
];

/** The empty SvelteKit app of today's packages, weighed the same way. */
async function weighEmpty(): Promise<number> {
	const folder = await buildEmptyApp();
	const server = await serve(folder, 'build/index.js', '/');
	try {
		return weigh(folder, (await visit(server.origin, '/')).scripts).total;
	} finally {
		server.stop();
		dropFolder(folder);
	}
}

/** The built app, without a database: public pages and the shell are files. */
async function weighApp() {
	const folder = await buildCopy();
	const server = await serve(folder, 'src/scripts/start.ts', '/shell', {
		LOG_LEVEL: 'silent',
		DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none'
	});
	try {
		const weighed = [];
		for (const route of routes) {
			const { scripts, document } = await visit(server.origin, route.path);
			weighed.push({ ...route, document, ...weigh(folder, scripts) });
		}
		return weighed;
	} finally {
		server.stop();
		dropFolder(folder);
	}
}

/** P10: JavaScript that the first visit of a route fetches, brotli 11. */
export async function bench(_options: BenchOptions): Promise<Report> {
	const empty = await weighEmpty();
	const weighed = await weighApp();
	const lines = [
		...weighed,
		{ what: 'empty SvelteKit app', total: empty, files: [], document: 0 }
	].map(({ what, total, files, document }) => {
		const note = `${files.length} files; document ${(document / KB).toFixed(1)} kB`;
		const entry = line(what, 'kB', files.length > 0 ? note : undefined);
		entry.rounds.push(total / KB);
		return entry;
	});
	const goals = weighed.flatMap(({ what, total, limit, times }) => [
		{ text: `${what} ÷ ${limit} kB`, ratio: total / KB / limit, limit: 1 },
		{ text: `${what} ÷ empty app`, ratio: total / empty, limit: times }
	]);
	return {
		name: 'p10',
		title: 'JavaScript of the first route, brotli 11',
		lines,
		goals: goals.map((entry) => ({ ...entry, kind: 'at most' })),
		notes: weighed.map(({ what, parts }) => {
			const most = parts.slice(0, 14);
			return `${what}: ${most.map(({ part, brotli }) => `${part} ${(brotli / KB).toFixed(1)}`).join(', ')} (kB)`;
		}),
		details: { empty, weighed }
	};
}
