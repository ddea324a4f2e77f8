// The OCR evaluation in a headless Chromium: bundles the app's recogniser into a temporary folder,
// serves it with the pictures on this machine only, and reads page after page.
import { createServer, type Server } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, normalize } from 'node:path';
import { chromium, type CDPSession, type Page } from 'playwright-core';
import { build } from 'vite';
import type { Template } from '#lib/domain/intake/template.ts';
import { browserFlags, findBrowser } from '../../tests/support/browser.ts';
import type { BrowserRun } from './ocr-browser-page.ts';
import type { TruthImage } from './ocr-score.ts';
import { spread, type PageRun } from './ocr-tables.ts';

const root = join(import.meta.dirname, '..', '..');

const TYPES: Readonly<Record<string, string>> = {
	html: 'text/html',
	js: 'text/javascript',
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	png: 'image/png'
};

/** The page's policy is the app's with the recogniser's own name in it; scripts have none there either. */
const POLICY = [
	"default-src 'self'",
	"script-src 'self' 'wasm-unsafe-eval'",
	"worker-src 'self'",
	"connect-src 'self'",
	"require-trusted-types-for 'script'",
	'trusted-types madoguchi-ocr'
].join('; ');

async function bundle(folder: string): Promise<void> {
	await build({
		root,
		configFile: false,
		logLevel: 'error',
		publicDir: false,
		build: {
			outDir: folder,
			emptyOutDir: true,
			assetsInlineLimit: 0,
			rollupOptions: {
				input: join(import.meta.dirname, 'ocr-browser-page.ts'),
				output: { entryFileNames: 'page.js' }
			}
		}
	});
	const page = '<!doctype html><title>OCR</title><script type="module" src="/page.js"></script>';
	await writeFile(join(folder, 'index.html'), page);
}

/** Serves the bundle, and the pictures under /pictures/, to this machine. */
function serve(folder: string, pictures: string): Promise<Server> {
	const server = createServer((request, response) => {
		const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
		const file = path.startsWith('/pictures/')
			? join(pictures, basename(path))
			: join(folder, normalize(path === '/' ? '/index.html' : path));
		readFile(file).then(
			(bytes) => {
				response.setHeader(
					'content-type',
					TYPES[file.split('.').at(-1)!] ?? 'application/octet-stream'
				);
				if (file.endsWith('.html')) response.setHeader('content-security-policy', POLICY);
				response.setHeader('cache-control', 'public, max-age=3600');
				response.end(bytes);
			},
			() => response.writeHead(404).end()
		);
	});
	return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Memory of the largest renderer in MB, now and at its peak, and its seconds of CPU; needs /proc. */
async function memory(
	session: CDPSession
): Promise<{ now: number; peak: number; cpu: number } | undefined> {
	const { processInfo } = await session.send('SystemInfo.getProcessInfo');
	const sizes = processInfo
		.filter(({ type, id }) => type === 'renderer' && existsSync(`/proc/${id}/status`))
		.map(({ id }) => {
			const text = readFileSync(`/proc/${id}/status`, 'utf8');
			const megabytes = (name: string): number =>
				Number(new RegExp(`${name}:\\s+(\\d+)`).exec(text)?.[1] ?? 0) / 1024;
			const ticks = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]!.split(' ');
			const cpu = (Number(ticks[11]) + Number(ticks[12])) / 100;
			return { now: megabytes('VmRSS'), peak: megabytes('VmHWM'), cpu };
		})
		.sort((a, b) => b.now - a.now);
	return sizes[0];
}

interface Ocr {
	start(): Promise<number>;
	read(url: string, templates: readonly Template[], today: string): Promise<BrowserRun>;
}

const start = (page: Page): Promise<number> =>
	page.evaluate(() => (globalThis as unknown as { ocr: Ocr }).ocr.start());

async function openPage(page: Page, address: string): Promise<void> {
	await page.goto(address);
	await page.waitForFunction(() => 'ocr' in globalThis);
}

async function readOne(
	page: Page,
	image: TruthImage,
	templates: readonly Template[],
	today: string
): Promise<PageRun> {
	const template = templates.find(({ id }) => id === image.template)!;
	const base = { image, template, prediction: {}, readings: [] };
	const run = await page
		.evaluate(
			([url, all, day]) => (globalThis as unknown as { ocr: Ocr }).ocr.read(url, all, day),
			[`/pictures/${encodeURIComponent(image.file)}`, templates, today] as const
		)
		.catch((error: unknown): BrowserRun => ({
			trouble: String(error),
			decode: 0,
			find: 0,
			read: 0
		}));
	const seconds = (run.decode + run.find + run.read) / 1000;
	if (!run.readings) return { ...base, trouble: run.trouble ?? 'nothing', seconds };
	if (run.template !== image.template)
		return { ...base, trouble: `read as ${run.template}`, seconds };
	const prediction = Object.fromEntries(run.readings.map(({ field, value }) => [field, value]));
	return {
		...base,
		readings: run.readings,
		prediction,
		seconds,
		...(run.retake && { retake: run.retake })
	};
}

/** Reads the pictures of a folder in Chromium; prints start time and memory. */
export async function runInBrowser(
	pictures: string,
	images: readonly TruthImage[],
	templates: readonly Template[],
	today: string
): Promise<PageRun[]> {
	const executablePath = findBrowser();
	if (!executablePath) throw new Error('there is no Chromium: install one or set CHROMIUM');
	const folder = await mkdtemp(join(tmpdir(), 'madoguchi-ocr-'));
	await bundle(folder);
	const server = await serve(folder, pictures);
	const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
	const browser = await chromium.launch({ executablePath, args: browserFlags });
	try {
		const page = await (await browser.newContext()).newPage();
		await openPage(page, address);
		const first = await start(page);
		await openPage(page, address);
		const second = await start(page);
		console.log(
			`start: first ${(first / 1000).toFixed(2)} s, again from the cache ${(second / 1000).toFixed(2)} s`
		);
		const session = await browser.newBrowserCDPSession();
		const runs: PageRun[] = [];
		const sizes: number[] = [];
		const before = (await memory(session))?.cpu ?? 0;
		for (const image of images) {
			runs.push(await readOne(page, image, templates, today));
			sizes.push((await memory(session))?.now ?? 0);
		}
		const { peak, cpu } = (await memory(session)) ?? { peak: 0, cpu: 0 };
		console.log(
			`renderer CPU: ${((cpu - before) / Math.max(1, images.length)).toFixed(2)} s per page`
		);
		console.log(
			`renderer memory after a page: mean ${spread(sizes).mean.toFixed(0)} MB, most ${Math.max(0, ...sizes).toFixed(0)} MB, peak ${peak.toFixed(0)} MB`
		);
		return runs;
	} finally {
		await browser.close();
		server.close();
		await rm(folder, { recursive: true, force: true });
	}
}
