import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import receptionEn from '#locales/en/reception.json' with { type: 'json' };
import receptionJa from '#locales/ja/reception.json' with { type: 'json' };
import shell from '#locales/ja/shell.json' with { type: 'json' };
import ticketJa from '#locales/ja/ticket.json' with { type: 'json' };
import ticketMy from '#locales/my/ticket.json' with { type: 'json' };
import device from '#locales/ja/device.json' with { type: 'json' };
import { dateAt } from '#lib/domain/basics/days.ts';
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { Chromium } from './support/chromium.ts';
import { inspect, unmarkedPassages } from './support/inspect.ts';
import { keepUnlocked, speakStaff, takeIntoUse, unlock } from './support/pages.ts';
import { like } from './support/words.ts';

const OFFICE = 'shinjuku';
const words = receptionJa;
let centre: CentreProcess;
let browser: Chromium;
let page: Page;
const found: string[] = [];

const look = async (name: string): Promise<void> => {
	found.push(...(await inspect(page, name)));
};
const button = (name: string | RegExp, exact = false) => page.getByRole('button', { name, exact });
const row = (ticket: string) => page.locator(`[data-ticket="${ticket}"]`);

/** Opens an address and, unless another tab is unlocked, the lock. */
async function open(tab: Page, path: string): Promise<void> {
	await tab.goto(centre.origin + path);
	const lock = tab.getByRole('button', { name: /^(ロックをとく|Unlock)$/ });
	await tab.locator('.app').or(lock).first().waitFor();
	// A locked tab first asks the others whether one of them is open.
	await tab.waitForTimeout(500);
	if (await lock.isVisible()) await unlock(tab);
	await tab.locator('.app').waitFor();
}
const go = (path: string): Promise<void> => open(page, path);

/** Opens the dialog, chooses a topic, issues: three taps; gives the ticket. */
async function issue(topic: string, language?: string): Promise<string> {
	await button(words.issue.open).click();
	if (language) await page.locator('#ticket-language').selectOption(language);
	// The bookings of the day may name the topic, too.
	await page.getByRole('dialog').getByText(topic, { exact: true }).click();
	await button(words.issue.submit, true).click();
	await page.locator('.ticket-number').waitFor();
	const ticket = (await page.locator('.ticket-number').innerText()).trim();
	await button(words.issue.close).click();
	await row(ticket).waitFor();
	return ticket;
}

async function openBooth(number: number): Promise<void> {
	await page
		.locator('.booth')
		.nth(number - 1)
		.click();
	await button(words.booth.open, true).click();
	await page.getByRole('dialog').waitFor({ state: 'detached' });
}

beforeAll(async () => {
	centre = await startCentre();
	// The day of the test may be a working one with a morning under way: it begins with nobody here.
	await centre.sql(`DELETE FROM visit`);
	await centre.sql(`DELETE FROM booth`);
	browser = new Chromium();
	await browser.start();
	page = await browser.newPage();
	await takeIntoUse(page, centre, centre.codes[OFFICE]!, '受付1', 'naito');
	await keepUnlocked(browser, page, centre.origin);
});
afterAll(async () => {
	await browser?.close();
	await centre?.stop();
});

