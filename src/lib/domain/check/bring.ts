import { topicList } from '../booking/topic-list.ts';
import { choice, outcome, type Flow } from './flow.ts';

/** What do I bring to the office? (facts §18) */
export const bring: Flow = {
	id: 'bring',
	questions: [
		choice(
			'about',
			topicList.map(({ topicId }) => topicId)
		),
		choice('who', ['me', 'proxy']),
		choice('papers', ['no', 'yes'])
	],
	outcome: ({ about, who, papers }) => {
		const topic = topicList.find(({ topicId }) => topicId === about)!;
		return outcome({
			key: 'bring',
			tone: 'yes',
			topic: 'consultation',
			bring: [
				...topic.documents.filter((id) => id !== 'translation'),
				...(who === 'proxy' ? ['proxy-letter'] : []),
				...(papers === 'yes' ? ['translation'] : [])
			],
			notes: topic.atCentres ? [] : ['not-at-centres'],
			unsure: ['bring-may-differ'],
			where: ['booking'],
			book: topic.topicId
		});
	},
	ask: { where: ['booking'], topic: 'consultation', book: 'other' }
};
