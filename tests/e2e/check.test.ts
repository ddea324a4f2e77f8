import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type guidanceEn from '#locales/en/guidance.json';
import type checksJa from '#locales/ja/checks.json';
import type checkJa from '#locales/ja/check.json';
import type registrationJa from '#locales/ja/registration.json';
import { languageTags, type LanguageTag } from '#lib/domain/basics/languages.ts';
import { withoutRuby } from '#lib/domain/guidance/ruby.ts';
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { Chromium } from './support/chromium.ts';
import { inspect, unmarkedPassages } from './support/inspect.ts';
import { reach, takeIntoUse } from './support/pages.ts';
import { like } from './support/words.ts';

const read = <Texts>(tag: LanguageTag, name: string): Texts =>
	JSON.parse(withoutRuby(readFileSync(`locales/${tag}/${name}.json`, 'utf8'))) as Texts;
const check = (tag: LanguageTag) => read<typeof checkJa>(tag, 'check');
const registration = (tag: LanguageTag) => read<typeof registrationJa>(tag, 'registration');

/** Answers that lead to a table, amounts, days and notes. */
const LUMP_SUM =
	'lump-sum?nationality=other&entitled=no&tenYears=no&address=japan&leftOn=2026-12-15&permit=no' +
	'&npMonths=38&npThree=0&npHalf=0&npQuarter=0&epiMonths=24&paidIn=2026&pay=250000';

let centre: CentreProcess;
let browser: Chromium;
let page: Page;
const found: string[] = [];
const look = async (name: string): Promise<void> => {
	found.push(...(await inspect(page, name)));
};
const open = async (path: string): Promise<void> => {
	await page.goto(centre.origin + path);
	await page.locator('#main h1').waitFor();
};

/** Kanji without a reading, beside the Japanese original; and marks that came through as they are. */
const withoutReading = (on: Page): Promise<string[]> =>
	on.locator('.c').evaluate((root) => {
		const found = [...document.querySelectorAll('main *, meta')].flatMap((element) =>
			[...element.attributes].map(({ value }) => value).filter((value) => value.includes('|'))
		);
		const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
		while (texts.nextNode()) {
			const { data, parentElement } = texts.currentNode as Text;
			if (parentElement?.closest('ruby, .ja-term, .g-original')) continue;
			if (/\p{Script=Han}|[{}|]/u.test(data)) found.push(data);
		}
		return [...found, ...(/[{}|]/.test(document.title) ? [document.title] : [])];
	});

beforeAll(async () => {
	centre = await startCentre();
	browser = new Chromium();
	await browser.start();
	page = await browser.newPage();
});
afterAll(async () => {
	await browser?.close();
	await centre?.stop();
});

