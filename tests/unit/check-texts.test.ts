import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import check from '#locales/ja/check.json' with { type: 'json' };
import documents from '#locales/ja/documents.json' with { type: 'json' };
import topics from '#locales/ja/topics.json' with { type: 'json' };
import {
	stateOf,
	type Answers,
	type Field,
	type Flow,
	type Outcome
} from '#lib/domain/check/flow.ts';
import { flowIds, type FlowId } from '#lib/domain/check/flow-ids.ts';
import { openFlow } from '#lib/domain/check/flows.ts';
import { longSentences, rubyProblems } from '#lib/domain/guidance/ruby.ts';
import { topicSlugs } from '#lib/domain/guidance/terms.ts';
import { namespacesWithRuby } from '#lib/i18n/resources.ts';
import { flatten, type Tree } from '#lib/i18n/text-stamps.ts';

const flows = Object.fromEntries(
	await Promise.all(flowIds.map(async (id) => [id, await openFlow[id]()] as const))
) as Record<FlowId, Flow>;

const TODAY = '2026-11-26';
/** Answers to a field that lead to different ends. */
const tries = (field: Field): readonly string[] => {
	if (field.kind === 'choice') return field.choices;
	if (field.kind === 'number')
		return ['0', '6', '700000', '900000', '1500000', '9000000'].filter(
			(text) => Number(text) <= field.most
		);
	if (field.kind === 'month') return ['2027-05'];
	return [
		'2010-05-01',
		'2011-02-20',
		'2020-01-10',
		'2025-01-10',
		'2026-11-01',
		'2026-12-31'
	].filter((text) => text >= field.from && text <= field.to);
};

/** Every outcome that can be reached with such answers. */
function outcomesOf(id: FlowId): Outcome[] {
	const found: Outcome[] = [];
	const seen = new Set<string>();
	const walk = (answers: Answers): void => {
		const { question, outcome } = stateOf(flows[id], answers, TODAY);
		if (outcome) {
			const key = JSON.stringify(outcome);
			if (!seen.has(key)) found.push(outcome);
			seen.add(key);
			return;
		}
		// One field varies while the others of the question stay at their first answer.
		for (const field of question!.fields)
			for (const text of tries(field)) {
				const rest = question!.fields.map((one) => [one.name, tries(one)[0]!]);
				walk({ ...answers, ...Object.fromEntries(rest), [field.name]: text });
			}
	};
	walk({});
	return found;
}
const all = flowIds.flatMap(outcomesOf);

describe('check: texts of the question flows', () => {
	it.each(flowIds)('%s: every question and every choice has words, and no other', (id) => {
		const words = check[id] as Record<string, Record<string, string>>;
		expect(Object.keys(words).sort()).toEqual(flows[id].questions.map((one) => one.id).sort());
		for (const { id: question, fields } of flows[id].questions) {
			const keys = Object.keys(words[question]!).filter((key) => key !== 'ask' && key !== 'hint');
			const wanted = fields.flatMap((field) =>
				field.kind === 'choice'
					? field.choices
					: fields.length > 1 || keys.length > 0
						? [field.name]
						: []
			);
			if (question === 'about') expect(wanted.filter((topic) => !(topic in topics))).toEqual([]);
			else expect([question, keys.sort()]).toEqual([question, [...wanted].sort()]);
		}
	});

	it('has words for whatever an outcome says', () => {
		const missing = all.flatMap(({ key, todo, notes, unsure, amounts, bring, topic }) => [
			...(key in check.outcomes ? [] : [key]),
			...todo.filter((id) => !(id in check.todo)),
			...[...notes, ...unsure].filter((id) => !(id in check.notes)),
			...amounts.map(({ label }) => label).filter((id) => !(id in check.amounts)),
			...bring.filter((id) => !(id in documents)),
			...((topicSlugs as readonly string[]).includes(topic) ? [] : [topic])
		]);
		expect(missing).toEqual([]);
	});

	it('has no words that nothing leads to', () => {
		const said = new Set(
			all.flatMap(({ key, todo, notes, unsure }) => [key, ...todo, ...notes, ...unsure])
		);
		const keys = [check.outcomes, check.todo, check.notes].flatMap((words) => Object.keys(words));
		expect(keys.filter((key) => key !== 'ask' && !said.has(key))).toEqual([]);
	});
});

describe('easy Japanese', () => {
	it.each(namespacesWithRuby)('%s: every kanji has its reading, no sentence is long', (name) => {
		const file = new URL(`../../locales/ja-easy/${name}.json`, import.meta.url);
		const texts = Object.entries(flatten(JSON.parse(readFileSync(file, 'utf8')) as Tree));
		const problems = texts.flatMap(([key, text]) =>
			[...rubyProblems(text), ...longSentences(text)].map((problem) => `${key}: ${problem}`)
		);
		expect(problems).toEqual([]);
	});
});
