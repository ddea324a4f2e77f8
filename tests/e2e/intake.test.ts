import { createCanvas } from '@napi-rs/canvas';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Form } from '#lib/domain/intake/form.ts';
import intake from '#locales/ja/intake.json' with { type: 'json' };
import english from '#locales/en/intake.json' with { type: 'json' };
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { cameraFlags } from './support/camera.ts';
import { Chromium } from './support/chromium.ts';
import { inspect } from './support/inspect.ts';
import { keepUnlocked, reach, signIn, speakStaff, takeIntoUse } from './support/pages.ts';

const PAGES = 'tests/fixtures/pages';
interface Truth {
	file: string;
	form: string;
	truth: Record<string, string>;
}
const { images } = JSON.parse(readFileSync(`${PAGES}/truth.json`, 'utf8')) as { images: Truth[] };
const sheets = images.filter(({ form }) => form === 'A');
const first = sheets[0]!;
/** Scanned at 150 dpi: smaller than what is asked for. */
const small = sheets.find(({ file }) => file === '025-A.jpg')!;

let centre: CentreProcess;
let browser: Chromium;
let page: Page;
const go = (to: string): Promise<void> => reach(page, centre.origin + to);
const button = (name: string | RegExp) => page.getByRole('button', { name });

beforeAll(async () => {
	centre = await startCentre();
	browser = new Chromium(await cameraFlags(`${PAGES}/${first.file}`));
	await browser.start();
	page = await browser.newPage();
	await takeIntoUse(page, centre, centre.codes.shinjuku!, '窓口1', 'sakurai');
	await keepUnlocked(browser, page, centre.origin);
});
afterAll(async () => {
	await browser?.close();
	await centre?.stop();
});

/** A picture of a desk. */
async function plainPicture(): Promise<Buffer> {
	const canvas = createCanvas(1700, 2400);
	const context = canvas.getContext('2d');
	context.fillStyle = '#8a7a60';
	context.fillRect(0, 0, 1700, 2400);
	return canvas.encode('png');
}

const choose = (...files: { name: string; mimeType: string; buffer: Buffer }[] | [string]) =>
	page.locator('.cp-main input[type=file]').setInputFiles(files as never);
const formsAtCentre = async (): Promise<Form[]> =>
	(await centre.sql(`SELECT data FROM form ORDER BY (data ->> 'at')::numeric`)).map(
		(row) => (row as { data: Form }).data
	);

/** The words of the options of form A, by their values. */
const labels: Record<string, string> = {
	H: '7.平成',
	S: '5.昭和',
	home: '自宅',
	mobile: '携帯',
	work: '勤務先',
	univ: '大学(大学院)',
	junior: '短期大学',
	high: '高等学校',
	voc: '専修学校',
	other: 'その他',
	day: '昼間部',
	night: '夜間部・定時制',
	corr: '通信',
	none: '1. なし',
	under: '2. あり（128万円以下）',
	over: '3. あり（128万円超）'
};
const heading = () => page.locator('.in-now h2').first();

/** Keys the field at hand as the paper has it, with the keyboard alone, and leaves it. */
async function keyField(value: string): Promise<void> {
	const title = await heading().innerText();
	if ((await page.locator('.in-options').count()) > 0) {
		const words = await page.locator('.in-pick').allInnerTexts();
		const at = words.findIndex((text) => text.replace(/^\d+\s*/, '') === labels[value]);
		await page.keyboard.press(String(at + 1));
	} else await page.keyboard.insertText(value);
	console.log(title, value, Date.now() % 1000000);
	await page.keyboard.press('Enter');
	await page.waitForTimeout(1500);
	if ((await heading().innerText().catch(() => '')) === title) await page.screenshot({ path: '/tmp/shots/stuck.png' });
	await expect
		.poll(() =>
			heading()
				.innerText()
				.catch(() => '')
		)
		.not.toBe(title);
}

describe('a sheet from a file', () => {
	it('is found, straightened, read and kept encrypted', async () => {
		await go('/intake');
		await page.getByText(intake.list.empty).waitFor();
		expect(await inspect(page, 'intake-empty-ja')).toEqual([]);
		await go('/intake/new');
		expect(await inspect(page, 'intake-new-ja')).toEqual([]);
		await choose(`${PAGES}/${first.file}`);
		await page.locator('.cp-saved li').first().waitFor({ timeout: 60_000 });
		expect(await inspect(page, 'intake-saved-ja')).toEqual([]);
		await expect.poll(async () => (await formsAtCentre()).length).toBe(1);
		await expect
			.poll(async () => (await formsAtCentre())[0]!.fields.phone!.state, { timeout: 20_000 })
			.toBe('read');
		// Nobody said that the picture may leave the device.
		expect(await centre.sql('SELECT 1 FROM blob')).toEqual([]);
	});
});

