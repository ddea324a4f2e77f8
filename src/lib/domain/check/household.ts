import type { Answers } from './flow.ts';
import { figure } from './figure.ts';

/** Levels of the exemption for want of income, the best first. */
export const levels = ['full', 'three-quarter', 'half', 'quarter'] as const;
export type Level = (typeof levels)[number];

/**
 * The level one person's income of the year before allows (facts §4): full up to
 * (dependants + 1) × 350,000 + 320,000; the others are from memory and hold roughly, since
 * deductions for social insurance come on top.
 */
export function levelOf(yen: number, dependants: number, today: string): Level | undefined {
	const full = (dependants + 1) * figure('fullPerPerson', today) + figure('fullBase', today);
	if (yen <= full) return 'full';
	const more = dependants * figure('studentPerPerson', today);
	const bases = {
		'three-quarter': figure('threeQuarterBase', today),
		half: figure('halfBase', today),
		quarter: figure('quarterBase', today)
	};
	return (['three-quarter', 'half', 'quarter'] as const).find(
		(level) => yen <= bases[level] + more
	);
}

/** Whoever's income is tested, in the order in which they are asked about. */
const persons = ['own', 'spouse', 'head'] as const;
type Person = (typeof persons)[number];

/** Answers that name somebody whose limit is the higher one. */
export const statuses = ['disability', 'single-parent', 'widow'] as const;
const hasStatus = (answers: Answers, who: Person): boolean =>
	(statuses as readonly string[]).includes(answers[`${who}Status`] ?? '');

/** A job leaver's own income counts as none, a student's has another limit. */
const isTested: Record<Person, (answers: Answers) => boolean> = {
	own: ({ situation }) => situation === 'income',
	spouse: ({ spouse }) => spouse === 'yes',
	head: ({ head }) => head === 'other'
};

function limitsOf(answers: Answers, who: Person, today: string) {
	const yen = Number(answers[`${who}Income`]);
	const usual = levelOf(yen, Number(answers[`${who}Dependants`]), today);
	const isBetween = usual !== 'full' && yen <= figure('singleParentIncome', today);
	return { usual, isBetween };
}

/**
 * With a disability, as a single parent or a widow (in the terms of the Local Tax Act) full
 * exemption goes up to 1,350,000, also where the usual limit is below (facts §4). It holds for each
 * person by itself, and for deferral: city.sapporo.jp menjo2 (2024-05-31), city.ota.tokyo.jp
 * jyakunen (2022-04-01).
 */
function levelFor(answers: Answers, who: Person, today: string): Level | undefined {
	const { usual, isBetween } = limitsOf(answers, who, today);
	return isBetween && hasStatus(answers, who) ? 'full' : usual;
}

export interface Relief {
	/** Undefined: somebody earns too much for any. */
	readonly level: Level | undefined;
	readonly mayDefer: boolean;
	/** Whether somebody named a status that lifts their limit. */
	readonly isLifted: boolean;
}

/** Of several people the one with the least relief decides; the head does not count for deferral. */
export function reliefOf(answers: Answers, today: string): Relief {
	const tested = persons.filter((who) => isTested[who](answers));
	const found = tested.map((who) => levelFor(answers, who, today));
	const worst = Math.max(
		0,
		...found.map((level) => (level ? levels.indexOf(level) : levels.length))
	);
	const isPoor = tested.every((who, index) => who === 'head' || found[index] === 'full');
	return {
		level: levels[worst],
		mayDefer: answers.age === 'under50' && isPoor,
		isLifted: tested.some((who) => hasStatus(answers, who))
	};
}

/**
 * A spouse nobody has cannot be the head of the household, and who has one is as a rule neither a
 * single parent nor a widow.
 */
export const isContradictory = ({ spouse, head, ownStatus }: Answers): boolean =>
	spouse === 'yes' ? ownStatus === 'single-parent' || ownStatus === 'widow' : head === 'spouse';

/** Whether it can still change anything what this person is, when the others are best off. */
export const asksStatus =
	(who: Person) =>
	(answers: Answers, today: string): boolean => {
		if (!isTested[who](answers) || isContradictory(answers)) return false;
		if (!limitsOf(answers, who, today).isBetween) return false;
		const told = persons.map((one) => [`${one}Status`, answers[`${one}Status`] ?? 'disability']);
		const best = Object.fromEntries(told) as Answers;
		const withStatus = (status: string): Relief =>
			reliefOf({ ...answers, ...best, [`${who}Status`]: status }, today);
		const [yes, no] = [withStatus('disability'), withStatus('none')];
		return yes.level !== no.level || yes.mayDefer !== no.mayDefer;
	};
