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
		expect(toTemplate(draft)).toEqual({ ok: false, faults: [{ kind: 'no-fields', field: '' }] });
		expect(toTemplate({ ...draft, fields: [field] })).toMatchObject({
			faults: [{ kind: 'boxes', field: '電話番号' }]
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

	it('names every fault in the words of who draws', () => {
		const box = { x: 10, y: 10, w: 5, h: 5 };
		const faultsOf = (draft: Parameters<typeof toTemplate>[0]) => {
			const end = toTemplate(draft);
			return end.ok ? [] : end.faults;
		};
		expect(faultsOf({ ...emptyDraft(), fields: [{ ...emptyField(1), boxes: [box] }] })).toEqual([
			{ kind: 'key', field: '' },
			{ kind: 'title', field: '' },
			{ kind: 'label', field: 'field1' }
		]);
		const good = { ...emptyDraft(), id: 'NEW-1', title: '新しい届書' };
		const choice = {
			...{ ...emptyField(1), kind: 'check' as const, label: '希望', boxes: [box, box] },
			options: [
				{ label: 'はい', value: 'yes' },
				{ label: '', value: '二つ' }
			]
		};
		expect(faultsOf({ ...good, fields: [choice] })).toEqual([
			{ kind: 'option-value', field: '希望', option: 2 },
			{ kind: 'option-label', field: '希望', option: 2 }
		]);
		const twin = { ...emptyField(1), label: '番号', boxes: [box] };
		expect(faultsOf({ ...good, fields: [twin, twin] })).toEqual([
			{ kind: 'same-id', field: 'field1' }
		]);
		expect(faultsOf({ ...good, fields: [{ ...twin, id: '番号' }] })).toEqual([
			{ kind: 'id', field: '番号' }
		]);
		expect(faultsOf({ ...good, fields: [twin], masks: Array(11).fill(box) })).toEqual([
			{ kind: 'masks', field: '' }
		]);
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