describe('questions', () => {
	it('are answered by plain forms, without a script', async () => {
		const plain = await browser.newPageWithoutScript();
		await plain.goto(`${centre.origin}/en/check/join`);
		for (const value of ['yes', 'none', '20to59', 'student', 'arrived']) {
			await plain.locator(`.c-choice:has([value="${value}"])`).click();
			await plain.locator('form [type=submit]').click();
		}
		await plain.locator('#since').fill('2026-11-20');
		await plain.locator('form [type=submit]').click();
		await plain.getByRole('heading', { name: check('en').outcomes.first.title }).waitFor();
		expect(await plain.locator('.c-dates').innerText()).toContain('December 4, 2026');
		expect(await plain.locator('.c-dates').innerText()).toContain('令和8年12月4日');
		await plain.close();
	});

	it('show the reading of every kanji in easy Japanese, without a script', async () => {
		const plain = await browser.newPageWithoutScript();
		const checks = read<typeof checksJa>('ja-easy', 'checks');
		await plain.goto(`${centre.origin}/ja-easy/check`);
		expect(await plain.title()).toContain(checks.title);
		expect(await withoutReading(plain)).toEqual([]);
		for (const wrong of ['', '&situation=income&age=under50&asked=own&ownIncome=x']) {
			await plain.goto(`${centre.origin}/ja-easy/check/relief?category=first${wrong}`);
			expect(await plain.locator('h1 ruby').count()).toBeGreaterThan(0);
			expect(await withoutReading(plain)).toEqual([]);
		}
		expect(await plain.title()).toContain(checks.flows.relief.title);
		const reading = plain.locator('.c-answers rt').first();
		await reading.waitFor();
		await plain.locator('#ruby-on').uncheck();
		await reading.waitFor({ state: 'hidden' });
		await plain.close();
	});

	it('show the reading of every kanji in easy Japanese, and hand over none', async () => {
		const easy = await browser.newPage();
		// What goes into a code is measured in bytes first.
		await easy.addInitScript(() => {
			const encoded: string[] = [];
			const { encode } = TextEncoder.prototype;
			TextEncoder.prototype.encode = function (text = '') {
				encoded.push(text);
				return encode.call(this, text);
			};
			Object.assign(globalThis, { encoded });
		});
		await easy.goto(`${centre.origin}/ja-easy/check/${LUMP_SUM}`);
		await easy.locator('.c-hand [aria-expanded]').click();
		await easy.locator('.g-qr svg').waitFor();
		expect(await withoutReading(easy)).toEqual([]);
		const lines = await easy.evaluate(() =>
			(globalThis as unknown as { encoded: string[] }).encoded.flatMap((text) => text.split('\n'))
		);
		expect(lines).toContain(check('ja-easy').outcomes['lump-after-leaving'].title);
		expect(lines.filter((line) => /[{}|]/.test(line))).toEqual([]);
		// The switch stays as it is from one question to the next.
		await easy.locator('#ruby-on').uncheck();
		await easy.locator('.c-answers a').nth(3).click();
		await easy.locator('.c-choice').first().waitFor();
		expect(await easy.locator('h1 rt').first().isVisible()).toBe(false);
		await easy.close();
	});

	it('go on without a line, keep what was typed wrongly, and end in dates, papers and a code', async () => {
		await open('/my/check');
		await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
		await browser.context.setOffline(true);
		const words = check('my');
		await open('/my/check');
		await page
			.getByRole('link', { name: read<typeof checksJa>('my', 'checks').flows['lump-sum'].title })
			.click();
		const choose = async (text: string) => {
			await page.locator('.c-choice').filter({ hasText: text }).first().click();
			await page.getByRole('button', { name: words.next, exact: true }).click();
		};
		await page.getByRole('heading', { name: words['lump-sum'].nationality.ask }).waitFor();
		// Nothing chosen: it says so and asks again.
		await page.getByRole('button', { name: words.next, exact: true }).click();
		await page.getByText(words.wrong).waitFor();
		await page.getByRole('heading', { name: words['lump-sum'].nationality.ask }).waitFor();
		await choose(words['lump-sum'].nationality.other);
		await choose(words['lump-sum'].entitled.no);
		await choose(words['lump-sum'].tenYears.no);
		await choose(words['lump-sum'].address.japan);
		await page.locator('#leftOn').fill('2026-12-15');
		await page.getByRole('button', { name: words.next, exact: true }).click();
		await choose(words['lump-sum'].permit.no);
		await page.locator('#npMonths').fill('thirty');
		for (const name of ['npThree', 'npHalf', 'npQuarter', 'epiMonths'])
			await page.locator(`#${name}`).fill('0');
		await page.getByRole('button', { name: words.next, exact: true }).click();
		await page.locator('#npMonths[aria-invalid]').waitFor();
		expect(await page.locator('#npMonths').inputValue()).toBe('thirty');
		await page.locator('#npMonths').fill('38');
		await page.getByRole('button', { name: words.next, exact: true }).click();
		await choose('2026');
		await page.getByRole('heading', { name: words.outcomes['lump-after-leaving'].title }).waitFor();
		expect(await page.locator('.c-amounts').innerText()).toContain('322,560');
		expect(await page.locator('.c-mine').first().innerText()).toContain('36–41');
		await page
			.getByRole('button', { name: read<typeof guidanceEn>('my', 'guidance').sheet.showQr })
			.click();
		await page.locator('.g-qr svg').waitFor();
		// The sheet: headings in both languages, large, on the smaller paper.
		expect(await page.locator('.g-beside').first().isVisible()).toBe(false);
		await page.locator('#pair-on').check();
		await page.locator('.g-beside').first().waitFor();
		await page.getByLabel(read<typeof guidanceEn>('my', 'guidance').sheet.large).check();
		await page.getByLabel('A5').check();
		expect(await page.locator('.g.print-large.print-a5').count()).toBe(1);
		// Going back to one answer keeps those before it.
		await page.locator('.c-answers a').nth(3).click();
		await page.getByRole('heading', { name: words['lump-sum'].address.ask }).waitFor();
		expect(await page.locator('.c-answers dd').count()).toBe(3);
		await browser.context.setOffline(false);
	});

	it('lead to a booking about the topic', async () => {
		await open('/en/check/bring?about=student&who=me&papers=no');
		await page.getByRole('link', { name: check('en').book }).click();
		await page.locator('[name=topic][value=student]:checked').waitFor();
	});

	it('answer an unknown flow with the nearest one', async () => {
		const reply = await fetch(`${centre.origin}/en/check/joining`);
		expect(reply.status).toBe(404);
		expect(await reply.text()).toContain('/en/check/join"');
	});

	it('go on in another language with the answers given so far', async () => {
		await open('/en/check/relief?category=first&situation=student');
		await page.locator('#languages a[href^="/ne/check/relief?"]').click();
		await page.getByRole('heading', { name: check('ne').relief.school.ask }).waitFor();
		expect(await page.locator('.c-answers dd').count()).toBe(2);
	});

	it('ask about the higher limit only where it counts, and forget it with the income', async () => {
		const words = check('en');
		const answers = (income: string) =>
			`/en/check/relief?category=first&situation=income&age=from50&ownIncome=${income}` +
			'&ownDependants=0&spouse=no&head=me';
		await open(answers('1350000'));
		await page.getByRole('heading', { name: words.relief.ownStatus.ask }).waitFor();
		await page.locator('.c-choice:has([value="widow"])').click();
		await page.getByRole('button', { name: words.next, exact: true }).click();
		await page.getByRole('heading', { name: words.outcomes['exempt-full'].title }).waitFor();
		expect(await page.locator('.c-notes').innerText()).toContain('1,350,000');
		expect(new URL(page.url()).searchParams.get('ownStatus')).toBe('widow');
		// Another answer: everything after it is asked again, as far as it still matters.
		await page.locator('.c-answers a').nth(3).click();
		await page.locator('#ownIncome').fill('1350001');
		await page.locator('#ownDependants').fill('0');
		await page.getByRole('button', { name: words.next, exact: true }).click();
		for (const value of ['no', 'me']) {
			await page.locator(`.c-choice:has([value="${value}"])`).click();
			await page.getByRole('button', { name: words.next, exact: true }).click();
		}
		await page.getByRole('heading', { name: words.outcomes['exempt-quarter'].title }).waitFor();
		await open(`${answers('1350000')}&ownStatus=unknown`);
		await page.getByRole('heading', { name: words.outcomes.ask.title }).waitFor();
	});

	it('say on the clock of the device that a premium is of a year gone by', async () => {
		// A clock is set for a whole browser.
		const later = new Chromium();
		await later.start();
		const late = await later.newPage();
		await late.clock.setFixedTime(new Date('2029-05-01T03:00:00Z'));
		const answers = 'category=first&situation=income&age=from50&ownIncome=900000&ownDependants=0';
		await late.goto(`${centre.origin}/en/check/relief?${answers}&spouse=no&head=me&ownStatus=none`);
		await late.getByText(like(read<typeof guidanceEn>('en', 'guidance').expired)).waitFor();
		await later.close();
	});

	it('work by the keyboard alone', async () => {
		await open('/en/check/bring');
		await page.locator('.c-choice input').first().focus();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: check('en').bring.who.ask }).waitFor();
		await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
	});
});

