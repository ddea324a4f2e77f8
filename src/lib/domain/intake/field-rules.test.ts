import { describe, expect, it } from 'vitest';
import { dateOfEra } from '../basics/wareki.ts';
import { dueOn } from './course.ts';
import { isSampled, mayConfirm } from './confirming.ts';
import { checkField, checkForm } from './field-rules.ts';
import { figuresOf } from './figures.ts';
import { capturedForm, goodValues, smallTemplate } from './form.fixture.ts';
import formA from './jpsd-a.json' with { type: 'json' };
import formB from './jpsd-b.json' with { type: 'json' };
import formC from './jpsd-c.json' with { type: 'json' };
import { template, type CombField } from './template.ts';
import { isEqual, normalValue } from './value.ts';

const today = '2026-11-27';
const shape = (id: string) => smallTemplate.fields.find((field) => field.id === id)!;
const fault = (id: string, value: string, more: Record<string, string> = {}) => {
	const check = checkField(shape(id), { ...goodValues, ...more, [id]: value }, today);
	return check.ok ? 'ok' : check.kind;
};

describe('the forms that come with the product', () => {
	it.each([formA, formB, formC])('$id is a template', (form) => {
		expect(template.safeParse(form).error?.issues).toBeUndefined();
	});

	it('refuses fields that do not exist and names used twice', () => {
		const broken = { ...formA, order: [{ first: 'nowhere', then: 'enrollTo' }] };
		expect(template.safeParse(broken).success).toBe(false);
		const twice = { ...formA, fields: [...formA.fields, formA.fields[0]] };
		expect(template.safeParse(twice).success).toBe(false);
	});
});

describe('eras', () => {
	it.each([
		['S', 64, 1, 7, '1989-01-07'],
		['S', 64, 1, 9, undefined],
		['H', 1, 1, 8, '1989-01-08'],
		['H', 1, 1, 7, undefined],
		['H', 31, 4, 30, '2019-04-30'],
		['H', 31, 5, 2, undefined],
		['R', 1, 5, 1, '2019-05-01'],
		['R', 0, 5, 1, undefined],
		['R', 8, 2, 29, undefined],
		['X', 8, 2, 2, undefined]
	])('%s %i-%i-%i is %s', (era, year, month, day, date) => {
		expect(dateOfEra(era, year, month, day)).toBe(date);
	});
});

describe('rules of fields', () => {
	it.each([
		['phone', '09012345678', 'ok'],
		['phone', '0312345678', 'ok'],
		['phone', '0901234567', 'phone'],
		['phone', '031234567', 'too-short'],
		['phone', '1312345678', 'phone'],
		['phone', '', 'missing'],
		['birth', '170823', 'ok'],
		['birth', '171350', 'date'],
		['birth', '320101', 'date'],
		['era', 'S,H', 'one-tick'],
		['era', 'Q', 'option'],
		['topics', '', 'ok'],
		['topics', 'a,b', 'ok'],
		['name', '123456789018', 'my-number'],
		['name', 'NGUYEN VAN ANH', 'ok']
	])('%s %s: %s', (id, value, kind) => {
		expect(fault(id, value)).toBe(kind);
	});

	it('checks a date in the era that another field says, and birthdays do not lie ahead', () => {
		expect(fault('birth', '630101', { era: 'S' })).toBe('ok');
		expect(fault('birth', '640201', { era: 'S' })).toBe('date');
		const inReiwa = { ...shape('birth'), id: 'birth' } as CombField;
		expect(checkField(inReiwa, { birth: '081231', era: 'R' }, today)).toEqual({
			ok: false,
			kind: 'future'
		});
	});

	it('orders dates: nobody leaves school before entering it', () => {
		const a = template.parse(formA);
		const values = { enrollFrom: '0504', enrollTo: '0403' };
		expect(checkForm(a, values, today).get('enrollTo')).toBe('order');
		expect(checkForm(a, { ...values, enrollTo: '0903' }, today).has('enrollTo')).toBe(false);
	});
});

