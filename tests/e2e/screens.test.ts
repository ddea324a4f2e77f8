import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { Chromium } from './support/chromium.ts';
import { inspect, unmarkedPassages } from './support/inspect.ts';
import {
	bookVisitor,
	choosePin,
	field,
	keepUnlocked,
	pullLine,
	reach,
	signIn,
	speakStaff,
	unlock,
	type Visitor
} from './support/pages.ts';
import { like, words } from './support/words.ts';

const OFFICE = 'shinjuku';
const visitor = (name: string): Visitor => ({ name, kana: 'ガメンシケン', phone: '03-0000-2101' });

let centre: CentreProcess;
let browser: Chromium;
let page: Page;
let detail = '';
const found: string[] = [];

const look = async (name: string): Promise<void> => {
	found.push(...(await inspect(page, name)));
};
const button = (name: string | RegExp) => page.getByRole('button', { name });
const go = (path: string): Promise<void> => reach(page, centre.origin + path);

beforeAll(async () => {
	centre = await startCentre();
	browser = new Chromium();
	await browser.start();
	page = await browser.newPage();
});
afterAll(async () => {
	await browser?.close();
	await centre?.stop();
});

describe('every screen passes axe (WCAG 2.2 AA) and stays inside 390, 320 and 200 %', () => {
	it('before the work: activation, sign-in, PIN, in both languages', async () => {
		found.length = 0;
		const { device } = words.ja;
		await page.goto(`${centre.origin}/bookings`);
		const code = page.getByLabel(device.activation.code);
		await code.waitFor();
		await look('activation-ja');
		await button(device.activation.submit).click();
		await page.getByRole('alert').waitFor();
		await look('activation-errors-ja');
		await speakStaff(page, 'en');
		await page.reload();
		await page.getByLabel(words.en.device.activation.code).waitFor();
		await look('activation-en');
		await speakStaff(page, 'ja');
		await page.reload();
		await code.fill(centre.codes[OFFICE]!);
		await page.getByLabel(device.activation.name).fill('窓口1');
		await button(device.activation.submit).click();
		await page.getByLabel(device.signIn.person).waitFor();
		await look('sign-in-ja');
		await speakStaff(page, 'en');
		await page.reload();
		await page.getByLabel(words.en.device.signIn.person).waitFor();
		await look('sign-in-en');
		await speakStaff(page, 'ja');
		await page.reload();
		await signIn(page, centre, 'naito');
		await page.getByText(device.pin.chooseFirst).waitFor();
		await look('pin-ja');
		await choosePin(page);
		expect(found).toEqual([]);
	});

	it('books one visitor and gets one refusal, so that there is something to see', async () => {
		await keepUnlocked(browser, page, centre.origin);
		await go('/bookings/new');
		await bookVisitor(page, visitor('画面試験 あさひ'));
		await page.getByRole('link', { name: words.ja.booking.saved.change }).click();
		await page.locator('.detail').waitFor();
		detail = new URL(page.url()).pathname;
		await expect
			.poll(
				async () =>
					(await centre.sql(`SELECT 1 FROM booking WHERE id = $1`, [detail.slice(10)])).length
			)
			.toBe(1);
		await go('/bookings/new');
		await page.locator('.slot[aria-pressed=true]').waitFor();
		await page.locator('.bk-top .mode-final').waitFor();
		await pullLine(browser, page);
		await bookVisitor(page, visitor('画面試験 おわりの席'), /^\d+:\d\d 新宿 申込/);
		await centre.sql(
			`UPDATE slot SET data = jsonb_set(data, '{taken}', data -> 'capacity') WHERE office_id = $1`,
			[OFFICE]
		);
		await browser.context.setOffline(false);
		await page
			.getByRole('link', { name: like(words.ja.shell.tray.reply) })
			.waitFor({ timeout: 40_000 });
		await browser.context.setOffline(true);
	});

	for (const language of ['ja', 'en'] as const) {
		const { booking, device, outbox, shell, verify, administration } = words[language];

		it(`bookings in ${language}`, async () => {
			found.length = 0;
			await browser.context.setOffline(false);
			await go('/bookings');
			await speakStaff(page, language);
			await go(detail);
			await page.getByRole('link', { name: booking.detail.list }).click();
			await page.getByRole('columnheader', { name: booking.list.visitor }).waitFor();
			await look(`list-${language}`);
			await page.getByLabel(booking.list.find).fill('zzz');
			await page.getByText(booking.list.notFound).waitFor();
			await look(`list-none-${language}`);
			await go('/bookings/new');
			await page.locator('.slot[aria-pressed=true]').waitFor();
			await page.locator('.mode-final').nth(1).waitFor();
			await look(`new-${language}`);
			await field(page, booking.field.name).fill('画面試験 123456789018');
			await page.keyboard.press('Enter');
			await page.getByRole('alert').waitFor();
			await look(`new-errors-${language}`);
			await bookVisitor(page, visitor(`画面試験 ${language}`), undefined, booking);
			await look(`saved-${language}`);
			expect(found).toEqual([]);
		});

		it(`one booking in ${language}`, async () => {
			found.length = 0;
			await go(detail);
			await look(`detail-${language}`);
			await button(booking.detail.move).click();
			await page.locator('.slot').first().waitFor();
			await look(`move-${language}`);
			await button(booking.detail.leave).click();
			await button(booking.detail.amend).click();
			await look(`amend-${language}`);
			await button(booking.detail.leave).click();
			await button(booking.detail.cancel).click();
			await page.getByRole('dialog').waitFor();
			await look(`cancel-${language}`);
			await go(`${detail}/slip`);
			await page.locator('.slip-desk').waitFor();
			await look(`slip-${language}`);
			await go('/bookings/verify');
			await page.getByText(verify.how).waitFor();
			await look(`verify-${language}`);
			expect(found).toEqual([]);
		});

		it(`outbox, device, administration and the lock in ${language}`, async () => {
			found.length = 0;
			await go('/outbox');
			await button(outbox.refused.withdraw).waitFor();
			await browser.context.setOffline(true);
			await go('/bookings/new');
			await bookVisitor(page, visitor(`送信待ち ${language}`), undefined, booking);
			await go('/outbox');
			await page.getByText(outbox.mark.notYet).first().waitFor();
			await look(`outbox-${language}`);
			await go('/device');
			await page.getByText(device.ready.title).waitFor();
			await look(`device-${language}`);
			for (const name of [device.page.changePin, device.page.addPerson, device.wipe.open]) {
				await button(name).click();
				await page.getByRole('dialog').waitFor();
				await look(`device-${name.slice(0, 6)}-${language}`);
				await button(shell.close).click();
			}
			await button(shell.rail.more).click();
			await page.getByRole('dialog').waitFor();
			await look(`more-${language}`);
			await browser.context.setOffline(false);
			await go('/administration');
			await page.getByText(administration.devices.title).first().waitFor();
			await look(`administration-${language}`);
			await button(shell.more.lock).click();
			await button(device.unlock.submit).click();
			await page.getByRole('alert').waitFor();
			await look(`unlock-${language}`);
			await unlock(page);
			expect(found).toEqual([]);
		});
	}
});

