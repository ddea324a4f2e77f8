import { approve, approveArgs } from '#lib/domain/booking/message.ts';
import { answer, answerArgs } from '#lib/domain/booking/request.ts';
import { defineMutator } from './mutator.ts';

export const requestMutators = {
	'request.answer@1': defineMutator({
		right: 'booking',
		args: answerArgs,
		subject: ({ requestId }) => requestId,
		reads: ({ requestId, answer: given }) => ({
			request: ['request', requestId],
			booking: given.kind === 'booked' ? ['booking', given.bookingId] : null
		}),
		decide: answer
	}),
	'message.approve@1': defineMutator({
		right: 'mail-notice',
		args: approveArgs,
		subject: ({ messageId }) => messageId,
		reads: ({ about, aboutId, messageId }) => ({
			request: about === 'request' && aboutId ? ['request', aboutId] : null,
			booking: about === 'booking' && aboutId ? ['booking', aboutId] : null,
			standby: about === 'standby' && aboutId ? ['standby', aboutId] : null,
			message: ['message', messageId]
		}),
		decide: approve
	})
};
