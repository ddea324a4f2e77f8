import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import device from '#locales/ja/device.json' with { type: 'json' };
import type guidanceJa from '#locales/ja/guidance.json';
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { Chromium } from './support/chromium.ts';
import { like } from './support/words.ts';

const words = JSON.parse(readFileSync('locales/en/guidance.json', 'utf8')) as typeof guidanceJa;

describe.each(['public', 'staff'] as const)('a centre for the %s alone', (zone) => {
	let centre: CentreProcess;
	let browser: Chromium;
	let page: Page;
	beforeAll(async () => {
		centre = await startCentre({ ZONE: zone });
		browser = new Chromium();
		await browser.start();
		page = await browser.newPage();
	});
	afterAll(async () => {
		await browser?.close();
		await centre?.stop();
	});

	it('starts without a line what it serves, though the other half is not there', async () => {
		const start = { public: '/en/guidance', staff: '/bookings' }[zone];
		const there =
			zone === 'public' ? page.locator('#search') : page.getByLabel(device.activation.name);
		await page.goto(centre.origin + start);
		await there.waitFor();
		await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
		if (zone === 'public') {
			await page.getByRole('button', { name: like(words.pack.get) }).click();
			await page.getByText(like(words.pack.kept)).waitFor();
		}
		await browser.context.setOffline(true);
		await page.reload();
		await there.waitFor();
		await browser.context.setOffline(false);
		const other = { public: '/reception', staff: '/en/guidance' }[zone];
		expect((await fetch(centre.origin + other)).status).toBe(404);
	});
});