describe('with a keyboard alone', () => {
	interface Counted {
		taps: number;
		keys: string[];
	}
	const counted = (): Promise<Counted> =>
		page.evaluate(() => (globalThis as unknown as { counted: Counted }).counted);
	const count = (): Promise<void> =>
		page.evaluate(() => {
			const now: Counted = { taps: 0, keys: [] };
			(globalThis as unknown as { counted: Counted }).counted = now;
			addEventListener('pointerdown', () => (now.taps += 1), true);
			addEventListener('keydown', ({ key }) => void now.keys.push(key), true);
		});
	const focused = (): Promise<string> =>
		page.evaluate(() => {
			const { activeElement } = document;
			// With nothing focused it is the body, which holds every text.
			if (!activeElement?.matches('a, button, input')) return '';
			return activeElement.id || activeElement.textContent;
		});
	const press = async (key: string, until: string): Promise<void> => {
		for (let presses = 0; presses < 40 && !(await focused()).includes(until); presses += 1)
			await page.keyboard.press(key);
		expect(await focused()).toContain(until);
	};

	it('a booking goes from the list to the slip: on the booking screen 0 taps, typing and Enter', async () => {
		const { booking, shell } = words.ja;
		await browser.context.setOffline(false);
		await page.evaluate(() => localStorage.setItem('madoguchi-staff-language', 'ja'));
		await go('/bookings');
		await page.bringToFront();
		await count();
		await press('Tab', booking.list.book);
		const toBook = (await counted()).keys.length;
		await page.keyboard.press('Enter');
		await page.locator('.slot[aria-pressed=true]').waitFor();
		await expect.poll(focused).toBe('visitor-name');

		await count();
		const clerk = visitor('キー 操作');
		await page.keyboard.insertText(clerk.name);
		await page.keyboard.press('Tab');
		await page.keyboard.insertText(clerk.kana);
		await page.keyboard.press('Tab');
		await page.keyboard.insertText(clerk.phone);
		await page.keyboard.press('Enter');
		await button(booking.saved.next).waitFor();
		const { taps, keys } = await counted();
		expect({ taps, keys }).toEqual({ taps: 0, keys: ['Tab', 'Tab', 'Enter'] });
		await expect.poll(focused).toContain(booking.saved.next);
		await press('Shift+Tab', booking.seeSlip);
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { level: 1, name: shell.titles.slip, exact: true }).waitFor();
		console.info(
			`measured: ${toBook} Tab + Enter from the list to the form; on the booking screen ` +
				`${taps} taps, keys besides the text: ${keys.join(', ')}; then Shift+Tab ×2, Enter to the slip`
		);
	});

	it('another seat is chosen by arrow keys and typing goes on in the form', async () => {
		await go('/bookings/new');
		await page.locator('.slot[aria-pressed=true]').waitFor();
		await expect.poll(focused).toBe('visitor-name');
		const chosen = () => page.locator('.slot[aria-pressed=true]').getAttribute('data-at');
		const before = await chosen();
		for (let presses = 0; presses < 6; presses += 1) {
			await page.keyboard.press('Shift+Tab');
			if (await page.evaluate(() => document.activeElement?.matches('.slot'))) break;
		}
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('Enter');
		await expect.poll(chosen).not.toBe(before);
		await expect.poll(focused).toBe('visitor-name');
	});
});

