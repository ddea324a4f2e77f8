import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Booking } from '#lib/domain/booking/booking.ts';
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { Chromium } from './support/chromium.ts';
import { inspect } from './support/inspect.ts';
import { reach, speakStaff, takeIntoUse } from './support/pages.ts';
import { like, words } from './support/words.ts';

const { preparation, outbox } = words.ja;

let centre: CentreProcess;
let browser: Chromium;
let page: Page;
let path = '';
let bookingId = '';
const button = (name: string | RegExp) => page.getByRole('button', { name });
const go = (to: string): Promise<void> => reach(page, centre.origin + to);
const item = (name: string) => page.locator('.pr-items li').filter({ hasText: name });

beforeAll(async () => {
	centre = await startCentre();
	browser = new Chromium();
	await browser.start();
	page = await browser.newPage();
	await takeIntoUse(page, centre, centre.codes.shinjuku!, '窓口1', 'naito');
	// A tab that stays open keeps the others unlocked when they load anew.
	await reach(await browser.newPage(), `${centre.origin}/device`);
	await page.bringToFront();
});
afterAll(async () => {
	await browser?.close();
	await centre?.stop();
});

describe('the preparation of the next open day', () => {
	it('lists the visits and gives them to people, with the reason', async () => {
		await go('/preparation');
		await page.locator('.pr tbody tr').first().waitFor();
		const rows = await page.locator('.pr tbody tr').count();
		expect(rows).toBeGreaterThan(2);
		await button(preparation.list.propose).click();
		await page.locator('.pr-proposals li').first().waitFor();
		expect(await inspect(page, 'preparation-proposals-ja')).toEqual([]);
		await button(like(preparation.propose.acceptAll)).click();
		await expect.poll(() => button(like(preparation.propose.acceptAll)).count()).toBe(0);
		await button('閉じる').click();
		await expect
			.poll(async () => (await centre.sql(`SELECT 1 FROM assignment`)).length, { timeout: 20_000 })
			.toBeGreaterThan(2);
		const twice = await centre.sql(
			`SELECT person_id, slot_id FROM assignment WHERE booking_id IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1`
		);
		expect(twice).toEqual([]);
		for (const tag of ['en', 'ja'] as const) {
			await speakStaff(page, tag);
			await go('/preparation');
			await page.locator('.pr tbody tr').first().waitFor();
			expect(await inspect(page, `preparation-list-${tag}`)).toEqual([]);
		}
		// A claim searches the name index.
		const claim = page.locator('.pr tbody tr').filter({ hasText: '老齢年金の請求' }).first();
		path = (await claim.locator('.name').getAttribute('href'))!;
		bookingId = path.split('/').at(-1)!;
	});

	it('keeps a tick without a line and sends it later, with two marks', async () => {
		await go(path);
		await item(preparation.item.leaflets).waitFor();
		await browser.context.setOffline(true);
		await item(preparation.item.leaflets)
			.getByLabel(preparation.state.done, { exact: true })
			.check();
		await page.getByText(outbox.mark.saved).first().waitFor();
		await page.getByText(outbox.mark.notYet).first().waitFor();
		await go('/preparation');
		await page.getByText(preparation.list.unsent, { exact: true }).first().waitFor();
		await go(path);
		expect(
			await item(preparation.item.leaflets)
				.getByLabel(preparation.state.done, { exact: true })
				.isChecked()
		).toBe(true);
		await browser.context.setOffline(false);
		await expect
			.poll(
				async () =>
					(
						await centre.sql<{ state: string }>(
							`SELECT data #>> '{items,leaflets,state}' AS state FROM preparation WHERE id = $1`,
							[bookingId]
						)
					)[0]?.state,
				{ timeout: 40_000 }
			)
			.toBe('done');
		for (const tag of ['en', 'ja'] as const) {
			await speakStaff(page, tag);
			await go(path);
			await page.locator('.pr-items li').first().waitFor();
			expect(await inspect(page, `preparation-detail-${tag}`)).toEqual([]);
		}
	});

	it('refuses a pattern that is no name, keeps what was typed, and a note with a My Number', async () => {
		const field = page.locator('#pattern-0');
		await button(preparation.detail.suggest).click();
		expect(await field.inputValue()).not.toBe('');
		expect(await inspect(page, 'preparation-patterns-ja')).toEqual([]);
		await field.fill('漢字 氏名');
		await button(preparation.detail.savePatterns).click();
		await page.locator('#pattern-0-error').waitFor();
		expect(await field.inputValue()).toBe('漢字 氏名');
		await field.fill('カンジ シメイ');
		await button(preparation.detail.savePatterns).click();
		await expect.poll(() => button(preparation.detail.savePatterns).count()).toBe(0);
		await page.locator('#preparation-note').fill('番号は 1234 5678 9018');
		await button(preparation.detail.saveNote).click();
		await page.locator('#preparation-note-error').waitFor();
		expect(await page.locator('#preparation-note').inputValue()).toContain('1234');
		await page.locator('#preparation-note').fill('');
	});

	it('asks a colleague to swap', async () => {
		await button(preparation.detail.swap).click();
		await page.locator('#swap-reason').waitFor();
		await button(preparation.swap.send).click();
		await page.locator('#swap-reason-error').waitFor();
		expect(await inspect(page, 'preparation-swap-ja')).toEqual([]);
		await page.locator('#swap-reason').fill('得意な用件のため');
		await button(preparation.swap.send).click();
		await page.locator('.note-warn').first().waitFor();
		// A chief may answer for the other person.
		await button(preparation.swap.accept).click();
		await expect.poll(() => button(preparation.swap.accept).count()).toBe(0);
		await expect
			.poll(
				async () =>
					(await centre.sql<{ state: string }>(`SELECT data ->> 'state' AS state FROM swap`))[0]
						?.state,
				{ timeout: 20_000 }
			)
			.toBe('accepted');
	});
});

describe('on paper', () => {
	it('shows neither the phone of a flagged visitor nor a whole pension number', async () => {
		const [{ data } = { data: undefined }] = await centre.sql<{ data: Booking }>(
			`UPDATE booking SET data = data || '{"nonDisclosure": true}'
				|| jsonb_build_object('visitor', data -> 'visitor' || '{"pensionNumber": "1234-567890"}'),
				version = (SELECT version + 1 FROM space WHERE office_id = booking.office_id)
			WHERE id = $1 RETURNING data`,
			[bookingId]
		);
		await centre.sql(
			`UPDATE space SET version = version + 1, audit_seq = audit_seq WHERE office_id = $1`,
			[data!.officeId]
		);
		for (const tag of ['en', 'ja'] as const) {
			await speakStaff(page, tag);
			await go(`/preparation/sheet?booking=${bookingId}`);
			await page.getByText(words[tag].preparation.sheet.hidden).waitFor({ timeout: 40_000 });
			expect(await inspect(page, `preparation-sheet-${tag}`)).toEqual([]);
		}
		await page.emulateMedia({ media: 'print' });
		const paper = await page.locator('body').innerText();
		expect(paper).not.toContain(data!.visitor.phone);
		expect(paper).not.toContain('1234-567890');
		expect(paper).toContain('••••-••7890');
		expect(await page.locator('.rail').isVisible()).toBe(false);
		expect(await button(preparation.sheet.print).isVisible()).toBe(false);
		await page.emulateMedia({ media: 'screen' });
		await go(`/preparation/sheet`);
		await page.locator('.prs-paper table').waitFor();
		expect(await inspect(page, 'preparation-day-ja')).toEqual([]);
		expect(await page.locator('.prs-paper').innerText()).not.toContain(data!.visitor.phone);
	});
});
