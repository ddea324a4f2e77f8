import { languageTags } from '../basics/languages.ts';
import { phoneLineId, type Line } from './line.ts';

const WEEKDAYS = [1, 2, 3, 4, 5];

/**
 * The lines of the demonstration: numbers, extensions and the link are invented. The service
 * speaks eleven languages (003:マルチランゲージサービス); Burmese and Nepali have shorter hours here,
 * so that a closed line can be seen.
 */
export const lineList: Line[] = [
	...languageTags
		.filter((tag) => !tag.startsWith('ja'))
		.map((language, index): Line => ({
			lineId: phoneLineId(language),
			kind: 'phone',
			language,
			phone: '03-0000-0880',
			extension: `*8-${String(index + 2).padStart(2, '0')}`,
			link: null,
			weekdays: WEEKDAYS,
			opens: language === 'my' || language === 'ne' ? '10:00' : '08:30',
			closes: language === 'my' || language === 'ne' ? '16:00' : '17:15',
			note: 'デモの番号です。本物の番号は設定で入れます。'
		})),
	{
		lineId: 'sign',
		kind: 'sign',
		language: null,
		phone: null,
		extension: null,
		link: 'https://sign.example.jp/',
		weekdays: WEEKDAYS,
		opens: '09:00',
		closes: '17:00',
		note: 'デモのリンクです。本物の行き先は設定で入れます。'
	}
];
