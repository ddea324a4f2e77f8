import { holdsMyNumber } from '#lib/domain/basics/my-number.ts';
import { boundsOf } from '#lib/domain/intake/bounds.ts';
import { checkForm, type RuleFault, type Values } from '#lib/domain/intake/field-rules.ts';
import type { Box, CombField, Template, TemplateField } from '#lib/domain/intake/template.ts';
import { normalValue } from '#lib/domain/intake/value.ts';
import { cellPatches, combLine } from './comb-line.ts';
import { readComb } from './comb-reader.ts';
import { fieldCorners } from './field-place.ts';
import type { Point } from './homography.ts';
import type { LineReader } from './line-reader.ts';
import type { ReadingModels } from './models.ts';
import { findNumbers } from './number-search.ts';
import { readOptions } from './options.ts';
import { grown, type Page } from './page.ts';
import { readText } from './text-reading.ts';

/**
 * How a reading stands: `agree` nothing speaks against it; `doubtful` look closely; `rule-failed`
 * it breaks a rule of the form; `blank` nothing is written; `unreadable` something is, but what?
 */
export type ReadingStatus = 'agree' | 'doubtful' | 'rule-failed' | 'blank' | 'unreadable';

/** What one field of a page says. */
export interface FieldReading {
	readonly field: string;
	/** In the normal form of `domain/intake/value.ts`. */
	readonly value: string;
	readonly source: 'ink' | 'cells' | 'line';
	/** How sure, 0 … 1. */
	readonly p: number;
	readonly status: ReadingStatus;
	readonly fault?: RuleFault;
	/** What a second reader made of it, when it was asked and differs. */
	readonly second?: string;
	/** May be offered to be confirmed instead of keyed: an option or digits, sure and by the rules. */
	readonly confirmable: boolean;
	/** A My Number stands in it or across it: the value is left out and the field is to be covered. */
	readonly holdsNumber: boolean;
	/** The field's corners in the picture, in its pixels. */
	readonly corners: readonly Point[];
}

/** What a page says, and the boxes of the sheet (mm) in which a My Number stands. */
export interface PageReading {
	readonly fields: readonly FieldReading[];
	readonly numbers: readonly Box[];
}

export interface ReadOptions {
	readonly models: ReadingModels;
	/** Without a line reader free text stays unread and combs have no second reader. */
	readonly lines?: LineReader;
	/** YYYY-MM-DD, for rules about dates. */
	readonly today: string;
	readonly signal?: AbortSignal;
	/** Called after every field with the share that is done. */
	readonly onField?: (field: string, share: number) => void;
}

/** Digits at least this sure may be confirmed (evidence: 99.97 % right of 87 % of all fields). */
export const SURE_DIGITS = 0.85;
const SURE_OPTION = 0.9;
/** A surer comb needs no second reader. */
const ASK_SECOND = 0.97;
const DOUBT_BELOW: Readonly<Record<FieldReading['source'], number>> = {
	ink: SURE_OPTION,
	cells: SURE_DIGITS,
	line: 0.8
};

interface Raw {
	readonly value: string;
	readonly source: FieldReading['source'];
	readonly p: number;
	readonly written: boolean;
	readonly second?: string;
	readonly doubtful?: boolean;
}

/**
 * Reads every field of a page in the order of the form, and looks for My Numbers beside them. Throws
 * the signal's reason when aborted.
 */
export async function readPage(page: Page, given: ReadOptions): Promise<PageReading> {
	const options = { ...given, ...(given.lines && { lines: abortable(given.lines, given.signal) }) };
	const { fields } = page.template;
	const started = new Map<string, Promise<Raw>>();
	let done = 0;
	const start = async (field: TemplateField): Promise<Raw> => {
		const raw = await readField(page, field, options);
		options.signal?.throwIfAborted();
		options.onField?.(field.id, ++done / fields.length);
		return { ...raw, value: normalValue(field, raw.value) };
	};
	for (const field of linesFirst(fields)) {
		options.signal?.throwIfAborted();
		const reading = start(field);
		// Awaited below; when the page is left before, nobody asks for it any more.
		reading.catch(() => undefined);
		started.set(field.id, reading);
		await turn();
	}
	// Meanwhile the line engine is at work.
	const numbers = findNumbers(page, options.models.digits);
	const raws = await Promise.all(fields.map((field) => started.get(field.id)!));
	const values = Object.fromEntries(fields.map((field, at) => [field.id, raws[at]!.value]));
	const faults = faultsOf(page.template, values, options.today);
	const readings = fields.map((field, at) => {
		const reading = toReading(page, field, raws[at]!, faults.get(field.id));
		return holdsNumber(field, reading, numbers) ? withoutValue(reading) : reading;
	});
	const covered = fields.filter((_, at) => readings[at]!.holdsNumber);
	return {
		fields: readings,
		numbers: [...numbers, ...covered.map((field) => grown(boundsOf(field), COVER_MM))]
	};
}

