import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { browserFlags, findBrowser } from '../../support/browser.ts';

export const TABLET = { width: 1180, height: 820 };
export const PHONE = { width: 390, height: 844 };

/** A real Chromium with a profile of its own: what a tablet is to the app. */
export class Chromium {
	readonly profile = mkdtempSync(join(tmpdir(), 'madoguchi-profile-'));
	#process: ChildProcess | undefined;
	readonly #flags: readonly string[];
	context!: BrowserContext;

	constructor(flags: readonly string[] = []) {
		this.#flags = flags;
	}

	async start(): Promise<void> {
		const path = findBrowser();
		if (!path) throw new Error('no Chromium: set CHROMIUM');
		const child = spawn(
			path,
			[
				'--headless=new',
				'--remote-debugging-port=0',
				`--user-data-dir=${this.profile}`,
				'--lang=ja',
				...browserFlags,
				...this.#flags,
				'about:blank'
			],
			{ stdio: ['ignore', 'ignore', 'pipe'] }
		);
		this.#process = child;
		const endpoint = await new Promise<string>((resolve, reject) => {
			let text = '';
			child.stderr!.on('data', (chunk: Buffer) => {
				text += chunk.toString();
				const found = /DevTools listening on (ws:\/\/\S+)/.exec(text)?.[1];
				if (found) resolve(found);
			});
			child.once('exit', () => reject(new Error(`Chromium ended: ${text.slice(-2000)}`)));
		});
		const browser = await chromium.connectOverCDP(endpoint);
		this.context = browser.contexts()[0]!;
	}

	/** A tab in which no script runs. A worker that is installed already would answer it all the same. */
	async newPageWithoutScript(size = TABLET): Promise<Page> {
		const page = await this.newPage(size);
		const session = await this.context.newCDPSession(page);
		await session.send('Emulation.setScriptExecutionDisabled', { value: true });
		return page;
	}

	async newPage(size = TABLET): Promise<Page> {
		const page = await this.context.newPage();
		await page.setViewportSize(size);
		page.setDefaultTimeout(20_000);
		return page;
	}

	/** Ends the browser as a power cut would. */
	async kill(): Promise<void> {
		const child = this.#process!;
		const gone = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGKILL');
		await gone;
		this.#process = undefined;
	}

	async close(): Promise<void> {
		if (this.#process) await this.kill();
		rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
	}

	/** How often texts stand in the profile's files, in the encodings a browser writes. */
	plaintexts(texts: readonly string[]): string[] {
		const needles = texts.flatMap((text) =>
			[Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')].map((bytes) => ({ text, bytes }))
		);
		return filesBelow(this.profile).flatMap((file) => {
			const content = contentOf(file);
			return needles
				.filter(({ bytes }) => content.includes(bytes))
				.map(({ text }) => `${text} in ${file.slice(this.profile.length)}`);
		});
	}
}

/** Files of a browser that has just ended still come and go. */
function contentOf(file: string): Buffer {
	try {
		return readFileSync(file);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
		throw error;
	}
}

function filesBelow(folder: string): string[] {
	return readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		try {
			const stat = statSync(path);
			if (stat.isDirectory()) return filesBelow(path);
			return stat.isFile() ? [path] : [];
		} catch {
			// Sockets and locks of a browser that has just ended come and go.
			return [];
		}
	});
}
