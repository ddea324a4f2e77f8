import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../basics/rule.ts';
import { acceptForm, coverForm, dropForm, returnForm, submitForm, verifyForm } from './course.ts';
import {
	chooseValue,
	confirmField,
	decideField,
	keyField,
	passOn,
	readForm,
	type FormDecision
} from './entry.ts';
import {
	capturedForm,
	contextOf,
	factsOf,
	goodValues,
	NOW,
	smallTemplate
} from './form.fixture.ts';
import { bothOf, deadlineOf, faultsOf, progressOf, tasksOf } from './task.ts';
import { decidedStates, form as formSchema, ways, writersOf, type Form } from './form.ts';

const after = (decision: FormDecision, form: Form): Form => {
	if (!decision.ok) throw new Error(`refused: ${decision.refusal.kind}`);
	return decision.value[0]?.row ?? form;
};
const kindOf = (decision: FormDecision) => (decision.ok ? 'ok' : decision.refusal.kind);

type Step = (form: Form, context: RuleContext) => FormDecision;
const key =
	(fieldId: string, value: string): Step =>
	(form, context) =>
		keyField({ formId: form.formId, fieldId, value, ms: 900 }, factsOf(form), context);
const read =
	(values: Record<string, string>, p = 0.99): Step =>
	(form, context) =>
		readForm(
			{
				formId: form.formId,
				engine: 'test',
				readings: Object.fromEntries(
					Object.entries(values).map(([id, value]) => [id, { value, p }])
				)
			},
			factsOf(form),
			context
		);
const choose =
	(fieldId: string, take: 'own' | 'other'): Step =>
	(form, context) =>
		chooseValue({ formId: form.formId, fieldId, take, ms: 400 }, factsOf(form), context);
const pass =
	(fieldId: string): Step =>
	(form) =>
		passOn({ formId: form.formId, fieldId, reason: 'unsure' }, factsOf(form));
const decide =
	(fieldId: string, value: string): Step =>
	(form, context) =>
		decideField({ formId: form.formId, fieldId, value, ms: 700 }, factsOf(form), context);
const confirm =
	(fieldId: string): Step =>
	(form, context) =>
		confirmField({ formId: form.formId, fieldId, ms: 200 }, factsOf(form), context);
const verify: Step = (form, context) => verifyForm({ formId: form.formId }, factsOf(form), context);
const submit: Step = (form, context) => submitForm({ formId: form.formId }, { form }, context);
const accept: Step = (form, context) => acceptForm({ formId: form.formId }, { form }, context);

/** Goes through steps by one person after the other. */
const play = (form: Form, ...steps: readonly (readonly [string, Step])[]): Form =>
	steps.reduce((now, [who, step]) => after(step(now, contextOf(who)), now), form);

