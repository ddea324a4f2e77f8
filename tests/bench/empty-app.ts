import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** The smallest SvelteKit app with a service worker made like ours: one page, one button. */
const files: Record<string, string> = {
	'package.json': '{ "name": "empty", "private": true, "type": "module" }',
	'svelte.config.js': `import adapter from '@sveltejs/adapter-node';
export default { compilerOptions: { runes: true }, kit: { adapter: adapter() } };`,
	'vite.config.js': `import { sveltekit } from '@sveltejs/kit/vite';
export default { plugins: [sveltekit()] };`,
	'src/app.html': `<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>empty</title>%sveltekit.head%</head><body><div>%sveltekit.body%</div></body></html>`,
	'src/routes/+layout.js': 'export const prerender = true;\nexport const ssr = false;',
	'src/routes/+page.svelte': `<script>
	let count = $state(0);
</script>
<button onclick={() => (count += 1)}>pressed {count}</button>`,
	'src/service-worker.js': `import { clientsClaim } from 'workbox-core';
import { precacheAndRoute } from 'workbox-precaching';
import { build, files, prerendered, version } from '$service-worker';
precacheAndRoute([
	...build.map((url) => ({ url, revision: null })),
	...[...files, ...prerendered].map((url) => ({ url, revision: version }))
]);
clientsClaim();`
};

const run = promisify(execFile);

/** Writes and builds the empty app with this project's own packages. */
export async function buildEmptyApp(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'madoguchi-empty-'));
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), `${text}\n`);
	}
	symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
	await run(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], { cwd: folder });
	return folder;
}

export const freePort = (): Promise<number> =>
	new Promise((found) => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const { port } = server.address() as { port: number };
			server.close(() => found(port));
		});
	});

export interface Served {
	readonly origin: string;
	readonly stop: () => void;
}

/** Runs a build's server until one of its pages answers. */
export async function serve(
	folder: string,
	script: string,
	page: string,
	env: Record<string, string> = {}
): Promise<Served> {
	const port = String(await freePort());
	const origin = `http://127.0.0.1:${port}`;
	const child = spawn(process.execPath, [script], {
		cwd: folder,
		stdio: 'ignore',
		env: { ...process.env, PORT: port, HOST: '127.0.0.1', ORIGIN: origin, ...env }
	});
	const stop = (): void => void child.kill('SIGKILL');
	for (let wait = 0; wait < 400; wait += 1) {
		const isUp = await fetch(origin + page).then(
			({ ok }) => ok,
			() => false
		);
		if (isUp) return { origin, stop };
		await new Promise((go) => setTimeout(go, 50));
	}
	stop();
	throw new Error(`${script} did not answer ${page}`);
}

export const dropFolder = (folder: string): void =>
	rmSync(folder, { recursive: true, force: true });
