import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Form } from '#lib/domain/intake/form.ts';
import intake from '#locales/ja/intake.json' with { type: 'json' };
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { Chromium } from './support/chromium.ts';
import { inspect } from './support/inspect.ts';
import { sheetWithNumber } from './support/number-sheet.ts';
import { keepUnlocked, reach, takeIntoUse } from './support/pages.ts';

const PAGES = 'tests/fixtures/pages';
interface Truth {
	file: string;
	truth: Record<string, string>;
}
const { images } = JSON.parse(readFileSync(`${PAGES}/truth.json`, 'utf8')) as { images: Truth[] };
const first = images.find(({ file }) => file === '005-B.jpg')!;

let centre: CentreProcess;
let browser: Chromium;
let page: Page;
const go = (to: string): Promise<void> => reach(page, centre.origin + to);
const button = (name: string | RegExp) => page.getByRole('button', { name });
const choose = (file: { name: string; mimeType: string; buffer: Buffer }) =>
	page.locator('.cp-main input[type=file]').setInputFiles(file);
const formsAtCentre = async (): Promise<Form[]> =>
	(await centre.sql(`SELECT data FROM form ORDER BY (data ->> 'at')::numeric`)).map(
		(row) => (row as { data: Form }).data
	);

beforeAll(async () => {
	centre = await startCentre();
	browser = new Chromium();
	await browser.start();
	page = await browser.newPage();
	await takeIntoUse(page, centre, centre.codes.shinjuku!, '窓口1', 'sakurai');
	await keepUnlocked(browser, page, centre.origin);
});
afterAll(async () => {
	await browser?.close();
	await centre?.stop();
});

describe('a My Number on the sheet', () => {
	const lastForm = async () => (await formsAtCentre()).at(-1)!;
	/** How dark the kept sheet is in a box of it (mm), 0 black … 255 white. */
	const darkness = (sheet: string, box: { x: number; y: number; w: number; h: number }) =>
		page.locator(sheet).evaluate((drawn: HTMLImageElement | HTMLCanvasElement, { x, y, w, h }) => {
			const wide = 'naturalWidth' in drawn ? drawn.naturalWidth : drawn.width;
			const canvas = new OffscreenCanvas(1, 1);
			const context = canvas.getContext('2d')!;
			const scale = wide / 210;
			context.drawImage(drawn, x * scale, y * scale, w * scale, h * scale, 0, 0, 1, 1);
			return context.getImageData(0, 0, 1, 1).data[0]!;
		}, box);

	it('is painted black before the form is saved, wherever it was written', async () => {
		const { file, box } = await sheetWithNumber(first, PAGES);
		await go('/intake/new');
		await choose(file);
		await page.getByText(intake.new.masked).waitFor({ timeout: 60_000 });
		await expect.poll(() => darkness('.cp-saved img', box)).toBeLessThan(12);
		// The fields were read all the same.
		const phone = async () => (await lastForm()).fields.phone!.entries[0]?.value;
		await expect.poll(phone, { timeout: 20_000 }).toBe(first.truth.phone);
	});

	it('is covered by the reading that comes late, and the first picture is gone', async () => {
		const { file, box } = await sheetWithNumber(first, PAGES);
		await go('/intake/new');
		const before = (await formsAtCentre()).length;
		await page.evaluate(() => {
			const post = Worker.prototype.postMessage;
			Worker.prototype.postMessage = function (this: Worker, message: { kind?: string }, ...rest) {
				if (message.kind === 'read') this.dispatchEvent(new ErrorEvent('error'));
				else post.call(this, message, ...(rest as [never]));
			};
		});
		await choose(file);
		await page.getByText(intake.new.problem.broken, { exact: true }).waitFor({ timeout: 60_000 });
		await button(intake.new.anyway).click();
		await page.locator('.cp-saved a').first().waitFor();
		await expect.poll(async () => (await formsAtCentre()).length).toBe(before + 1);
		const { formId, pages } = await lastForm();
		await go(`/intake/${formId}`);
		await page.getByText(intake.entry.number.covered).waitFor({ timeout: 60_000 });
		expect(await inspect(page, 'intake-number-ja')).toEqual([]);
		await expect.poll(() => darkness('.in-sheet canvas', box)).toBeLessThan(12);
		await expect
			.poll(async () => (await lastForm()).pages[0]!.covers, { timeout: 20_000 })
			.toEqual([pages[0]!.hash]);
		expect(await page.locator('.in-now .in-snippet canvas').count()).toBe(1);
		// The covered picture is not read once more.
		const read = () =>
			centre.sql(`SELECT 1 FROM audit WHERE action = 'intake.read@1' AND subject = $1`, [formId]);
		await expect.poll(async () => (await read()).length, { timeout: 20_000 }).toBe(1);
		await page.waitForTimeout(1500);
		expect(await read()).toHaveLength(1);
	});

	it('is covered by hand, with the keyboard or the pointer', async () => {
		const { formId, pages } = await lastForm();
		await button(new RegExp(intake.entry.menu)).click();
		await button(intake.cover.choose).click();
		await button(intake.cover.save).click();
		await page.getByText(intake.cover.none).waitFor();
		await button(intake.cover.add).click();
		const box = page.getByRole('button', { name: intake.cover.box.replace('{{number}}', '1') });
		await box.focus();
		for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Shift+ArrowRight');
		const frame = (await page.locator('.in-cover').boundingBox())!;
		await page.mouse.move(frame.x + 40, frame.y + frame.height - 60);
		await page.mouse.down();
		await page.mouse.move(frame.x + 140, frame.y + frame.height - 40, { steps: 4 });
		await page.mouse.up();
		expect(await page.locator('.in-cover rect').count()).toBe(2);
		expect(await inspect(page, 'intake-cover-ja')).toEqual([]);
		await button(intake.cover.save).click();
		await page.locator('.in-cover').waitFor({ state: 'detached' });
		await expect
			.poll(() => darkness('.in-sheet canvas', { x: 72, y: 164, w: 66, h: 7 }))
			.toBeLessThan(12);
		await expect
			.poll(async () => (await lastForm()).pages[0]!.covers, { timeout: 20_000 })
			.toEqual([expect.any(String), pages[0]!.hash]);
		expect((await lastForm()).formId).toBe(formId);
	});
});