describe('two operators', () => {
	it('agree when a person keys what OCR read, and the form goes its way to acceptance', () => {
		const keyed = play(
			capturedForm(),
			['a', read(goodValues)],
			...Object.entries(goodValues).map(([id, value]) => ['a', key(id, value)] as const)
		);
		expect(Object.values(keyed.fields).map(({ state, how }) => [state, how])).toEqual(
			Array(5).fill(['agreed', 'equal'])
		);
		const submitted = play(keyed, ['a', verify], ['a', submit]);
		expect(submitted.isShared).toBe(true);
		expect(kindOf(accept(submitted, contextOf('a')))).toBe('same-person');
		expect(kindOf(accept(submitted, contextOf('chief')))).toBe('picture-missing');
		const third = play(keyed, ['a', pass('phone')], ['chief', decide('phone', goodValues.phone!)]);
		const sent = play(third, ['a', verify], ['a', submit]);
		expect(kindOf(accept(sent, contextOf('chief')))).toBe('same-person');
		const stored = { ...submitted, pages: submitted.pages.map((p) => ({ ...p, storedAt: NOW })) };
		const accepted = play(stored, ['chief', accept]);
		expect(accepted.closed).toMatchObject({ by: 'chief', on: '2026-11-27' });
		expect(accepted.fields.phone).toMatchObject({ state: 'accepted', value: '08055214821' });
	});

	it('compare without spaces and kinds of dash, and keep the way a person writes', () => {
		const form = play(
			capturedForm(),
			['a', read({ ...goodValues, name: '井上　結衣', phone: '080-5521-4821' })],
			['a', key('name', '井上結衣')],
			['a', key('phone', '080 5521 4821')]
		);
		expect(form.fields.name).toMatchObject({ state: 'agreed', value: '井上結衣' });
		expect(form.fields.phone).toMatchObject({ state: 'agreed', value: '08055214821' });
	});

	it('differ, and who keyed takes one of both, types the same again, or passes it on', () => {
		const differing = play(
			capturedForm(),
			['a', read(goodValues)],
			['a', key('phone', '08055214827')]
		);
		expect(differing.fields.phone!.state).toBe('differing');
		expect(differing.fields.phone!.value).toBeNull();
		const result = (who: string, step: Step) => play(differing, [who, step]).fields.phone;
		expect(result('a', choose('phone', 'other'))).toMatchObject({
			state: 'resolved',
			value: '08055214821',
			how: 'took-other'
		});
		expect(result('a', choose('phone', 'own'))).toMatchObject({ how: 'kept-own' });
		expect(result('a', key('phone', '08055214827'))).toMatchObject({ how: 'typed-twice' });
		expect(result('a', key('phone', '08055214821'))).toMatchObject({ how: 'took-other' });
		expect(result('a', key('phone', '08055214822'))).toMatchObject({ state: 'differing' });
		expect(kindOf(choose('phone', 'own')(differing, contextOf('b')))).toBe('not-yours');
		expect(kindOf(key('phone', '1')(differing, contextOf('b')))).toBe('not-yours');
		const passed = play(differing, ['a', pass('phone')]);
		expect(passed.isShared).toBe(true);
		expect(kindOf(decide('phone', '08055214827')(passed, contextOf('a')))).toBe('same-person');
		expect(play(passed, ['b', decide('phone', '08055214827')]).fields.phone).toMatchObject({
			state: 'resolved',
			how: 'third',
			by: 'b'
		});
	});

	it('may both be people where nothing was read, and then are two different people', () => {
		const first = play(capturedForm(), ['a', key('name', '井上 結衣')]);
		expect(first.fields.name).toMatchObject({ state: 'keyed', value: null });
		expect(kindOf(key('name', '井上 結衣')(first, contextOf('a')))).toBe('same-person');
		expect(play(first, ['b', key('name', '井上結衣')]).fields.name!.state).toBe('agreed');
		// OCR that ends later is the other operator.
		const late = play(first, ['a', read({ name: '井上 結花' })]);
		expect(late.fields.name!.state).toBe('differing');
		expect(late.fields.phone!.state).toBe('captured');
	});

	it('cannot pass a value that breaks a rule without a third person', () => {
		const wrong = { ...goodValues, birth: '171350' };
		const form = play(
			capturedForm(),
			['a', read(wrong)],
			...Object.entries(wrong).map(([id, value]) => ['a', key(id, value)] as const)
		);
		expect(verify(form, contextOf('a'))).toEqual({
			ok: false,
			refusal: { kind: 'rule-failed', field: 'birth' }
		});
		const third = play(form, ['a', pass('birth')], ['b', decide('birth', '171350')]);
		expect(play(third, ['a', verify]).state).toBe('verified');
	});

	it('keep no My Number, whoever wrote it', () => {
		const form = play(capturedForm(), ['a', read({ ...goodValues, name: '123456789018' })]);
		expect(form.fields.name!.entries).toEqual([]);
		expect(kindOf(key('name', '1234 5678 9018')(form, contextOf('a')))).toBe('my-number');
	});

	it('see only the fields that were sent back again, each for a person new to it', () => {
		const submitted = play(
			capturedForm(),
			['a', read(goodValues)],
			...Object.entries(goodValues).map(([id, value]) => ['a', key(id, value)] as const),
			['a', verify],
			['a', submit]
		);
		const back = after(
			returnForm(
				{ formId: 'form-1', fields: [{ fieldId: 'phone', reason: 'wrong-value' }] },
				{ form: submitted },
				contextOf('chief')
			),
			submitted
		);
		expect(Object.values(back.fields).filter(({ state }) => state === 'returned')).toHaveLength(1);
		expect(kindOf(decide('phone', '08055214820')(back, contextOf('a')))).toBe('same-person');
		expect(kindOf(key('name', 'x')(back, contextOf('a')))).toBe('field-done');
		const again = play(back, ['b', decide('phone', '08055214820')], ['b', verify], ['b', submit]);
		expect(again.state).toBe('submitted');
	});

	it('can pass on a value that no longer fits beside one that was sent back', () => {
		const submitted = play(
			capturedForm(),
			['a', read({ ...goodValues, birth: '630823', era: 'S' })],
			['a', key('era', 'S')],
			...Object.entries({ ...goodValues, birth: '630823', era: 'S' })
				.filter(([id]) => id !== 'era')
				.map(([id, value]) => ['a', key(id, value)] as const),
			['a', verify],
			['a', submit]
		);
		const back = after(
			returnForm(
				{ formId: 'form-1', fields: [{ fieldId: 'era', reason: 'wrong-value' }] },
				{ form: submitted },
				contextOf('chief')
			),
			submitted
		);
		const decided = play(back, ['b', decide('era', 'H')]);
		expect(kindOf(verify(decided, contextOf('b')))).toBe('rule-failed');
		const again = play(
			decided,
			['b', pass('birth')],
			['b', decide('birth', '170823')],
			['b', verify]
		);
		expect(again.state).toBe('verified');
	});

	it('are not replaced by a confirmation while the switch is off', () => {
		const form = play(capturedForm(), ['a', read(goodValues)]);
		expect(kindOf(confirm('phone')(form, contextOf('a')))).toBe('confirm-not-allowed');
	});
});

