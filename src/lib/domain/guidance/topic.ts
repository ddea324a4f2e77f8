import * as z from 'zod/mini';
import { topicList } from '../booking/topic-list.ts';
import { factList, isFactName } from './fact-list.ts';
import { audiences, blockKinds, contacts, factsIn, topicGroups, topicSlugs } from './terms.ts';

const block = z.object({
	/** Stable: translations and marks of a reader hang on it. */
	id: z.string().check(z.regex(/^[a-z][a-z0-9-]{1,39}$/)),
	kind: z.enum(blockKinds),
	/** Figures as `{{fact}}`, never written out. */
	text: z.string().check(z.minLength(1), z.maxLength(120)),
	/** Could not be confirmed: shown with the advice to ask the office. */
	unsure: z.optional(z.literal(true)),
	topic: z.optional(z.enum(topicSlugs)),
	contact: z.optional(z.enum(contacts))
});
export type Block = z.infer<typeof block>;

/** The Japanese source of a topic: `locales/ja/guidance/<slug>.json`. */
export const guidanceTopic = z.strictObject({
	group: z.enum(topicGroups),
	audiences: z.array(z.enum(audiences)).check(z.minLength(1)),
	/** What a booking about it is for; null where there is nothing to book. */
	book: z.nullable(z.enum(topicList.map(({ topicId }) => topicId))),
	/** Romanised terms and other spellings a reader may search by. */
	keywords: z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
	blocks: z.array(block).check(z.minLength(3))
});
export type GuidanceTopic = z.infer<typeof guidanceTopic>;

/** 第1号被保険者 and 1級 are names, not figures. */
const names = /第[123]号|[123]級/g;

/** Every digit of any script outside figures, as 0–9. */
export const plainNumbers = (text: string): string[] =>
	[...text.replace(/\{\{\w+\}\}/g, '').matchAll(/\p{Nd}/gu)].map(([digit]) => plainDigit(digit));

/** Digits stand in blocks of ten in every script. */
function plainDigit(digit: string): string {
	let zero = digit.codePointAt(0)!;
	while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
	return String((digit.codePointAt(0)! - zero) % 10);
}

/** What a text of a block may not hold: figures in digits of any kind, and figures nobody keeps. */
function textProblems(text: string): string[] {
	const plain = text.replace(/\{\{\w+\}\}/g, '').replace(names, '');
	return [
		...(plainNumbers(plain).length > 0 ? ['writes a figure itself'] : []),
		...(/[{}]/.test(plain) ? ['has a broken placeholder'] : []),
		...factsIn(text).flatMap((name) => (isFactName(name) ? [] : [`names no fact: ${name}`]))
	];
}

/** What is wrong with the source of a topic beyond its shape, as readable lines. */
export function topicProblems({ blocks }: GuidanceTopic): string[] {
	const found = blocks.flatMap(({ id, kind, text, topic, contact }) => [
		...textProblems(text).map((problem) => `${id} ${problem}`),
		...((kind === 'link') === (topic !== undefined) ? [] : [`${id} leads nowhere`]),
		...((kind === 'contact') === (contact !== undefined) ? [] : [`${id} names nobody to ask`])
	]);
	const ids = blocks.map(({ id }) => id);
	if (new Set(ids).size < ids.length) found.push('an id stands twice');
	for (const kind of ['title', 'lead'] as const)
		if (blocks.filter((one) => one.kind === kind).length !== 1) found.push(`not one ${kind}`);
	const order = blocks.map(({ kind }) => blockKinds.indexOf(kind));
	if (order.some((place, index) => place < (order[index - 1] ?? 0)))
		found.push('the blocks are out of order');
	return found;
}

/** Whether a block says something that could not be confirmed, or rests on such a figure. */
export const isUnsure = ({ text, unsure }: Pick<Block, 'text' | 'unsure'>): boolean =>
	unsure === true ||
	factsIn(text).some(
		(name) =>
			isFactName(name) &&
			(factList[name].certainty === 'uncertain' ||
				factList[name].versions.some(({ certainty }) => certainty === 'uncertain'))
	);
