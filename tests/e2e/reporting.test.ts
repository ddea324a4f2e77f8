import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import english from '#locales/en/reporting.json' with { type: 'json' };
import japanese from '#locales/ja/reporting.json' with { type: 'json' };
import outbox from '#locales/ja/outbox.json' with { type: 'json' };
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { Chromium, PHONE, TABLET } from './support/chromium.ts';
import { inspect, stickingOut } from './support/inspect.ts';
import { keepUnlocked, reach, speakStaff, takeIntoUse } from './support/pages.ts';
import { like } from './support/words.ts';

const OFFICE = 'tennoji';

let centre: CentreProcess;
let browser: Chromium;
let page: Page;
const found: string[] = [];

const look = async (name: string): Promise<void> => {
	found.push(...(await inspect(page, name)));
};
const button = (name: string | RegExp) =>
	page.getByRole('button', { name, exact: typeof name === 'string' });
const dialog = () => page.locator('dialog[open]');
const go = (): Promise<void> => reach(page, `${centre.origin}/reporting`);

beforeAll(async () => {
	centre = await startCentre();
	browser = new Chromium();
	await browser.start();
	page = await browser.newPage();
	await takeIntoUse(page, centre, centre.codes[OFFICE]!, '窓口1', 'yoshida');
	await keepUnlocked(browser, page, centre.origin);
});
afterAll(async () => {
	await browser?.close();
	await centre?.stop();
});

describe('figures, screen by screen (axe, 390, 320, 200 %)', () => {
	for (const [language, words] of [
		['ja', japanese],
		['en', english]
	] as const) {
		it(`in ${language}`, async () => {
			found.length = 0;
			await speakStaff(page, language);
			await go();
			await page.getByText(words.own.hard).waitFor();
			await page.getByText(words.causes.staff, { exact: true }).waitFor();
			await look(`rp-${language}`);
			await page.getByText(words.chart.table).first().click();
			await button(words.nation.prefecture).click();
			await look(`rp-prefecture-${language}`);
			await button(words.nation.office).click();
			await button(words.nation.onlyHard).click();
			expect(await page.locator('.rp-table tbody tr').count()).toBe(1);
			await look(`rp-office-${language}`);

			await button(words.remedy.add).click();
			await dialog().getByLabel(words.remedy.note).fill('番号 1234 5678 9018');
			await dialog().getByLabel(like(words.remedy.until)).fill('2020-01-01');
			await dialog().getByRole('button', { name: words.remedy.save, exact: true }).click();
			await page.getByText(words.remedy.myNumber).waitFor();
			await page.getByText(words.remedy.dateWrong).waitFor();
			await look(`rp-form-errors-${language}`);
			await page.keyboard.press('Escape');
			expect(found).toEqual([]);
		});
	}

	it('shows which guidance did not help, and says so when nobody answered', async () => {
		await speakStaff(page, 'ja');
		await go();
		await page.getByText(japanese.guidance.none).waitFor();
		const answer = (topic: string, yes: string, what = 'helped') =>
			fetch(`${centre.origin}/api/public/count`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ what, topic, lang: 'my', answer: yes })
			});
		for (const [topic, yes, what] of [
			['premium', 'yes'],
			['premium', 'no'],
			['exemption', 'no'],
			['exemption', 'no'],
			['key', 'begun', 'registration']
		] as const)
			expect((await answer(topic, yes, what)).status).toBe(200);
		await centre.sql(`INSERT INTO guidance_count VALUES
			((now() - interval '40 days')::date, 'helped', 'premium', 'en', 'no', 99)`);
		await go();
		const table = page.locator('table', { has: page.getByText(japanese.guidance.caption) });
		await expect
			.poll(() => table.locator('tbody tr').allInnerTexts())
			.toEqual([
				expect.stringMatching(/^保険料を払えません\s+2\s+0$/),
				expect.stringMatching(/1\s+1$/),
				expect.stringMatching(/1\s+0$/)
			]);
	});

	it('sorts by keyboard and says which way', async () => {
		await speakStaff(page, 'ja');
		await go();
		await button(japanese.nation.office).click();
		const head = page.getByRole('columnheader', { name: japanese.nation.fill });
		await head.getByRole('button').focus();
		await page.keyboard.press('Enter');
		expect(await head.getAttribute('aria-sort')).toBe('descending');
		const first = page.locator('.rp-table tbody tr').first();
		expect(await first.innerText()).toContain('天王寺');
		await page.keyboard.press('Enter');
		expect(await head.getAttribute('aria-sort')).toBe('ascending');
	});
});

describe('a remedy without a line', () => {
	it('is recorded from a cause, ended, and sent when the line is back', async () => {
		await go();
		await browser.context.setOffline(true);
		await button(like(`{{x}}${japanese.remedy.suggest}`))
			.first()
			.click();
		await dialog().getByRole('radio', { name: japanese.remedy.phone }).check();
		// What the form was left with is there again.
		await dialog().getByLabel(like(japanese.remedy.until)).fill('');
		await dialog().getByLabel(japanese.remedy.note).fill('代理人の確認は電話で');
		await dialog().getByRole('button', { name: japanese.remedy.save, exact: true }).click();
		await page.getByText(like(japanese.remedy.saved)).waitFor();
		await page.getByText(outbox.mark.notYet).waitFor();
		await page.getByText('代理人の確認は電話で').waitFor();
		for (const size of [PHONE, TABLET]) {
			await page.setViewportSize(size);
			expect(await stickingOut(page)).toEqual([]);
		}
		await page.locator('.rp-log').getByRole('button').click();
		await dialog().getByRole('button', { name: japanese.remedy.endSave }).click();
		await page.getByText(like(japanese.remedy.ended)).waitFor();
		await browser.context.setOffline(false);
		await expect
			.poll(() => centre.sql(`SELECT data ->> 'note' AS note FROM remedy`))
			.toEqual([{ note: '代理人の確認は電話で' }]);
		await expect
			.poll(() => centre.sql(`SELECT 1 AS n FROM remedy WHERE data -> 'ended' <> 'null'`))
			.toHaveLength(1);
	});
});

describe('before the first night', () => {
	it('says so, and the log can be kept', async () => {
		await centre.sql(`WITH gone AS (DELETE FROM scarcity RETURNING id)
			INSERT INTO tombstone (office_id, table_name, id, version)
			SELECT 'ref', 'scarcity', id, (SELECT version + 1 FROM space WHERE office_id = 'ref') FROM gone`);
		await centre.sql(`UPDATE space SET version = version + 1 WHERE office_id = 'ref'`);
		await go();
		await page.getByText(japanese.empty).waitFor({ timeout: 60_000 });
		found.length = 0;
		await look('rp-empty-ja');
		expect(found).toEqual([]);
		await button(japanese.remedy.add).waitFor();
	});
});
