import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import home from '#locales/en/home.json' with { type: 'json' };
import en from '#locales/en/request.json' with { type: 'json' };
import ja from '#locales/ja/request.json' with { type: 'json' };
import my from '#locales/my/request.json' with { type: 'json' };
import booking from '#locales/ja/booking.json' with { type: 'json' };
import requests from '#locales/ja/requests.json' with { type: 'json' };
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { Chromium, PHONE } from './support/chromium.ts';
import { inspect, unmarkedPassages } from './support/inspect.ts';
import { takeIntoUse } from './support/pages.ts';
import { like } from './support/words.ts';

const texts = { ja, en, my };
const TEL = '080-0000-0303';

let centre: CentreProcess;
let browser: Chromium;
beforeAll(async () => {
	centre = await startCentre();
	browser = new Chromium();
	await browser.start();
});
afterAll(async () => {
	await browser?.close();
	await centre?.stop();
});

/** A page in which no script runs, as far as the visitor's own pages go. */
async function fillForm(page: Page, words: typeof en, phone = TEL): Promise<void> {
	await page.locator('#office').selectOption('shinjuku');
	await page.locator('input[name=topic][value=exemption]').check();
	await page.locator('input[name=part][value=morning]').check();
	await page.locator('#from').fill(await tomorrow(page));
	await page.locator('#phone').fill(phone);
	await page.getByRole('button', { name: words.toCheck }).click();
}

const tomorrow = async (page: Page): Promise<string> =>
	(await page.locator('#from').getAttribute('min'))!;
const numberOn = (page: Page): Promise<string> => page.locator('.receipt-number').innerText();
const count = async (table: string): Promise<number> =>
	(await centre.sql<{ n: string }>(`SELECT count(*) AS n FROM ${table}`))[0]!
		.n as unknown as number;

async function lookUp(
	page: Page,
	tag: 'en' | 'ja' | 'my',
	receiptNo: string,
	phone = TEL
): Promise<void> {
	await page.goto(`${centre.origin}/${tag}/booking/status`);
	await page.locator('#receiptNo').fill(receiptNo);
	await page.locator('#phone').fill(phone);
	await page.getByRole('button', { name: texts[tag].look, exact: true }).click();
}

describe('the booking request without a script', () => {
	it('keeps what was typed, shows free times, sends, and can be looked up and cancelled', async () => {
		const page = await browser.newPageWithoutScript(PHONE);
		await page.goto(`${centre.origin}/en/booking`);
		await page.locator('#name').fill('Nick');
		await page.getByRole('button', { name: en.toCheck }).click();
		await page.getByText(en.errors).waitFor();
		expect(await page.locator('#name').inputValue()).toBe('Nick');
		await page.getByText(en.wishMissing).first().waitFor();

		await page.locator('#office').selectOption('shinjuku');
		await page.getByRole('button', { name: en.showTimes }).click();
		await page.getByText(like(en.timesAsOf)).waitFor();
		expect(await page.locator('#name').inputValue()).toBe('Nick');
		await page.locator('.chip input').first().check();
		await fillForm(page, en);
		await page.getByRole('heading', { name: en.checkTitle }).waitFor();
		await page.getByRole('button', { name: en.change }).click();
		expect(await page.locator('#name').inputValue()).toBe('Nick');
		expect(await page.locator('#phone').inputValue()).toBe(TEL);
		await page.getByRole('button', { name: en.toCheck }).click();
		await page.getByRole('button', { name: en.send }).click();
		await page.getByRole('heading', { name: en.sentTitle }).waitFor();
		const receiptNo = await numberOn(page);
		expect(receiptNo).toMatch(/^WEB0-\d{4}-.$/);
		expect(new URL(page.url()).pathname).toBe('/en/booking');

		await lookUp(page, 'en', receiptNo, '090-0000-0000');
		const unknown = await page.locator('.problems').innerText();
		await lookUp(page, 'en', 'WEB0-9999-9');
		expect(await page.locator('.problems').innerText()).toBe(unknown);
		await lookUp(page, 'en', receiptNo);
		await page.getByText(en.stateReceived).waitFor();
		await page.getByRole('button', { name: en.cancel }).click();
		await page.getByRole('button', { name: en.cancelYes }).click();
		await page.getByText(en.stateWithdrawn).waitFor();
		await page.close();
	});

	it('refuses a form from elsewhere and one that a machine filled', async () => {
		const send = (origin: string, body: string) =>
			fetch(`${centre.origin}/en/booking?/send`, {
				method: 'POST',
				body,
				headers: {
					origin,
					accept: 'text/html',
					'content-type': 'application/x-www-form-urlencoded'
				}
			});
		expect((await send('https://elsewhere.example', 'office=x')).status).toBe(403);
		const before = await count('public_request');
		const filled = `requestId=bot-1&website=x&office=shinjuku&topic=other&part=day&from=2099-01-01&phone=${TEL}`;
		expect((await send(centre.origin, filled)).status).toBe(400);
		expect(await count('public_request')).toBe(before);
		expect((await send(centre.origin, 'a='.padEnd(20_000, 'x'))).status).toBe(413);
	});
});

