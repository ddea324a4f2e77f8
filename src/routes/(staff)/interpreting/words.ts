import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { fillFromTalk } from '#lib/domain/interpreting/fill.ts';
import { hasWords, type Talk, type TalkItem } from '#lib/domain/interpreting/talk.ts';
import { formatDay } from '#lib/i18n/format.ts';
import { translator, type Translate } from '#lib/i18n/setup.svelte.ts';

type AnyPhrase = 'start.hello';

/** The words of a phrase card in the language of `t`. */
export const phraseText = (t: Translate, phraseId: string): string =>
	t(`phrases:${phraseId as AnyPhrase}`);

/** A date of which the day or the month may be unknown. */
export const partialDate = (tag: LanguageTag, value: string): string =>
	value.length === 10 ? formatDay(tag, value) : value.replace('-', '/');

type Answered = Pick<TalkItem, 'kind' | 'value' | 'phraseId'>;

/** An answer in words of one language; what somebody wrote stays as they wrote it. */
export function answerText(t: Translate, tag: LanguageTag, { kind, value }: Answered): string {
	if (kind === 'shown') return '';
	if (kind === 'date') return partialDate(tag, value);
	if (kind === 'number' || kind === 'write') return value;
	if (kind === 'choice') return t(`phrases:choices.${value as 'other'}`);
	return t(`phrases:answers.${kind}`);
}

const REMARK = 400;

/** Answers that fill no field of a form, in Japanese, whole ones as far as a remark can hold them. */
export async function remarkOf(talk: Talk): Promise<string> {
	const t = await translator('ja', ['phrases']);
	return fillFromTalk(talk.items)
		.rest.map((entry) => `${phraseText(t, entry.phraseId)} ${answerText(t, 'ja', entry)}`)
		.reduce((text, line) => {
			const longer = text === '' ? line : `${text}\n${line}`;
			return longer.length > REMARK ? text : longer;
		}, '');
}

/** Whose words an item of the text chat is, or undefined for a phrase card. */
export function writerOf({
	phraseId
}: Pick<TalkItem, 'phraseId'>): 'clerk' | 'visitor' | undefined {
	if (phraseId === 'chat.clerk') return 'clerk';
	return phraseId === 'chat.visitor' ? 'visitor' : undefined;
}

export { hasWords };
