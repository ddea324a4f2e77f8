import {
	assign,
	assignArgs,
	assignmentId,
	unassign,
	unassignArgs,
	type Assignment,
	type UnassignArgs
} from '#lib/domain/preparation/assignment.ts';
import {
	noteArgs,
	patternsArgs,
	setNote,
	setPatterns,
	tick,
	tickArgs,
	type Preparation
} from '#lib/domain/preparation/preparation.ts';
import {
	answerArgs,
	answerSwap,
	proposeArgs,
	proposeSwap,
	type ProposeArgs
} from '#lib/domain/preparation/swap.ts';
import { defineMutator, type Known, type Read, type Reads } from './mutator.ts';

const ofBooking = ({ bookingId }: { bookingId: string }): string => bookingId;
const ofSwap = ({ swapId }: { swapId: string }): string => swapId;
const both = ({ bookingId }: { bookingId: string }) =>
	({ booking: ['booking', bookingId], preparation: ['preparation', bookingId] }) as const;

type Row = NonNullable<Read>;
/** Reads named after the row itself, each once. */
const keyed = (reads: readonly Row[]): Reads =>
	Object.fromEntries(reads.map((read) => [read.join('/'), read]));
const held = (personId: string, slotIds: readonly string[]): Row[] =>
	slotIds.map((slotId) => ['assignment', assignmentId(personId, slotId)]);
const visit = (bookingId: string): Row[] => [
	['booking', bookingId],
	['preparation', bookingId]
];

/** The rows known so far, those that the visits hold now, and the visits that hold those rows. */
function around(rows: readonly Row[], known: Known): Reads {
	const more = Object.entries(known).flatMap(([name, row]): Row[] => {
		if (!row) return [];
		if (name.startsWith('preparation/')) {
			const { personId, slotIds } = row as Preparation;
			return personId ? held(personId, slotIds) : [];
		}
		const { bookingId } = row as Assignment;
		return name.startsWith('assignment/') && bookingId ? [['booking', bookingId]] : [];
	});
	return keyed([...rows, ...more]);
}

function planRows({ bookingId, slotIds, personId }: UnassignArgs & { personId?: string }): Row[] {
	if (!personId) return visit(bookingId);
	return [...held(personId, slotIds), ...visit(bookingId), ['person', personId]];
}

function swapRows({ swapId, from, to, byId }: Omit<ProposeArgs, 'reason'>): Row[] {
	const slotIds = [...from.slotIds, ...to.slotIds];
	return [
		['swap', swapId],
		['person', byId],
		...visit(from.bookingId),
		...visit(to.bookingId),
		...held(from.personId, slotIds),
		...held(to.personId, slotIds)
	];
}

export const preparationMutators = {
	'preparation.tick@1': defineMutator({
		right: 'preparation',
		args: tickArgs,
		subject: ofBooking,
		reads: both,
		decide: tick
	}),
	'preparation.patterns@1': defineMutator({
		right: 'preparation',
		args: patternsArgs,
		subject: ofBooking,
		reads: both,
		decide: setPatterns
	}),
	'preparation.note@1': defineMutator({
		right: 'preparation',
		args: noteArgs,
		subject: ofBooking,
		reads: both,
		decide: setNote
	}),
	'preparation.assign@1': defineMutator({
		right: 'preparation',
		args: assignArgs,
		subject: ofBooking,
		first: (args) => keyed(planRows(args)),
		reads: (args, known) => around(planRows(args), known),
		decide: assign
	}),
	'preparation.unassign@1': defineMutator({
		right: 'preparation',
		args: unassignArgs,
		subject: ofBooking,
		first: (args) => keyed(planRows(args)),
		reads: (args, known) => around(planRows(args), known),
		decide: unassign
	}),
	'preparation.propose-swap@1': defineMutator({
		right: 'preparation',
		args: proposeArgs,
		subject: ofSwap,
		first: (args) => keyed(swapRows(args)),
		reads: (args, known) => around(swapRows(args), known),
		decide: proposeSwap
	}),
	'preparation.answer-swap@1': defineMutator({
		right: 'preparation',
		args: answerArgs,
		subject: ofSwap,
		first: (args) => keyed(swapRows(args)),
		reads: (args, known) => around(swapRows(args), known),
		decide: answerSwap
	})
};
