import {
	cpSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { Chromium } from './support/chromium.ts';
import { bookVisitor, field, takeIntoUse, unlock, type Visitor } from './support/pages.ts';
import { words } from './support/words.ts';

const OFFICE = 'shinjuku';
const { booking, shell } = words.ja;
const visitor: Visitor = { name: '更新試験 かえで', kana: 'コウシンシケン', phone: '03-0000-4101' };

let folder = '';
let centre: CentreProcess;
let browser: Chromium;
let page: Page;
let other: Page;

/**
 * The project at another place with a build of its own, so that the version can change under a
 * running centre without touching anybody's build.
 */
function copyOfProject(): string {
	const copy = mkdtempSync(join(tmpdir(), 'madoguchi-update-'));
	for (const name of ['src', 'build', 'package.json', 'locales'])
		cpSync(name, join(copy, name), { recursive: true });
	symlinkSync(resolve('node_modules'), join(copy, 'node_modules'), 'dir');
	return copy;
}

/**
 * Publishes the next version: the worker's bytes and its version differ, so browsers install it
 * as new and fetch its precached pages again. The code of the app is the same.
 */
function publish(version: string): void {
	const file = join(folder, 'build/client/service-worker.js');
	const text = readFileSync(file, 'utf8');
	const { version: old } = JSON.parse(
		readFileSync(join(folder, 'build/client/_app/version.json'), 'utf8')
	) as { version: string };
	expect(text).toContain(old);
	writeFileSync(file, text.replaceAll(old, version));
	for (const packed of ['.br', '.gz']) if (existsSync(file + packed)) rmSync(file + packed);
}

/** The version that answers for this page. */
const versionAt = (at: Page): Promise<string> =>
	at.evaluate(async () => {
		const reply = await fetch('/_app/version.json');
		return ((await reply.json()) as { version: string }).version;
	});

const prompt = (at: Page) => at.getByText(shell.update.ready);
const takeIt = (at: Page) => at.getByRole('button', { name: shell.update.now });

beforeAll(async () => {
	folder = copyOfProject();
	centre = await startCentre({}, folder);
	browser = new Chromium();
	await browser.start();
	page = await browser.newPage();
});
afterAll(async () => {
	await browser?.close();
	await centre?.stop();
	rmSync(folder, { recursive: true, force: true });
});

describe('a new version', () => {
	it('is offered in words as soon as the centre has it, without a reload', async () => {
		await takeIntoUse(page, centre, centre.codes[OFFICE]!, '窓口1', 'naito');
		await page.goto(`${centre.origin}/bookings/new`);
		await unlock(page);
		await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
		await page.locator('.slot[aria-pressed=true]').waitFor();
		await centre.kill();
		publish('0.0.0+second');
		await bookVisitor(page, visitor);
		await centre.restart();
		await prompt(page).waitFor({ timeout: 60_000 });
		expect(await versionAt(page)).not.toBe('0.0.0+second');
	});

	it('waits while a form is filled: no button, then one when it is empty again', async () => {
		await takeIt(page).waitFor();
		await page.getByRole('button', { name: booking.saved.next }).click();
		await field(page, booking.field.name).fill('書きかけ');
		await page.getByText(shell.update.later).waitFor();
		expect(await takeIt(page).count()).toBe(0);
		await field(page, booking.field.name).fill('');
		await takeIt(page).waitFor();
	});

	it('comes with the outbox intact, and another tab keeps what is typed there', async () => {
		other = await browser.newPage();
		await other.goto(`${centre.origin}/bookings/new`);
		await field(other, booking.field.name).fill('隣の画面');
		await centre.kill();
		await bookVisitor(page, { ...visitor, name: '更新試験 まちびと' });
		const loaded = page.waitForEvent('load', { timeout: 60_000 });
		await takeIt(page).click();
		await loaded;
		await page.getByRole('heading', { level: 1 }).waitFor();
		expect(await versionAt(page)).toBe('0.0.0+second');
		// The other tab is half filled: the person there goes over when the form is empty.
		expect(await field(other, booking.field.name).inputValue()).toBe('隣の画面');
		await other.getByText(shell.update.later).waitFor();
		await page.goto(`${centre.origin}/outbox`);
		await page.getByText('更新試験 まちびと').waitFor();
		await field(other, booking.field.name).fill('');
		const reloaded = other.waitForEvent('load', { timeout: 60_000 });
		await takeIt(other).click();
		await reloaded;
		await other.getByRole('heading', { level: 1 }).waitFor();
		expect(await prompt(other).count()).toBe(0);
		await centre.restart();
		await expect
			.poll(
				async () =>
					(
						await centre.sql(
							`SELECT 1 FROM booking WHERE data -> 'visitor' ->> 'name' LIKE '更新試験 %'`
						)
					).length,
				{ timeout: 60_000 }
			)
			.toBe(2);
	});
});