describe('the rehearsal of the registration', () => {
	beforeAll(() => browser.context.setOffline(false));

	it('checks each field as it is typed, and keeps and sends nothing of it', async () => {
		const sent: string[] = [];
		page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
		await open('/en/registration');
		const words = registration('en');
		await page.getByRole('button', { name: words.routes.key.name }).click();
		await page.getByLabel(words.choices.terms.agree).check();
		await page.getByRole('button', { name: words.next }).click();
		await page.locator('#rh-accessKey').fill('1234');
		await page.locator('#p-accessKey').getByText('17').waitFor();
		await page.getByRole('button', { name: words.fill }).click();
		await page.getByRole('button', { name: words.next }).click();
		await page.locator('#rh-password').fill('Canary-7');
		await page.locator('#p-password').getByText(words.problems.symbol).waitFor();
		await page.locator('#rh-password').fill('CanaryWord77');
		await page.locator('#rh-passwordAgain').fill('CanaryWord7');
		await page.locator('#p-passwordAgain').getByText(words.problems.differs).waitFor();
		await page.locator('#rh-passwordAgain').fill('CanaryWord77');
		await page.getByText(words.choices.question.pet).click();
		await page.locator('#rh-answer').fill('CANARY');
		await page.getByRole('button', { name: words.next }).click();
		await page.getByRole('button', { name: words.fill }).click();
		await page.getByRole('button', { name: words.next }).click();
		await page.getByRole('heading', { name: words.done.title }).waitFor();
		expect(await page.locator('.rh').innerText()).not.toContain('Canary');
		const kept = await page.evaluate(async () => {
			const bases = await indexedDB.databases();
			return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, bases, location.href]);
		});
		expect(kept).not.toMatch(/canary/i);
		expect(sent.join('\n')).not.toMatch(/canary/i);
		await expect
			.poll(() =>
				centre.sql(
					`SELECT topic, answer FROM guidance_count WHERE what = 'registration' ORDER BY answer`
				)
			)
			.toEqual([
				{ topic: 'key', answer: 'begun' },
				{ topic: 'key', answer: 'finished' }
			]);
	});

	it('stands on a tablet of the office, in the language of the visitor', async () => {
		found.length = 0;
		await takeIntoUse(page, centre, centre.codes.shinjuku!, '窓口1', 'naito');
		await reach(page, `${centre.origin}/registration`);
		await page.locator('#registration-language').selectOption('ne');
		const words = registration('ne');
		await page.getByRole('button', { name: words.routes.postcard.name }).waitFor();
		await look('registration-staff');
		await page.getByRole('button', { name: words.routes.postcard.name }).click();
		await page.getByLabel(words.choices.terms.agree).check();
		await page.getByRole('button', { name: words.next }).click();
		await page.locator('#rh-postcode').waitFor();
		await look('registration-staff-person');
		expect(found).toEqual([]);
	});
});

