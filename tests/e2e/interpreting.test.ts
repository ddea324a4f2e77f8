import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import english from '#locales/en/interpreting.json' with { type: 'json' };
import japanese from '#locales/ja/interpreting.json' with { type: 'json' };
import myWords from '#locales/my/interpreter.json' with { type: 'json' };
import my from '#locales/my/phrases.json' with { type: 'json' };
import myRefusals from '#locales/my/refusals.json' with { type: 'json' };
import phrases from '#locales/ja/phrases.json' with { type: 'json' };
import vi from '#locales/vi/phrases.json' with { type: 'json' };
import { dateAt } from '#lib/domain/basics/days.ts';
import { isYearEnd } from '#lib/domain/office/office.ts';
import { languages } from '#lib/i18n/languages.ts';
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { Chromium } from './support/chromium.ts';
import { inspect } from './support/inspect.ts';
import {
	bookVisitor,
	keepUnlocked,
	reach,
	savedAddress,
	speakStaff,
	takeIntoUse
} from './support/pages.ts';
import { like } from './support/words.ts';

const OFFICE = 'shinjuku';
const CHAT = 'ယနေ့ စကားဝှက်မဟုတ်သော စာ';

let centre: CentreProcess;
let browser: Chromium;
let page: Page;
let booking = '';
const found: string[] = [];

const look = async (name: string): Promise<void> => {
	found.push(...(await inspect(page, name)));
};
const go = (path: string): Promise<void> => reach(page, centre.origin + path);
const button = (name: string | RegExp) => page.getByRole('button', { name });
const wall = () => page.locator('dialog.wall');
const point = async (tag: keyof typeof languages): Promise<void> => {
	await wall()
		.getByRole('button', { name: new RegExp(`^${languages[tag].name}`) })
		.click();
	await wall().waitFor({ state: 'detached' });
};
const way = (name: string) => page.locator(`[data-way=${name}]`);
const visitorSide = () => page.locator('.tk-visitor');

beforeAll(async () => {
	centre = await startCentre();
	// The phone lines are open all day, whatever day the test runs on; the Nepali one never is.
	await centre.sql(
		`UPDATE line SET data = data || '{"weekdays":[0,1,2,3,4,5,6],"opens":"00:00","closes":"23:59"}'`
	);
	await centre.sql(`UPDATE line SET data = data || '{"weekdays":[]}' WHERE id = 'phone-ne'`);
	await centre.sql(`DELETE FROM holiday WHERE id = $1`, [dateAt(Date.now())]);
	browser = new Chromium();
	await browser.start();
	page = await browser.newPage();
	await takeIntoUse(page, centre, centre.codes[OFFICE]!, '窓口1', 'naito');
	await keepUnlocked(browser, page, centre.origin);
	await go('/bookings/new');
	await bookVisitor(page, { name: '通訳試験 一', kana: 'ツウヤク', phone: '03-0000-2105' });
	booking = await savedAddress(page);
});
afterAll(async () => {
	await browser?.close();
	await centre?.stop();
});

describe('interpreting, screen by screen (axe, 390, 320, 200 %)', () => {
	for (const [language, words] of [
		['ja', japanese],
		['en', english]
	] as const) {
		it(`in ${language}`, async () => {
			found.length = 0;
			await speakStaff(page, language);
			await go('/interpreting');
			await wall().getByText(myWords.speak).waitFor();
			expect(await wall().locator('.wall-card').count()).toBe(13);
			await look(`it-wall-${language}`);
			await button(words.wall.back).click();
			await look(`it-none-${language}`);
			await button(words.home.choose).click();
			await point('my');
			await look(`it-start-${language}`);

			await way('phone').click();
			if (!isYearEnd(dateAt(Date.now()))) {
				await button(words.phone.connected).waitFor();
				await look(`it-phone-${language}`);
				await button(words.phone.connected).click();
				await button(words.use.end).click();
				const minutes = page.getByLabel(words.use.minutes);
				await minutes.fill('600');
				await button(words.use.save).click();
				await page.getByText(like(words.use.minutesWrong)).waitFor();
				await look(`it-use-errors-${language}`);
				await minutes.fill('12');
				await button(words.use.save).click();
				await page.getByText(like(words.use.saved)).waitFor();
				await look(`it-phone-counted-${language}`);
			}

			await page.getByRole('link', { name: words.wall.back }).click();
			await way('talk').click();
			await visitorSide().waitFor();
			await look(`it-talk-empty-${language}`);
			await button(words.talk.step.joining).click();
			await button(new RegExp(`^${phrases.joining.arrived}`)).click();
			await look(`it-talk-date-${language}`);
			await button(words.talk.turn).click();
			await look(`it-talk-turned-${language}`);
			await button(words.talk.turnBack).click();
			await button(words.talk.step.documents).click();
			await button(new RegExp(`^${phrases.documents.address}`)).click();
			await visitorSide().getByRole('textbox').fill('၁၂၃၄၅၆၇၈၉၀၁၈');
			await visitorSide().getByRole('button', { name: myWords.done }).click();
			await page.getByText(myRefusals['my-number']).waitFor();
			await look(`it-talk-write-${language}`);
			await button(words.talk.step.start).click();
			await button(new RegExp(`^${phrases.start.hello}`)).click();
			await visitorSide().locator('.answer').first().click();
			await look(`it-talk-choice-${language}`);
			await button(like(words.talk.keepCount)).click();
			await page.getByText(myWords.keepAsk).waitFor();
			await look(`it-talk-ask-${language}`);
			await page.locator('[data-keep=no]').click();
			await page.getByText(words.talk.declined).waitFor();

			await page.getByRole('link', { name: words.wall.back }).click();
			await way('chat').click();
			const boxes = page.getByRole('textbox');
			await boxes.first().fill('在留カードはありますか');
			await boxes.first().press('Enter');
			await boxes.last().fill(CHAT);
			await boxes.last().press('Enter');
			await page.getByText(CHAT).first().waitFor();
			await boxes.last().fill('My Number 1234 5678 9018');
			await boxes.last().press('Enter');
			await page.getByText(myRefusals['my-number']).waitFor();
			await look(`it-chat-${language}`);

			await page.getByRole('link', { name: words.wall.back }).click();
			await way('sign').click();
			await look(`it-sign-${language}`);
			await page.getByRole('link', { name: words.wall.back }).click();
			await button(words.home.next).click();
			await page.getByText(words.leave.text).waitFor();
			await look(`it-leave-${language}`);
			await button(words.leave.go).click();
			await point('ne');
			await way('phone').click();
			await page.getByText(words.line.closed).waitFor();
			await page.getByText(words.line.insteadText).waitFor();
			await look(`it-closed-${language}`);
			expect(found).toEqual([]);
		});
	}
});

