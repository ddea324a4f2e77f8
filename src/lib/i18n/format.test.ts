import { expect, it } from 'vitest';
import { languageTags } from '#lib/domain/basics/languages.ts';
import { readReceiptNumber } from '#lib/domain/basics/receipt-number.ts';
import { readingOf } from '#lib/domain/guidance/ruby.ts';
import { pensionNumber, phoneNumber } from '#lib/domain/basics/personal-text.ts';
import { dateWithReadings } from './easy-dates.ts';
import { figures } from './figures.ts';
import { formatDate, formatDay, formatMonth, formatTime, weekdayName } from './format.ts';
import { formatInstant } from './format-instant.ts';

it('sets both calendars side by side in Japanese', () => {
	expect(formatDate('ja', '2026-11-26')).toBe('令和8年11月26日（2026年）木曜日');
	expect(formatDay('ja-easy', '2019-05-01')).toBe('令和元年5月1日（2019年）');
});

it('reads a date aloud in easy Japanese', () => {
	const read = (date: string): string => readingOf(dateWithReadings(formatDay('ja-easy', date)));
	expect(read('2026-12-04')).toBe('れいわ8ねん12がつよっか（2026ねん）');
	expect(read('2019-05-01')).toBe('れいわがんねん5がつついたち（2019ねん）');
	expect(read('2010-10-20')).toBe('へいせい22ねん10がつはつか（2010ねん）');
	expect(read('2026-11-14')).toContain('11がつじゅうよっか');
	expect(read('2026-11-24')).toContain('11がつにじゅうよっか');
	expect(read('2026-11-30')).toContain('11がつ30にち');
	expect(dateWithReadings(formatMonth('ja-easy', '2027-06'))).toBe(
		'{令和|れいわ}9{年|ねん}6{月|がつ}（2027{年|ねん}）'
	);
});

it('uses the Gregorian year and 0-9 in every language', () => {
	for (const tag of languageTags) {
		const text = formatDate(tag, '2026-11-26');
		expect(text).toContain('2026');
		expect(text).toContain('26');
		expect(text).toContain(weekdayName(tag, '2026-11-26'));
		expect(text.replace(/[0-9]/g, '')).not.toMatch(/\p{Nd}/u);
	}
});

it('has dates of its own where browsers have none', () => {
	expect(formatDate('ne', '2026-11-26')).toBe('2026 नोभेम्बर 26, बिहीबार');
	expect(formatDate('my', '2026-11-26')).toBe('2026၊ နိုဝင်ဘာ 26၊ ကြာသပတေး');
	expect(formatDay('ne', '2026-01-03')).toBe('2026 जनवरी 3');
	for (const tag of ['ne', 'my', 'th', 'vi'] as const) {
		expect(formatDate(tag, '2026-11-26')).not.toMatch(/November|Thursday/);
	}
});

it('keeps to Tokyo whatever the device says', () => {
	// 2026-11-25 23:30 in London is the next morning in Tokyo.
	expect(formatInstant('en', Date.parse('2026-11-25T23:30:00Z'))).toBe(
		'Thursday, November 26, 2026 8:30'
	);
	expect(formatTime('09:00')).toBe('9:00');
});

it('shows examples that the rules accept', () => {
	expect(readReceiptNumber(figures.exampleReceipt)).toBe(figures.exampleReceipt);
	expect(phoneNumber.safeParse(figures.examplePhone).success).toBe(true);
	expect(pensionNumber.safeParse(figures.examplePension).success).toBe(true);
});