describe('whatever anybody does in whatever order', () => {
	const people = ['a', 'b', 'c', 'chief'] as const;
	const ids = smallTemplate.fields.map(({ id }) => id);
	const value = fc.oneof(
		fc.constantFrom(...Object.values(goodValues)),
		fc.constantFrom('', 'x', '1', '08055214827', 'S', 'a')
	);
	const field = fc.constantFrom(...ids);
	const step: fc.Arbitrary<Step> = fc.oneof(
		{ weight: 6, arbitrary: fc.tuple(field, value).map(([id, text]) => key(id, text)) },
		{ weight: 6, arbitrary: field.map((id) => key(id, goodValues[id]!)) },
		fc.constant(read(goodValues)),
		fc.tuple(field, value).map(([id, text]) => read({ ...goodValues, [id]: text }) as Step),
		fc
			.tuple(field, fc.constantFrom('own' as const, 'other' as const))
			.map(([id, take]) => choose(id, take)),
		field.map(pass),
		fc.tuple(field, value).map(([id, text]) => decide(id, text)),
		field.map(confirm),
		fc.constant(verify),
		fc.constant(submit),
		fc.constant(accept),
		field.map(
			(id): Step =>
				(form, context) =>
					returnForm(
						{ formId: form.formId, fields: [{ fieldId: id, reason: 'unreadable' }] },
						{ form },
						context
					)
		),
		// The centre's receipt for the picture.
		fc.constant<Step>((form) => ({
			ok: true,
			value: [
				{
					table: 'form',
					row: { ...form, pages: form.pages.map((page) => ({ ...page, storedAt: NOW })) }
				}
			]
		}))
	);
	const course = fc.array(fc.tuple(fc.constantFrom(...people), step), { maxLength: 60 });

	it('finds no path around blind entry, the third person, or a guard', () => {
		fc.assert(
			fc.property(course, (steps) => {
				let form = capturedForm();
				steps.forEach(([who, act], index) => {
					const decision = act(form, contextOf(who, NOW + index));
					if (!decision.ok) return;
					const next = decision.value[0]?.row ?? form;
					expect(formSchema.safeParse(next).success).toBe(true);
					for (const [id, now] of Object.entries(next.fields)) {
						const was = form.fields[id]!;
						if (now.state !== was.state) expect(ways[was.state]).toContain(now.state);
						// Nobody's entry ever changes or goes.
						expect(now.entries.slice(0, was.entries.length)).toEqual(was.entries);
						const human = now.entries.filter(({ by }) => by !== 'ocr');
						const isDecided = decidedStates.includes(now.state);
						expect(now.value !== null).toBe(isDecided);
						if (!isDecided) continue;
						// OCR never decides alone, and two entries come from two operators.
						expect(human.length).toBeGreaterThan(0);
						expect(new Set(now.entries.map(({ by }) => by)).size).toBeGreaterThan(1);
						if (now.how === 'third') {
							const last = now.entries.at(-1)!;
							expect(now.by).toBe(last.by);
							expect(now.entries.slice(0, -1).map(({ by }) => by)).not.toContain(last.by);
						}
						if (now.how !== 'third' && was.state !== now.state && was.value === null)
							expect(writersOf(now)).toContain(now.by);
					}
					if (next.state === 'accepted') {
						expect([next.submitted!.by, next.verified!.by]).not.toContain(next.closed!.by);
						expect(Object.values(next.fields).every(({ state }) => state === 'accepted')).toBe(
							true
						);
					}
					form = next;
				});
			}),
			{ numRuns: 400 }
		);
	});
});