describe('public pages', () => {
	beforeAll(() => browser.context.setOffline(false));

	for (const lang of ['ja', 'en', 'my', 'th', 'ja-easy'] as const) {
		it(`${lang}: axe, sizes, and every passage says its language`, async () => {
			found.length = 0;
			for (const path of [`/${lang}`, `/${lang}/offices`]) {
				await page.goto(centre.origin + path);
				await page.locator('#main').waitFor();
				await page.locator('details summary').first().click();
				// The styles of the staff zone do not come along, also not when the app has started.
				await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
				const weight = await page
					.locator('h1')
					.first()
					.evaluate((heading) => getComputedStyle(heading).fontWeight);
				if (weight !== '700') found.push(`${path}: a heading of weight ${weight}`);
				await look(`public${path.replaceAll('/', '-')}`);
				if (!lang.startsWith('ja')) found.push(...(await unmarkedPassages(page, 'ja')));
				if (lang !== 'my') found.push(...(await unmarkedPassages(page, 'my')));
			}
			expect(found).toEqual([]);
		});
	}

	it('the first page and an unknown address', async () => {
		found.length = 0;
		await page.goto(`${centre.origin}/`);
		await page.locator('#main').waitFor();
		await look('public-first');
		await page.goto(`${centre.origin}/ja/nothing`);
		await page.getByRole('heading', { level: 1 }).waitFor();
		await look('public-unknown');
		await page.goto(`${centre.origin}/nothing`);
		await page.getByRole('heading', { level: 1 }).waitFor();
		await look('unknown');
		expect(found).toEqual([]);
	});
});
