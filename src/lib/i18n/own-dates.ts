import type { LanguageTag } from '#lib/domain/basics/languages.ts';

interface OwnDates {
	weekdays: readonly string[];
	months: readonly string[];
	/** Between the parts of a date. */
	join: (year: number, month: string, day: number, weekday?: string) => string;
}

/** Names for languages that browsers ship no dates for: Chromium has neither Nepali nor Burmese. */
const ownDates: Partial<Record<LanguageTag, OwnDates>> = {
	ne: {
		weekdays: ['आइतबार', 'सोमबार', 'मङ्गलबार', 'बुधबार', 'बिहीबार', 'शुक्रबार', 'शनिबार'],
		months: [
			'जनवरी',
			'फेब्रुअरी',
			'मार्च',
			'अप्रिल',
			'मे',
			'जुन',
			'जुलाई',
			'अगस्ट',
			'सेप्टेम्बर',
			'अक्टोबर',
			'नोभेम्बर',
			'डिसेम्बर'
		],
		join: (year, month, day, weekday) => `${year} ${month} ${day}${weekday ? `, ${weekday}` : ''}`
	},
	my: {
		weekdays: ['တနင်္ဂနွေ', 'တနင်္လာ', 'အင်္ဂါ', 'ဗုဒ္ဓဟူး', 'ကြာသပတေး', 'သောကြာ', 'စနေ'],
		months: [
			'ဇန်နဝါရီ',
			'ဖေဖော်ဝါရီ',
			'မတ်',
			'ဧပြီ',
			'မေ',
			'ဇွန်',
			'ဇူလိုင်',
			'ဩဂုတ်',
			'စက်တင်ဘာ',
			'အောက်တိုဘာ',
			'နိုဝင်ဘာ',
			'ဒီဇင်ဘာ'
		],
		join: (year, month, day, weekday) => `${year}၊ ${month} ${day}${weekday ? `၊ ${weekday}` : ''}`
	}
};

/** The weekday in a language of ours; undefined where Intl knows it. */
export const ownWeekday = (tag: LanguageTag, date: string): string | undefined =>
	ownDates[tag]?.weekdays[new Date(date).getUTCDay()];

/** A date in a language of ours, with its weekday when wanted; undefined where Intl knows it. */
export function ownDate(tag: LanguageTag, date: string, withWeekday: boolean): string | undefined {
	const own = ownDates[tag];
	if (!own) return undefined;
	const [year, month, day] = date.split('-').map(Number) as [number, number, number];
	return own.join(
		year,
		own.months[month - 1]!,
		day,
		withWeekday ? ownWeekday(tag, date) : undefined
	);
}

/** The name of a month (1–12) in a language of ours; undefined where Intl knows it. */
export const ownMonth = (tag: LanguageTag, month: number): string | undefined =>
	ownDates[tag]?.months[month - 1];
