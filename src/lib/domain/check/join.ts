import { addDays } from '../basics/days.ts';
import { choice, outcome, type Flow } from './flow.ts';
import { figure } from './figure.ts';

/** Do I have to join the National Pension, and by when? (facts §1) */
export const join: Flow = {
	id: 'join',
	questions: [
		choice('address', ['yes', 'no']),
		choice('stay', ['none', 'medical', 'agreement'], ({ address }) => address === 'yes'),
		choice(
			'age',
			['under20', '20to59', '60to64', '65to69', '70up'],
			({ address, stay }) => address === 'yes' && stay === 'none'
		),
		choice('work', ['company', 'spouse', 'student', 'other'], ({ age }) => age === '20to59'),
		choice(
			'event',
			['arrived', 'left-job', 'spouse-ended', 'turned-20', 'none'],
			({ work }) => work === 'student' || work === 'other'
		),
		{
			id: 'since',
			fields: [{ name: 'since', kind: 'date', from: '2000-01-01', to: '2099-12-31' }],
			when: ({ event }) => event === 'arrived' || event === 'left-job' || event === 'spouse-ended'
		}
	],
	outcome: ({ address, stay, age, work, event, since }, today) => {
		if (address === 'no')
			return outcome({
				key: 'no-address',
				tone: 'no',
				topic: 'moving-in',
				notes: ['register-first']
			});
		if (stay !== 'none')
			return outcome({
				key: stay === 'medical' ? 'not-covered' : 'agreement-exempt',
				tone: 'no',
				topic: stay === 'medical' ? 'joining' : 'agreements',
				where: ['dial']
			});
		if (age === 'under20')
			return outcome({ key: 'at-20', tone: 'no', topic: 'turning-20', notes: ['work-under-20'] });
		if (age === '70up')
			return outcome({ key: 'too-old', tone: 'no', topic: 'benefits', where: ['dial'] });
		if (age === '60to64' || age === '65to69')
			return outcome({
				key: age === '60to64' ? 'voluntary' : 'voluntary-late',
				tone: 'no',
				topic: 'benefits',
				notes: ['work-60s'],
				where: ['booking'],
				book: 'joining'
			});
		if (work === 'company')
			return outcome({ key: 'second', tone: 'no', topic: 'joining', notes: ['employer-files'] });
		if (work === 'spouse')
			return outcome({
				key: 'third',
				tone: 'no',
				topic: 'spouse',
				todo: ['tell-spouse-employer'],
				notes: ['third-ends']
			});
		if (event === 'turned-20')
			return outcome({
				key: 'enrolled-at-20',
				tone: 'yes',
				topic: work === 'student' ? 'student' : 'turning-20',
				todo: ['keep-number', work === 'student' ? 'student-request' : 'pay-or-relief']
			});
		if (event === 'none')
			return outcome({
				key: 'first-ask',
				tone: 'ask',
				topic: 'joining',
				todo: ['pay-or-relief'],
				where: ['municipality', 'member'],
				book: 'joining'
			});
		const days = figure('notifyDays', today);
		return outcome({
			key: 'first',
			tone: 'yes',
			topic: event === 'arrived' ? 'moving-in' : event === 'left-job' ? 'leaving-job' : 'joining',
			todo: ['join-in-city', work === 'student' ? 'student-request' : 'pay-or-relief'],
			dates: since ? [{ label: 'by', date: addDays(since, days) }] : [],
			notes: since && addDays(since, days) < today ? ['late-join'] : [],
			bring: [
				'number-document',
				'identity-document',
				'residence-card',
				...(event === 'left-job' || event === 'spouse-ended' ? ['leaving-work-proof'] : [])
			],
			unsure: ['bring-may-differ'],
			where: ['municipality'],
			book: 'joining'
		});
	},
	ask: { where: ['municipality', 'booking'], topic: 'joining', book: 'joining' }
};
