import { endRemedy, endRemedyArgs, logRemedy, remedyArgs } from '#lib/domain/reporting/remedy.ts';
import { defineMutator } from './mutator.ts';

export const reportingMutators = {
	'reporting.remedy@1': defineMutator({
		right: 'reporting',
		args: remedyArgs,
		subject: ({ remedyId }) => remedyId,
		reads: (args) => ({ remedy: ['remedy', args.remedyId] }),
		decide: logRemedy
	}),
	'reporting.end-remedy@1': defineMutator({
		right: 'reporting',
		args: endRemedyArgs,
		subject: ({ remedyId }) => remedyId,
		reads: (args) => ({ remedy: ['remedy', args.remedyId] }),
		decide: endRemedy
	})
};
