import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { languageTags, type LanguageTag } from '../../src/lib/domain/basics/languages.ts';
import { topicPage } from '../../src/lib/domain/guidance/page.ts';
import type { TopicPage } from '../../src/lib/domain/guidance/shown.ts';
import { search, searchIndex } from '../../src/lib/domain/guidance/search.ts';
import { topicSlugs } from '../../src/lib/domain/guidance/terms.ts';
import { guidanceTopic } from '../../src/lib/domain/guidance/topic.ts';
import { topicTranslation } from '../../src/lib/domain/guidance/translation.ts';
import { dropProfile, launch, newProfile } from './browser.ts';
import { serve } from './empty-app.ts';
import { line, median, percentile, type BenchOptions, type Goal, type Report } from './measure.ts';

const FRAME_MS = 1000 / 60;
const GOOD_LCP_MS = 2500;
const GOOD_CLS = 0.1;
/** Scripts, fonts and what they draw are there by then. */
const SETTLED_MS = 5000;
/** A middling phone on a slow mobile line. */
const CPU_RATE = 4;
const LINE = { latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 };

const read = (tag: LanguageTag, slug: string): unknown =>
	JSON.parse(
		readFileSync(new URL(`../../locales/${tag}/guidance/${slug}.json`, import.meta.url), 'utf8')
	);

/** Every topic of a language, as a pack has it. */
const packOf = (tag: LanguageTag): TopicPage[] =>
	topicSlugs.map((slug) =>
		topicPage(
			slug,
			guidanceTopic.parse(read('ja', slug)),
			tag,
			tag === 'ja' ? [] : [{ tag, translation: topicTranslation.parse(read(tag, slug)) }]
		)
	);

const queries = [
	'dattai',
	'免除',
	'ダッタイ',
	'exemption',
	'ยกเว้น',
	'ကင်းလွတ်',
	'छुट',
	'xyzzy nothing'
];

/** Reading a pack into an index, and the queries of a reader, over all languages. */
function searching(rounds: number) {
	const making = line('search: index of a language', 'ms', 'once per visit');
	const asking = line('search: a query', 'ms', 'p99 of 8 queries × 13 languages');
	const sizes = line('pack as it travels', 'kB', 'brotli, per language');
	for (const tag of languageTags) {
		const pack = packOf(tag);
		sizes.rounds.push(brotliCompressSync(JSON.stringify(pack)).length / 1000);
	}
	for (let round = 0; round < rounds; round += 1) {
		const times: number[] = [];
		for (const tag of languageTags) {
			const pack = packOf(tag);
			const before = performance.now();
			const index = searchIndex(
				pack.map(({ slug, keywords, blocks }) => ({
					slug,
					title: blocks[0]!.text,
					keywords,
					texts: blocks.flatMap(({ text, japanese }) => [text, japanese ?? ''])
				}))
			);
			making.rounds.push(performance.now() - before);
			for (const query of queries) {
				const start = performance.now();
				search(index, query);
				times.push(performance.now() - start);
			}
		}
		asking.rounds.push(percentile(times, 0.99));
	}
	return { making, asking, sizes };
}

interface Vitals {
	readonly lcp: number;
	readonly cls: number;
}

/** The first visit of an address on a slow phone, in a fresh profile without a worker. */
async function visit(address: string): Promise<Vitals> {
	const profile = newProfile();
	const context = await launch(profile, { serviceWorkers: 'block' });
	try {
		const page = await context.newPage();
		await page.setViewportSize({ width: 390, height: 844 });
		const session = await context.newCDPSession(page);
		await session.send('Network.enable');
		await session.send('Network.emulateNetworkConditions', { offline: false, ...LINE });
		await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_RATE });
		await page.addInitScript(() => {
			const kept = { lcp: 0, cls: 0 };
			(globalThis as unknown as { kept: typeof kept }).kept = kept;
			new PerformanceObserver((list) => {
				for (const entry of list.getEntries()) kept.lcp = entry.startTime;
			}).observe({ type: 'largest-contentful-paint', buffered: true });
			new PerformanceObserver((list) => {
				for (const entry of list.getEntries())
					kept.cls += (entry as unknown as { value: number }).value;
			}).observe({ type: 'layout-shift', buffered: true });
		});
		await page.goto(address, { waitUntil: 'load' });
		await page.waitForTimeout(SETTLED_MS);
		return await page.evaluate(() => (globalThis as unknown as { kept: Vitals }).kept);
	} finally {
		await context.close();
		dropProfile(profile);
	}
}

const pages = [
	'/en',
	'/en/guidance',
	'/en/guidance/exemption',
	'/my/guidance/exemption',
	'/ja-easy/guidance/exemption',
	'/th/check'
];

/** Guidance: how fast a search answers, how heavy a pack is, LCP and CLS of first visits. */
export async function bench({ rounds }: BenchOptions): Promise<Report> {
	const { making, asking, sizes } = searching(rounds);
	const lines = [making, asking, sizes];
	const goals: Goal[] = [
		{
			text: 'index + query ÷ one frame',
			ratio: (median(making.rounds) + median(asking.rounds)) / FRAME_MS,
			limit: 1,
			kind: 'at most'
		}
	];
	// Public pages are files: they need no database.
	const server = await serve('.', 'src/scripts/start.ts', '/shell', {
		LOG_LEVEL: 'silent',
		DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none'
	});
	try {
		for (const path of pages) {
			const lcp = line(`LCP ${path}`);
			const cls = line(`CLS ${path}`, '');
			for (let round = 0; round < rounds; round += 1) {
				const found = await visit(server.origin + path);
				lcp.rounds.push(found.lcp);
				cls.rounds.push(found.cls);
			}
			lines.push(lcp, cls);
			goals.push(
				{
					text: `LCP ${path} ÷ 2.5 s`,
					ratio: median(lcp.rounds) / GOOD_LCP_MS,
					limit: 1,
					kind: 'at most'
				},
				{
					text: `CLS ${path} ÷ 0.1`,
					ratio: median(cls.rounds) / GOOD_CLS,
					limit: 1,
					kind: 'at most'
				}
			);
		}
	} finally {
		server.stop();
	}
	return {
		name: 'guidance',
		title: 'guidance: search, packs, first visits on a slow phone',
		lines,
		goals,
		notes: [
			`CPU slowed ${CPU_RATE} times, ${LINE.latency} ms, ${LINE.downloadThroughput / 1000} kB/s, 390 × 844, no worker.`
		]
	};
}
