import type { Page } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type guidanceJa from '#locales/ja/guidance.json';
import { languageTags, type LanguageTag } from '#lib/domain/basics/languages.ts';
import { withoutRuby } from '#lib/domain/guidance/ruby.ts';
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { Chromium } from './support/chromium.ts';
import { inspect, unmarkedPassages } from './support/inspect.ts';
import { like } from './support/words.ts';

type Words = typeof guidanceJa;
const wordsIn = (tag: LanguageTag): Words =>
	JSON.parse(withoutRuby(readFileSync(`locales/${tag}/guidance.json`, 'utf8'))) as Words;

let centre: CentreProcess;
let browser: Chromium;
let page: Page;
const found: string[] = [];
const look = async (name: string): Promise<void> => {
	found.push(...(await inspect(page, name)));
};
const open = async (path: string): Promise<void> => {
	await page.goto(centre.origin + path);
	await page.locator('#main h1').waitFor();
};
/** A script is there: the search and the box for the pack only show with one. */
const openIndex = async (lang: LanguageTag): Promise<void> => {
	await open(`/${lang}/guidance`);
	await page.locator('#search').waitFor();
};

beforeAll(async () => {
	centre = await startCentre();
	browser = new Chromium();
	await browser.start();
	page = await browser.newPage();
	await openIndex('ja');
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
});
afterAll(async () => {
	await browser?.close();
	await centre?.stop();
});

describe('a topic of guidance', () => {
	it('is readable without a script, with figures written out', async () => {
		const html = await (await fetch(`${centre.origin}/en/guidance/premium`)).text();
		expect(html).toContain('17,920');
		expect(html.replaceAll(/<script[^]*?<\/script>/g, '')).not.toContain('{{');
		expect(html).toContain('保険料は月');
	});

	it('shows the original below each block when asked, and hides the readings', async () => {
		await open('/en/guidance/exemption');
		const original = page.locator('.g-original').first();
		expect(await original.isVisible()).toBe(false);
		await page.locator('#pair-on').check();
		await original.waitFor();
		await open('/ja-easy/guidance/exemption');
		const reading = page.locator('h1 rt').first();
		await reading.waitFor();
		await page.locator('#ruby-on').uncheck();
		await reading.waitFor({ state: 'hidden' });
	});

	it('keeps ticks on this device and leads to a booking about it', async () => {
		await open('/en/guidance/exemption');
		const tick = page.locator('.g-bring input').first();
		await tick.check();
		await page.reload();
		await page.locator('.g-share').waitFor();
		expect(await tick.isChecked()).toBe(true);
		await page.getByRole('link', { name: wordsIn('en').book }).click();
		await page.locator('[name=topic][value=exemption]:checked').waitFor();
	});

	it('counts whether it helped, and nothing else', async () => {
		await open('/my/guidance/premium');
		await page.getByRole('button', { name: wordsIn('my').helped.yes, exact: true }).click();
		await page.getByText(wordsIn('my').helped.thanks).waitFor();
		await expect
			.poll(() => centre.sql(`SELECT what, topic, lang, answer, count FROM guidance_count`))
			.toEqual([{ what: 'helped', topic: 'premium', lang: 'my', answer: 'yes', count: 1 }]);
		const refused = await fetch(`${centre.origin}/api/public/count`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ what: 'helped', topic: 'premium', lang: 'my', answer: 'Tanaka' })
		});
		expect(refused.status).toBe(400);
	});

	it('says when a figure has run out, on the clock of the device', async () => {
		// A clock is set for a whole browser.
		const later = new Chromium();
		await later.start();
		const late = await later.newPage();
		await late.clock.setFixedTime(new Date('2030-05-01T03:00:00Z'));
		await late.goto(`${centre.origin}/en/guidance/premium`);
		await late
			.getByText(like(wordsIn('en').expired))
			.first()
			.waitFor();
		await later.close();
	});

	it('offers the nearest topic for an unknown one', async () => {
		const reply = await fetch(`${centre.origin}/en/guidance/lump-summ`);
		expect(reply.status).toBe(404);
		expect(await reply.text()).toContain('/en/guidance/lump-sum"');
	});
});