describe('the booking request with a script', () => {
	it('shows free times, wishes one, is sent, changed, and booked by staff', async () => {
		const page = await browser.newPage(PHONE);
		await page.goto(`${centre.origin}/ja/booking`);
		await page.locator('#office-find').fill('shinjuku');
		await page.locator('#office').selectOption('shinjuku');
		await page.getByText(like(ja.timesAsOf)).waitFor();
		await page.locator('.chip input').first().check();
		await page.locator('input[name=topic][value=exemption]').check();
		await page.locator('#name').fill('電子 試験');
		await page.locator('#phone').fill(TEL);
		await page.locator('input[name=consent][value=sms]').check();
		await page.getByRole('button', { name: ja.toCheck }).click();
		await page.getByRole('heading', { name: ja.checkTitle }).waitFor();
		await page.getByRole('button', { name: ja.send }).click();
		await page.getByRole('heading', { name: ja.sentTitle }).waitFor();
		const receiptNo = await numberOn(page);

		await lookUp(page, 'ja', receiptNo);
		await page.getByRole('button', { name: ja.askChange }).click();
		await page.locator('.chip input').nth(1).check();
		await page.getByRole('button', { name: ja.sendChange }).click();
		await page.getByText(ja.wishedChange).waitFor();
		expect(page.url()).not.toContain(receiptNo);

		const staff = await browser.newPage();
		await takeIntoUse(staff, centre, centre.codes.shinjuku!, '窓口1', 'naito');
		await staff.getByRole('link', { name: like(requests.entry) }).click();
		await staff.getByRole('link', { name: '電子 試験' }).click({ timeout: 40_000 });
		await staff.getByRole('link', { name: requests.book }).click();
		await staff.getByText(requests.heldText.split(' ')[0]!).first().waitFor();
		// What the visitor wrote is held: shown as text, not asked for again.
		await staff.locator('.held-value').filter({ hasText: TEL }).waitFor();
		await staff.locator('.slot[aria-pressed=true]').waitFor();
		await staff.locator('.bk-go button[type=submit]').click();
		await staff.locator('.big-number').waitFor();
		expect((await staff.locator('.big-number').innerText()).trim()).toBe(receiptNo);
		await staff.getByRole('link', { name: booking.saved.change }).click();
		await staff.getByRole('button', { name: requests.approve }).click();
		await staff.getByText('送信済み').waitFor({ timeout: 40_000 });
		expect(await inspect(staff, 'staff-booking-messages', { narrow: false })).toEqual([]);
		const letters = await centre.sql<{ body: string }>(
			`SELECT body FROM mailbox WHERE kind = 'sms'`
		);
		expect(letters).toHaveLength(1);
		expect(letters[0]!.body).toContain(receiptNo);
		expect(letters[0]!.body).not.toMatch(/電子|試験|0000-0303|免除/);
		await staff.close();

		await expect
			.poll(
				async () => {
					await lookUp(page, 'ja', receiptNo);
					return page.locator('.receipt').innerText();
				},
				{ timeout: 40_000, interval: 3000 }
			)
			.toContain(ja.stateBooked);
		await page.close();
	});

	it('opens without a line, says plainly that nothing is sent, and sends once when the line is back', async () => {
		const page = await browser.newPage(PHONE);
		await page.goto(`${centre.origin}/en`);
		await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
		await page.reload();
		const before = await count('public_request');
		await browser.context.setOffline(true);
		await page.goto(`${centre.origin}/en/booking`);
		await page.getByRole('heading', { name: home.requestTitle }).waitFor();
		await page.locator('#office').selectOption('shinjuku');
		await page.getByText(en.noTimes).waitFor();
		await fillForm(page, en, '080-0000-0404');
		await page.getByRole('button', { name: en.send }).click();
		await page.getByRole('heading', { name: en.unsentTitle }).waitFor();
		await page.getByText(en.unsentNote).waitFor();
		expect(await inspect(page, 'unsent-en')).toEqual([]);
		await page.setViewportSize(PHONE);

		// Closed and opened again, still without a line: it is still there and still not sent.
		await page.goto(`${centre.origin}/en/booking`);
		await page.getByRole('heading', { name: en.unsentTitle }).waitFor();
		expect(await count('public_request')).toBe(before);
		await browser.context.setOffline(false);
		await page.getByRole('heading', { name: en.sentTitle }).waitFor({ timeout: 45_000 });
		await page.getByText(en.keptGone).waitFor();
		expect(Number(await count('public_request'))).toBe(Number(before) + 1);
		await page.goto(`${centre.origin}/en/booking`);
		await page.getByRole('heading', { name: home.requestTitle }).waitFor();
		await page.close();
	});

	it('makes one request of a reply that was lost, and deletes what the visitor deletes', async () => {
		const page = await browser.newPage(PHONE);
		await page.goto(`${centre.origin}/en/booking`);
		const before = Number(await count('public_request'));
		let lost = 0;
		await page.route('**/booking?/send', async (route) => {
			lost += 1;
			if (lost > 1) return route.continue();
			await route.fetch();
			return route.abort();
		});
		await fillForm(page, en, '080-0000-0505');
		await page.getByRole('button', { name: en.send }).click();
		await page.getByRole('heading', { name: en.unsentTitle }).waitFor();
		await page.getByRole('button', { name: en.sendNow }).click();
		await page.getByRole('heading', { name: en.sentTitle }).waitFor();
		expect(Number(await count('public_request'))).toBe(before + 1);

		await page.unroute('**/booking?/send');
		await page.route('**/booking?/send', (route) => route.abort());
		await page.goto(`${centre.origin}/en/booking`);
		await fillForm(page, en, '080-0000-0606');
		await page.getByRole('button', { name: en.send }).click();
		await page.getByRole('button', { name: en.forget }).click();
		await page.getByRole('heading', { name: home.requestTitle }).waitFor();
		await page.reload();
		await page.getByRole('heading', { name: home.requestTitle }).waitFor();
		expect(Number(await count('public_request'))).toBe(before + 1);
		await page.close();
	});
});

