import type { Booking, Needs } from '#lib/domain/booking/booking.ts';
import {
	firstAmend,
	firstAmendArgs,
	firstBook,
	firstBookArgs,
	firstMove,
	firstMoveArgs
} from '#lib/domain/booking/first-version.ts';
import {
	amend,
	amendArgs,
	book,
	bookArgs,
	cancel,
	cancelArgs,
	move,
	moveArgs,
	view,
	viewArgs
} from '#lib/domain/booking/rules.ts';
import {
	declineArgs,
	declineOffer,
	leaveArgs,
	leaveWaiting,
	wait,
	waitArgs,
	type Standby
} from '#lib/domain/booking/standby.ts';
import { needsLine } from '#lib/domain/booking/needs-line.ts';
import { phoneLineId } from '#lib/domain/interpreting/line.ts';
import { nextSlotId, readSlotId } from '#lib/domain/booking/slot.ts';
import { defineMutator, type Known, type Read } from './mutator.ts';

const leaseOf = (leaseId: string | null): Read => (leaseId ? ['lease', leaseId] : null);
const slotOf = (slotId: string | null | undefined): Read => (slotId ? ['slot', slotId] : null);
const after = (slotId: string): Read => {
	const start = readSlotId(slotId);
	return start ? ['slot', nextSlotId(start)] : null;
};
const subject = ({ bookingId }: { bookingId: string }): string => bookingId;
const first = (args: { bookingId: string }) => ({ booking: ['booking', args.bookingId] }) as const;
const bookingOf = (known: Known) => known.booking as Booking | undefined;

/** The phone line of the visitor's language and whether the day is a holiday. */
function lineReads(needs: Needs | undefined, slotId: string | undefined) {
	const date = slotId === undefined ? undefined : readSlotId(slotId)?.date;
	const isNeeded = needs !== undefined && needsLine(needs) && date !== undefined;
	return {
		interpreter: isNeeded ? (['line', phoneLineId(needs.spokenLanguage)] as const) : null,
		holiday: isNeeded ? (['holiday', date] as const) : null
	};
}

const ofStandby = ({ standbyId }: { standbyId: string }): string => standbyId;
const firstStandby = (args: { standbyId: string }) =>
	({ standby: ['standby', args.standbyId] }) as const;

/** The entry, and the seats of its offer. */
function offerReads(args: { standbyId: string }, known: Known) {
	const offer = (known.standby as Standby | undefined)?.offer;
	return {
		standby: ['standby', args.standbyId] as const,
		lease: leaseOf(offer?.leaseId ?? null),
		extraLease: leaseOf(offer?.extraLeaseId ?? null),
		slot: slotOf(offer?.slotId),
		extraSlot: slotOf(offer?.extraSlotId)
	};
}

export const bookingMutators = {
	'booking.book@1': defineMutator({
		right: 'booking',
		args: firstBookArgs,
		subject,
		reads: (args) => ({
			booking: ['booking', args.bookingId],
			topic: ['topic', args.details.topicId],
			slot: slotOf(args.slotId),
			lease: leaseOf(args.leaseId),
			extraSlot: null,
			extraLease: null,
			standby: null,
			...lineReads(undefined, undefined)
		}),
		decide: firstBook
	}),
	'booking.book@2': defineMutator({
		right: 'booking',
		args: bookArgs,
		subject,
		reads: (args) => ({
			booking: ['booking', args.bookingId],
			topic: ['topic', args.details.topicId],
			slot: slotOf(args.slotId),
			lease: leaseOf(args.leaseId),
			extraSlot: slotOf(args.extraSlotId),
			extraLease: leaseOf(args.extraLeaseId),
			standby: args.standbyId ? ['standby', args.standbyId] : null,
			...lineReads(args.details.needs, args.slotId)
		}),
		decide: book
	}),
	'booking.move@1': defineMutator({
		right: 'booking',
		args: firstMoveArgs,
		subject,
		first,
		reads: (args, known) => ({
			booking: ['booking', args.bookingId],
			fromSlot: slotOf(args.fromSlotId),
			fromExtra: slotOf(bookingOf(known)?.extraSlotId),
			slot: slotOf(args.slotId),
			lease: leaseOf(args.leaseId),
			extraSlot: bookingOf(known)?.extraSlotId ? after(args.slotId) : null,
			extraLease: null,
			...lineReads(undefined, undefined)
		}),
		decide: firstMove
	}),
	'booking.move@2': defineMutator({
		right: 'booking',
		args: moveArgs,
		subject,
		first,
		reads: (args, known) => ({
			booking: ['booking', args.bookingId],
			fromSlot: slotOf(args.fromSlotId),
			fromExtra: slotOf(bookingOf(known)?.extraSlotId),
			slot: slotOf(args.slotId),
			lease: leaseOf(args.leaseId),
			extraSlot: slotOf(args.extraSlotId),
			extraLease: leaseOf(args.extraLeaseId),
			...lineReads(bookingOf(known)?.needs, args.slotId)
		}),
		decide: move
	}),
	'booking.amend@1': defineMutator({
		right: 'booking',
		args: firstAmendArgs,
		subject,
		first,
		reads: (args, known) => amendReads(args, bookingOf(known)),
		decide: firstAmend
	}),
	'booking.amend@2': defineMutator({
		right: 'booking',
		args: amendArgs,
		subject,
		first,
		reads: (args, known) => amendReads(args, bookingOf(known)),
		decide: amend
	}),
	'booking.cancel@1': defineMutator({
		right: 'booking',
		args: cancelArgs,
		subject,
		first,
		reads: (args, known) => ({
			booking: ['booking', args.bookingId],
			slot: slotOf(bookingOf(known)?.slotId),
			extraSlot: slotOf(bookingOf(known)?.extraSlotId)
		}),
		decide: cancel
	}),
	'booking.wait@1': defineMutator({
		right: 'booking',
		args: waitArgs,
		subject: ofStandby,
		reads: (args) => ({ standby: ['standby', args.standbyId] }),
		decide: wait
	}),
	'booking.decline-offer@1': defineMutator({
		right: 'booking',
		args: declineArgs,
		subject: ofStandby,
		first: firstStandby,
		reads: offerReads,
		decide: declineOffer
	}),
	'booking.leave-waiting@1': defineMutator({
		right: 'booking',
		args: leaveArgs,
		subject: ofStandby,
		first: firstStandby,
		reads: offerReads,
		decide: leaveWaiting
	}),
	'booking.view@1': defineMutator({
		right: 'booking',
		args: viewArgs,
		subject,
		isAudited: true,
		reads: (args) => ({ booking: ['booking', args.bookingId] }),
		decide: view
	})
};

/** An amendment looks at seats only when topic or needs change. */
function amendReads(
	args: { bookingId: string; to: { topicId?: string | undefined; needs?: Needs | undefined } },
	booking: Booking | undefined
) {
	const isSeatChanged = args.to.topicId !== undefined || args.to.needs !== undefined;
	const topicId = args.to.topicId ?? booking?.topicId;
	return {
		booking: ['booking', args.bookingId] as const,
		topic: isSeatChanged && topicId ? (['topic', topicId] as const) : null,
		slot: isSeatChanged ? slotOf(booking?.slotId) : null,
		extraSlot: isSeatChanged && booking ? after(booking.slotId) : null,
		...lineReads(isSeatChanged ? (args.to.needs ?? booking?.needs) : undefined, booking?.slotId)
	};
}
