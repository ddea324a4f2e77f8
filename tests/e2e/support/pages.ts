import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import booking from '#locales/ja/booking.json' with { type: 'json' };
import english from '#locales/en/device.json' with { type: 'json' };
import device from '#locales/ja/device.json' with { type: 'json' };
import type { CentreProcess } from '../../scenario/support/centre-process.ts';
import type { Chromium } from './chromium.ts';

export const PIN = '802417';

/** From nothing to the desk: activation, sign-in, PIN. */
export async function takeIntoUse(
	page: Page,
	centre: CentreProcess,
	code: string,
	name: string,
	personId: string
): Promise<void> {
	await page.goto(`${centre.origin}/bookings`);
	await page.getByLabel(device.activation.code).fill(code);
	await page.getByLabel(device.activation.name).fill(name);
	await page.getByRole('button', { name: device.activation.submit }).click();
	await signIn(page, centre, personId);
	await choosePin(page);
}

/** Signs in; without a name as whom the screen has in mind already. */
export async function signIn(page: Page, centre: CentreProcess, personId?: string): Promise<void> {
	const before = Date.now() - 1;
	if (personId) await page.getByLabel(device.signIn.person).fill(personId);
	await page.getByLabel(device.signIn.password).fill(centre.password);
	await page.getByRole('button', { name: device.signIn.ask }).click();
	await page.getByLabel(device.signIn.oneTime).waitFor();
	await page.getByLabel(device.signIn.oneTime).fill(await centre.oneTimePassword(before));
	await page.getByRole('button', { name: device.signIn.confirm }).click();
}

export async function typePin(place: Page | Locator, pin = PIN): Promise<void> {
	for (const digit of pin) await place.getByRole('button', { name: digit, exact: true }).click();
}

export async function choosePin(page: Page): Promise<void> {
	await page.getByText(device.pin.chooseFirst).waitFor();
	await typePin(page);
	await page.getByRole('button', { name: device.pin.next }).click();
	await page.getByText(device.pin.chooseAgain).waitFor();
	await typePin(page);
	await page.getByRole('button', { name: device.pin.set }).click();
	// The door has a heading too: only the work says that the PIN is kept.
	await page.locator('.app').waitFor();
}

const unlockWords = new RegExp(`^(${device.unlock.submit}|${english.unlock.submit})$`);

/** Opens the lock screen, in whichever language it stands. */
export async function unlock(page: Page): Promise<void> {
	const button = page.getByRole('button', { name: unlockWords });
	await button.waitFor();
	await page.keyboard.type(PIN);
	await page.keyboard.press('Enter');
	await button.waitFor({ state: 'detached' });
}

/** Opens an address; with another tab unlocked the tablet opens by itself, else by the PIN. */
export async function reach(page: Page, address: string): Promise<void> {
	await page.goto(address);
	const work = page.locator('.app');
	const isOpen = await work.waitFor({ timeout: 2500 }).then(
		() => true,
		() => false
	);
	if (!isOpen) await unlock(page);
	await page.locator('#main > *').first().waitFor();
}

/**
 * A tab that stays open and keeps the others unlocked when they load anew. The page of the test
 * comes to the front again: behind another one it draws about once a second, and clicks wait for it.
 */
export async function keepUnlocked(browser: Chromium, page: Page, origin: string): Promise<void> {
	const anchor = await browser.newPage();
	await reach(anchor, `${origin}/device`);
	await page.bringToFront();
}

/** Sets the staff screens to a language of this device, as the switch does. */
export const speakStaff = (page: Page, language: 'ja' | 'en'): Promise<void> =>
	page.evaluate((tag) => localStorage.setItem('madoguchi-staff-language', tag), language);

export interface Visitor {
	name: string;
	kana: string;
	phone: string;
}

/** A field to type in, by how its label begins. */
export const field = (page: Page, label: string) =>
	page.getByRole('textbox', { name: new RegExp(`^${label}`) });

/** Seats begin on the hour: one that is chosen seconds before is over when it is booked. */
async function pastTheHour(page: Page): Promise<void> {
	const left = HOUR_MS - (Date.now() % HOUR_MS);
	if (left < 20_000) await page.waitForTimeout(left + 2000);
}
const HOUR_MS = 3_600_000;

/**
 * Books the seat that the screen has chosen, or the last one with a certain word; gives the number.
 * The first one may be held at the centre for this very screen, which then is sure of it.
 */
export async function bookVisitor(
	page: Page,
	visitor: Visitor,
	seat?: RegExp,
	words: Pick<typeof booking, 'field' | 'saved'> = booking
): Promise<string> {
	await pastTheHour(page);
	if (seat) await page.getByRole('button', { name: seat }).last().click();
	await page.locator('.slot[aria-pressed=true]').waitFor();
	await field(page, words.field.name).fill(visitor.name);
	await field(page, words.field.kana).fill(visitor.kana);
	await field(page, words.field.phone).fill(visitor.phone);
	await field(page, words.field.phone).press('Enter');
	await page.getByRole('button', { name: words.saved.next }).waitFor();
	return (await page.locator('.big-number').innerText()).trim();
}

/** Shows days, one after the other, until the tablet's office has such a seat on one of them. */
async function showDayWith(page: Page, seat: RegExp): Promise<void> {
	const found = page.getByRole('button', { name: seat });
	const days = page.locator('button.day');
	await expect
		.poll(
			async () => {
				for (let index = 0; (await found.count()) === 0 && index < (await days.count()); index += 1)
					await days.nth(index).click();
				return found.count();
			},
			{ timeout: 20_000 }
		)
		.toBeGreaterThan(0);
}

/**
 * Takes the line away; the booking screen finds it out when it asks for the next seat. It may have
 * turned to the day of the tablet's own seat then, and how full a day is depends on the day.
 */
export async function pullLine(browser: Chromium, page: Page): Promise<void> {
	await showDayWith(page, /^\d+:\d\d 新宿 空き/);
	await browser.context.setOffline(true);
	const free = page.getByRole('button', { name: /^\d+:\d\d 新宿 空き/ }).first();
	const wish = page.getByRole('button', { name: /^\d+:\d\d 新宿 申込/ });
	// It may have found out before, by something else that it asked, or be drawn anew under the tap.
	for (let tries = 0; tries < 8 && (await wish.count()) === 0; tries += 1) {
		if ((await free.count()) > 0) await free.click({ timeout: 1000 }).catch(() => undefined);
		await wish
			.first()
			.waitFor({ timeout: 1500 })
			.catch(() => undefined);
		if ((await free.count()) === 0) break;
	}
	await showDayWith(page, /^\d+:\d\d 新宿 申込/);
}

/** The address of the booking that was just saved. */
export const savedAddress = async (page: Page): Promise<string> =>
	(await page.getByRole('link', { name: booking.saved.change }).getAttribute('href'))!;
