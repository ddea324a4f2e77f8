import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Box, Template } from '../../src/lib/domain/intake/template.ts';
import type { ReadingModels } from '../../src/lib/ocr/models.ts';
import { findPage } from '../../src/lib/ocr/find-page.ts';
import type { LineReader } from '../../src/lib/ocr/line-reader.ts';
import { tidyJapanese, tidyKatakana, tidyLatin } from '../../src/lib/ocr/normalise.ts';
import type { Page } from '../../src/lib/ocr/page.ts';
import { withKnownPlace } from '../../src/lib/ocr/places.ts';
import { readPage, type FieldReading } from '../../src/lib/ocr/read-page.ts';
import { decode, productLines, productModels } from '../../src/scripts/ocr-node.ts';
import { compare, kindOf, Score, type TruthImage } from '../../src/scripts/ocr-score.ts';
import { drawForm, forms, tick, type Drawing } from './ocr-drawing.ts';

const today = '2026-11-27';
let models: ReadingModels;
beforeAll(async () => {
	models = await productModels();
});

const pageOf = (form: Template, drawing: Drawing): Page => {
	const found = findPage(drawForm(form, drawing), forms);
	if (!found.ok) throw new Error(found.refusal.kind);
	return found.value;
};

async function readDrawn(form: Template, drawing: Drawing): Promise<Map<string, FieldReading>> {
	const { fields: readings } = await readPage(pageOf(form, drawing), { models, today });
	return new Map(readings.map((reading) => [reading.field, reading]));
}

const boxOf = (form: Template, id: string, value: string): Box => {
	const field = form.fields.find((one) => one.id === id);
	if (field?.kind !== 'check') throw new Error(id);
	return field.options.find((option) => option.value === value)!.box;
};

describe('boxes and circles', () => {
	const [formA, formB, formC] = [forms[0]!, forms[1]!, forms[2]!];

	it('are read and may be confirmed when one is marked', async () => {
		const read = await readDrawn(formB, {
			ticked: {
				sex: 'f',
				notice: 'loss',
				reason: 'age',
				phoneType: 'home',
				birthEra: 'S',
				exemption: 'no'
			}
		});
		const values = ['sex', 'notice', 'reason', 'phoneType', 'birthEra', 'exemption'].map((id) => {
			const { value, status, confirmable } = read.get(id)!;
			return [value, status, confirmable];
		});
		expect(values).toEqual([
			['f', 'agree', true],
			['loss', 'agree', true],
			['age', 'agree', true],
			['home', 'agree', true],
			['S', 'agree', true],
			['no', 'agree', true]
		]);
	});

	it('several may be ticked where the form allows it', async () => {
		const read = await readDrawn(formC, { ticked: { topics: 'oldage,np,other', language: 'vi' } });
		expect(read.get('topics')).toMatchObject({ value: 'oldage,np,other', status: 'agree' });
		expect(read.get('language')).toMatchObject({ value: 'vi', status: 'agree' });
	});

	it('none and two leave it to a person', async () => {
		const read = await readDrawn(formA, { ticked: { income: 'none,over', birthEra: 'S,H' } });
		expect(read.get('income')).toMatchObject({
			value: 'none,over',
			status: 'doubtful',
			confirmable: false
		});
		expect(read.get('birthEra')).toMatchObject({
			value: 'S,H',
			status: 'doubtful',
			confirmable: false
		});
		expect(read.get('schoolType')).toMatchObject({
			value: '',
			status: 'doubtful',
			confirmable: false
		});
	});

	it('a big tick does not tick the box it runs into', async () => {
		const [above, below] = [boxOf(formA, 'schoolType', 'univ'), boxOf(formA, 'courseType', 'day')];
		const read = await readDrawn(formA, {
			ticked: { courseType: 'corr' },
			also: (sheet) => {
				// From below left over the lower box to far above, most of it in the upper one.
				sheet.stroke([
					[above.x + 0.7, above.y + 0.9],
					[above.x + 3.2, above.y + 1.2],
					[above.x + 0.9, above.y + 3.1],
					[above.x + 2, below.y + 1.6]
				]);
			}
		});
		expect(read.get('schoolType')!.value).toBe('univ');
		expect(read.get('courseType')!.value).toBe('corr');
	});

	it('a shadow over half of a field changes nothing', async () => {
		const raster = drawForm(formC, { ticked: { language: 'ne', interpreter: 'phone' } });
		for (let y = 0; y < raster.height; y++)
			for (let x = 0; x < raster.width; x++) {
				const edge = 1 / (1 + Math.exp((x - 900 - y / 9) / 40));
				raster.gray[y * raster.width + x]! *= 0.55 + 0.45 * edge;
			}
		const found = findPage(raster, forms);
		if (!found.ok) throw new Error(found.refusal.kind);
		const { fields: readings } = await readPage(found.value, { models, today });
		const value = (id: string): string => readings.find(({ field }) => field === id)!.value;
		expect([value('language'), value('interpreter')]).toEqual(['ne', 'phone']);
	});

	it('blank combs are blank', async () => {
		const read = await readDrawn(formA, {
			also: (sheet) => tick(sheet, boxOf(formA, 'income', 'none'))
		});
		for (const id of ['basicPensionNumber', 'furigana', 'phone', 'postalCode'])
			expect(read.get(id)).toMatchObject({ value: '', status: 'blank' });
		expect(read.get('income')!.value).toBe('none');
	});
});

