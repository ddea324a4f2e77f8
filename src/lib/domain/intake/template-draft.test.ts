import { describe, expect, it } from 'vitest';
import { smallTemplate } from './form.fixture.ts';
import formA from './jpsd-a.json' with { type: 'json' };
import formC from './jpsd-c.json' with { type: 'json' };
import {
	cellsOf,
	emptyDraft,
	emptyField,
	nextVersion,
	tidyBox,
	toTemplate
} from './template-draft.ts';
import { template } from './template.ts';

describe('a form that is being drawn', () => {
	it.each([formA, formC])('comes back as it was from a known template ($id)', (form) => {
		const known = template.parse(form);
		const again = toTemplate({ ...nextVersion(known), version: known.version });
		expect(again).toEqual({ ok: true, value: known });
	});

	it('says where it is not a form yet', () => {
		const draft = { ...emptyDraft(), id: 'NEW-1', title: '新しい届書' };
		const field = { ...emptyField(1), label: '電話番号' };
		expect(toTemplate(draft)).toMatchObject({ ok: false, faults: [{ path: 'fields' }] });
		expect(toTemplate({ ...draft, fields: [field] })).toMatchObject({
			faults: [{ path: 'fields.0.cells', field: '電話番号' }]
		});
		const drawn = { ...field, boxes: cellsOf({ x: 10, y: 10, w: 55, h: 8 }, 11), minLength: 10 };
		expect(toTemplate({ ...draft, fields: [drawn] }).ok).toBe(true);
		// What named a field that is no more is left out.
		const order = [{ first: 'nowhere', then: 'field1' }];
		expect(toTemplate({ ...draft, fields: [{ ...drawn, era: 'gone' }], order })).toMatchObject({
			ok: true,
			value: { order: [] }
		});
	});

	it('cuts a row into equal cells that leave no gap', () => {
		const cells = cellsOf({ x: 10, y: 20, w: 33, h: 8 }, 7);
		expect(cells).toHaveLength(7);
		expect(cells.at(-1)!.x + cells.at(-1)!.w).toBeCloseTo(43, 1);
		cells
			.slice(1)
			.forEach((cell, at) => expect(cell.x).toBeCloseTo(cells[at]!.x + cells[at]!.w, 1));
	});

	it('keeps boxes on the sheet, whichever way they were drawn', () => {
		expect(tidyBox({ x: 50, y: 60, w: -20.04, h: -5 }, smallTemplate.page)).toEqual({
			x: 30,
			y: 55,
			w: 20,
			h: 5
		});
		expect(tidyBox({ x: 200, y: 290, w: 50, h: 50 }, smallTemplate.page)).toEqual({
			x: 200,
			y: 290,
			w: 10,
			h: 7
		});
	});
});
