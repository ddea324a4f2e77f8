import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { PHONE, TABLET } from './chromium.ts';

const axeSource = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** The sizes on which nothing may stick out; the last is the tablet at 200 % zoom. */
const NARROW = [PHONE, { width: 320, height: 640 }, { width: 590, height: 410 }];

/** The policy of the app forbids foreign scripts, so axe comes in through the debugger. */
async function bringAxe(page: Page): Promise<void> {
	if (await page.evaluate(() => 'axe' in globalThis)) return;
	const session = await page.context().newCDPSession(page);
	await session.send('Runtime.evaluate', { expression: axeSource });
	await session.detach();
}

/** What axe-core holds against the page as it stands: rule, where, why. */
export async function axeViolations(page: Page): Promise<string[]> {
	await bringAxe(page);
	return page.evaluate(async (tags) => {
		interface Found {
			id: string;
			nodes: { target: unknown[]; failureSummary?: string }[];
		}
		const { axe } = globalThis as unknown as {
			axe: { run: (root: Document, options: object) => Promise<{ violations: Found[] }> };
		};
		const { violations } = await axe.run(document, {
			runOnly: { type: 'tag', values: tags },
			resultTypes: ['violations']
		});
		return violations.flatMap(({ id, nodes }) =>
			nodes.map(
				({ target, failureSummary }) =>
					`${id}: ${String(target)} ${(failureSummary ?? '').replaceAll(/\s+/g, ' ')}`
			)
		);
	}, RULES);
}

/** What sticks out sideways: the page itself, a box that scrolls sideways, an element cut off. */
export function stickingOut(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const width = document.documentElement.clientWidth;
		const root = document.scrollingElement!;
		const found = root.scrollWidth > width + 1 ? [`page ${root.scrollWidth} > ${width}`] : [];
		for (const element of document.querySelectorAll<HTMLElement>('body *')) {
			const name = `${element.tagName.toLowerCase()}.${String(element.getAttribute('class') ?? '')}`;
			const style = getComputedStyle(element);
			const scrolls = style.overflowX === 'auto' || style.overflowX === 'scroll';
			if (scrolls && element.scrollWidth > element.clientWidth + 1)
				found.push(`${name} scrolls ${element.scrollWidth} > ${element.clientWidth}`);
			const box = element.getBoundingClientRect();
			// What only a screen reader meets is clipped to nothing on purpose.
			if (box.width > 1 && box.right > width + 1 && !element.closest('.sr-only, .skip'))
				found.push(`${name} ends at ${Math.round(box.right)} > ${width}`);
		}
		return found.slice(0, 5);
	});
}

export interface InspectOptions {
	/** Sizes at which the layout is measured; the paper of a slip has a size of its own. */
	narrow?: boolean;
}

/** Everything that is wrong with the screen as it stands, on a tablet, a phone, narrow, zoomed. */
export async function inspect(
	page: Page,
	name: string,
	{ narrow = true }: InspectOptions = {}
): Promise<string[]> {
	const found: string[] = [];
	const note = (where: string, problems: string[]): void => {
		found.push(...problems.map((problem) => `${name} ${where}: ${problem}`));
	};
	// A tab in the background is not drawn.
	await page.bringToFront();
	await page.setViewportSize(TABLET);
	note('tablet', await axeViolations(page));
	note('tablet', await stickingOut(page));
	for (const size of narrow ? NARROW : []) {
		await page.setViewportSize(size);
		note(`${size.width}`, await stickingOut(page));
		if (size === PHONE) note('phone', await axeViolations(page));
	}
	const shots = process.env.E2E_SHOTS;
	if (shots) {
		await page.setViewportSize(PHONE);
		await page.screenshot({ path: `${shots}/${name}-phone.png` });
		await page.setViewportSize(TABLET);
		await page.screenshot({ path: `${shots}/${name}-tablet.png` });
	}
	if (narrow) await page.setViewportSize(TABLET);
	return found;
}

/** Passages in a script that do not say so: Japanese outside `lang=ja`, Burmese outside `lang=my`. */
export function unmarkedPassages(page: Page, script: 'ja' | 'my'): Promise<string[]> {
	return page.evaluate((wanted) => {
		const letters = wanted === 'ja' ? /[\u3041-\u30ff]/ : /[\u1000-\u109f]/;
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		const found: string[] = [];
		while (walker.nextNode()) {
			const text = walker.currentNode.nodeValue ?? '';
			const parent = walker.currentNode.parentElement!;
			if (!letters.test(text) || parent.closest('script, style')) continue;
			const lang = parent.closest('[lang]')?.getAttribute('lang') ?? '';
			if (!lang.startsWith(wanted)) found.push(`${lang}: ${text.trim().slice(0, 30)}`);
		}
		return found;
	}, script);
}