describe('screens', () => {
	for (const lang of languageTags) {
		it(`${lang}: axe, sizes, and every passage says its language`, async () => {
			found.length = 0;
			const marked = async (): Promise<void> => {
				if (!lang.startsWith('ja')) found.push(...(await unmarkedPassages(page, 'ja')));
				if (lang !== 'my') found.push(...(await unmarkedPassages(page, 'my')));
			};
			await open(`/${lang}/check`);
			await look(`check-${lang}`);
			await open(`/${lang}/check/relief?category=first`);
			await look(`check-${lang}-question`);
			await marked();
			await open(`/${lang}/check/relief?category=first&situation=income&age=under50&ownIncome=x`);
			await look(`check-${lang}-wrong`);
			await open(
				`/${lang}/check/relief?category=first&situation=income&age=from50&ownIncome=1000000` +
					'&ownDependants=0&spouse=no&head=me'
			);
			await look(`check-${lang}-status`);
			await marked();
			await open(`/${lang}/check/${LUMP_SUM}`);
			await page.locator('.c-hand [aria-expanded]').click();
			await page.locator('.g-qr svg').waitFor();
			if (lang !== 'ja') await page.locator('#pair-on').check();
			await look(`check-${lang}-outcome`);
			await marked();
			await open(`/${lang}/registration`);
			await page.locator('.rh-routes button').first().click();
			await look(`registration-${lang}`);
			await page.locator('.rh-field input').first().check();
			await page.locator('.rh-main').click();
			await page.locator('#rh-accessKey').waitFor();
			await page.locator('.rh-main').click();
			await look(`registration-${lang}-wrong`);
			expect(found).toEqual([]);
		});
	}
});