describe('letters that look alike', () => {
	it('are told by what stands beside them', () => {
		expect(tidyJapanese('坂本浩ニ')).toBe('坂本浩二');
		expect(tidyJapanese('信濃川大学エ学部')).toBe('信濃川大学工学部');
		expect(tidyJapanese('サニーヒ ルズ203号室')).toBe('サニーヒルズ203号室');
		expect(tidyJapanese('桜町5一32 グリーンコート5-l101')).toBe('桜町5-32グリーンコート5-1101');
		expect(tidyJapanese('メ一力一ズ二番館')).toBe('メーカーズ二番館');
		expect(tidyKatakana('ョコヤマ 卜オル')).toBe('ヨコヤマ トオル');
		expect(tidyLatin('PARK J1H00N.')).toBe('PARK JIHOON');
	});
});

describe('the beginning of an address', () => {
	it('is put right when one known place is nearly what was read', () => {
		expect(withKnownPlace('大阪府大阪市中大区南船場2-9')).toBe('大阪府大阪市中央区南船場2-9');
		expect(withKnownPlace('沖縄県那輸市久茂地4-1 ビル203')).toBe('沖縄県那覇市久茂地4-1 ビル203');
	});

	it('stays when it is known, unknown, or could be several', () => {
		for (const address of [
			'石川県金沢市本町3-1',
			'山本町大字中央1-2',
			'大阪府大阪市史央反南船場5',
			''
		])
			expect(withKnownPlace(address)).toBe(address);
	});
});

describe('pages of the set', () => {
	const folder = join(import.meta.dirname, '../fixtures/pages');
	const { images } = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as {
		images: TruthImage[];
	};
	let lines: LineReader;
	beforeAll(async () => {
		lines = await productLines();
	});
	afterAll(() => lines.end());

	it('are read end to end: ticks and circles all, combs nearly all, the rest mostly', async () => {
		const score = new Score();
		for (const image of images) {
			const found = findPage(await decode(join(folder, image.file)), forms);
			if (!found.ok) throw new Error(`${image.file}: ${found.refusal.kind}`);
			const { template } = found.value;
			expect(template.id).toBe(image.template);
			const { fields: readings } = await readPage(found.value, { models, lines, today });
			const read = Object.fromEntries(readings.map(({ field, value }) => [field, value]));
			score.add(image, template, read);
			for (const field of template.fields) {
				const reading = readings.find((one) => one.field === field.id)!;
				const isRight = compare(field, image.truth[field.id]!, reading.value)?.right ?? true;
				if (reading.confirmable) expect(`${image.file} ${field.id} ${isRight}`).toMatch(/true$/);
				expect(reading.confirmable && !['option', 'digits'].includes(kindOf(field))).toBe(false);
				expect(reading.corners).toHaveLength(4);
			}
		}
		expect(score.percent('field option')).toBe(100);
		expect(score.percent('field digits')).toBeGreaterThanOrEqual(97);
		expect(score.percent('all')).toBeGreaterThanOrEqual(90);
	}, 60_000);

	it('stop when nobody waits any longer', async () => {
		const found = findPage(await decode(join(folder, images[0]!.file)), forms);
		if (!found.ok) throw new Error(found.refusal.kind);
		const abort = new AbortController();
		const seen: number[] = [];
		const reading = readPage(found.value, {
			models,
			lines,
			today,
			signal: abort.signal,
			onField: (_, share) => {
				seen.push(share);
				abort.abort(new Error('left the page'));
			}
		});
		await expect(reading).rejects.toThrow('left the page');
		expect(seen.length).toBeGreaterThan(0);
		expect(Math.max(...seen)).toBeLessThan(1);
		// The line engine is still there for the next page.
		const { fields: again } = await readPage(found.value, { models, lines, today });
		expect(again.find(({ field }) => field === 'name')!.value).not.toBe('');
	}, 30_000);
});
