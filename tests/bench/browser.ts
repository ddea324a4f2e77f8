import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { browserFlags, findBrowser } from '../support/browser.ts';

export const newProfile = (): string => mkdtempSync(join(tmpdir(), 'madoguchi-profile-'));
export const dropProfile = (profile: string): void =>
	rmSync(profile, { recursive: true, force: true, maxRetries: 5 });

/** A browser process on a profile folder. */
export async function launch(
	profile: string,
	options: { serviceWorkers?: 'allow' | 'block' } = {}
): Promise<BrowserContext> {
	const executablePath = findBrowser();
	if (!executablePath) throw new Error('there is no Chromium: install one or set CHROMIUM');
	return chromium.launchPersistentContext(profile, {
		executablePath,
		args: browserFlags,
		bypassCSP: true,
		...options
	});
}

/** Runs work on a page of an address, in a browser of its own with a fresh profile. */
export async function onFreshPage<Value>(
	address: string,
	script: string,
	work: (page: Page) => Promise<Value>
): Promise<Value> {
	const profile = newProfile();
	const context = await launch(profile, { serviceWorkers: 'block' });
	try {
		const page = await context.newPage();
		await page.goto(address);
		await page.evaluate(script);
		return await work(page);
	} finally {
		await context.close();
		dropProfile(profile);
	}
}

/** Calls a function that a bundle has left in `globalThis.bench`. */
export const call = <Value>(page: Page, name: string, argument?: unknown): Promise<Value> =>
	page.evaluate(
		([wanted, given]) =>
			(globalThis as unknown as { bench: Record<string, (argument: unknown) => unknown> }).bench[
				wanted as string
			]!(given),
		[name, argument] as const
	) as Promise<Value>;
