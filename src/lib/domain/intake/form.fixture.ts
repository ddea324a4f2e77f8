import type { RuleContext } from '../basics/rule.ts';
import { captureForm } from './course.ts';
import type { Form } from './form.ts';
import { template, type Template } from './template.ts';

const box = (x: number) => ({ x, y: 10, w: 5, h: 8 });

/** A small form: a name, a phone number, an era with a date, and ticks. */
export const smallTemplate: Template = template.parse({
	id: 'TEST-A',
	version: 1,
	title: '試験の届書',
	processingDays: 2,
	page: { w: 210, h: 297 },
	marks: null,
	strip: null,
	masks: [],
	fields: [
		{
			id: 'name',
			label: '氏名',
			required: true,
			kind: 'text',
			charset: 'name',
			lines: 1,
			box: box(10)
		},
		{
			id: 'phone',
			label: '電話番号',
			required: true,
			kind: 'comb',
			charset: 'digits',
			minLength: 10,
			cells: Array.from({ length: 11 }, (_, at) => box(at * 5)),
			format: 'phone'
		},
		{
			id: 'era',
			label: '元号',
			required: true,
			kind: 'circle',
			options: [
				{ value: 'S', label: '昭和', box: box(10) },
				{ value: 'H', label: '平成', box: box(20) }
			]
		},
		{
			id: 'birth',
			label: '生年月日',
			required: true,
			kind: 'comb',
			charset: 'digits',
			minLength: 6,
			cells: Array.from({ length: 6 }, (_, at) => box(at * 5)),
			format: 'yymmdd',
			era: 'era'
		},
		{
			id: 'topics',
			label: '内容',
			required: false,
			kind: 'check',
			multi: true,
			options: [
				{ value: 'a', label: 'あ', box: box(10) },
				{ value: 'b', label: 'い', box: box(20) }
			]
		}
	],
	order: []
});

export const goodValues: Readonly<Record<string, string>> = {
	name: '井上 結衣',
	phone: '08055214821',
	era: 'H',
	birth: '170823',
	topics: 'a,b'
};

/** 27 November 2026, 10:00 in Tokyo. */
export const NOW = Date.parse('2026-11-27T10:00:00+09:00');

export const contextOf = (actorId: string, now = NOW): RuleContext => ({
	now,
	actorId,
	deviceId: 'tablet-1',
	officeId: 'shinjuku',
	place: 'centre'
});

const row = { template: smallTemplate, isOffered: true, at: 0, by: 'centre' };

/** What a rule of entry looks at. */
export const factsOf = (form: Form | undefined) => ({
	form,
	template: row,
	confirming: undefined
});

/** A freshly captured form. */
export function capturedForm(by = 'a'): Form {
	const args = {
		formId: 'form-1',
		templateId: 'TEST-A',
		templateVersion: 1,
		pages: [{ hash: 'a'.repeat(64), bytes: 10, width: 10, height: 10 }],
		receivedOn: '2026-11-27',
		place: 'counter' as const
	};
	const decision = captureForm(args, factsOf(undefined), contextOf(by));
	if (!decision.ok) throw new Error(decision.refusal.kind);
	return decision.value[0]!.row;
}
