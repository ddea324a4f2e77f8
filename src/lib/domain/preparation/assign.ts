import type { Person } from '../access/access.ts';
import { isOpen, type Booking } from '../booking/booking.ts';
import { isSameVisitor } from '../booking/duplicates.ts';
import { slotsOf } from './assignment.ts';
import type { AssignReason } from './preparation.ts';

/** A visit of the day with the person who holds it, if anybody. */
export interface Held {
	readonly booking: Booking;
	readonly personId: string | undefined;
}

export interface Proposal {
	readonly bookingId: string;
	readonly personId: string;
	readonly reasons: readonly AssignReason[];
	readonly score: number;
}

export interface ProposedDay {
	readonly proposals: readonly Proposal[];
	/** Visits for which nobody on duty is free. */
	readonly unplaced: readonly string[];
}

/** What counts how much: a language cannot be replaced, a colleague with the skill can be asked. */
const weight = { language: 100, skill: 30, known: 20, load: -4, spare: -6 };

const speaks = (person: Person, { needs }: Booking): boolean =>
	needs.spokenLanguage !== 'ja' && person.languages.includes(needs.spokenLanguage);

/**
 * Who could hold which of the visits nobody has yet (S05), by language, skill, who knows the
 * visitor, and an even load, with the reasons. Visits that few can hold come first; people who
 * speak a language are spared for those who need it. The same day gives the same answer.
 */
export function proposeDay(
	day: readonly Held[],
	onDuty: readonly Person[],
	earlier: readonly Held[] = []
): ProposedDay {
	const people = [...onDuty].sort((a, b) => (a.personId < b.personId ? -1 : 1));
	const busy = new Set<string>();
	const load = new Map<string, number>();
	const loadOf = ({ personId }: Person): number => load.get(personId) ?? 0;
	const take = (personId: string, booking: Booking): void => {
		for (const slotId of slotsOf(booking)) busy.add(`${personId} ${slotId}`);
		load.set(personId, (load.get(personId) ?? 0) + slotsOf(booking).length);
	};
	const known = [...day, ...earlier].filter(({ personId }) => personId !== undefined);
	for (const { booking, personId } of day) if (personId) take(personId, booking);

	const rank = (booking: Booking): number =>
		people.filter((person) => speaks(person, booking)).length || Number.POSITIVE_INFINITY;
	const skilled = ({ topicId }: Booking): number =>
		people.filter(({ skills }) => skills.includes(topicId)).length || Number.POSITIVE_INFINITY;
	const open = day
		.filter(({ booking, personId }) => personId === undefined && isOpen(booking))
		.map(({ booking }) => ({
			booking,
			rank: rank(booking),
			starts: slotsOf(booking).length,
			skilled: skilled(booking)
		}))
		.sort(
			(a, b) =>
				(a.rank === b.rank ? 0 : a.rank - b.rank) ||
				b.starts - a.starts ||
				(a.skilled === b.skilled ? 0 : a.skilled - b.skilled) ||
				a.booking.start.localeCompare(b.booking.start) ||
				(a.booking.bookingId < b.booking.bookingId ? -1 : 1)
		);
	const proposals: Proposal[] = [];
	const unplaced: string[] = [];
	for (const { booking } of open) {
		const free = people.filter(({ personId }) =>
			slotsOf(booking).every((slotId) => !busy.has(`${personId} ${slotId}`))
		);
		const least = Math.min(...free.map(loadOf));
		const candidates = free.map((person) => {
			const isKnown = known.some(
				(held) =>
					held.personId === person.personId && isSameVisitor(held.booking.visitor, booking.visitor)
			);
			const facts = {
				language: speaks(person, booking),
				skill: person.skills.includes(booking.topicId),
				known: isKnown,
				load: loadOf(person) === least && free.length > 1
			};
			const spare = facts.language ? 0 : person.languages.length - 1;
			const score =
				(facts.language ? weight.language : 0) +
				(facts.skill ? weight.skill : 0) +
				(facts.known ? weight.known : 0) +
				weight.load * loadOf(person) +
				weight.spare * Math.max(0, spare);
			const reasons = (['language', 'skill', 'known', 'load'] as const).filter(
				(kind) => facts[kind]
			);
			return { person, score, reasons: reasons.length > 0 ? reasons : (['free'] as const) };
		});
		const best = candidates.reduce<(typeof candidates)[number] | undefined>(
			(found, candidate) => (!found || candidate.score > found.score ? candidate : found),
			undefined
		);
		if (!best) {
			unplaced.push(booking.bookingId);
			continue;
		}
		const { personId } = best.person;
		take(personId, booking);
		known.push({ booking, personId });
		proposals.push({
			bookingId: booking.bookingId,
			personId,
			reasons: best.reasons,
			score: best.score
		});
	}
	return { proposals, unplaced };
}
