import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { Chromium } from './support/chromium.ts';
import { inspect } from './support/inspect.ts';
import {
	bookVisitor,
	field,
	reach,
	savedAddress,
	speakStaff,
	takeIntoUse,
	unlock
} from './support/pages.ts';
import documents from '#locales/ja/documents.json' with { type: 'json' };
import { like, words } from './support/words.ts';

const { booking } = words.ja;
const visitor = { name: '長居 試験', kana: 'ナガイ シケン', phone: '03-0000-5301' };

let centre: CentreProcess;
let browser: Chromium;
let page: Page;
const button = (name: string | RegExp) => page.getByRole('button', { name });

beforeAll(async () => {
	centre = await startCentre();
	browser = new Chromium();
	await browser.start();
	page = await browser.newPage();
	await takeIntoUse(page, centre, centre.codes.shinjuku!, '窓口1', 'naito');
});
afterAll(async () => {
	await browser.close();
	await centre.stop();
});

describe('a visit that is not plain', () => {
	it('is booked with an interpreter over two start times, for a proxy, not to be disclosed', async () => {
		await reach(page, `${centre.origin}/bookings/new`);
		await page.locator('#language').selectOption('my');
		await expect.poll(() => page.locator('.find-picks').innerText()).toContain('90');
		await page.locator('.more-fields summary').click();
		await page.getByLabel(booking.more.proxy).check();
		await page.getByLabel(booking.more.nonDisclosure).check();
		await field(page, booking.field.name).fill(visitor.name);
		await field(page, booking.field.kana).fill(visitor.kana);
		await field(page, booking.field.phone).fill(visitor.phone);
		await field(page, booking.field.phone).press('Enter');
		// Nothing typed is lost, and the summary says what is missing.
		await page.getByRole('alert').filter({ hasText: booking.field.proxyName }).waitFor();
		expect(await inspect(page, 'booking-proxy-ja')).toEqual([]);
		await field(page, booking.field.proxyName).fill('代理 試験');
		await field(page, booking.field.proxyName).press('Enter');
		await button(like(booking.saved.next)).waitFor();
		const address = await savedAddress(page);

		await page.goto(centre.origin + address);
		await unlock(page);
		await page.getByText('代理 試験').waitFor();
		expect(await page.locator('#main').innerText()).not.toContain(visitor.phone);
		expect(await inspect(page, 'booking-hidden-ja')).toEqual([]);
		await button(booking.detail.show).click();
		await page.getByRole('link', { name: visitor.phone }).waitFor();
		await expect
			.poll(() => centre.sql(`SELECT 1 FROM audit WHERE action = 'booking.view@1'`))
			.toHaveLength(1);
		await page.goto(`${centre.origin}${address}/slip`);
		await unlock(page);
		await page.getByText(documents['proxy-letter']).first().waitFor();
	});

	it('is pointed out when it is booked twice, and taken over when it is booked again', async () => {
		await reach(page, `${centre.origin}/bookings/new`);
		const other = { ...visitor, name: '二度 試験', phone: '03-0000-5302' };
		await bookVisitor(page, other);
		const address = await savedAddress(page);
		await button(like(booking.saved.next)).click();
		await field(page, booking.field.name).fill(other.name);
		await field(page, booking.field.phone).fill(other.phone);
		await page.getByText(booking.duplicate.title).waitFor();
		expect(await inspect(page, 'booking-twice-ja')).toEqual([]);
		await button(booking.forget)
			.click()
			.catch(() => undefined);

		await page.goto(centre.origin + address);
		await unlock(page);
		await button(like(booking.detail.cancel)).click();
		await button(booking.cancel.submit).click();
		await page.getByRole('link', { name: like(booking.detail.again) }).click();
		await page.getByText(booking.held.mark).first().waitFor();
		expect(await page.locator('.held-value').first().innerText()).toBe(other.name);
		expect(await inspect(page, 'booking-again-ja')).toEqual([]);
		await page.locator('.bk-top .mode-final').waitFor();
		await button(like(booking.book)).click();
		await button(like(booking.saved.next)).waitFor();
		const held = () =>
			centre.sql<{ held: string[] }>(
				`SELECT data -> 'held' AS held FROM booking
				WHERE data -> 'visitor' ->> 'name' = $1 AND status = 'confirmed'`,
				[other.name]
			);
		await expect.poll(held).toEqual([{ held: ['name', 'kana', 'phone'] }]);
	});
});

describe('the waiting list', () => {
	it('takes a visitor, offers a seat by itself, and one tap books it', async () => {
		await reach(page, `${centre.origin}/bookings/new`);
		const waiter = { name: '待機 試験', phone: '03-0000-5303' };
		await field(page, booking.field.name).fill(waiter.name);
		await field(page, booking.field.phone).fill(waiter.phone);
		await button(like(booking.waiting.join)).click();
		await button(booking.waiting.submit).waitFor();
		expect(await inspect(page, 'booking-join-ja')).toEqual([]);
		await button(booking.waiting.submit).click();
		await page.getByText(booking.waiting.saved.replace('{{name}}', waiter.name)).waitFor();
		await page.goto(`${centre.origin}/bookings/waiting`);
		await unlock(page);
		await button(booking.waiting.accept).waitFor({ timeout: 45_000 });
		for (const tag of ['en', 'ja'] as const) {
			await speakStaff(page, tag);
			await reach(page, `${centre.origin}/bookings/waiting`);
			expect(await inspect(page, `booking-waiting-${tag}`)).toEqual([]);
		}
		await button(booking.waiting.accept).click();
		await page.getByText(booking.status.confirmed).first().waitFor();
		await expect
			.poll(
				async () => (await centre.sql<{ state: string }>(`SELECT state FROM standby`))[0]!.state
			)
			.toBe('booked');
	});
});
