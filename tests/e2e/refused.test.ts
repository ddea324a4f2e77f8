import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import refusals from '#locales/ja/refusals.json' with { type: 'json' };
import { freeSeats } from '#lib/domain/booking/slot.ts';
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { issueCode, type Seat } from '../scenario/support/office-day.ts';
import { bookAt, readyTablet } from '../scenario/support/simulated-tablet.ts';
import { Chromium } from './support/chromium.ts';
import {
	bookVisitor,
	choosePin,
	field,
	pullLine,
	signIn,
	takeIntoUse,
	typePin,
	unlock,
	type Visitor
} from './support/pages.ts';
import { like, words } from './support/words.ts';

const OFFICE = 'shinjuku';
const { booking, device, outbox, shell } = words.ja;
const loser = (name: string): Visitor => ({
	name: `断られ試験 ${name}`,
	kana: 'コトワラレ',
	phone: '03-0000-5101'
});

let centre: CentreProcess;
let browser: Chromium;
let page: Page;
let rival: Seat;

const button = (name: string | RegExp) => page.getByRole('button', { name });
const bookingsOf = ({ name }: Visitor) =>
	centre.sql<{ id: string; slot_id: string; receipt_no: string; status: string }>(
		`SELECT id, slot_id, receipt_no, status FROM booking WHERE data -> 'visitor' ->> 'name' = $1`,
		[name]
	);

async function go(path: string): Promise<void> {
	await page.goto(centre.origin + path);
	await unlock(page);
}

