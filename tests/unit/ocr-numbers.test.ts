import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Box } from '#lib/domain/intake/template.ts';
import { findPage } from '../../src/lib/ocr/find-page.ts';
import type { ReadingModels } from '../../src/lib/ocr/models.ts';
import { findNumbers } from '../../src/lib/ocr/number-search.ts';
import type { Page } from '../../src/lib/ocr/page.ts';
import { readPage } from '../../src/lib/ocr/read-page.ts';
import { decode, productModels, productTemplates } from '../../src/scripts/ocr-node.ts';
import type { TruthImage } from '../../src/scripts/ocr-score.ts';
import { handOf, numberOf, write } from '../support/written-number.ts';

const folder = join(import.meta.dirname, '../fixtures/pages');
const { images } = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as {
	images: TruthImage[];
};
let models: ReadingModels;
const pages: { page: Page; truth: TruthImage['truth'] }[] = [];
beforeAll(async () => {
	models = await productModels();
	const templates = await productTemplates();
	for (const { file, truth } of images) {
		const found = findPage(await decode(join(folder, file)), templates);
		if (found.ok) pages.push({ page: found.value, truth });
	}
});

const search = (page: Page): Box[] => findNumbers(page, models.digits);
const holds = (outer: Box, { x, y, w, h }: Box): boolean =>
	outer.x < x + 1 &&
	outer.y < y + 1 &&
	outer.x + outer.w > x + w - 1 &&
	outer.y + outer.h > y + h - 1;

describe('a My Number beside the fields', () => {
	it('is not seen on pages that have none', () => {
		expect(pages).toHaveLength(images.length);
		for (const { page } of pages) expect(search(page)).toEqual([]);
	});

	it.each([
		['as one', (number: string) => number],
		['in groups of four', (number: string) => number.replace(/(\d{4})(?=\d)/g, '$1 ')]
	])('is found where it was written by hand, %s', (_, set) => {
		for (const { page, truth } of pages) {
			const hand = handOf(page, truth);
			const { page: written, box } = write(page, hand, set(numberOf(hand, true)));
			const found = search(written);
			expect(found).toHaveLength(1);
			expect(holds(found[0]!, box), JSON.stringify([found[0], box])).toBe(true);
		}
	});

	it('is none with a wrong check digit, with a digit less or with one more', () => {
		const { page, truth } = pages[0]!;
		const hand = handOf(page, truth);
		const right = numberOf(hand, true);
		for (const text of [numberOf(hand, false), right.slice(1), right + right[0]])
			expect(search(write(page, hand, text).page)).toEqual([]);
	});

	it('takes the value out of a text field that it stands in', async () => {
		const { page, truth } = pages.find(({ page: { template } }) => template.id === 'JPSD-A')!;
		const hand = handOf(page, truth);
		const field = page.template.fields.find(({ id }) => id === 'schoolName')!;
		if (field.kind !== 'text') throw new Error('not a text field');
		const { box } = field;
		// In the free half of the field, behind what is written there.
		const place = { x: box.x + box.w - 62, y: box.y + 1.2 };
		const { page: written } = write(page, hand, numberOf(hand, true), place);
		const { fields, numbers } = await readPage(written, { models, today: '2026-11-27' });
		const reading = fields.find((one) => one.field === field.id)!;
		expect(reading).toMatchObject({ holdsNumber: true, value: '', confirmable: false });
		expect(numbers.some((one) => holds(one, box))).toBe(true);
		expect(fields.filter(({ holdsNumber }) => holdsNumber)).toHaveLength(1);
	});
});
