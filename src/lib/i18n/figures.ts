import { interpreterTags } from './languages.ts';

/**
 * Every figure a visitor text refers to as `{{name}}`, so that no translation writes a number.
 * Telephone and hours: 日本年金機構, pages on booking as read on 2026-09-03.
 */
export const figures = {
	bookingPhone: '0570-05-4890',
	bookingPhoneOther: '03-6631-7521',
	phoneOpens: '8:30',
	phoneCloses: '17:15',
	interpreterLanguages: String(interpreterTags.length),
	examplePhone: '090-1234-5678',
	phoneStart: '0',
	phoneShortest: '10',
	phoneLongest: '11',
	exampleKana: 'ネンキン タロウ',
	pensionDigits: '10',
	examplePension: '1234-567890',
	exampleReceipt: '7F2C-0040-X'
} as const;

/** The day on which telephone numbers and hours were last compared with their source. */
export const figuresAsOf = '2026-09-03';
