import { mkdirSync } from 'node:fs';
import { startCentre } from '../scenario/support/centre-process.ts';
import { Chromium } from './support/chromium.ts';
import { bookVisitor, savedAddress, takeIntoUse, unlock } from './support/pages.ts';

/** `npm run screenshots`: the pictures of the README, from the demonstration. */
const FOLDER = 'docs/screens';
mkdirSync(FOLDER, { recursive: true });
const centre = await startCentre();
const browser = new Chromium();
try {
	await browser.start();
	const page = await browser.newPage();
	await takeIntoUse(page, centre, centre.codes.shinjuku!, '窓口1', 'naito');
	await page.goto(`${centre.origin}/bookings/new`);
	await unlock(page);
	await page.locator('#language').selectOption('ne');
	await page
		.getByRole('button', { name: /確保席/ })
		.first()
		.waitFor();
	await centre.kill();
	await page
		.getByRole('button', { name: /確保席/ })
		.first()
		.click();
	await page.locator('.sync').getByText('オフライン').waitFor();
	await page.screenshot({ path: `${FOLDER}/booking.png` });
	await bookVisitor(page, {
		name: 'サリタ・グルン',
		kana: 'サリタ グルン',
		phone: '080-0000-0101'
	});
	const address = await savedAddress(page);
	await page.goto(`${centre.origin}${address}/slip`);
	await unlock(page);
	await page.locator('svg[role=img]').first().waitFor();
	await page.evaluate(() => document.fonts.ready.then(() => undefined));
	await page.screenshot({ path: `${FOLDER}/slip.png` });
	console.log(`wrote ${FOLDER}/booking.png and ${FOLDER}/slip.png`);
} finally {
	await browser.close();
	await centre.stop();
}
