import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import templates from '#locales/ja/templates.json' with { type: 'json' };
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { Chromium } from './support/chromium.ts';
import { inspect } from './support/inspect.ts';
import { keepUnlocked, reach, speakStaff, takeIntoUse } from './support/pages.ts';

let centre: CentreProcess;
let browser: Chromium;
let page: Page;

beforeAll(async () => {
	centre = await startCentre();
	browser = new Chromium();
	await browser.start();
	page = await browser.newPage();
	await takeIntoUse(page, centre, centre.codes.shinjuku!, '管理', 'naito');
	await keepUnlocked(browser, page, centre.origin);
});
afterAll(async () => {
	await browser?.close();
	await centre?.stop();
});

describe('a form that is drawn', () => {
	it('is tried on a sheet and published by an administrator', async () => {
		await reach(page, `${centre.origin}/administration/templates`);
		expect(await inspect(page, 'templates-ja')).toEqual([]);
		await page.getByRole('button', { name: templates.next }).first().click();
		await page.locator('.te-sheet').waitFor();
		await page.locator('.ad-file input').last().setInputFiles(`tests/fixtures/pages/025-A.jpg`);
		await page.locator('.facts dd').first().waitFor({ timeout: 60_000 });
		expect(await inspect(page, 'templates-editor-ja')).toEqual([]);
		// What is wrong is said in words; the draft is here again after a change of language.
		await page.getByLabel(templates.key).fill('X');
		await page.getByRole('button', { name: templates.publish }).click();
		await page.getByText(templates.fault.key).waitFor();
		await page.getByLabel(templates.key).fill('JPSD-A');
		await page.getByRole('button', { name: templates.order.add }).click();
		await page.waitForTimeout(700);
		await speakStaff(page, 'en');
		await reach(page, page.url());
		await page.locator('.te-sheet').waitFor();
		expect(await page.locator('#te-order-1-first').count()).toBe(1);
		expect(await inspect(page, 'templates-editor-en')).toEqual([]);
		await speakStaff(page, 'ja');
		await reach(page, page.url());
		await page.locator('.te-sheet').waitFor();
		// A box drawn with the pointer becomes cells of a new field.
		await page.getByRole('button', { name: templates.addField }).click();
		await page.getByLabel(templates.field.label).fill('整理番号');
		await page.getByLabel(templates.field.cells).fill('4');
		const sheet = (await page.locator('.te-sheet svg').boundingBox())!;
		await page.mouse.move(sheet.x + 20, sheet.y + 20);
		await page.mouse.down();
		await page.mouse.move(sheet.x + 120, sheet.y + 40, { steps: 4 });
		await page.mouse.up();
		await expect.poll(() => page.locator('.te-boxes tbody tr').count()).toBe(4);
		await page.getByRole('button', { name: templates.publish }).click();
		await page.getByText(templates.published).waitFor();
		const [row] = await centre.sql(`SELECT data FROM template WHERE id = 'JPSD-A.2'`);
		expect(JSON.stringify(row)).toContain('整理番号');
	});
});
