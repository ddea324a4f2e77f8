import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { withoutRuby } from '#lib/domain/guidance/ruby.ts';
import { topicSlugs } from '#lib/domain/guidance/terms.ts';
import { guidancePage } from '#lib/i18n/guidance.ts';
import { loadTexts } from '#lib/i18n/texts.ts';
import { answerStaff } from '#lib/server/api.ts';
import { answerCounts, type AnswerCount } from '#lib/server/guidance-counts.ts';
import type { RequestHandler } from './$types';

const DAYS = 30;

/** What residents answered to pages of guidance, with the names of the pages for the staff. */
export const GET: RequestHandler = (event) =>
	answerStaff(event, { budget: 'other' }, async ({ centre }) => {
		const counts = await answerCounts(centre, DAYS);
		const namesIn = async (lang: LanguageTag) => {
			const { registration } = await loadTexts(lang, ['registration'], event.fetch);
			return ({ what, topic }: AnswerCount): string => {
				if (what === 'registration')
					return registration.routes[topic as keyof typeof registration.routes].name;
				const slug = topicSlugs.find((one) => one === topic);
				const title = slug && guidancePage(lang, slug).blocks.find(({ kind }) => kind === 'title');
				return title ? withoutRuby(title.text) : topic;
			};
		};
		const [ja, en] = await Promise.all([namesIn('ja'), namesIn('en')]);
		return {
			ok: true,
			value: {
				days: DAYS,
				answers: counts.map((one) => ({ ...one, name: { ja: ja(one), en: en(one) } }))
			}
		};
	});
