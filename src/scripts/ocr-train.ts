// Trains the models that read comb cells and letters of free writing, and writes their weights with a record of how they came about.
//
//   npm run ocr:train [-- digits|katakana|roman|text …] [--seed N] [--out FOLDER]
//
// Deterministic for the same fonts and library versions. Needs the Debian fonts of ocr-train-fonts.ts.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
	combCharsets,
	loadModel,
	packModel,
	type CombCharset,
	type CombModels
} from '../lib/ocr/classifier.ts';
import { heldOutFonts, missingPackages, trainingFonts } from './ocr-train-fonts.ts';
import { packTextModel } from '../lib/ocr/text-model.ts';
import { trainModel } from './ocr-train-model.ts';
import { acceptance, figuresOf, tryCombs } from './ocr-train-report.ts';
import { recognised, trainTextModel } from './ocr-train-text-model.ts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		seed: { type: 'string', default: '7' },
		out: { type: 'string', default: join(import.meta.dirname, '../lib/ocr') }
	}
});

/** Sizes that were found to be enough. */
const SIZES: Record<CombCharset, { perClass: number; hidden: number; epochs: number }> = {
	digits: { perClass: 2000, hidden: 144, epochs: 13 },
	katakana: { perClass: 460, hidden: 224, epochs: 12 },
	roman: { perClass: 560, hidden: 128, epochs: 13 }
};
const COMBS_PER_FONT = 150;

const missing = missingPackages([...trainingFonts, ...heldOutFonts]);
if (missing.length > 0) {
	console.error(`Fonts are missing. On Debian: apt-get install ${missing.join(' ')}`);
	process.exit(1);
}
const isChosen = (name: string): boolean => positionals.length === 0 || positionals.includes(name);
const seed = Number(values.seed);
const recordFile = join(values.out, 'weights.json');
const record = existsSync(recordFile)
	? (JSON.parse(readFileSync(recordFile, 'utf8')) as Record<string, object>)
	: {};

for (const charset of combCharsets.filter(isChosen)) {
	const started = performance.now();
	const { model, samples, keptAccuracy } = trainModel({
		...{ charset, seed, fonts: trainingFonts },
		...SIZES[charset]
	});
	const bytes = packModel(model);
	const seconds = Math.round((performance.now() - started) / 100) / 10;
	writeFileSync(join(values.out, `weights-${charset}.bin`), bytes);
	record[charset] = {
		...{ seed, ...SIZES[charset], samples, bytes: bytes.length, seconds },
		...{ temperature: model.temperature, keptSampleAccuracy: keptAccuracy },
		...measure(charset, bytes)
	};
	console.log(charset, JSON.stringify(record[charset], null, '\t'));
}
if (isChosen('text')) {
	const started = performance.now();
	const { model, samples } = trainTextModel(seed, trainingFonts);
	const bytes = packTextModel(model);
	const seconds = Math.round((performance.now() - started) / 100) / 10;
	writeFileSync(join(values.out, 'weights-text.bin'), bytes);
	const unseen = heldOutFonts
		.filter(({ kana }) => kana)
		.map((font) => [font.family, recognised(model, font, seed + 1)]);
	const { length: letters } = model.classes;
	record.text = {
		...{ seed, letters, samples, bytes: bytes.length, seconds },
		unseen: Object.fromEntries(unseen)
	};
	console.log('text', JSON.stringify(record.text, null, '\t'));
}
/** Family → Debian package. */
const families = (fonts: typeof trainingFonts) =>
	Object.fromEntries(fonts.map(({ family, debian }) => [family, debian]));
const head = {
	command: 'npm run ocr:train',
	date: new Date().toISOString().slice(0, 10),
	note: 'Drawn samples only: fonts, and pen paths of the project (drawn). No real handwriting was used or tested.',
	trainedOn: families(trainingFonts),
	heldOut: families(heldOutFonts)
};
const results = [...combCharsets, 'text'].flatMap((name) =>
	record[name] ? [[name, record[name]]] : []
);
writeFileSync(
	recordFile,
	`${JSON.stringify({ ...head, ...Object.fromEntries(results) }, null, '\t')}\n`
);

/** How the written model reads fonts it has never seen, and pen paths with new seeds. */
function measure(charset: CombCharset, bytes: Uint8Array<ArrayBuffer>) {
	const model = loadModel(bytes.buffer, charset);
	const models = Object.fromEntries(combCharsets.map((name) => [name, model])) as CombModels;
	const fonts = heldOutFonts.filter((font) => (charset === 'katakana' ? font.kana : font.ascii));
	const trials = tryCombs(charset, [...fonts, null], COMBS_PER_FONT, seed + 1, models);
	const names = [...new Set(trials.map(({ family }) => family))];
	const unseen = trials.filter(({ kind }) => kind !== 'drawn');
	return {
		unseen: {
			...Object.fromEntries(
				names.map((name) => [name, figuresOf(trials.filter(({ family }) => family === name))])
			),
			all: figuresOf(unseen)
		},
		acceptance: acceptance(unseen)
	};
}