describe('a short morning at reception', () => {
	let first = '';
	let second = '';

	it('opens a booth, issues tickets in three taps, calls, starts and finishes', async () => {
		await go('/reception');
		await page.getByText(words.nobody).waitFor();
		await openBooth(1);
		await expect.poll(() => page.locator('.booth').first().innerText()).toContain(words.free);
		first = await issue('国民年金の加入・種別変更');
		second = await issue('脱退一時金', 'my');
		expect(first).not.toBe(second);
		await page.getByRole('button', { name: like(words.callTo) }).click();
		await page.getByRole('button', { name: like(words.startAt) }).click();
		await expect.poll(() => page.locator('.booth').first().innerText()).toContain(first);
		await row(first).getByRole('button', { name: words.act.finish }).click();
		// Enter alone finishes nothing: the result is a person's choice.
		await button(words.finish.submit, true).click();
		await page.getByText(words.finish.choose).waitFor();
		await page.getByLabel(words.finish.partly).check();
		await page.getByLabel(words.form.leaflet).check();
		await button(words.finish.submit, true).click();
		await page.getByRole('dialog').waitFor({ state: 'detached' });
		await expect.poll(() => row(first).count()).toBe(0);
		await expect
			.poll(async () => (await centre.sql(`SELECT 1 FROM visit WHERE state = 'done'`)).length)
			.toBe(1);
	});

	it('shows the call in the language of the visitor and takes a wrong step back', async () => {
		await page.locator('.rx-show [lang=my]').waitFor();
		await page.getByRole('button', { name: like(words.callTo) }).click();
		await button(words.act.park, true).click();
		await row(second).getByRole('button', { name: words.act.return }).waitFor();
		await button(words.undo).click();
		await row(second).getByRole('button', { name: words.act.start }).waitFor();
	});

	it('puts who comes back from an absence into the queue again', async () => {
		await button(words.act.park, true).click();
		await row(second).getByRole('button', { name: words.act.return }).click();
		await row(second)
			.getByRole('button', { name: words.act.return })
			.waitFor({ state: 'detached' });
		await page.getByRole('button', { name: like(words.callTo) }).click();
		await row(second).getByRole('button', { name: words.act.start }).waitFor();
	});

	it('goes on without the line: tickets are marked, the board says what it knows', async () => {
		// The worker has every screen once it has taken control.
		await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
		await browser.context.setOffline(true);
		const third = await issue('その他の相談');
		await row(third).getByText(words.unsent).waitFor();
		await page.locator('.rx-away').waitFor({ timeout: 40_000 });
		found.length = 0;
		await look('reception-offline-ja');
		expect(found).toEqual([]);
	});

	it('shows the waiting room its numbers without the line, and locks when it is left', async () => {
		found.length = 0;
		await page.getByRole('link', { name: words.openDisplay }).click();
		await page.locator('.show-number').getByText(second).waitFor();
		await page.getByText(ticketJa.offlineNote).waitFor();
		expect(await page.locator('.rail').count()).toBe(0);
		await look('display-offline-ja');
		found.push(...(await unmarkedPassages(page, 'my')));
		expect(found).toEqual([]);
		await page.goBack();
		await button(device.unlock.submit).waitFor();
		await browser.context.setOffline(false);
		await unlock(page);
		await go('/reception');
		await expect
			.poll(async () => (await centre.sql(`SELECT 1 FROM visit`)).length, { timeout: 40_000 })
			.toBe(3);
	});

	it('gives a ticket by the keyboard alone', async () => {
		await page.getByText(words.nobody).or(page.locator('.q-next')).first().waitFor();
		const focused = (): Promise<string> =>
			page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
		const until = async (text: string): Promise<void> => {
			for (let presses = 0; presses < 40 && !(await focused()).startsWith(text); presses += 1)
				await page.keyboard.press('Tab');
			expect(await focused()).toContain(text);
		};
		// Past the queue, however long it is.
		await until(words.skip);
		await page.keyboard.press('Enter');
		await until(words.issue.open);
		await page.keyboard.press('Enter');
		await page.locator('.tk-topics').waitFor();
		for (let presses = 0; presses < 6; presses += 1) {
			await page.keyboard.press('Tab');
			if (await page.evaluate(() => document.activeElement?.matches('[name=topic]'))) break;
		}
		await page.keyboard.press('Space');
		await page.keyboard.press('Enter');
		await page.locator('.ticket-number').waitFor();
		await page.keyboard.press('Enter');
		await page.getByRole('dialog').waitFor({ state: 'detached' });
	});
});

