import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import booking from '#locales/ja/booking.json' with { type: 'json' };
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { Chromium } from './support/chromium.ts';
import { bookVisitor, savedAddress, takeIntoUse, unlock, type Visitor } from './support/pages.ts';

const OFFICE = 'shinjuku';
const people: Record<'online' | 'leased' | 'request', Visitor> = {
	online: { name: '端末試験 あおば', kana: 'タンマツシケン アオバ', phone: '03-0000-1101' },
	leased: { name: '端末試験 いずみ', kana: 'タンマツシケン イズミ', phone: '03-0000-1102' },
	request: { name: '端末試験 うらら', kana: 'タンマツシケン ウララ', phone: '03-0000-1103' }
};

let centre: CentreProcess;
let first: Chromium;
let second: Chromium;
let page: Page;

beforeAll(async () => {
	centre = await startCentre();
	first = new Chromium();
	second = new Chromium();
	await first.start();
	page = await first.newPage();
});
afterAll(async () => {
	await Promise.all([first?.close(), second?.close()]);
	await centre?.stop();
});

describe('the story: book, pull the network, book again, kill the tab, come back', () => {
	it('takes a tablet into use and books online: saved here and received by the centre', async () => {
		await takeIntoUse(page, centre, centre.codes[OFFICE]!, '窓口1', 'naito');
		await page.goto(`${centre.origin}/bookings/new`);
		await unlock(page);
		const number = await bookVisitor(page, people.online);
		expect(number).toMatch(/^[0-9A-Z]{4}-\d{4,}-[0-9A-Z]$/);
		await expect.poll(async () => (await bookingsOf(people.online)).length).toBe(1);
	});

	it('says "ready to work offline" only when the worker has taken control', async () => {
		await page.goto(`${centre.origin}/device`);
		await unlock(page);
		await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
		expect(await page.evaluate(async () => (await caches.keys()).length)).toBeGreaterThan(0);
	});

	it('books with the server really stopped: on its own seat for certain, elsewhere as a request', async () => {
		await page.goto(`${centre.origin}/bookings/new`);
		await unlock(page);
		await page
			.getByRole('button', { name: /確保席/ })
			.first()
			.waitFor();
		await centre.kill();
		await bookVisitor(page, people.leased, /確保席/);
		expect(await page.getByText(booking.saved.confirmed).count()).toBe(1);
		await page.getByRole('button', { name: booking.saved.next }).click();
		await bookVisitor(page, people.request, /^\d+:\d\d 新宿 申込/);
		expect(await page.getByText(booking.saved.requested).count()).toBe(1);
		await expect
			.poll(() => page.getByRole('link', { name: /未送信.?2件/ }).count())
			.toBeGreaterThan(0);
	});

	it('survives the browser being killed: a cold start without a server, a deep link, everything there', async () => {
		const address = await savedAddress(page);
		// Chromium writes cookies to disk every half minute; a session younger than that ends with
		// the kill, and the tablet would ask for a sign-in (scenario 28).
		await expect
			.poll(() => first.plaintexts(['session-naito']).length, { timeout: 60_000 })
			.toBeGreaterThan(0);
		await first.kill();
		await first.start();
		page = await first.newPage();
		await page.goto(`${centre.origin}${address}`);
		await unlock(page);
		await page.getByText(people.request.name).first().waitFor();
		await page.goto(`${centre.origin}/outbox`);
		await unlock(page);
		await expect.poll(() => page.getByText(people.leased.name).count()).toBeGreaterThan(0);
		await page.goto(`${centre.origin}/bookings/verify`);
		await unlock(page);
	});

	it('plugs in again: everything arrives exactly once', async () => {
		await centre.restart();
		await expect
			.poll(
				async () =>
					Promise.all(
						Object.values(people).map(async (visitor) =>
							(await bookingsOf(visitor)).map(({ status }) => status)
						)
					),
				{ timeout: 90_000 }
			)
			.toEqual([['confirmed'], ['confirmed'], ['confirmed']]);
		await expect
			.poll(() => page.getByRole('link', { name: /未送信/ }).count(), { timeout: 20_000 })
			.toBe(0);
	});

	it('shows it all on a second tablet', async () => {
		// The restarted centre has printed a fresh activation code.
		const code = centre.codes[OFFICE]!;
		await second.start();
		const other = await second.newPage();
		await takeIntoUse(other, centre, code, '窓口2', 'sakurai');
		for (const visitor of Object.values(people)) {
			const [row] = await bookingsOf(visitor);
			await other.goto(`${centre.origin}/bookings/${row!.id}`);
			await unlock(other);
			await other.getByText(visitor.name).first().waitFor();
		}
	});

	it('has written nothing personal to disk in the clear (canary scan)', async () => {
		await Promise.all([first.kill(), second.kill()]);
		const secrets = Object.values(people).flatMap(({ name, kana }) => [name, kana]);
		for (const browser of [first, second]) {
			expect(browser.plaintexts(secrets)).toEqual([]);
			// The scan itself sees what does lie there in the clear.
			expect(browser.plaintexts(['madoguchi']).length).toBeGreaterThan(0);
		}
	});
});

async function bookingsOf(visitor: Visitor): Promise<{ id: string; status: string }[]> {
	return centre.sql<{ id: string; status: string }>(
		`SELECT id, status FROM booking WHERE data -> 'visitor' ->> 'name' = $1`,
		[visitor.name]
	);
}