/** The browser asks for a seat while its line is down; the other tablet takes all that is left. */
async function loseSeat(visitor: Visitor): Promise<string> {
	await go('/bookings/new');
	// The seat that the screen keeps meanwhile is really kept: its answer is not on its way.
	await page.locator('.bk-top .mode-final').waitFor();
	await pullLine(browser, page);
	// The screen chose an early seat by itself: a hold that it could not give back would be its own.
	const wish = button(/^\d+:\d\d 新宿 申込/).last();
	const start = /^\d+:\d\d/.exec((await wish.getAttribute('aria-label'))!)![0];
	const time = start.padStart(5, '0');
	const receiptNo = await bookVisitor(page, visitor, new RegExp(`^${start} 新宿 申込`));
	const [, month, day] = /(\d+)月(\d+)日/.exec(await page.locator('.bk-when').innerText())!;
	const date = `${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;

	const { tablet } = rival;
	await tablet.desk!.syncNow();
	const slot = tablet
		.desk!.rows.list('slot')
		.find(
			(found) => found.officeId === OFFICE && found.date.endsWith(date) && found.start === time
		)!;
	const own = tablet.desk!.usableLease(slot.slotId) ? 1 : 0;
	for (let seats = freeSeats(slot) + own; seats > 0; seats -= 1)
		expect((await bookAt(tablet, slot)).end.ok).toBe(true);
	await tablet.desk!.syncNow();
	await browser.context.setOffline(false);
	await page.getByRole('link', { name: like(shell.tray.reply) }).waitFor({ timeout: 40_000 });
	return receiptNo;
}

beforeAll(async () => {
	centre = await startCentre();
	browser = new Chromium();
	await browser.start();
	page = await browser.newPage();
	rival = await readyTablet(centre, OFFICE, 'naito', centre.codes[OFFICE]!);
	await takeIntoUse(page, centre, await issueCode(rival.tablet), '窓口2', 'sakurai');
});
beforeEach(() => browser.context.setOffline(false));
afterAll(async () => {
	await browser?.close();
	await rival?.tablet.close();
	await centre?.stop();
});

describe('a seat lost to somebody who was faster', () => {
	it('says why in words and offers three seats, the own one first and chosen; one tap takes it', async () => {
		const visitor = loser('いちか');
		const receiptNo = await loseSeat(visitor);
		expect(await bookingsOf(visitor)).toEqual([]);
		await go('/outbox');
		const card = page.getByRole('article');
		await card.getByText(visitor.name).waitFor();
		await card.getByText(refusals['slot-taken']).waitFor();
		const seats = card.getByRole('radio');
		expect(await seats.count()).toBe(3);
		expect(await seats.first().isChecked()).toBe(true);
		expect(await card.locator('label').first().innerText()).toContain(booking.legend.leased);
		await card.getByRole('button', { name: like(outbox.refused.accept) }).click();
		await expect.poll(async () => (await bookingsOf(visitor)).length).toBe(1);
		expect((await bookingsOf(visitor))[0]).toMatchObject({
			status: 'confirmed',
			receipt_no: receiptNo
		});
		await card.waitFor({ state: 'detached' });
		await page.getByText(like(outbox.receipt.replace('{{number}}', receiptNo))).waitFor();
	});

	it('is mended in the form: the same receipt number, new details', async () => {
		const visitor = loser('にいな');
		const receiptNo = await loseSeat(visitor);
		await go('/outbox');
		await page.getByRole('link', { name: outbox.refused.edit }).click();
		await page.getByText(like(booking.replaces.replace('{{number}}', receiptNo))).waitFor();
		expect(await field(page, booking.field.name).inputValue()).toBe(visitor.name);
		const mended = { ...visitor, name: `${visitor.name}子` };
		expect(await bookVisitor(page, mended)).toBe(receiptNo);
		await expect.poll(async () => (await bookingsOf(mended)).length).toBe(1);
		await expect
			.poll(() => page.getByRole('link', { name: like(shell.tray.reply) }).count())
			.toBe(0);
	});

	it('is written out sealed, keeps the tablet from being emptied, and is withdrawn', async () => {
		const visitor = loser('みなと');
		await loseSeat(visitor);
		await go('/outbox');
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			button(outbox.proof.seal).click()
		]);
		const text = readFileSync((await download.path())!, 'utf8');
		const file = JSON.parse(text) as { format: string; items: { box: string }[] };
		expect(file).toMatchObject({ format: 'madoguchi-rescue@1' });
		expect(file.items).toHaveLength(1);
		for (const secret of [visitor.name, visitor.kana, visitor.phone]) {
			expect(text).not.toContain(secret);
			expect(Buffer.from(file.items[0]!.box, 'base64url').toString()).not.toContain(secret);
		}

		await go('/device');
		await button(device.wipe.open).click();
		await page.getByText(like(device.wipe.unsent)).waitFor();
		expect(await button(device.wipe.submit).count()).toBe(0);
		await button(device.wipe.seal).waitFor();
		await button(device.wipe.keep).click();

		await go('/outbox');
		await button(outbox.refused.withdraw).click();
		await page.getByRole('article').waitFor({ state: 'detached' });
		await page.getByText(outbox.proof.withdrawn).waitFor();
		expect(await page.locator('.ob-proof .mk-ok').first().innerText()).toContain('合っています');
		expect(await bookingsOf(visitor)).toEqual([]);
	});
});

describe('the session', () => {
	it('that is over says so, keeps what is typed, and goes on after a sign-in', async () => {
		const visitor = loser('じかん');
		await go('/bookings/new');
		await page.locator('.slot[aria-pressed=true]').waitFor();
		await field(page, booking.field.kana).fill(visitor.kana);
		await browser.context.clearCookies();
		await bookVisitor(page, visitor);
		await button(booking.saved.next).click();
		await field(page, booking.field.name).fill('書きかけ');
		await page.getByText(shell.session.over).waitFor();
		await page.getByRole('link', { name: like(shell.line.signIn) }).waitFor();
		await button(shell.session.signIn).click();
		await page.getByText(shell.session.kept).waitFor();
		await signIn(page, centre);
		await page.getByRole('dialog').waitFor({ state: 'detached' });
		expect(await field(page, booking.field.name).inputValue()).toBe('書きかけ');
		await expect.poll(async () => (await bookingsOf(visitor)).length).toBe(1);
		await page.getByText(shell.session.over).waitFor({ state: 'detached' });
		await field(page, booking.field.name).fill('');
	});
});

describe('the PIN', () => {
	const OTHER_PIN = '593716';
	const locked = () => page.getByText(device.refusal.pinLocked);
	const typeAndSend = async (pin: string): Promise<void> => {
		await page.keyboard.type(pin);
		await page.keyboard.press('Enter');
	};

	it('is changed on the device screen', async () => {
		await go('/device');
		await button(device.page.changePin).click();
		const dialog = page.getByRole('dialog');
		await typePin(dialog, OTHER_PIN);
		await dialog.getByRole('button', { name: device.pin.next }).click();
		await typePin(dialog, OTHER_PIN);
		await dialog.getByRole('button', { name: device.pin.set }).click();
		await page.getByText(device.page.pinChanged).waitFor();
		await button(device.page.lock).click();
		await button(device.unlock.submit).waitFor();
		await typeAndSend(OTHER_PIN);
		await page.getByRole('heading', { level: 1, name: shell.titles.device }).waitFor();
	});

	it('locks after five wrong tries, and a sign-in with a new PIN brings everything back', async () => {
		await button(device.page.lock).click();
		await button(device.unlock.submit).waitFor();
		for (const left of [4, 3, 2, 1]) {
			await typeAndSend('000001');
			await page.getByText(device.refusal.pinWrong.replace('{{left}}', String(left))).waitFor();
		}
		await typeAndSend('000001');
		await locked().waitFor();
		expect(await button(device.unlock.submit).count()).toBe(0);
		await signIn(page, centre);
		await choosePin(page);
		await page.getByRole('heading', { level: 1, name: shell.titles.device }).waitFor();
		await button(device.page.lock).click();
		await unlock(page);
	});

	it('that was forgotten is chosen anew after a sign-in', async () => {
		await button(device.page.lock).click();
		await button(device.pin.forgot).click();
		await signIn(page, centre);
		await choosePin(page);
		await page.getByRole('heading', { level: 1, name: shell.titles.device }).waitFor();
	});
});

describe('a second person', () => {
	it('is added beside the first, whose records stay theirs', async () => {
		// An address opens without a line once the worker has installed everything.
		await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
		await browser.context.setOffline(true);
		await page.goto(`${centre.origin}/bookings/new`);
		await unlock(page);
		const visitor = loser('のこす');
		await bookVisitor(page, visitor);
		await page.goto(`${centre.origin}/device`);
		await unlock(page);
		// The door has a line, the sync of the first person does not get through.
		await browser.context.clearCookies();
		await browser.context.setOffline(false);
		await button(device.page.addPerson).click();
		await signIn(page, centre, 'hoshino');
		await choosePin(page);
		await page
			.getByRole('heading', { name: device.page.mine.replace('{{name}}', '星野 千夏') })
			.waitFor();
		await page.goto(`${centre.origin}/outbox`);
		await page.getByText(device.unlock.who).waitFor();
		expect(await page.getByRole('radio').count()).toBe(3);
		await page.getByRole('radio', { name: /星野/ }).check();
		await unlock(page);
		await page.getByText(like(outbox.others)).first().waitFor();
		expect(await page.getByText(visitor.name).count()).toBe(0);
	});
});