describe('a consultation with the line down', () => {
	it('is pointed at, agreed to, and stands in both languages on the booking', async () => {
		found.length = 0;
		await speakStaff(page, 'ja');
		await browser.context.setOffline(true);
		await go(`/interpreting?booking=${booking.split('/').at(-1)}`);
		await point('vi');
		await way('talk').click();
		await button(japanese.talk.step.joining).click();
		await button(new RegExp(`^${phrases.joining.arrived}`)).click();
		await visitorSide().getByText(vi.joining.arrived).waitFor();
		for (const digit of '20261030')
			await visitorSide().getByRole('button', { name: digit, exact: true }).click();
		await visitorSide().locator('.pad-keys .btn-primary').click();
		await button(new RegExp(`^${phrases.joining.student}`)).click();
		await visitorSide().locator('[data-answer=no]').click();
		expect(await page.locator('.tk-answer b').innerText()).toBe(phrases.answers.no);
		await button(like(japanese.talk.keepCount)).click();
		await page.locator('[data-keep=yes]').click();
		await page.getByText(like(japanese.talk.kept)).waitFor();
		await look('it-kept-ja');
		const next = page.getByRole('link', { name: japanese.talk.book });
		await go((await next.getAttribute('href'))!);
		// What was pointed at stands in the form of the next visit, in Japanese.
		const note = page.locator('#note');
		await expect.poll(() => note.inputValue()).toContain('令和8年10月30日');
		expect(await note.inputValue()).toContain(`${phrases.joining.student} ${phrases.answers.no}`);
		await look('it-next-ja');
		await go(booking);
		const record = page.locator('.record');
		await record.getByText(vi.joining.student).waitFor();
		await record.getByText(phrases.joining.student).waitFor();
		await record.getByText(vi.answers.no, { exact: true }).waitFor();
		await record.getByText('令和8年10月30日').waitFor();
		await look('it-record-ja');
		expect(found).toEqual([]);
	});

	it('reaches the centre once, as identifiers, and the uses are counted', async () => {
		await browser.context.setOffline(false);
		// The page was loaded anew in the middle: the use still runs and is ended by hand.
		await go('/interpreting');
		await page.locator('.it-use').getByText(japanese.mode.talk).waitFor();
		await look('it-running-ja');
		await button(japanese.use.end).click();
		await button(japanese.use.save).click();
		await page.getByText(like(japanese.use.saved)).waitFor();
		interface Row {
			data: { items: { phraseId: string; kind: string; value: string }[] };
		}
		await expect
			.poll(async () => (await centre.sql(`SELECT 1 FROM talk`)).length, { timeout: 40_000 })
			.toBe(1);
		const [row] = await centre.sql<Row & { data: Row['data'] }>(`SELECT data FROM talk`);
		expect(row!.data.items.map(({ phraseId, kind, value }) => [phraseId, kind, value])).toEqual([
			['joining.arrived', 'date', '2026-10-30'],
			['joining.student', 'no', '']
		]);
		await expect
			.poll(async () =>
				(await centre.sql<{ mode: string }>(`SELECT mode FROM usage`)).map(({ mode }) => mode)
			)
			.toContain('chat');
		const uses = await centre.sql<{ mode: string; language: string }>(
			`SELECT mode, language FROM usage`
		);
		expect(uses.filter(({ mode }) => mode === 'talk').map(({ language }) => language)).toContain(
			'vi'
		);
	});

	it('leaves nothing of the chat that nobody agreed to, and no phrase in the records', async () => {
		expect(my.start.hello).toBeTruthy();
		await browser.kill();
		expect(browser.plaintexts([CHAT, '在留カードはありますか'])).toEqual([]);
	});
});