/** How far around a field with a My Number the picture is covered. */
const COVER_MM = 2;

const holdsNumber = (
	field: TemplateField,
	{ value, second }: FieldReading,
	numbers: readonly Box[]
): boolean =>
	[value, second ?? ''].some(holdsMyNumber) ||
	(field.kind === 'text' && numbers.some((box) => overlap(box, field.box)));

const overlap = (a: Box, b: Box): boolean =>
	a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

const withoutValue = ({ second: _, ...reading }: FieldReading): FieldReading => ({
	...reading,
	value: '',
	status: 'unreadable',
	confirmable: false,
	holdsNumber: true
});

/** Free text first: the line engine reads it in a worker of its own while the cells are read here. */
const linesFirst = (fields: readonly TemplateField[]): TemplateField[] => [
	...fields.filter(({ kind }) => kind === 'text'),
	...fields.filter(({ kind }) => kind !== 'text')
];

/** Lets waiting messages in: answers of the line engine, and a cancel. */
function turn(): Promise<void> {
	const { port1, port2 } = new MessageChannel();
	return new Promise((resolve) => {
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
}

/** The line engine for one page: its jobs end with the page's signal. */
const abortable = (lines: LineReader, signal?: AbortSignal): LineReader => ({
	read: (job) => lines.read({ ...job, signal }),
	end: () => lines.end()
});

const faultsOf = (template: Template, values: Values, today: string): Map<string, RuleFault> =>
	checkForm(template, values, today);

async function readField(page: Page, field: TemplateField, options: ReadOptions): Promise<Raw> {
	if (field.kind === 'check' || field.kind === 'circle') {
		const { value, p, doubtful } = readOptions(page, field);
		return { value, p, source: 'ink', written: value !== '', doubtful };
	}
	if (field.kind === 'comb') return readCells(page, field, options);
	if (!options.lines) return { value: '', p: 0, source: 'line', written: true };
	const { text, p, written } = await readText(page, field, {
		lines: options.lines,
		models: options.models
	});
	return { value: text, p, written, source: 'line' };
}

async function readCells(page: Page, field: CombField, options: ReadOptions): Promise<Raw> {
	const patches = cellPatches(page, field);
	const { text, p } = readComb(patches, field, options.models);
	const raw: Raw = { value: text, p, source: 'cells', written: text.trim() !== '' };
	if (!options.lines || !raw.written || p >= ASK_SECOND || field.charset === 'roman') return raw;
	const second = await readCombLine(patches, field, options.lines);
	return second === undefined ? raw : { ...raw, second };
}

const LETTERS = {
	digits: '0123456789',
	katakana:
		'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴァィゥェォッャュョー',
	roman: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
} as const;

/** A comb read as one line by the line engine, without its blanks. */
export async function readCombLine(
	patches: ReturnType<typeof cellPatches>,
	field: CombField,
	lines: LineReader
): Promise<string | undefined> {
	const line = combLine(patches);
	if (!line) return undefined;
	const language = field.charset === 'katakana' ? 'jpn' : 'eng';
	const { text } = await lines.read({ line, language, letters: LETTERS[field.charset] });
	return text.replace(/\s/g, '');
}

function toReading(
	page: Page,
	field: TemplateField,
	raw: Raw,
	fault: RuleFault | undefined
): FieldReading {
	const { value, source, p, second } = raw;
	const differs = second !== undefined && second !== value.replace(/\s/g, '');
	const status = statusOf(raw, field, fault, differs);
	const isDigits = field.kind === 'comb' && field.charset === 'digits';
	const sure = source === 'ink' ? p >= SURE_OPTION && !raw.doubtful : isDigits && p >= SURE_DIGITS;
	return {
		field: field.id,
		value,
		source,
		p,
		status,
		...(fault && { fault }),
		...(differs && { second }),
		confirmable: sure && value !== '' && fault === undefined,
		holdsNumber: false,
		corners: fieldCorners(page, field)
	};
}

function statusOf(
	raw: Raw,
	field: TemplateField,
	fault: RuleFault | undefined,
	differs: boolean
): ReadingStatus {
	if (raw.value === '') {
		if (raw.written) return 'unreadable';
		const one = field.kind === 'check' || field.kind === 'circle';
		return one && field.required ? 'doubtful' : 'blank';
	}
	if (fault === 'one-tick') return 'doubtful';
	if (fault) return 'rule-failed';
	return raw.doubtful || differs || raw.p < DOUBT_BELOW[raw.source] ? 'doubtful' : 'agree';
}