describe('without a line', () => {
	for (const lang of ['ja-easy', 'en', 'zh', 'th', 'ne', 'my'] as const) {
		it(`${lang}: everything of the pack can be read and searched`, async () => {
			await browser.context.setOffline(false);
			await openIndex(lang);
			const get = page.getByRole('button', { name: like(wordsIn(lang).pack.get) });
			await get.click();
			await page.getByText(like(wordsIn(lang).pack.kept)).waitFor();
			await browser.context.setOffline(true);
			// A topic nobody has opened on this device, by its address and by a link.
			await open(`/${lang}/guidance/lump-sum`);
			await page.locator('.g-section').first().waitFor();
			expect(await page.locator('.g-section').count()).toBeGreaterThan(5);
			await openIndex(lang);
			await page.getByText(like(wordsIn(lang).pack.kept)).waitFor();
			await page.locator('#search').fill('dattai');
			await page.locator('.g-list').first().locator('a[href$="/lump-sum"]').waitFor();
			await page.locator('.g-list').first().locator('a[href$="/lump-sum"]').click();
			await page.locator('.g-section').first().waitFor();
		});
	}

	it('says so where nothing is kept', async () => {
		await browser.context.setOffline(true);
		await page.goto(`${centre.origin}/ko/guidance/lump-sum`);
		await page.getByText(wordsIn('ko').pack.absent).waitFor();
		await browser.context.setOffline(false);
	});
});

describe('a pack', () => {
	beforeAll(() => browser.context.setOffline(false));

	const pack = (lang: string) =>
		page.evaluate(async (tag) => {
			const cache = await caches.open('guidance-packs');
			return (await cache.match(`/packs/${tag}`))?.text();
		}, lang);

	for (const [what, change] of [
		['damaged on the way', ['/api/packs/es/', 'pago', 'Pago']],
		[
			'not signed by the centre',
			['/api/packs', '"lang":"es","format":2,"hash":"', '"lang":"es","format":2,"hash":"A']
		]
	] as const) {
		it(`is refused when it is ${what}`, async () => {
			await openIndex('es');
			await page.evaluate(() => caches.delete('guidance-packs'));
			await openIndex('es');
			// In the page: what the worker passes on does not come by the debugger.
			await page.evaluate(([part, from, to]) => {
				const { fetch: real } = globalThis;
				globalThis.fetch = async (...args) => {
					const reply = await real(...args);
					if (!String(args[0]).startsWith(part!)) return reply;
					return new Response((await reply.text()).replace(from!, to!), { status: 200 });
				};
			}, change);
			await page.getByRole('button', { name: like(wordsIn('es').pack.get) }).click();
			await page.getByText(wordsIn('es').pack.failed).waitFor();
			expect(await pack('es')).toBeUndefined();
			await openIndex('es');
			await page.getByRole('button', { name: like(wordsIn('es').pack.get) }).click();
			await page.getByText(like(wordsIn('es').pack.kept)).waitFor();
			expect((await pack('es'))?.length).toBeGreaterThan(10_000);
		});
	}
});

describe('screens', () => {
	beforeAll(() => browser.context.setOffline(false));

	for (const lang of languageTags) {
		it(`${lang}: axe, sizes, and every passage says its language`, async () => {
			found.length = 0;
			await openIndex(lang);
			await look(`guidance-${lang}`);
			for (const topic of ['exemption', 'agreements'] as const) {
				await open(`/${lang}/guidance/${topic}`);
				await page.getByRole('button', { name: wordsIn(lang).sheet.showQr }).click();
				await page.locator('.g-qr svg').waitFor();
				if (lang !== 'ja') await page.locator('#pair-on').check();
				await look(`guidance-${lang}-${topic}`);
				if (!lang.startsWith('ja') && lang !== 'zh')
					found.push(...(await unmarkedPassages(page, 'ja')));
				if (lang !== 'my') found.push(...(await unmarkedPassages(page, 'my')));
			}
			expect(found).toEqual([]);
		});
	}
});
