import { plainDate } from '../basics/calendar.ts';
import type { Support } from '../booking/booking.ts';
import { phraseOf, topicOfChoice } from './phrases.ts';
import type { TalkItem } from './talk.ts';

/** What a visitor has pointed at, as far as a field of the booking form asks for it. */
export interface Filled {
	readonly topicId: string | null;
	readonly name: string;
	readonly phone: string;
	readonly supports: readonly Support[];
	/** The day the visitor would come again, `YYYY-MM-DD`. */
	readonly day: string | null;
	/** Answers to phrases that have no field of their own, in the order of the talk. */
	readonly rest: readonly TalkItem[];
}

const ownField = ['start.hello', 'start.name', 'start.phone', 'start.interpreter', 'end.nextDay'];
const topics: Readonly<Record<string, string>> = {
	'payment.exemption': 'exemption',
	'payment.studentSpecial': 'student'
};

/**
 * The fields that answers fill; of several answers to one phrase the last holds. A refused or
 * unknown answer fills nothing, and nothing is made up.
 */
export function fillFromTalk(items: readonly TalkItem[]): Filled {
	const last = new Map<string, TalkItem>();
	for (const entry of items)
		if (entry.kind !== 'shown' && entry.kind !== 'again') last.set(entry.phraseId, entry);
	const value = (phraseId: string, kind: TalkItem['kind']): string => {
		const entry = last.get(phraseId);
		return entry?.kind === kind ? entry.value : '';
	};
	const narrower = Object.entries(topics).find(([phrase]) => last.get(phrase)?.kind === 'yes');
	const day = value('end.nextDay', 'date');
	const wantsInterpreter = [...last.values()].some(
		({ phraseId, kind }) =>
			kind === 'interpreter' || (phraseId === 'start.interpreter' && kind === 'yes')
	);
	return {
		topicId: narrower?.[1] ?? topicOfChoice(value('start.hello', 'choice')),
		name: value('start.name', 'write'),
		phone: value('start.phone', 'number'),
		supports: wantsInterpreter ? ['phone-interpreter'] : [],
		day: plainDate.safeParse(day).success ? day : null,
		rest: [...last.values()].filter(
			({ phraseId, kind }) =>
				phraseOf(phraseId) !== undefined && !ownField.includes(phraseId) && kind !== 'interpreter'
		)
	};
}
