import type { Visit } from '#lib/domain/reception/visit.ts';
import { boothId } from '#lib/domain/reception/policy.ts';
import {
	arrive,
	arriveArgs,
	boothArgs,
	miss,
	missArgs,
	policyArgs,
	setBooth,
	setPolicy,
	unmiss,
	walkIn,
	walkInArgs
} from '#lib/domain/reception/rules.ts';
import {
	call,
	callArgs,
	comeBack,
	finish,
	finishArgs,
	leave,
	leaveArgs,
	park,
	parkArgs,
	returnArgs,
	start,
	startArgs,
	undo,
	undoArgs
} from '#lib/domain/reception/steps.ts';
import { defineMutator, type Read } from './mutator.ts';

const right = 'reception';
const subject = ({ visitId }: { visitId: string }): string => visitId;
const ofBooking = ({ bookingId }: { bookingId: string }): string => bookingId;
const visitOf = ({ visitId }: { visitId: string }) => ({ visit: ['visit', visitId] as Read });
const policyOf = (officeId: string): Read => ['policy', officeId];

export const receptionMutators = {
	'reception.arrive@1': defineMutator({
		right,
		args: arriveArgs,
		subject,
		reads: (args) => ({
			visit: ['visit', args.visitId],
			bound: args.bindTo ? ['visit', args.bindTo] : null,
			booking: ['booking', args.bookingId]
		}),
		decide: arrive
	}),
	'reception.walk-in@1': defineMutator({
		right,
		args: walkInArgs,
		subject,
		reads: (args) => ({ visit: ['visit', args.visitId], topic: ['topic', args.topicId] }),
		decide: walkIn
	}),
	'reception.call@1': defineMutator({
		right,
		args: callArgs,
		subject,
		reads: visitOf,
		decide: call
	}),
	'reception.park@1': defineMutator({
		right,
		args: parkArgs,
		subject,
		reads: visitOf,
		decide: park
	}),
	'reception.return@1': defineMutator({
		right,
		args: returnArgs,
		subject,
		reads: (args, _known, officeId) => ({ ...visitOf(args), policy: policyOf(officeId) }),
		decide: comeBack
	}),
	'reception.start@1': defineMutator({
		right,
		args: startArgs,
		subject,
		reads: visitOf,
		decide: start
	}),
	'reception.finish@1': defineMutator({
		right,
		args: finishArgs,
		subject,
		reads: visitOf,
		decide: finish
	}),
	'reception.leave@1': defineMutator({
		right,
		args: leaveArgs,
		subject,
		reads: visitOf,
		decide: leave
	}),
	'reception.undo@1': defineMutator({
		right,
		args: undoArgs,
		subject,
		first: visitOf,
		reads: (args, known) => {
			const bookingId = (known.visit as Visit | undefined)?.bookingId;
			return { ...visitOf(args), booking: bookingId ? ['booking', bookingId] : null };
		},
		decide: undo
	}),
	'reception.miss@1': defineMutator({
		right,
		args: missArgs,
		subject: ofBooking,
		reads: (args, _known, officeId) => ({
			booking: ['booking', args.bookingId],
			policy: policyOf(officeId)
		}),
		decide: miss
	}),
	'reception.unmiss@1': defineMutator({
		right,
		args: missArgs,
		subject: ofBooking,
		reads: (args) => ({ booking: ['booking', args.bookingId] }),
		decide: unmiss
	}),
	'reception.booth@1': defineMutator({
		right,
		args: boothArgs,
		subject: ({ number }) => `booth-${number}`,
		reads: (args, _known, officeId) => ({
			booth: ['booth', boothId(officeId, args.number)],
			office: ['office', officeId]
		}),
		decide: setBooth
	}),
	'reception.policy@1': defineMutator({
		right: 'administration',
		args: policyArgs,
		subject: () => 'policy',
		reads: (_args, _known, officeId) => ({ policy: policyOf(officeId) }),
		decide: setPolicy
	})
};
