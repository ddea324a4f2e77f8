import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = process.cwd();
const MAX_LINES = 400;

function walk(folder: string): string[] {
	return readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		if (name === 'node_modules' || name === 'results') return [];
		return statSync(path).isDirectory() ? walk(path) : [path];
	});
}

const sources = ['src', 'service-worker', 'tests']
	.flatMap(walk)
	.filter((path) => /\.(ts|svelte|js)$/.test(path));

/** Import specifiers of a file: static, dynamic, re-exported and side-effect ones. */
function importsOf(text: string): string[] {
	const found = [
		...text.matchAll(/(?:^|\n)\s*(?:import|export)\b(?:[^'"`;]*?\bfrom)?\s*['"]([^'"]+)['"]/g),
		...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)
	];
	return found.map((match) => match[1]!);
}

/** The file below the project that a specifier names, or the package. */
function resolveImport(from: string, specifier: string): string {
	if (specifier.startsWith('#lib/')) return join('src/lib', specifier.slice(5));
	if (specifier.startsWith('#locales/')) return join('locales', specifier.slice(9));
	if (specifier.startsWith('/')) return specifier.slice(1);
	if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier));
	return specifier;
}

type Room =
	'domain' | 'sync' | 'local' | 'server' | 'ocr' | 'i18n' | 'ui' | 'worker' | 'api' | 'page';

function roomOf(path: string): Room | undefined {
	const lib = /^src\/lib\/([a-z0-9]+)\//.exec(path)?.[1];
	if (lib && ['domain', 'sync', 'local', 'server', 'ocr', 'i18n', 'ui'].includes(lib))
		return lib as Room;
	if (path.startsWith('service-worker/')) return 'worker';
	if (/\+server\.ts$|\.server\.ts$/.test(path)) return 'api';
	if (path.startsWith('src/routes/')) return 'page';
	return undefined;
}

const forbidden: Record<Room, RegExp> = {
	domain:
		/^(svelte|\$app|@sveltejs|dexie|node:|kysely|pg$|i18next|src\/lib\/(sync|local|server|ocr|i18n|ui)\/|locales\/)/,
	sync: /^(svelte|\$app|@sveltejs|dexie|node:|kysely|pg$|i18next|src\/lib\/(local|server|ocr|i18n|ui)\/)/,
	ocr: /^(svelte|\$app|@sveltejs|dexie|node:|kysely|pg$|i18next|src\/lib\/(sync|local|server|i18n|ui)\/|src\/routes\/|locales\/)/,
	local:
		/^(svelte|\$app|@sveltejs|node:|kysely|pg$|i18next|src\/lib\/(server|ocr|i18n|ui)\/|src\/routes\/)/,
	server: /^(svelte|\$app|dexie|i18next|src\/lib\/(local|ocr|i18n|ui)\/|src\/routes\/)/,
	i18n: /^(dexie|node:|kysely|pg$|src\/lib\/(sync|local|server|ui)\/|src\/routes\/)/,
	ui: /^(dexie|node:|kysely|pg$|src\/lib\/(local|server)\/|src\/routes\/)/,
	worker: /^(svelte|\$app|node:|kysely|pg$|i18next|src\/lib\/(server|i18n|ui)\/|src\/routes\/)/,
	api: /^(dexie|src\/lib\/(local|ui)\/)/,
	page: /^(node:|kysely|pg$|src\/lib\/server\/)/
};

const graph = new Map(
	sources.map((path) => {
		const text = readFileSync(path, 'utf8');
		return [path, importsOf(text).map((specifier) => resolveImport(path, specifier))] as const;
	})
);

