// npm run ocr:evaluate -- DIR [--json FILE] [--browser] [--only-ours] [--baselines N] [--limit N] [--numbers]
// Reads every picture of DIR (with its truth.json), prints how right it was, how long it took and
// how much of it people would be asked about. With --numbers: writes My Numbers on them instead, and
// prints how many of those the search finds.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Template } from '#lib/domain/intake/template.ts';
import { findPage } from '#lib/ocr/find-page.ts';
import { captureFault } from '#lib/ocr/quality.ts';
import { readPage } from '#lib/ocr/read-page.ts';
import { openWholePage, readZones } from './ocr-baselines.ts';
import { printNumbers } from './ocr-numbers.ts';
import { decode, productLines, productModels, productTemplates } from './ocr-node.ts';
import { Score, type Prediction, type TruthImage } from './ocr-score.ts';
import { printAsked, printScores, printTroubles, spread, type PageRun } from './ocr-tables.ts';

const { values: flags, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		json: { type: 'string' },
		browser: { type: 'boolean' },
		'only-ours': { type: 'boolean' },
		baselines: { type: 'string' },
		limit: { type: 'string' },
		numbers: { type: 'boolean' }
	}
});

/** The rules know today; a test set is judged by the day it is read. */
const today = new Date().toISOString().slice(0, 10);
const BASELINE_PAGES = 12;

interface Work {
	readonly folder: string;
	readonly images: readonly TruthImage[];
	readonly templates: readonly Template[];
}

async function loadWork(folder: string): Promise<Work> {
	const truth = JSON.parse(await readFile(join(folder, 'truth.json'), 'utf8')) as {
		images: TruthImage[];
	};
	const templates = await productTemplates();
	const known = truth.images.filter(({ template }) => templates.some(({ id }) => id === template));
	if (known.length < truth.images.length)
		console.log(
			`${truth.images.length - known.length} pictures of forms the product does not know`
		);
	return {
		folder,
		templates,
		images: known.slice(0, flags.limit ? Number(flags.limit) : undefined)
	};
}

const templateOf = (work: Work, image: TruthImage): Template =>
	work.templates.find(({ id }) => id === image.template)!;

/** Reads all pictures in this process with the code of the app. */
async function runInNode(work: Work): Promise<PageRun[]> {
	const started = performance.now();
	const [models, lines] = await Promise.all([productModels(), productLines()]);
	console.log(`start ${((performance.now() - started) / 1000).toFixed(2)} s`);
	const runs: PageRun[] = [];
	for (const image of work.images) {
		const from = performance.now();
		const base = { image, template: templateOf(work, image), prediction: {}, readings: [] };
		try {
			const found = findPage(await decode(join(work.folder, image.file)), work.templates);
			if (found.ok) {
				const { fields: readings } = await readPage(found.value, { models, lines, today });
				const prediction = Object.fromEntries(readings.map(({ field, value }) => [field, value]));
				const retake = captureFault(found.value);
				const isIt = found.value.template.id === image.template;
				runs.push({
					...base,
					...(isIt ? { readings, prediction } : { trouble: `read as ${found.value.template.id}` }),
					...(retake && { retake }),
					seconds: (performance.now() - from) / 1000
				});
				continue;
			}
			runs.push({
				...base,
				trouble: found.refusal.kind,
				seconds: (performance.now() - from) / 1000
			});
		} catch (error) {
			runs.push({ ...base, trouble: String(error), seconds: (performance.now() - from) / 1000 });
		}
	}
	await lines.end();
	return runs;
}

async function runBaselines(
	work: Work,
	runs: readonly PageRun[],
	pages: number
): Promise<Record<string, Score>> {
	const some = someOf(work.images, pages);
	const [same, whole, zones] = [new Score(), new Score(), new Score()];
	for (const { image, template, prediction } of runs)
		if (some.includes(image)) same.add(image, template, prediction);
	const [page, lines] = await Promise.all([openWholePage(), productLines()]);
	for (const image of some) {
		const path = join(work.folder, image.file);
		const template = templateOf(work, image);
		const broken = (): Prediction => ({});
		whole.add(image, template, await page.read(path, image, template).catch(broken));
		const found = await decode(path).then(
			(raster) => findPage(raster, work.templates),
			() => undefined
		);
		zones.add(image, template, found?.ok ? await readZones(found.value, lines).catch(broken) : {});
	}
	await Promise.all([page.end(), lines.end()]);
	return { 'ours, same pages': same, 'zones, lines only': zones, 'whole page (naive)': whole };
}

/** Some of the pictures, mixed by their names, so that no form or font is favoured. */
function someOf(images: readonly TruthImage[], count: number): TruthImage[] {
	const lot = ({ file }: TruthImage): string => createHash('sha256').update(file).digest('hex');
	return [...images].sort((a, b) => lot(a).localeCompare(lot(b))).slice(0, count);
}

async function main(): Promise<void> {
	const folder = positionals[0];
	if (!folder) throw new Error('name a folder with pictures and a truth.json');
	const work = await loadWork(folder);
	if (flags.numbers) {
		const files = work.images.map(({ file }) => join(folder, file));
		return printNumbers(files, decode, work.templates, (await productModels()).digits);
	}
	const runs = flags.browser
		? await (
				await import('./ocr-browser.ts')
			).runInBrowser(work.folder, work.images, work.templates, today)
		: await runInNode(work);
	const ours = new Score();
	for (const { image, template, prediction } of runs) ours.add(image, template, prediction);
	const pages = Number(flags.baselines ?? BASELINE_PAGES);
	const beside = flags['only-ours'] || pages === 0 ? {} : await runBaselines(work, runs, pages);
	printScores({ ours, ...beside });
	if ('whole page (naive)' in beside)
		console.log('whole page: a value anywhere in the text counts; ticks and circles are not tried');
	const { mean, p95 } = spread(runs.map(({ seconds }) => seconds));
	console.log(`\nseconds per page: mean ${mean.toFixed(3)}, p95 ${p95.toFixed(3)}`);
	if (!flags.browser)
		console.log(
			`peak memory of this process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`
		);
	printAsked(runs);
	printTroubles(runs);
	if (flags.json) {
		const predictions = Object.fromEntries(
			runs.map(({ image, prediction }) => [image.file, prediction])
		);
		await writeFile(flags.json, JSON.stringify(predictions, null, '\t'));
	}
}

await main();
process.exit(0);