describe('bookings of the day at reception', () => {
	interface Moved {
		id: string;
		receiptNo: string;
		start: string;
	}

	/** Bookings of later days, moved to this one by the centre: an early one, a late one, others. */
	async function moveHere(wishes: { start: string; channel?: string }[]): Promise<Moved[]> {
		const today = dateAt(Date.now());
		const rows = await centre.sql<{ id: string; data: { receiptNo: string } }>(
			`SELECT id, data FROM booking
			WHERE office_id = $1 AND data ->> 'status' = 'confirmed' AND data ->> 'date' > $2
			ORDER BY id LIMIT $3`,
			[OFFICE, today, wishes.length]
		);
		const moved: Moved[] = [];
		for (const [index, { start, channel = 'counter' }] of wishes.entries()) {
			const { id, data } = rows[index]!;
			const row = { ...data, date: today, start, channel };
			await centre.sql(
				`SELECT commit_rows($1, jsonb_build_array(jsonb_build_object('table', 'booking', 'id', $2::text, 'day', $3::text, 'data', $4::jsonb)), now(), 'test', 'test', 'test', 'test')`,
				[OFFICE, id, today, JSON.stringify(row)]
			);
			moved.push({ id, receiptNo: data.receiptNo, start });
		}
		return moved;
	}
	const booked = ({ id }: Moved) => page.locator(`[data-booking="${id}"]`);
	const stateOf = async ({ id }: Moved): Promise<string> =>
		(
			await centre.sql<{ status: string }>(
				`SELECT data ->> 'status' AS status FROM booking WHERE id = $1`,
				[id]
			)
		)[0]!.status;
	let early: Moved, late: Moved, paper: Moved, call: Moved;

	beforeAll(async () => {
		[early, late, paper, call] = (await moveHere([
			{ start: '23:59' },
			{ start: '00:00' },
			{ start: '23:58' },
			{ start: '23:57', channel: 'phone' }
		])) as [Moved, Moved, Moved, Moved];
		await go('/reception');
		await page.getByRole('button', { name: like(words.showAll) }).click();
	});

	it('takes who comes early: the ticket carries the time of the booking', async () => {
		await booked(early).getByRole('button', { name: words.act.arrive }).click();
		await booked(early).waitFor({ state: 'detached' });
		await page.getByText(words.booked.replace('{{time}}', early.start)).waitFor();
		await expect.poll(() => stateOf(early)).toBe('arrived');
	});

	it('marks who has not come and takes the mark back', async () => {
		await booked(late).getByRole('button', { name: words.act.miss, exact: true }).click();
		await booked(late).getByRole('button', { name: words.act.unmiss }).waitFor();
		await expect.poll(() => stateOf(late)).toBe('missed');
		await booked(late).getByRole('button', { name: words.act.unmiss }).click();
		await booked(late).getByRole('button', { name: words.act.miss, exact: true }).waitFor();
		await expect.poll(() => stateOf(late)).toBe('confirmed');
	});

	it('binds a ticket that was issued before the booking was known here', async () => {
		// The line is away: the slip of the visitor is all there is.
		await browser.context.setOffline(true);
		await button(words.issue.open).click();
		await page.getByRole('dialog').getByText('その他の相談', { exact: true }).click();
		await page.getByText(words.issue.more).click();
		await page.getByLabel(words.issue.receipt).fill(paper.receiptNo);
		await button(words.issue.submit, true).click();
		await page.locator('.ticket-number').waitFor();
		const ticket = (await page.locator('.ticket-number').innerText()).trim();
		await button(words.issue.close).click();
		await row(ticket).waitFor();
		await browser.context.setOffline(false);
		await row(ticket).getByRole('button', { name: words.act.bind }).click();
		await booked(paper).waitFor({ state: 'detached' });
		await row(ticket).getByText(words.booked.replace('{{time}}', paper.start)).waitFor();
		await expect.poll(() => stateOf(paper), { timeout: 40_000 }).toBe('arrived');
	});

	it('begins a consultation by phone without a call through the waiting room', async () => {
		await booked(call).getByRole('button', { name: words.reached.phone }).click();
		await booked(call).waitFor({ state: 'detached' });
		await page
			.locator('.rx-next')
			.getByRole('button', { name: like(words.startAt) })
			.click();
		await expect
			.poll(
				async () =>
					(
						await centre.sql<{ state: string }>(
							`SELECT data ->> 'state' AS state FROM visit WHERE data ->> 'bookingId' = $1`,
							[call.id]
						)
					)[0]?.state
			)
			.toBe('serving');
	});

	it('offers to take back what this tablet did, not what a colleague did', async () => {
		const last = page.locator('.rx-foot [role=status]');
		await last.waitFor();
		const text = await last.innerText();
		const [visit] = await centre.sql<{ id: string; day: string; data: { last: object } }>(
			`SELECT id, day::text, data FROM visit WHERE data ->> 'bookingId' = $1`,
			[early.id]
		);
		const mark = {
			stepId: 'colleague',
			step: 'park',
			at: Date.now(),
			deviceId: 'other',
			before: null
		};
		await centre.sql(
			`SELECT commit_rows($1, jsonb_build_array(jsonb_build_object('table', 'visit', 'id', $2::text, 'day', $3::text, 'data', $4::jsonb)), now(), 'test', 'test', 'test', 'test')`,
			[
				OFFICE,
				visit!.id,
				visit!.day,
				JSON.stringify({ ...visit!.data, name: '同僚の方', last: mark })
			]
		);
		// The centre's own hand pokes nobody: the tablet asks when it starts.
		await go('/reception');
		await page.getByText('同僚の方').waitFor();
		expect(await last.innerText()).toBe(text);
	});
});

