import { describe, expect, it } from 'vitest';
import { languageTags } from '#lib/domain/basics/languages.ts';
import { messageKinds } from '#lib/domain/booking/message.ts';
import { smsLength } from '#lib/domain/booking/sms.ts';
import { officeList } from '#lib/domain/office/office-list.ts';
import { draftText } from '../../src/routes/(staff)/bookings/requests/draft.ts';

const row = { receiptNo: 'WEB0-1234567-X', date: '2026-11-25', start: '10:30' };
const ORIGIN = 'https://centre.example.jp';

describe('messages to visitors', () => {
	it('are two SMS at most in every language, for every office; this is how long they are', async () => {
		const longest: Record<string, string> = {};
		for (const tag of languageTags) {
			let most = { units: 0, alphabet: 'gsm', segments: 0 } as ReturnType<typeof smsLength>;
			for (const kind of messageKinds) {
				for (const office of officeList) {
					const size = smsLength(await draftText(tag, kind, row, office, ORIGIN));
					expect({ tag, kind, office: office.officeId, fits: size.segments <= 2 }).toMatchObject({
						fits: true
					});
					if (size.units > most.units) most = size;
				}
			}
			expect(most.units).toBeLessThanOrEqual(most.alphabet === 'gsm' ? 306 : 134);
			longest[tag] = `${most.units} ${most.alphabet}`;
		}
		expect(longest).toMatchInlineSnapshot(`
			{
			  "en": "161 gsm",
			  "es": "127 ucs2",
			  "id": "155 gsm",
			  "ja": "112 ucs2",
			  "ja-easy": "117 ucs2",
			  "ko": "110 ucs2",
			  "my": "120 ucs2",
			  "ne": "111 ucs2",
			  "pt": "127 ucs2",
			  "th": "119 ucs2",
			  "tl": "165 gsm",
			  "vi": "111 ucs2",
			  "zh": "104 ucs2",
			}
		`);
	});

	it('have every value filled in', async () => {
		for (const tag of languageTags) {
			for (const kind of messageKinds) {
				const text = await draftText(tag, kind, row, officeList[0]!, ORIGIN);
				expect(text).not.toMatch(/\{\{|undefined|null/);
				if (kind !== 'link') expect(text).toContain(row.receiptNo);
			}
		}
	});
});