describe('who may import whom', () => {
	it('reads a fair number of files and imports', () => {
		expect(graph.size).toBeGreaterThan(60);
		expect([...graph.values()].flat().length).toBeGreaterThan(200);
	});

	it('keeps every room to its neighbours', () => {
		const wrong: string[] = [];
		for (const [path, imports] of graph) {
			const room = roomOf(path);
			if (!room || path.includes('.test.')) continue;
			for (const target of imports)
				if (forbidden[room].test(target)) wrong.push(`${path} → ${target}`);
		}
		expect(wrong).toEqual([]);
	});

	it('would see a forbidden import', () => {
		const text =
			"import { x } from '#lib/server/rows.ts';\nexport { y } from '../../local/desk.ts';";
		const found = importsOf(text).map((specifier) =>
			resolveImport('src/lib/domain/a/b.ts', specifier)
		);
		expect(found).toEqual(['src/lib/server/rows.ts', 'src/lib/local/desk.ts']);
		expect(found.every((target) => forbidden.domain.test(target))).toBe(true);
	});

	it('has no import cycles in src/lib', () => {
		const cycles: string[] = [];
		const state = new Map<string, 'open' | 'done'>();
		const visit = (path: string, trail: string[]): void => {
			if (state.get(path) === 'done') return;
			if (state.get(path) === 'open') {
				cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
				return;
			}
			state.set(path, 'open');
			for (const target of graph.get(path) ?? [])
				if (graph.has(target)) visit(target, [...trail, path]);
			state.set(path, 'done');
		};
		for (const path of graph.keys()) if (path.startsWith('src/lib/')) visit(path, []);
		expect(cycles).toEqual([]);
	});
});

describe('the shape of the project', () => {
	it(`has no file over ${MAX_LINES} lines`, () => {
		const styles = walk('src').filter((path) => path.endsWith('.css'));
		const long = [...sources, ...styles]
			.map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length }))
			.filter(({ lines }) => lines > MAX_LINES + 1);
		expect(long).toEqual([]);
	});

	it('has no barrels and no third level in src/lib', () => {
		const lib = sources.filter((path) => path.startsWith('src/lib/'));
		expect(lib.filter((path) => /\/index\.(ts|js)$/.test(path))).toEqual([]);
		const deep = lib.filter((path) => path.split('/').length > 5);
		expect(deep).toEqual([]);
	});

	it('reads no clock, chance or environment in a rule', () => {
		const wrong = sources
			.filter((path) => /^src\/lib\/(domain|sync)\//.test(path) && !path.includes('.test.'))
			.filter((path) =>
				/Date\.now\(|new Date\(\)|Math\.random|process\.env|console\./.test(
					readFileSync(path, 'utf8')
				)
			);
		expect(wrong).toEqual([]);
	});

	it('asks no screen whether the line is there', () => {
		const wrong = sources.filter(
			(path) => path.startsWith('src/') && /navigator\.onLine/.test(readFileSync(path, 'utf8'))
		);
		expect(wrong).toEqual([]);
	});

	it('never names the workplace or a package registry', () => {
		const words = new RegExp(
			['registry\\.npm', 'deb\\.deb' + 'ian\\.org', '\\.\\./sha' + 'red/'].join('|')
		);
		const texts = [...sources, 'package.json', 'README.md', '.ci/run'].filter((path) =>
			existsSync(path)
		);
		expect(texts.filter((path) => words.test(readFileSync(path, 'utf8')))).toEqual([]);
	});

	it('has a README in every folder of src/lib', () => {
		const folders = readdirSync('src/lib').filter((name) =>
			statSync(join('src/lib', name)).isDirectory()
		);
		const missing = folders.filter((name) => !existsSync(join('src/lib', name, 'README.md')));
		expect(missing).toEqual([]);
		for (const name of folders.filter((folder) => !missing.includes(folder))) {
			expect(
				readFileSync(join('src/lib', name, 'README.md'), 'utf8').split('\n').length
			).toBeLessThanOrEqual(41);
		}
	});

	it('names only files that exist in the tour and the folder READMEs', () => {
		const pages = [
			'docs/tour.md',
			'CONTRIBUTING.md',
			'README.md',
			...walk('src/lib').filter((path) => path.endsWith('README.md'))
		];
		const lost = pages.filter(existsSync).flatMap((page) =>
			[
				...readFileSync(page, 'utf8').matchAll(
					/`((?:src|service-worker|tests|locales|docs|static)\/[\w./()[\]+-]+\.\w+)`/g
				)
			]
				.map((match) => match[1]!)
				.filter((path) => !existsSync(path))
				.map((path) => `${relative(root, page)}: ${path}`)
		);
		expect(lost).toEqual([]);
	});
});