describe('values', () => {
	it('are the same however they are keyed', () => {
		expect(normalValue(shape('phone'), '０８０－５５２１－４８２１')).toBe('08055214821');
		expect(normalValue(shape('era'), '平')).toBe('H');
		expect(normalValue(shape('era'), 'h')).toBe('H');
		expect(normalValue(shape('topics'), 'b, a')).toBe('a,b');
		expect(normalValue(shape('phone'), '０９０ー１２３４ー５６７８')).toBe('09012345678');
		const circled = {
			...shape('era'),
			options: [{ value: '1', label: 'x', box: { x: 1, y: 1, w: 1, h: 1 } }]
		};
		expect(normalValue(circled as ReturnType<typeof shape>, '1')).toBe('1');
		expect(normalValue(shape('birth'), '17.08.23')).toBe('170823');
		const kana = { ...shape('phone'), charset: 'katakana' } as CombField;
		expect(normalValue(kana, 'ｲﾉｳｴ ゆい')).toBe('イノウエ ユイ');
		expect(normalValue(kana, 'ユ-イ')).toBe('ユーイ');
		const text = { ...shape('name'), charset: 'japanese' } as ReturnType<typeof shape>;
		expect(isEqual(text, '中区山下町７－３１ー２０', '中区山下町7-31-20')).toBe(true);
		expect(isEqual(text, 'ローソン', 'ロソン')).toBe(false);
	});
});

describe('due dates', () => {
	it('count business days from the day after receipt', () => {
		const holidays = new Set(['2026-11-23']);
		expect(dueOn('2026-11-20', { processingDays: 1 }, holidays)).toBe('2026-11-24');
		expect(dueOn('2026-11-27', { processingDays: 4 }, holidays)).toBe('2026-12-03');
		expect(dueOn('2026-12-28', { processingDays: 2 }, new Set(['2027-01-01']))).toBe('2027-01-05');
	});
});

describe('confirming instead of keying', () => {
	const policy = { officeId: 'shinjuku', isOn: true, from: 0.9, sample: 10 };
	const read = (p: number, value = '08055214821') => ({
		...capturedForm().fields.phone!,
		state: 'read' as const,
		entries: [{ by: 'ocr', value, at: 1, ms: 0, p }]
	});
	const may = (over: Partial<typeof policy>, p = 0.95, formId = 'form-2', value?: string) =>
		mayConfirm(
			{ ...policy, ...over },
			formId,
			shape('phone'),
			read(p, value),
			value === undefined ? goodValues : { ...goodValues, phone: value },
			today
		);

	it('needs the switch, a sure reading and a kept rule', () => {
		expect(may({ sample: 1 })).toBe(true);
		expect(may({ isOn: false })).toBe(false);
		expect(may({}, 0.89)).toBe(false);
		expect(may({}, 0.99, 'form-2', '123')).toBe(false);
		expect(may({ sample: 100 })).toBe(false);
	});

	it('draws about the share that the office set, and always the same fields', () => {
		const drawn = Array.from({ length: 2000 }, (_, at) => isSampled(`f${at}`, 'phone', policy));
		expect(drawn.filter(Boolean).length).toBeGreaterThan(140);
		expect(drawn.filter(Boolean).length).toBeLessThan(260);
		expect(isSampled('f1', 'phone', policy)).toBe(drawn[1]);
	});
});

describe('running figures', () => {
	it('measure OCR against what people decided, not against what they confirmed', () => {
		const form = capturedForm();
		const entry = (by: string, value: string, p = 1) => ({ by, value, at: 1, ms: 1000, p });
		const done = { state: 'verified' as const, by: 'a', at: 2, reason: null };
		const fields = {
			...form.fields,
			phone: {
				...done,
				entries: [entry('ocr', '08055214821', 0.97), entry('a', '08055214827')],
				value: '08055214827',
				how: 'kept-own' as const
			},
			birth: {
				...done,
				entries: [entry('ocr', '170823', 0.6), entry('a', '170823')],
				value: '170823',
				how: 'equal' as const
			},
			era: {
				...done,
				entries: [entry('ocr', 'H', 0.99), entry('a', 'H')],
				value: 'H',
				how: 'confirmed' as const
			}
		};
		const figures = figuresOf([{ ...form, state: 'verified', fields }], () => smallTemplate, 0.9);
		expect(figures.types.digits).toEqual({ read: 2, right: 1, sure: 1, sureRight: 0 });
		expect(figures.types.option).toEqual({ read: 0, right: 0, sure: 0, sureRight: 0 });
		expect(figures).toMatchObject({ pages: 1, pageMs: 6000, differing: 0.5 });
	});
});
