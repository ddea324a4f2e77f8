import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import type { Answers, Field, Question } from '#lib/domain/check/flow.ts';
import { UNKNOWN } from '#lib/domain/check/flow.ts';
import { incomeYear } from '#lib/domain/check/dates.ts';
import type { FlowId } from '#lib/domain/check/flow-ids.ts';
import { factList } from '#lib/domain/guidance/fact-list.ts';
import { fillFacts, formatYen, type FactsAsOf } from '#lib/i18n/facts.ts';
import { formatDay, formatMonth } from '#lib/i18n/format.ts';
import type { Texts } from '#lib/i18n/resources.ts';

/** The words of one question: what it asks, and of each choice or field. */
type QuestionWords = Record<string, string>;

const grouped = (number: string | number): string =>
	new Intl.NumberFormat('en').format(Number(number));

/** Everything needed to say something of a flow in one language. */
export class FlowWords {
	readonly #lang: LanguageTag;
	readonly #texts: Pick<Texts, 'check' | 'guidance' | 'documents' | 'topics'>;
	readonly #flow: FlowId;
	readonly #asOf: FactsAsOf;
	readonly #year: number;
	readonly #readings: ((date: string) => string) | undefined;

	constructor(
		lang: LanguageTag,
		texts: Pick<Texts, 'check' | 'guidance' | 'documents' | 'topics'>,
		flow: FlowId,
		day: string,
		answers: Answers,
		readings?: (date: string) => string
	) {
		this.#lang = lang;
		this.#texts = texts;
		this.#flow = flow;
		this.#asOf = { day, facts: factList };
		this.#year = incomeYear(answers, day);
		this.#readings = readings;
	}

	/** A text with its figures, and the values a page puts in. */
	say(text: string, values: Record<string, string | number> = {}): string {
		const filled = text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) =>
			String(values[name] ?? (/^year\d{4}$/.test(name) ? name.slice(4) : whole))
		);
		return fillFacts(this.#lang, filled, this.#asOf, this.#texts.guidance.yen);
	}

	#of(question: Question): QuestionWords {
		const flow = this.#texts.check[this.#flow] as Record<string, QuestionWords>;
		return flow[question.id] ?? {};
	}

	ask(question: Question): string {
		return this.say(this.#of(question).ask ?? '', { year: this.#year });
	}

	hint(question: Question): string | undefined {
		const { hint } = this.#of(question);
		return hint === undefined ? undefined : this.say(hint);
	}

	choice(question: Question, value: string): string {
		if (value === UNKNOWN) return this.#texts.check.unknown;
		if (question.id === 'about')
			return this.#texts.topics[value as keyof Texts['topics']]?.name ?? value;
		return this.say(this.#of(question)[value] ?? value);
	}

	label(question: Question, field: Field): string {
		return this.say(this.#of(question)[field.name] ?? this.#of(question).ask ?? '');
	}

	yen(amount: number): string {
		return formatYen(this.#texts.guidance.yen, amount);
	}

	/** A day or a month in words. */
	date(text: string): string {
		const said = text.length === 7 ? formatMonth(this.#lang, text) : formatDay(this.#lang, text);
		return this.#readings?.(said) ?? said;
	}

	answer(question: Question, answers: Answers): string {
		return question.fields
			.map((field) => {
				const text = answers[field.name] ?? '';
				if (field.kind === 'choice' || text === UNKNOWN) return this.choice(question, text);
				if (field.kind === 'number')
					return question.fields.length > 1
						? `${this.label(question, field)}: ${grouped(text)}`
						: grouped(text);
				return this.date(text);
			})
			.join(' · ');
	}

	/** What is wrong with what was sent for a field. */
	problem(field: Field): string {
		const { check } = this.#texts;
		if (field.kind === 'date') return this.say(check.wrongDate, { example: '2026-11-01' });
		if (field.kind === 'month') return this.say(check.wrongMonth, { example: '2026-11' });
		if (field.kind === 'number')
			return this.say(check.wrongNumber, {
				least: field.least,
				most: grouped(field.most)
			});
		return check.wrong;
	}

	outcome(key: string): { title: string; text: string } {
		const found = this.#texts.check.outcomes[key as keyof Texts['check']['outcomes']];
		return { title: this.say(found.title), text: this.say(found.text) };
	}

	todo(id: string): string {
		return this.say(this.#texts.check.todo[id as keyof Texts['check']['todo']]);
	}

	note(id: string): string {
		return this.say(this.#texts.check.notes[id as keyof Texts['check']['notes']]);
	}

	amount(label: string): string {
		return this.say(this.#texts.check.amounts[label as keyof Texts['check']['amounts']]);
	}

	document(id: string): string {
		return this.#texts.documents[id as keyof Texts['documents']];
	}
}