describe('entry and verify', () => {
	const wrong = (value: string) => value.slice(0, -1) + ((Number(value.at(-1)) + 1) % 10);

	it('is keyed blind with the keyboard alone; only what differs comes back', async () => {
		await page.locator('.cp-saved a').first().click();
		await page.locator('.in-now .in-snippet canvas').waitFor();
		const body = await page.locator('.in-desk').innerText();
		for (const value of [first.truth.basicPensionNumber!, first.truth.phone!])
			expect(body).not.toContain(value);
		expect(await inspect(page, 'intake-entry-ja')).toEqual([]);
		await page.locator('.in-key').focus();
		for (const [id, value] of Object.entries(first.truth))
			await keyField(id === 'phone' ? wrong(value) : value);
		const differs = page.locator('.in-diff');
		await differs.waitFor();
		expect(await differs.locator('mark').count()).toBeGreaterThan(0);
		expect(await inspect(page, 'intake-differs-ja')).toEqual([]);
		const form = async () => (await formsAtCentre())[0]!;
		await expect.poll(async () => (await form()).fields.phone!.state).toBe('differing');
		// What free text OCR got wrong comes back, too; figures and ticks do not.
		const back = Object.entries((await form()).fields).filter(
			([, { state }]) => state === 'differing'
		);
		for (const [id] of back)
			expect(['phone', 'name', 'address', 'schoolName', 'furigana']).toContain(id);
	});

	it('is finished without a line, and survives the end of the browser', async () => {
		await browser.context.setOffline(true);
		// The wrong figure is answered by OCR's value, everything else by the person's.
		while ((await page.locator('.in-diff').count()) > 0) {
			const title = await page.locator('.in-diff h2').innerText();
			await page.keyboard.press(title.includes('電話番号') ? 'F7' : 'F6');
			await expect
				.poll(() =>
					page
						.locator('.in-diff h2')
						.innerText()
						.catch(() => '')
				)
				.not.toBe(title);
		}
		await page.getByText(intake.entry.done).waitFor();
		expect(await inspect(page, 'intake-done-ja')).toEqual([]);
		const { origin } = new URL(page.url());
		const path = new URL(page.url()).pathname;
		await page.keyboard.press('Enter');
		await page.getByText(intake.state.submitted).first().waitFor();
		expect(await centre.sql('SELECT 1 FROM blob')).toEqual([]);
		expect(browser.plaintexts([first.truth.phone!, first.truth.name!])).toEqual([]);

		await browser.kill();
		await browser.start();
		page = await browser.newPage();
		await reach(page, origin + path);
		await page.getByText(intake.state.submitted).first().waitFor();
		await expect
			.poll(async () => (await centre.sql('SELECT 1 FROM blob')).length, { timeout: 30_000 })
			.toBe(1);
		const [form] = await formsAtCentre();
		expect(form!.state).toBe('submitted');
		expect(form!.fields.phone).toMatchObject({ value: first.truth.phone, how: 'took-other' });
		expect(form!.pages[0]!.storedAt).toBeGreaterThan(0);
		// The tablet lets the picture go, and shows it from the centre.
		await expect.poll(() => keptPictures(), { timeout: 20_000 }).toBe(0);
		await keepUnlocked(browser, page, origin);
	});
});

/** Parts of pictures in the tablet's own database. */
const keptPictures = (): Promise<number> =>
	page.evaluate(
		() =>
			new Promise<number>((resolve, reject) => {
				const open = indexedDB.open('madoguchi');
				open.onerror = () => reject(new Error('no database'));
				open.onsuccess = () => {
					const count = open.result.transaction('pictureParts').objectStore('pictureParts').count();
					count.onsuccess = () => {
						open.result.close();
						resolve(count.result);
					};
				};
			})
	);

describe('the camera', () => {
	it('takes a sheet by itself without a line when its marks are sharp', async () => {
		await go('/intake/new');
		await browser.context.setOffline(true);
		await button(intake.new.camera).click();
		await page.locator('.cp-live video').waitFor();
		await page.locator('.cp-saved li').first().waitFor({ timeout: 60_000 });
		await browser.context.setOffline(false);
		await expect.poll(async () => (await formsAtCentre()).length, { timeout: 20_000 }).toBe(2);
		const [, form] = await formsAtCentre();
		await expect
			.poll(async () => (await formsAtCentre())[1]!.fields.phone!.entries[0]?.value)
			.toBe(first.truth.phone);
		expect(form!.templateId).toBe('JPSD-A');
	});
});

describe('what cannot be taken', () => {
	const fault = (kind: keyof typeof intake.new.problem) =>
		page.getByText(intake.new.problem[kind], { exact: true });

	it('says why while the sheet is still there, and offers every way on', async () => {
		await go('/intake/new');
		await choose(`${PAGES}/${small.file}`);
		await fault('too-small').waitFor({ timeout: 60_000 });
		expect(await inspect(page, 'intake-fault-ja')).toEqual([]);
		await button(intake.new.anyway).click();
		await page.locator('.cp-saved li').first().waitFor({ timeout: 60_000 });
	});

	it('knows a broken file, a page that is no form, and a broken PDF', async () => {
		await go('/intake/new');
		const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });
		await choose(file('x.jpg', 'image/jpeg', Buffer.from('no picture at all')));
		await fault('unreadable').waitFor();
		await choose(file('x.pdf', 'application/pdf', Buffer.from('%PDF-1.7 broken')));
		await fault('unreadable').waitFor();
		await choose(file('desk.png', 'image/png', await plainPicture()));
		await fault('no-form').waitFor({ timeout: 60_000 });
		// A sheet without marks: its four corners are set by hand.
		await button(intake.new.corners).click();
		expect(await inspect(page, 'intake-corners-ja')).toEqual([]);
		const corner = button(intake.new.corner.topLeft);
		const before = await corner.boundingBox();
		await corner.focus();
		for (let step = 0; step < 5; step += 1) await page.keyboard.press('Shift+ArrowRight');
		expect((await corner.boundingBox())!.x).toBeGreaterThan(before!.x + 10);
	});

	it('says that there is no room, and keeps nothing half', async () => {
		await go('/intake/new');
		const count = await keptPictures();
		await page.evaluate(() => {
			const put = IDBObjectStore.prototype.put;
			IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args) {
				if (this.name.startsWith('picture')) throw new DOMException('full', 'QuotaExceededError');
				return put.apply(this, args);
			};
		});
		await choose(`${PAGES}/${first.file}`);
		await fault('storage-full').waitFor({ timeout: 60_000 });
		expect(await keptPictures()).toBe(count);
	});
});
