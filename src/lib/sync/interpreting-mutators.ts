import { keepTalk, talkArgs } from '#lib/domain/interpreting/talk.ts';
import { countUse, useArgs } from '#lib/domain/interpreting/usage.ts';
import { defineMutator } from './mutator.ts';

export const interpretingMutators = {
	'interpreting.talk@1': defineMutator({
		right: 'interpreting',
		args: talkArgs,
		subject: ({ talkId }) => talkId,
		reads: (args) => ({
			talk: ['talk', args.talkId],
			booking: args.bookingId ? ['booking', args.bookingId] : null
		}),
		decide: keepTalk
	}),
	'interpreting.use@1': defineMutator({
		right: 'interpreting',
		args: useArgs,
		subject: ({ useId }) => useId,
		reads: (args) => ({ usage: ['usage', args.useId] }),
		decide: countUse
	})
};