describe('every screen passes axe and stays inside', () => {
	for (const language of ['ja', 'en'] as const) {
		const texts = { ja: receptionJa, en: receptionEn }[language];
		it(`reception in ${language}`, async () => {
			found.length = 0;
			await go('/reception');
			await speakStaff(page, language);
			await go('/reception');
			await page.locator('.rx-next').waitFor();
			await page.getByRole('button', { name: like(texts.showAll) }).click();
			await look(`reception-${language}`);
			await button(texts.issue.open).click();
			await page.getByText(texts.issue.more).click();
			await look(`issue-${language}`);
			await button(texts.issue.submit, true).click();
			await page.getByText(texts.issue.choose).waitFor();
			await look(`issue-errors-${language}`);
			await page.locator('.tk-topics input').first().check();
			await button(texts.issue.submit, true).click();
			await page.locator('.ticket-number').waitFor();
			await look(`issued-${language}`);
			await button(texts.issue.close).click();
			await page.locator('.booth').nth(2).click();
			await page.getByRole('dialog').waitFor();
			await look(`booth-${language}`);
			await button({ ja: shell.close, en: 'Close' }[language], true).first().click();
			await button(texts.policyEdit).click();
			await page.locator('#policy-red').fill('abc');
			await button(texts.policy.save).click();
			await look(`policy-${language}`);
			expect(found).toEqual([]);
		});
	}

	it('the page of a ticket in ja, en and my, also when nothing is known', async () => {
		found.length = 0;
		const [ticket] = await centre.sql<{ watch_key: string; ticket: string }>(
			`SELECT watch_key, ticket FROM visit WHERE state = 'called'`
		);
		for (const lang of ['ja', 'en', 'my', 'th', 'ja-easy']) {
			await page.goto(`${centre.origin}/${lang}/ticket/${OFFICE}/${ticket!.watch_key}`);
			await page.locator('.ticket-big').getByText(ticket!.ticket).waitFor();
			await look(`ticket-${lang}`);
			if (!lang.startsWith('ja')) found.push(...(await unmarkedPassages(page, 'ja')));
		}
		await page.goto(`${centre.origin}/my/ticket/${OFFICE}/AAAAAAAAAAAAAAAA`);
		await page.getByText(ticketMy.unknown).waitFor();
		await look('ticket-unknown-my');
		expect(found).toEqual([]);
	});
});
