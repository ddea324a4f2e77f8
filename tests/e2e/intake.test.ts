import { createCanvas, loadImage } from '@napi-rs/canvas';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Form } from '#lib/domain/intake/form.ts';
import formB from '#lib/domain/intake/jpsd-b.json' with { type: 'json' };
import intake from '#locales/ja/intake.json' with { type: 'json' };
import english from '#locales/en/intake.json' with { type: 'json' };
import shell from '#locales/ja/shell.json' with { type: 'json' };
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
const first = images.find(({ file }) => file === '005-B.jpg')!;
/** Scanned at 150 dpi: smaller than what is asked for. */
const small = images.find(({ file }) => file === '025-A.jpg')!;

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

/** The sheet blown up to 100 megapixels. */
async function hugePicture(file: string): Promise<Buffer> {
	const sheet = await loadImage(readFileSync(file));
	const width = Math.round(Math.sqrt((100e6 * sheet.width) / sheet.height));
	const canvas = createCanvas(width, Math.round((width * sheet.height) / sheet.width));
	canvas.getContext('2d').drawImage(sheet, 0, 0, canvas.width, canvas.height);
	return canvas.encode('jpeg', 60);
}

const choose = (...files: { name: string; mimeType: string; buffer: Buffer }[] | [string]) =>
	page.locator('.cp-main input[type=file]').setInputFiles(files as never);
const formsAtCentre = async (): Promise<Form[]> =>
	(await centre.sql(`SELECT data FROM form ORDER BY (data ->> 'at')::numeric`)).map(
		(row) => (row as { data: Form }).data
	);

/** The words of a choice on the sheet. */
const labelOf = (fieldId: string, value: string): string | undefined => {
	const field = formB.fields.find(({ id }) => id === fieldId);
	return field?.options?.find((option) => option.value === value)?.label;
};
const headings = async (of: string): Promise<string> =>
	(await page.locator(`${of} h2`).allInnerTexts()).join();