describe('a picture in which a My Number is seen', () => {
	const [was, now] = ['a'.repeat(64), 'b'.repeat(64)];
	const page = { hash: now, bytes: 9, width: 10, height: 10 };
	const cover = (form: Form, hash = was): FormDecision =>
		coverForm({ formId: form.formId, hash, page }, factsOf(form));

	it('gives way to one without it, in any state of an open form, and nothing else changes', () => {
		const form = play(capturedForm(), ['a', read(goodValues)], ['a', key('name', '井上 結衣')]);
		const covered = after(cover(form), form);
		expect(covered).toEqual({ ...form, pages: [{ ...page, storedAt: null, covers: [was] }] });
		// The same again changes nothing; a picture that is no longer there cannot be covered.
		expect(cover(covered)).toEqual({ ok: true, value: [] });
		const third = { ...page, hash: 'c'.repeat(64) };
		const again = (hash: string) =>
			coverForm({ formId: form.formId, hash, page: third }, factsOf(covered));
		expect(kindOf(again(was))).toBe('picture-changed');
		expect(after(again(now), covered).pages[0]).toMatchObject({ covers: [was, now] });
	});

	it('stays in a form that is closed', () => {
		const form = capturedForm();
		const dropped = after(
			dropForm({ formId: form.formId, reason: 'visitor' }, factsOf(form), contextOf('a')),
			form
		);
		expect(kindOf(cover(dropped))).toBe('form-closed');
	});
});

describe('the list of tasks', () => {
	it('gives each person what they may do, and puts what was passed on last', () => {
		const form = play(
			capturedForm(),
			['a', read(goodValues)],
			['a', key('phone', '08055214827')],
			['a', pass('name')]
		);
		expect(form.fields.name).toMatchObject({ state: 'read', reason: 'unsure' });
		expect(form.isShared).toBe(true);
		expect(tasksOf(form, smallTemplate, 'a')).toEqual([
			{ fieldId: 'phone', task: 'choose' },
			{ fieldId: 'era', task: 'key' },
			{ fieldId: 'birth', task: 'key' },
			{ fieldId: 'topics', task: 'key' },
			{ fieldId: 'name', task: 'key' }
		]);
		expect(tasksOf(form, smallTemplate, 'b').map(({ fieldId }) => fieldId)).not.toContain('phone');
		const passed = play(form, ['a', pass('phone')]);
		expect(tasksOf(passed, smallTemplate, 'b')[0]).toEqual({ fieldId: 'phone', task: 'decide' });
		expect(progressOf(passed)).toEqual({ done: 0, differing: 0, waiting: 1, all: 5 });
		expect(play(passed, ['b', key('name', '井上 結衣')]).fields.name!.reason).toBeNull();
	});

	it('shows a writer both values', () => {
		const form = play(capturedForm(), ['a', read(goodValues)], ['a', key('phone', '0805521482')]);
		expect(bothOf(form.fields.phone!, 'a')).toMatchObject({
			own: { by: 'a', value: '0805521482' },
			other: { by: 'ocr', value: '08055214821' }
		});
		expect(bothOf(form.fields.phone!, 'b')).toBeUndefined();
	});

	it('knows which decided values still need a third person', () => {
		const wrong = { ...goodValues, birth: '171350' };
		const form = play(
			capturedForm(),
			['a', read(wrong)],
			['a', key('era', 'H')],
			['a', key('birth', '171350')]
		);
		expect([...faultsOf(form, smallTemplate, '2026-11-27')]).toEqual([['birth', 'date']]);
		expect(deadlineOf(form, '2026-11-27')).toBe('open');
		expect(deadlineOf(form, '2026-12-01')).toBe('today');
		expect(deadlineOf(form, '2026-12-02')).toBe('late');
	});
});
