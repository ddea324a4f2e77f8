import { createServer, type Server } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { Chromium } from './support/chromium.ts';
import { bookVisitor, signIn, takeIntoUse, unlock, type Visitor } from './support/pages.ts';
import { like, words } from './support/words.ts';

const OFFICE = 'shinjuku';
const { booking, device, outbox, shell } = words.ja;
const people: Record<'first' | 'portal', Visitor> = {
	first: { name: '圏外試験 えりか', kana: 'ケンガイシケン エリカ', phone: '03-0000-3101' },
	portal: { name: '圏外試験 おとわ', kana: 'ケンガイシケン オトワ', phone: '03-0000-3102' }
};

let centre: CentreProcess;
let browser: Chromium;
let page: Page;
let slip = '';

const bookingsOf = ({ name }: Visitor) =>
	centre.sql(`SELECT id FROM booking WHERE data -> 'visitor' ->> 'name' = $1`, [name]);

/** Opens an address and counts how often the page loads until it stands still. */
async function loadsOf(address: string, settled: () => Promise<unknown>): Promise<number> {
	let loads = 0;
	const count = (): void => void (loads += 1);
	page.on('load', count);
	await page.goto(centre.origin + address);
	await settled();
	// A page that reloads itself does so at the next answer of the worker or of the centre.
	await page.evaluate(async () => {
		await navigator.serviceWorker.ready;
		await fetch('/api/health').catch(() => undefined);
		await new Promise((resolve) => setTimeout(resolve, 300));
	});
	page.off('load', count);
	return loads;
}

const heading = (text: string | RegExp) => () =>
	page.getByRole('heading', { name: text }).first().waitFor();

/** The addresses a person may have kept, and what stands there after a cold start. */
async function openEverything(): Promise<void> {
	const staff: [string, RegExp | string][] = [
		['/bookings', shell.titles.bookings],
		['/bookings/new', shell.titles.new],
		['/outbox', shell.titles.outbox],
		['/device', shell.titles.device],
		[slip, shell.titles.slip]
	];
	for (const [address, title] of staff) {
		const loads = await loadsOf(address, async () => {
			await unlock(page);
			await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
		});
		expect([address, loads]).toEqual([address, 1]);
	}
	await page.locator('.slip-desk').waitFor();
	for (const [address, lang] of [
		['/ja', 'ja'],
		['/my', 'my'],
		['/th/offices', 'th']
	] as const) {
		expect([address, await loadsOf(address, heading(/.+/))]).toEqual([address, 1]);
		expect(await page.locator('html').getAttribute('lang')).toBe(lang);
		expect(await page.locator('details').count()).toBeGreaterThan(5);
		// Each language is found by its own name, so its letters have to be here.
		await expect
			.poll(() =>
				page.evaluate(() =>
					['ไทย', 'မြန်မာဘာသာ', 'नेपाली', '한국어', '简体中文', '日本語'].filter(
						(name) => !document.fonts.check("16px 'Language Names'", name)
					)
				)
			)
			.toEqual([]);
	}
}

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

describe('without the centre', () => {
	it('one visit is enough: the tablet says that it is ready', async () => {
		await takeIntoUse(page, centre, centre.codes[OFFICE]!, '窓口1', 'naito');
		await page.goto(`${centre.origin}/bookings/new`);
		await unlock(page);
		await bookVisitor(page, people.first);
		await expect.poll(async () => (await bookingsOf(people.first)).length).toBe(1);
		slip = (await page.getByRole('link', { name: booking.seeSlip }).getAttribute('href'))!;
		await page.goto(`${centre.origin}/device`);
		await unlock(page);
		await page.getByText(device.ready.yes).waitFor();
	});

	it('a cold start in a new browser opens every deep link, once, with the server stopped', async () => {
		await centre.kill();
		await browser.kill();
		await browser.start();
		page = await browser.newPage();
		await openEverything();
	});

	it('an unknown address is answered in words', async () => {
		await loadsOf('/nothing/here', heading(shell.error.unknown.title));
		await loadsOf('/ja/nothing', heading(/.+/));
		await page.goto(`${centre.origin}/bookings/00000000-0000-4000-8000-000000000000`);
		await unlock(page);
		await page.getByText(booking.detail.unknown).waitFor();
	});

	it('the same with the line pulled at the device', async () => {
		await centre.restart();
		await browser.context.setOffline(true);
		await openEverything();
		await browser.context.setOffline(false);
	});
});

describe('a network that wants a sign-in (captive portal)', () => {
	let portal: Server;

	it('is named, and what is booked stays', async () => {
		await centre.kill();
		portal = createServer((_, response) =>
			response
				.writeHead(200, { 'content-type': 'text/html', 'cache-control': 'no-store' })
				.end('<html><title>Hotel</title><p>Sign in to the Wi-Fi</p></html>')
		);
		await new Promise<void>((resolve) =>
			portal.listen(Number(new URL(centre.origin).port), '127.0.0.1', resolve)
		);
		// The worker answers: the portal's page never stands in for the app.
		await page.goto(`${centre.origin}/bookings/new`);
		await unlock(page);
		await bookVisitor(page, people.portal);
		await page.getByRole('link', { name: like(shell.line.portal) }).waitFor();
		await page.goto(`${centre.origin}/outbox`);
		await unlock(page);
		await page.getByText(people.portal.name).waitFor();
		await page.getByText(outbox.reason.portal).waitFor();
		expect(await page.title()).toContain(shell.titles.outbox);
	});

	it('and arrives once the line is free and the person has signed in again', async () => {
		// A browser that is killed has not always written its cookies: here it surely has none.
		await browser.context.clearCookies();
		await new Promise((resolve) => {
			portal.close(resolve);
			portal.closeAllConnections();
		});
		await centre.restart();
		const again = page.getByRole('button', { name: shell.session.signIn });
		await again.waitFor({ timeout: 60_000 });
		await page.getByText(outbox.reason['sign-in']).waitFor();
		await again.click();
		await signIn(page, centre);
		await expect
			.poll(async () => (await bookingsOf(people.portal)).length, { timeout: 60_000 })
			.toBe(1);
		await page.getByText(outbox.waiting.none).waitFor();
	});
});

describe('two tabs', () => {
	it('open together and lock together', async () => {
		await page.goto(`${centre.origin}/bookings`);
		await unlock(page);
		const other = await browser.newPage();
		await other.goto(`${centre.origin}/outbox`);
		await other.getByRole('heading', { level: 1, name: shell.titles.outbox }).waitFor();
		await other.getByRole('button', { name: shell.more.lock }).click();
		await page.getByRole('button', { name: device.unlock.submit }).waitFor();
		await unlock(page);
		await other.getByRole('heading', { level: 1, name: shell.titles.outbox }).waitFor();
		await other.close();
	});
});