describe('every step passes axe and stays inside narrow screens', () => {
	for (const tag of ['ja', 'en', 'my'] as const) {
		it(`in ${tag}`, async () => {
			const words = texts[tag];
			const page = await browser.newPage();
			const found: string[] = [];
			const look = async (name: string): Promise<void> => {
				found.push(...(await inspect(page, `${name}-${tag}`)));
				if (tag === 'my') found.push(...(await unmarkedPassages(page, 'ja')));
			};
			await page.goto(`${centre.origin}/${tag}/booking`);
			await page.locator('#office-find').waitFor();
			await page.getByRole('button', { name: words.toCheck }).click();
			await page.getByText(words.errors).waitFor();
			await look('errors');
			await page.locator('#office').selectOption('shinjuku');
			await page.locator('.chip').first().waitFor();
			await look('form');
			await fillForm(page, words, `080-0000-07${tag.charCodeAt(0) % 100}`.slice(0, 13));
			await page.getByRole('heading', { name: words.checkTitle }).waitFor();
			await look('check');
			await page.getByRole('button', { name: words.send }).click();
			await page.getByRole('heading', { name: words.sentTitle }).waitFor();
			await look('sent');
			await lookUp(
				page,
				tag,
				await numberOn(page),
				`080-0000-07${tag.charCodeAt(0) % 100}`.slice(0, 13)
			);
			await page.getByText(words.stateReceived).waitFor();
			await look('status');
			await page.close();
			expect(found).toEqual([]);
		});
	}
});

describe('requests that come too fast', () => {
	it('are told when to go on, and nothing typed is lost', async () => {
		const from = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
		const body = `requestId=bot-2&website=x&office=shinjuku&topic=other&part=day&from=${from}&name=x&phone=${TEL}`;
		const headers = {
			origin: centre.origin,
			accept: 'text/html',
			'content-type': 'application/x-www-form-urlencoded'
		};
		const send = async (): Promise<number> =>
			(await fetch(`${centre.origin}/en/booking?/send`, { method: 'POST', body, headers })).status;
		let status = 400;
		for (let tries = 0; status !== 429 && tries < 40; tries += 1) status = await send();
		expect(status).toBe(429);

		const page = await browser.newPage();
		await page.goto(`${centre.origin}/en/booking`);
		await page.locator('#office').selectOption('shinjuku');
		await page.locator('.chip').first().waitFor();
		await fillForm(page, en, TEL);
		await page.getByRole('button', { name: en.send }).click();
		await page.getByText(like(en.tooMany)).first().waitFor();
		expect(await page.getByRole('heading', { name: en.checkTitle }).count()).toBe(1);
		expect(await page.locator('main').innerText()).toContain(TEL);
		await page.close();
	});
});