/** Keys the field at hand as the paper has it, with the keyboard alone, and leaves it. */
async function keyField(fieldId: string, value: string): Promise<void> {
	const title = await headings('.in-now');
	if ((await page.locator('.in-options').count()) > 0) {
		const words = await page.locator('.in-pick').allInnerTexts();
		const at = words.findIndex((text) => text.replace(/^\d+\s*/, '') === labelOf(fieldId, value));
		await page.keyboard.press(String(at + 1));
	} else await page.keyboard.insertText(value);
	await page.keyboard.press('Enter');
	await expect.poll(() => headings('.in-now')).not.toBe(title);
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
			await keyField(id, id === 'phone' ? wrong(value) : value);
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
			expect(['phone', 'name', 'address', 'employer', 'furigana']).toContain(id);
	});

	it('is finished without a line, and survives the end of the browser', async () => {
		await browser.context.setOffline(true);
		// The wrong figure is answered by OCR's value, everything else by the person's.
		while ((await page.locator('.in-diff').count()) > 0) {
			const title = await headings('.in-diff');
			await page.keyboard.press(title.includes('電話番号') ? 'F7' : 'F6');
			await expect.poll(() => headings('.in-diff')).not.toBe(title);
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
		await browser.context.clearCookies();
		page = await browser.newPage();
		await reach(page, origin + path);
		await page.getByText(intake.state.submitted).first().waitFor();
		// A browser that is killed has not always written its cookies: here it surely has none.
		const again = page.getByRole('button', { name: shell.session.signIn });
		await again.waitFor({ timeout: 60_000 });
		await again.click();
		await signIn(page, centre);
		await expect
			.poll(async () => (await centre.sql('SELECT 1 FROM blob')).length, { timeout: 30_000 })
			.toBe(1);
		await expect
			.poll(async () => (await formsAtCentre())[0]!.pages[0]!.storedAt ?? 0)
			.toBeGreaterThan(0);
		const [form] = await formsAtCentre();
		expect(form!.state).toBe('submitted');
		expect(form!.fields.phone).toMatchObject({ value: first.truth.phone, how: 'took-other' });
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
		expect(form!.templateId).toBe('JPSD-B');
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

	it('goes on with a sheet whose tab was closed while it was read', async () => {
		await go('/intake/new');
		const before = (await formsAtCentre()).length;
		const kept = await keptPictures();
		await page.evaluate(() => {
			const post = Worker.prototype.postMessage;
			// Reading never comes to an end, as on a device whose battery does first.
			Worker.prototype.postMessage = function (this: Worker, message: { kind?: string }, ...rest) {
				if (message.kind !== 'read') post.call(this, message, ...(rest as [never]));
			};
		});
		await choose(`${PAGES}/${first.file}`);
		await expect.poll(() => keptPictures(), { timeout: 30_000 }).toBeGreaterThan(kept);
		await page.waitForTimeout(500);
		await page.close();
		page = await browser.newPage();
		await go('/intake/new');
		await page.locator('.cp-saved li').first().waitFor({ timeout: 60_000 });
		await expect.poll(async () => (await formsAtCentre()).length).toBe(before + 1);
		const phone = async () => (await formsAtCentre()).at(-1)!.fields.phone!.entries[0]?.value;
		await expect.poll(phone, { timeout: 20_000 }).toBe(first.truth.phone);
	});

	it('takes a picture of a hundred megapixels', async () => {
		await go('/intake/new');
		const before = (await formsAtCentre()).length;
		const buffer = await hugePicture(`${PAGES}/${first.file}`);
		await choose({ name: 'huge.jpg', mimeType: 'image/jpeg', buffer });
		await page.locator('.cp-saved li').first().waitFor({ timeout: 90_000 });
		await expect.poll(async () => (await formsAtCentre()).length).toBe(before + 1);
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

describe('the other screens of forms', () => {
	it('stand in English, without barriers', async () => {
		await speakStaff(page, 'en');
		await go('/intake');
		await page.getByText(english.note.title).waitFor();
		await page.locator('.in-figures summary').click();
		expect(await inspect(page, 'intake-list-en')).toEqual([]);
		await page.locator('.bl-list .name').first().click();
		await page.locator('.in-desk').waitFor();
		expect(await inspect(page, 'intake-form-en')).toEqual([]);
		await go('/intake/new');
		expect(await inspect(page, 'intake-new-en')).toEqual([]);
		await speakStaff(page, 'ja');
	});

	it('fill a form without paper and make its PDF, without a line', async () => {
		await go('/intake/blank');
		await browser.context.setOffline(true);
		await page.getByLabel(intake.twin.form).selectOption('JPSD-B.1');
		await button(intake.twin.pdf).click();
		// Everything that is missing is said at once, and nothing is made.
		await page.getByRole('alert').first().waitFor();
		await expect.poll(() => page.locator('.note-err:focus').count()).toBe(1);
		expect(await inspect(page, 'intake-blank-faults-ja')).toEqual([]);
		for (const [id, value] of Object.entries(first.truth)) {
			const label = labelOf(id, value);
			const field = page.locator(`#twin-${id}`);
			if (label) await field.getByText(label, { exact: true }).click();
			else await field.fill(value);
		}
		await button(intake.twin.pdf).click();
		const link = page.getByRole('link', { name: intake.twin.download });
		await link.waitFor({ timeout: 30_000 });
		expect(await inspect(page, 'intake-blank-ja')).toEqual([]);
		const download = page.waitForEvent('download');
		await link.click();
		const file = readFileSync((await (await download).path())!);
		expect(file.subarray(0, 5).toString()).toBe('%PDF-');
		expect(file.length).toBeGreaterThan(100_000);
		await browser.context.setOffline(false);
		// What was typed is here again after a reload.
		await go('/intake/blank');
		await expect.poll(() => page.locator('#twin-phone').inputValue()).toBe(first.truth.phone);
	});
});

describe('a second tablet', () => {
	it('says that its camera is not allowed, and approves what the counter submitted', async () => {
		// It has a camera, and nobody allows it.
		const second = new Chromium(['--use-fake-device-for-media-stream']);
		try {
			await second.start();
			const other = await second.newPage();
			// The restarted centre has printed a fresh activation code.
			await centre.kill();
			await centre.restart();
			await takeIntoUse(other, centre, centre.codes.shinjuku!, '管理', 'naito');
			await keepUnlocked(second, other, centre.origin);
			await reach(other, `${centre.origin}/intake/new`);
			await other.getByRole('button', { name: intake.new.camera }).click();
			await other.getByText(intake.new.denied).waitFor();
			expect(await inspect(other, 'intake-denied-ja')).toEqual([]);
			// The form that the counter submitted is approved by somebody else.
			await reach(other, `${centre.origin}/intake`);
			await other.locator('.in-filter').getByText(intake.list.filter.approve).click();
			await other.locator('.bl-list .name').first().click();
			await other.locator('.in-approved canvas').first().waitFor();
			expect(await inspect(other, 'intake-approve-ja')).toEqual([]);
			await speakStaff(other, 'en');
			await reach(other, other.url());
			await other.locator('.in-approved canvas').first().waitFor();
			expect(await inspect(other, 'intake-approve-en')).toEqual([]);
			await other.getByRole('button', { name: english.entry.menu }).click();
			expect(await inspect(other, 'intake-course-en')).toEqual([]);
			await other.keyboard.press('Escape');
			await speakStaff(other, 'ja');
			await reach(other, other.url());
			await other.locator('.in-approved canvas').first().waitFor();
			await other.getByRole('button', { name: intake.approve.accept }).click();
			await expect.poll(async () => (await formsAtCentre())[0]!.state).toBe('accepted');
		} finally {
			await second.close();
		}
	});
});
