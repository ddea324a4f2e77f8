import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import administration from '#locales/ja/administration.json' with { type: 'json' };
import english from '#locales/en/administration.json' with { type: 'json' };
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { Chromium } from './support/chromium.ts';
import { inspect } from './support/inspect.ts';
import { keepUnlocked, reach, speakStaff, takeIntoUse } from './support/pages.ts';

const { rescued } = administration;
let centre: CentreProcess;
let desk: Chromium;
let lost: Chromium;
let chief: Page;
let counter: Page;

beforeAll(async () => {
	centre = await startCentre();
	desk = new Chromium();
	lost = new Chromium();
	await Promise.all([desk.start(), lost.start()]);
	chief = await desk.newPage();
	await takeIntoUse(chief, centre, centre.codes.shinjuku!, '管理', 'naito');
	await keepUnlocked(desk, chief, centre.origin);
	counter = await lost.newPage();
});
afterAll(async () => {
	await Promise.all([desk?.close(), lost?.close()]);
	await centre?.stop();
});

describe('a tablet that is stopped while a sheet is only on it', () => {
	it('hands over what it has; an administrator takes it, and the form has its picture', async () => {
		await reach(chief, `${centre.origin}/administration/rescued`);
		await chief.getByText(rescued.none).waitFor();
		expect(await inspect(chief, 'rescued-empty-ja')).toEqual([]);

		await reach(chief, `${centre.origin}/administration`);
		await chief.getByRole('button', { name: administration.code.issue }).click();
		const code = (await chief.locator('.ad-code').innerText()).trim();
		await takeIntoUse(counter, centre, code, '外回り', 'sakurai');
		await reach(counter, `${centre.origin}/intake/new`);
		// What reading needs has come to the tablet.
		const files = () =>
			counter.evaluate(async () => (await (await caches.open('reading')).keys()).length);
		await expect.poll(files, { timeout: 60_000 }).toBeGreaterThanOrEqual(9);
		await lost.context.setOffline(true);
		await counter
			.locator('.cp-main input[type=file]')
			.setInputFiles('tests/fixtures/pages/005-B.jpg');
		await counter.locator('.cp-saved li').first().waitFor({ timeout: 60_000 });

		await chief.getByRole('button', { name: administration.again }).click();
		const stop = administration.revoke.of.replace('{{name}}', '外回り');
		await chief.getByRole('button', { name: stop }).click();
		await chief.getByRole('dialog').getByRole('button', { name: stop }).click();
		await chief.getByText(administration.revoke.doneText).waitFor();
		await lost.context.setOffline(false);
		await expect
			.poll(() => centre.sql('SELECT items FROM quarantine'), { timeout: 40_000 })
			.toHaveLength(1);

		await chief.getByRole('link', { name: rescued.title }).click();
		const take = chief.getByRole('button', { name: rescued.take });
		await take.waitFor();
		expect(await inspect(chief, 'rescued-ja')).toEqual([]);
		await take.click();
		await chief.getByText(rescued.picture.stored).waitFor();
		expect(await inspect(chief, 'rescued-taken-ja')).toEqual([]);
		await speakStaff(chief, 'en');
		await reach(chief, `${centre.origin}/administration/rescued`);
		await chief.getByText(english.rescued.picture.stored).waitFor();
		expect(await inspect(chief, 'rescued-en')).toEqual([]);
		await chief.locator('.ad-table a').first().click();
		await chief.locator('.in-now .in-snippet canvas').waitFor({ timeout: 30_000 });

		await reach(chief, `${centre.origin}/administration/rescued`);
		await chief.getByRole('button', { name: english.rescued.done }).focus();
		await chief.keyboard.press('Enter');
		await chief.getByText(english.rescued.none).waitFor();
		// What is no such file is said so.
		const buffer = Buffer.from('{"format":"something else"}');
		const file = { name: 'x.json', mimeType: 'application/json', buffer };
		await chief.locator('.ad-file input').setInputFiles(file);
		await chief.getByText(english.rescued.notOurs).waitFor();
	});
});
